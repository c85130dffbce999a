"""上门排查: the visits before the visit, from 排查登记 to 提前告知; no clock of the law runs yet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from kiosk.hall.errors import HallError
from kiosk.hall.inspection_words import OVER, STATE_WORDS, CloseReason, State
from kiosk.hall.service import Service
from kiosk.hall.words import Words

MOST_DEMANDS = 20
MOST_DAYS = 180
LONGEST_DEMAND = 200  # characters of one thing to be put right
LONGEST_WORDS = 500  # characters of what was found, and of a reason
LONGEST_PLACE = 100  # characters of a name or an address


class NoInspection(HallError):
    """Nobody is visited before he applies for this."""

    status = 422
    zh = "{0} 没有上门排查，直接取号办理即可。"
    en = "{0} has no inspection before it; simply take a number."


class UnknownInspection(HallError):
    """No inspection of this hall has this number or code."""

    status = 404
    zh = "没有 {0} 这件排查。请核对编号或取号码，或用电话、名称查找。"
    en = "There is no inspection {0}. Check the number or the code, or search by phone or name."


class NotNow(HallError):
    """The inspection is not so far, or further already."""

    zh = "{0} 现在是“{1}”，不能这样办。请刷新后再看。"
    en = "{0} is now: {1}. This step is not possible; please look at it again."


class WrongDemand(HallError):
    """What is to be put right is not said so that somebody could do it."""

    status = 422
    zh = "整改要求每行一项，每项不超过 {0} 个字，最多 {1} 项。"
    en = "Write one thing to put right on a line: at most {0} characters each, and {1} lines."


class WrongDays(HallError):
    """A time for putting right is nothing, or longer than anybody waits."""

    status = 422
    zh = "整改期限请填 1 到 {0} 天。"
    en = "Give between 1 and {0} days for putting it right."


class NoSite(HallError):
    """Nobody finds a place without a name and an address."""

    status = 422
    zh = "请写明名称和地址，各不超过 {0} 个字。"
    en = "Please write the name and the address, at most {0} characters each."


class WordsTooLong(HallError):
    """A note has become a book."""

    status = 422
    zh = "情况说明不超过 {0} 个字。"
    en = "Please write at most {0} characters."


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing to put right (整改项) by its place on the list; its words are sealed with the site."""

    due_on: date
    mended_on: date | None = None


@dataclass(frozen=True, slots=True)
class SiteVisit:
    """One time that an inspector was there, and how much was left to put right."""

    at: datetime
    by: str
    left: int


@dataclass(frozen=True, slots=True)
class Inspection:
    """One place that is looked at before its permit is applied for; who and where is kept apart, sealed.

    `token` opens its phone page, `code` is what a clerk types; `registered_by` is an account's id.
    """

    number: str
    service: str
    registered_at: datetime
    registered_by: str
    token: str
    code: str
    state: State = State.REGISTERED
    language: str = "zh"
    answers: Mapping[str, str] = field(default_factory=dict)
    demands: tuple[Demand, ...] = ()
    visits: tuple[SiteVisit, ...] = ()
    told_at: datetime | None = None
    ticked: tuple[str, ...] = ()
    ticket: str = ""
    case: str = ""
    closed_why: CloseReason | None = None
    ended_at: datetime | None = None
    is_erased: bool = False
    version: int = 0

    @property
    def is_open(self) -> bool:
        """Whether something is still to come."""
        return self.state not in OVER

    @property
    def left(self) -> tuple[int, ...]:
        """The places on the list that are not put right."""
        return tuple(place for place, one in enumerate(self.demands) if one.mended_on is None)

    @property
    def due_on(self) -> date | None:
        """The last day for what is left."""
        days = [self.demands[place].due_on for place in self.left]
        return max(days) if days and self.state is State.RECTIFYING else None

    def is_overdue(self, today: date) -> bool:
        """Tell whether the time for putting right has run out."""
        return self.due_on is not None and today > self.due_on


def must_be_before(service: Service) -> None:
    """Refuse a service that nobody is visited for.

    Raises:
        NoInspection: it is one.
    """
    if service.inspection is None:
        raise NoInspection(service.name)


def site_words(text: str) -> str:
    """Note a name or an address on one line.

    Raises:
        NoSite: it is nothing, or too long.
    """
    said = " ".join(text.split())
    if not said or len(said) > LONGEST_PLACE or not said.isprintable():
        raise NoSite(LONGEST_PLACE)
    return said


def note(text: str) -> str:
    """Note what was found; nothing is nothing.

    Raises:
        WordsTooLong: it is too long, or nobody could read it.
    """
    said = "\n".join(" ".join(line.split()) for line in text.strip().splitlines())
    if len(said) > LONGEST_WORDS or not said.replace("\n", "").isprintable():
        raise WordsTooLong(LONGEST_WORDS)
    return said


def demands_of(text: str) -> tuple[str, ...]:
    """Read what is to be put right, one on a line.

    Raises:
        WrongDemand: a line is too long, or there are too many.
    """
    lines = tuple(said for line in text.splitlines() if (said := " ".join(line.split())))
    if len(lines) > MOST_DEMANDS or not all(
        len(one) <= LONGEST_DEMAND and one.isprintable() for one in lines
    ):
        raise WrongDemand(LONGEST_DEMAND, MOST_DEMANDS)
    return lines


def visit(
    inspection: Inspection,
    *,
    answers: Mapping[str, str],
    demands: int,
    days: int,
    on: date,
    at: datetime,
    by: str,
) -> Inspection:
    """Note the first visit: what must be put right is told in full at once; nothing to put right passes.

    Raises:
        NotNow: somebody was there already, or it is over.
        WrongDays: the time given is none.
    """
    _must_be(inspection, State.REGISTERED)
    due_on = _due(on, days) if demands else on
    seen = replace(
        inspection,
        answers=dict(answers),
        demands=tuple(Demand(due_on) for _ in range(demands)),
        visits=(*inspection.visits, SiteVisit(at, by, demands)),
    )
    return _passed(seen, at) if not demands else replace(seen, state=State.RECTIFYING)


def visit_again(
    inspection: Inspection, *, mended: Iterable[int], days: int, on: date, at: datetime, by: str
) -> Inspection:
    """Note a re-inspection (复验): it passes, or goes on with what is left and a new day; nothing is added.

    Raises:
        NotNow: nothing is being put right.
        WrongDays: the time given for the rest is none.
    """
    _must_be(inspection, State.RECTIFYING)
    good = set(mended)
    left = [place for place in inspection.left if place not in good]
    due_on = _due(on, days) if left else on
    demands = tuple(
        one if one.mended_on else replace(one, mended_on=on) if place in good else replace(one, due_on=due_on)
        for place, one in enumerate(inspection.demands)
    )
    visits = (*inspection.visits, SiteVisit(at, by, len(left)))
    seen = replace(inspection, demands=demands, visits=visits)
    return seen if left else _passed(seen, at)


def tick(inspection: Inspection, ticked: Iterable[str]) -> Inspection:
    """Note which papers of the list that was told ahead he says he has.

    Raises:
        NotNow: no list was told, or he has been to the window.
    """
    _must_be(inspection, State.TOLD)
    return replace(inspection, ticked=tuple(ticked))


def come(inspection: Inspection, *, ticket: str) -> Inspection:
    """Tie the number of his visit to what was prepared; a later number takes the place of one that lapsed.

    Raises:
        NotNow: it has not passed, or its case is open.
    """
    _must_be(inspection, State.TOLD)
    return replace(inspection, ticket=ticket)


def apply(inspection: Inspection, *, case: str, at: datetime) -> Inspection:
    """Note that its case is open: from here on the clock of the law runs.

    Raises:
        NotNow: it has not passed, or its case is open.
    """
    _must_be(inspection, State.TOLD)
    return replace(inspection, state=State.APPLIED, case=case, ended_at=at)


def close(inspection: Inspection, *, why: CloseReason, at: datetime) -> Inspection:
    """End it without a case.

    Raises:
        NotNow: it is over.
    """
    if not inspection.is_open:
        raise NotNow(inspection.number, STATE_WORDS[inspection.state])
    return replace(inspection, state=State.CLOSED, closed_why=why, ended_at=at)


def standing(inspection: Inspection, today: date) -> Words:
    """Say how it stands in words, with the day that is next."""
    if inspection.due_on is None:
        return STATE_WORDS[inspection.state]
    day = f"{inspection.due_on:%m-%d}"
    if inspection.is_overdue(today):
        return Words(f"整改逾期（{day}）", f"overdue since {day}")
    return Words(f"整改中，{day} 前", f"to be put right by {day}")


def _passed(inspection: Inspection, at: datetime) -> Inspection:
    return replace(inspection, state=State.TOLD, told_at=at)


def _due(on: date, days: int) -> date:
    if not 1 <= days <= MOST_DAYS:
        raise WrongDays(MOST_DAYS)
    return on + timedelta(days=days)


def _must_be(inspection: Inspection, state: State) -> None:
    if inspection.state is not state:
        raise NotNow(inspection.number, STATE_WORDS[inspection.state])
