"""个人信息: what the hall keeps of one person, what goes when he asks, and what must stay, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from kiosk.hall.errors import HallError
from kiosk.hall.person import phone_number
from kiosk.hall.principal import DIGITS, id_number
from kiosk.hall.words import Words

SERIES = ("BJ", "DS", "PC", "YJ")  # the numbers of cases, deposits, inspections and parcels begin so


class NothingToErase(HallError):
    """Nothing of what is kept may go now."""

    zh = "现在没有可以删除的：每一项下面写了为什么要留、留到什么时候。"
    en = "Nothing may be erased now; each line says why it stays, and until when."


class NotChecked(HallError):
    """Nobody has compared the person with his card."""

    status = 422
    zh = "请先核对他的身份证件（代办的还要看委托书），再打勾。"
    en = "Please check the identity card first, and the mandate of who acts for somebody else; then tick it."


class AskedBy(StrEnum):
    """Who asks for what is kept of a person."""

    HIMSELF = "himself"
    DEPUTY = "deputy"
    RELATIVE = "relative"


ASKED_WORDS: Mapping[AskedBy, Words] = {
    AskedBy.HIMSELF: Words("本人", "the person"),
    AskedBy.DEPUTY: Words("受委托的人", "who acts for the person"),
    AskedBy.RELATIVE: Words("监护人或近亲属", "a guardian or next of kin"),
}


@dataclass(frozen=True, slots=True)
class PersonalRules:
    """How long papers with names stay printable, and how long what is finished may still be needed.

    The body of such a paper goes `paper_hours` after it came out. Cases and deposits stay `hold_days`
    after their end even when somebody asks: reviews (60 days) and lawsuits (6 months) need them.
    """

    paper_hours: int = 12
    hold_days: int = 183


USUAL_PERSONAL = PersonalRules()


@dataclass(frozen=True, slots=True)
class Whom:
    """By what a person is looked for: one of these, the others "".

    `number` is what stands on a paper in his hand.
    """

    phone: str = ""
    id_number: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is kept; `mask` names how a screen hides it: "" is shown as it is."""

    label: Words
    value: str
    mask: str = ""


@dataclass(frozen=True, slots=True)
class Stay:
    """Why something may not go now; `until` is open while nobody can know."""

    why: Words
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """One matter of a person: what is kept of it, and why it must stay, if it must."""

    kind: str
    id: str
    matter: Words
    since: date | None
    facts: tuple[Fact, ...]
    stay: Stay | None

    @property
    def known(self) -> tuple[Fact, ...]:
        """What of it is really there."""
        return tuple(fact for fact in self.facts if fact.value)


def whom(text: str, *, area_code: str) -> Whom:
    """Read what somebody typed to find a person: an identity number, a paper's number, or a phone.

    Raises:
        WrongPhone, WrongIdNumber: it is neither.
    """
    said = "".join(text.split()).upper()
    if said.startswith(SERIES) or ("-" in said and said[:1].isalpha()):
        return Whom(number=said[:32])
    if len(said) == DIGITS and said[:-1].isdecimal():
        return Whom(id_number=id_number(said))
    return Whom(phone=phone_number(text, area_code=area_code))


def stay_until(why: Words, last: date, today: date) -> Stay | None:
    """Keep something up to a day, that day included."""
    return Stay(why, last) if today <= last else None


def after(day: date | datetime | None, days: int) -> date:
    """Count days on from the end of a matter; one without an end counts from the first of all days."""
    of = day.date() if isinstance(day, datetime) else day
    return (of or date.min) + timedelta(days=days)
