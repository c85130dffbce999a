"""办不成事一览: what is open, whose it is and by when, for the manager, for a window and for a phone."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from kiosk.hall import escalation as rules
from kiosk.hall.calendar import local_day
from kiosk.hall.catalogue import Catalogue
from kiosk.hall.escalation import Escalation
from kiosk.hall.escalation_words import UNANSWERED, Grade
from kiosk.hall.person import LAST, WrongPhone, phone_number
from kiosk.hall.words import NO_WORDS, Words
from kiosk.operations.accounts import works_at_window
from kiosk.operations.moment import known_services
from kiosk.storage.escalations import Told
from kiosk.storage.store import Reading, Store

SHOWN = 200  # problems on one page


@dataclass(frozen=True, slots=True)
class Line:
    """One problem as a list shows it, with people by their sign-in names."""

    problem: Escalation
    service: Words
    due_on: date
    is_overdue: bool
    is_due_today: bool
    first_asked: str
    about: str
    to_person: str
    told: Told


@dataclass(frozen=True, slots=True)
class Figures:
    """How many problems there are; those that are open also by class (no class: not classified yet)."""

    open: int
    overdue: int
    due_today: int
    by_grade: Mapping[Grade | None, int]
    ever: int


@dataclass(frozen=True, slots=True)
class Overview:
    """What the manager sees: the figures and the lines, overdue ones first."""

    figures: Figures
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody to whom a problem may be passed on, or whom it may be about."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class AtDesk:
    """What a clerk sees: what lies with him or his window, and what he was told first and is still open."""

    here: tuple[Line, ...]
    mine: tuple[Line, ...]


def overview(store: Store, *, at: datetime, closed_too: bool = False) -> Overview:
    """List the open problems, the most urgent first, or the newest of all."""
    with store.read() as reading:
        found = reading.escalations.newest(SHOWN) if closed_too else reading.escalations.open()
        return Overview(_figures(reading, at), _lines(reading, found, at))


def search(store: Store, *, wanted: str, at: datetime) -> Overview:
    """Find problems by their number, a phone, or its last four digits; nothing found is an empty list."""
    with store.read() as reading:
        return Overview(_figures(reading, at), _lines(reading, _found(reading, wanted.strip()), at))


def sheet(store: Store, *, number: str, at: datetime) -> Line:
    """Show one problem.

    Raises:
        UnknownEscalation: there is none.
    """
    with store.read() as reading:
        return _lines(reading, (reading.escalations.get(number),), at)[0]


def at_desk(store: Store, *, window: int | None, person: str, at: datetime) -> AtDesk:
    """List what a clerk at a window has to answer, and what he was told first."""
    with store.read() as reading:
        found = reading.escalations.open()
        here = [one for one in found if rules.may_answer(one, window=window, person=person)]
        mine = [one for one in found if one.registered_by == person]
        return AtDesk(_lines(reading, here, at), _lines(reading, mine, at))


def figures(store: Store, *, at: datetime) -> Figures:
    """Count the problems, for whoever must see to them."""
    with store.read() as reading:
        return _figures(reading, at)


def colleagues(store: Store) -> tuple[Colleague, ...]:
    """List the people of the hall who may sign in."""
    with store.read() as reading:
        everybody = reading.accounts.all()
    return tuple(
        Colleague(one.id, one.name) for one in everybody if works_at_window(one) and not one.disabled
    )


def _figures(reading: Reading, at: datetime) -> Figures:
    catalogue, found = reading.catalogue(at), reading.escalations.open()
    return Figures(
        open=len(found),
        overdue=sum(one.is_overdue(at) for one in found),
        due_today=sum(_is_due_today(one, catalogue, at) for one in found),
        by_grade=Counter(one.grade for one in found),
        ever=sum(reading.escalations.counted().values()),
    )


def _is_due_today(problem: Escalation, catalogue: Catalogue, at: datetime) -> bool:
    waits = problem.state in UNANSWERED and not problem.is_overdue(at)
    return waits and rules.last_day(catalogue, problem.due_at) == local_day(catalogue, at)


def _lines(reading: Reading, problems: Iterable[Escalation], at: datetime) -> tuple[Line, ...]:
    catalogue, names = reading.catalogue(at), {one.id: one.name for one in reading.accounts.all()}
    return tuple(
        Line(
            problem=one,
            service=_service(catalogue, one.service),
            due_on=rules.last_day(catalogue, one.due_at),
            is_overdue=one.is_overdue(at),
            is_due_today=_is_due_today(one, catalogue, at),
            first_asked=names.get(one.registered_by, one.registered_by),
            about=names.get(one.about, one.about),
            to_person=names.get(one.to_person, one.to_person),
            told=reading.escalations.told(one.number),
        )
        for one in problems
    )


def _service(catalogue: Catalogue, code: str) -> Words:
    found = known_services(catalogue, (code,)) if code else ()
    return found[0].name if found else NO_WORDS


def _found(reading: Reading, wanted: str) -> tuple[Escalation, ...]:
    if wanted.isdecimal() and len(wanted) == LAST:
        return reading.escalations.of_phone(wanted)
    try:
        return reading.escalations.of_phone(phone_number(wanted))
    except WrongPhone:
        pass
    try:
        return (reading.escalations.get(wanted.upper()),)
    except rules.UnknownEscalation:
        return ()
