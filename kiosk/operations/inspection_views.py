"""上门排查一览: what is to be visited, what is being put right and by when, and what was told ahead."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from kiosk.hall.calendar import local_day
from kiosk.hall.catalogue import Service
from kiosk.hall.inspection import Inspection
from kiosk.hall.inspection_words import State
from kiosk.hall.person import WrongPhone, phone_number
from kiosk.hall.words import Words
from kiosk.storage.inspections import Site
from kiosk.storage.store import Reading, Store

SHOWN = 200  # inspections on one page
EXPORTED = 20_000  # and in one file


@dataclass(frozen=True, slots=True)
class Line:
    """One inspection as a list shows it."""

    inspection: Inspection
    site: Site
    service: Words
    registered_by: str
    registered_on: date
    today: date

    @property
    def is_overdue(self) -> bool:
        """Whether the time for putting right has run out."""
        return self.inspection.is_overdue(self.today)


@dataclass(frozen=True, slots=True)
class Round:
    """What an inspector has before him, in the order in which he goes there."""

    overdue: tuple[Line, ...]
    to_visit: tuple[Line, ...]
    rectifying: tuple[Line, ...]
    told: tuple[Line, ...]


def today(store: Store, *, at: datetime) -> Round:
    """Sort what is under way by what comes next."""
    lines = under_way(store, at=at)
    late = tuple(one for one in lines if one.is_overdue)
    return Round(
        overdue=late,
        to_visit=tuple(one for one in lines if one.inspection.state is State.REGISTERED),
        rectifying=tuple(
            one for one in lines if one.inspection.state is State.RECTIFYING and not one.is_overdue
        ),
        told=tuple(one for one in lines if one.inspection.state is State.TOLD),
    )


def under_way(store: Store, *, at: datetime) -> tuple[Line, ...]:
    """List what is under way, what is due first."""
    with store.read() as reading:
        return _lines(reading, reading.inspections.open(SHOWN), at)


def of_ticket(store: Store, *, ticket: str) -> str:
    """Name the inspection that a ticket's visit is tied to; "" where none is.

    Raises:
        UnknownTicket: there is none.
    """
    with store.read() as reading:
        found = reading.inspections.of_ticket(reading.tickets.get(ticket).visit)
    return found.number if found else ""


def newest(store: Store, *, at: datetime, limit: int = SHOWN) -> tuple[Line, ...]:
    """List the newest inspections, over or not."""
    with store.read() as reading:
        return _lines(reading, reading.inspections.newest(limit), at)


def search(store: Store, *, text: str, at: datetime) -> tuple[Line, ...]:
    """Search by number, code, phone (whole, or its last four digits), or the name of the place or person."""
    wanted = " ".join(text.split())
    if not wanted:
        return ()
    with store.read() as reading:
        area = reading.catalogue(at).hall.area_code
        return _lines(reading, reading.inspections.found(wanted, _phone(wanted, area), SHOWN), at)


def services(store: Store, *, at: datetime) -> tuple[Service, ...]:
    """List the services that somebody is visited for."""
    with store.read() as reading:
        return tuple(one for one in reading.catalogue(at).services if one.inspection is not None)


def _lines(reading: Reading, found: Iterable[tuple[Inspection, Site]], at: datetime) -> tuple[Line, ...]:
    catalogue, names = reading.catalogue(at), {one.id: one.name for one in reading.accounts.all()}
    return tuple(
        Line(
            inspection=one,
            site=site,
            service=catalogue.name_of(one.service),
            registered_by=names.get(one.registered_by, one.registered_by),
            registered_on=local_day(catalogue, one.registered_at),
            today=local_day(catalogue, at),
        )
        for one, site in found
    )


def _phone(text: str, area_code: str) -> str:
    try:
        return phone_number(text, area_code=area_code)
    except WrongPhone:
        return ""
