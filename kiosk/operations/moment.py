"""此刻: the hall at one moment, read once for everybody who watches it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from kiosk.hall.calendar import local_day
from kiosk.hall.case import Case
from kiosk.hall.catalogue import Catalogue, Service
from kiosk.hall.deposit import Deposit
from kiosk.hall.errors import UnknownService
from kiosk.hall.guide import Checklist, checklist, kept
from kiosk.hall.inspection import Inspection
from kiosk.hall.parcel import Parcel
from kiosk.hall.staffing import Unattended
from kiosk.hall.ticket import Ticket, TicketState
from kiosk.hall.wait import Line, Outlook
from kiosk.operations import printing, views
from kiosk.operations.handover import Forgotten, forgotten
from kiosk.storage.floor import HelpCall
from kiosk.storage.paper_rows import PaperRow
from kiosk.storage.printers import PrinterNow
from kiosk.storage.store import Reading
from kiosk.storage.windows import WindowNow

CASES_AT_MOST = 100  # more than anybody reads
MADE_AT_MOST = 4096  # a busy day of a large hall


class Lists:
    """The lists of materials of the hall's tickets, made once each: what a citizen chose does not change."""

    def __init__(self) -> None:
        self._catalogue: Catalogue | None = None
        self._made: dict[str, Checklist] = {}

    def of(self, catalogue: Catalogue, ticket: Ticket) -> Checklist:
        """Return the list of a ticket, as far as its answers and the catalogue still fit."""
        if catalogue is not self._catalogue or len(self._made) >= MADE_AT_MOST:
            self._catalogue, self._made = catalogue, {}
        if ticket.id not in self._made:
            self._made[ticket.id] = list_of(catalogue, ticket)
        return self._made[ticket.id]


@dataclass(frozen=True)
class Moment:
    """Everything that desks and phones show, from one reading of the store."""

    seq: int
    line: Line
    windows: Mapping[int, WindowNow]
    missed: tuple[Ticket, ...]
    held: tuple[Ticket, ...]
    help_calls: tuple[HelpCall, ...]
    stuck: tuple[PaperRow, ...]
    lists: Lists
    later: tuple[Ticket, ...]
    alarms: tuple[Unattended, ...]
    principals: Mapping[str, int]  # how many a ticket stands for, of those taken for a batch
    suspensions: Mapping[str, str]
    suspension_ends: Mapping[str, datetime]
    planned: tuple[Ticket, ...]
    tasks: tuple[Ticket, ...]
    parts_back: tuple[Ticket, ...]
    all_waiting: tuple[Ticket, ...]
    forgotten: tuple[Forgotten, ...]
    printers: Mapping[str, PrinterNow]
    cases_due: tuple[Case, ...]
    parcels: Mapping[str, Parcel]
    cases: Mapping[str, tuple[Case, ...]]
    deposits: tuple[Deposit, ...]
    prepared: Mapping[str, Inspection]
    inspections_late: tuple[Inspection, ...]  # what should be put right by now

    @property
    def at(self) -> datetime:
        """When it was."""
        return self.line.at

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue in force then."""
        return self.line.catalogue

    @cached_property
    def outlooks(self) -> Mapping[str, Outlook]:
        """What each waiting ticket may expect, by its id."""
        return self.line.outlooks()

    @cached_property
    def waiting_by_queue(self) -> Mapping[str, int]:
        """How many wait in each queue, those sent on to a window left out."""
        return Counter(one.queue for one in self.line.waiting if one.transferred_to is None)

    @cached_property
    def waiting_by_window(self) -> Mapping[int, int]:
        """How many were sent on to each window and wait for it."""
        return Counter(one.transferred_to for one in self.line.waiting if one.transferred_to is not None)

    @cached_property
    def open_tickets(self) -> Mapping[str, Ticket]:
        """Every visit that is not over, by its token."""
        return {ticket.token: ticket for ticket in self._everybody if ticket.part is None}

    @cached_property
    def parts_of(self) -> Mapping[str, tuple[Ticket, ...]]:
        """The parts of every open visit by its id, in the order of their numbers, those that are back too."""
        parts: dict[str, list[Ticket]] = {}
        for ticket in (*self._everybody, *self.tasks, *self.parts_back):
            if ticket.part:
                parts.setdefault(ticket.part.visit, []).append(ticket)
        return {
            visit: tuple(sorted(found, key=lambda one: (len(one.number), one.number)))
            for visit, found in parts.items()
        }

    @cached_property
    def _everybody(self) -> tuple[Ticket, ...]:
        callable_now = {one.id for one in self.line.waiting}
        elsewhere = (one for one in self.all_waiting if one.id not in callable_now)
        at_windows = self.line.in_hand.values()
        return (
            *self.line.waiting,
            *elsewhere,
            *at_windows,
            *self.missed,
            *self.held,
            *self.planned,
            *self.later,
        )


def look(reading: Reading, at: datetime, lists: Lists | None = None) -> Moment:
    """Read the whole hall once; who looks often hands in the lists he has made."""
    line, cases = views.line(reading, at), reading.cases.of_open_tickets()
    return Moment(
        seq=reading.events.head(),
        line=line,
        windows=views.windows(reading, line.catalogue, at),
        missed=reading.tickets.of_states(TicketState.MISSED),
        held=reading.tickets.of_states(TicketState.HELD),
        help_calls=reading.help_calls.open(),
        stuck=tuple(paper for paper in reading.papers.unsettled() if printing.is_stuck(paper, at)),
        lists=lists or Lists(),
        planned=reading.tickets.of_states(TicketState.PLANNED),
        tasks=reading.tickets.of_states(TicketState.BACK_OFFICE),
        parts_back=reading.tickets.parts_back(),
        all_waiting=reading.tickets.waiting(),
        forgotten=forgotten(reading, line.catalogue, at),
        printers=reading.printers.all(),
        cases=cases,
        parcels=reading.parcels.newest_of(one.id for of_ticket in cases.values() for one in of_ticket),
        cases_due=reading.cases.due(local_day(line.catalogue, at), CASES_AT_MOST),
        deposits=reading.custody.open(),
        prepared=reading.inspections.of_open_tickets(),
        inspections_late=reading.inspections.overdue(local_day(line.catalogue, at), CASES_AT_MOST),
        later=views.later(reading, at),
        alarms=views.alarms(reading, line),
        principals={one.ticket: one.principals for one in reading.batches.open()},
        suspensions=reading.suspensions.now(at),
        suspension_ends=reading.suspensions.ends(),
    )


def known_services(catalogue: Catalogue, codes: Iterable[str]) -> tuple[Service, ...]:
    """Find the services of a ticket that the catalogue still has; it may have been reloaded since."""
    found = []
    for code in codes:
        try:
            found.append(catalogue.service(code))
        except UnknownService:
            continue
    return tuple(found)


def list_of(catalogue: Catalogue, ticket: Ticket) -> Checklist:
    """Make the list of materials of a ticket, as far as its answers and the catalogue still fit."""
    services = known_services(catalogue, ticket.services)
    return checklist(services, kept(services, ticket.answers or {}), insist=False)
