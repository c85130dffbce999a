"""个人信息查询与删除: a person asks what the hall keeps of him, takes it with him, or has it erased."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.hall import personal as rules
from kiosk.hall.calendar import local_day
from kiosk.hall.personal import AskedBy, Held
from kiosk.hall.personal_events import ErasureAsked, PersonExported, PersonSought
from kiosk.operations.personal_kinds import BY_CODE, KINDS
from kiosk.storage.store import Reading, Store


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody typed to find a person, who wants it, and which account asks for him."""

    wanted: str
    asked_by: AskedBy
    is_checked: bool
    by: str


def seek(store: Store, *, wanted: str, by: str, at: datetime) -> tuple[Held, ...]:
    """List all that is kept of a person; that somebody looked is written down.

    Raises:
        WrongPhone, WrongIdNumber: nobody can be looked for by this.
    """
    with store.begin() as work:
        held = _held(work, wanted, at)
        work.record(PersonSought(tuple(one.id for one in held), by), at)
        return held


def export(store: Store, *, asked: Asked, form: str, at: datetime) -> tuple[Held, ...]:
    """Hand out all that is kept of a person, unmasked; that it left the hall is written down.

    Raises:
        NotChecked: nobody has looked at the card.
        WrongPhone, WrongIdNumber: nobody can be looked for by this.
    """
    _must_be_checked(asked)
    with store.begin() as work:
        held = _held(work, asked.wanted, at)
        items = tuple(one.id for one in held)
        work.record(PersonExported(items, form, asked.asked_by.value, asked.by), at)
        return held


def erase(store: Store, *, asked: Asked, at: datetime) -> ErasureAsked:
    """Forget a person in all that is finished; figures stay, and so does what must.

    Raises:
        NotChecked: nobody has looked at the card.
        NothingToErase: all of it must stay.
        WrongPhone, WrongIdNumber: nobody can be looked for by this.
    """
    _must_be_checked(asked)
    with store.begin() as work:
        held = _held(work, asked.wanted, at)
        gone = [one for one in held if one.stay is None]
        if not gone:
            raise rules.NothingToErase
        for one in gone:
            BY_CODE[one.kind].erase(work, one.id, at)
        erased, left = (tuple(one.id for one in held if (one.stay is None) is goes) for goes in (True, False))
        event = ErasureAsked(erased, left, asked.asked_by.value, asked.by)
        work.record(event, at)
        return event


def forget_old(store: Store, *, at: datetime) -> int:
    """Erase in every kind what is older than its rule; returns how many people and papers."""
    return sum(kind.forget(store, at=at) for kind in KINDS)


def _held(reading: Reading, wanted: str, at: datetime) -> tuple[Held, ...]:
    catalogue = reading.catalogue(at)
    whom, today = rules.whom(wanted, area_code=catalogue.hall.area_code), local_day(catalogue, at)
    return tuple(one for kind in KINDS for one in kind.found(reading, whom, catalogue, today))


def _must_be_checked(asked: Asked) -> None:
    if not asked.is_checked:
        raise rules.NotChecked
