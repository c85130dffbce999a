"""What follows from each event: read top to bottom it is the map of the hall."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from kiosk.hall.case_events import CaseEvent
from kiosk.hall.catalogue import Catalogue
from kiosk.hall.custody_events import CustodyEvent
from kiosk.hall.device_events import DeviceEvent
from kiosk.hall.escalation_events import EscalationEvent
from kiosk.hall.events import (
    ActUndone,
    CaseworkEvent,
    Event,
    NextDayPlaceGiven,
    PriorityDropped,
    QueueEvent,
    TicketAbandoned,
    TicketCalled,
    TicketCancelled,
    TicketEntered,
    TicketExpired,
    TicketFinished,
    TicketHeld,
    TicketMissed,
    TicketRecalled,
    TicketResumed,
    TicketRevived,
    TicketStarted,
    TicketTaken,
    TicketTransferred,
)
from kiosk.hall.floor import printer_at
from kiosk.hall.floor_events import FloorEvent
from kiosk.hall.handover_events import HandoverEvent
from kiosk.hall.inspection_events import InspectionEvent
from kiosk.hall.jobs import Announcement, CallKind, Job, Message, MessageKind, Paper, Withdrawal
from kiosk.hall.paper_events import (
    ChecklistPrinted,
    NoVisitGuidePrinted,
    PadPrinted,
    PaperEvent,
    PaperExpired,
    PaperMoved,
    PaperOut,
    PaperRefilled,
    PaperReprinted,
    PapersErased,
    PaperSettled,
    PaperShown,
    PaperStuck,
    PrinterChanged,
    PrinterTried,
    SpoolEvent,
)
from kiosk.hall.parcel_events import ParcelEvent
from kiosk.hall.personal_events import ErasureAsked, PersonalEvent, PersonExported, PersonSought
from kiosk.hall.phone_events import PapersTicked, TicketDelayed
from kiosk.hall.ticket import AT_WINDOW
from kiosk.hall.visit_events import (
    PartReturned,
    PartsBegun,
    PartWithdrawn,
    ServicesAdded,
    VisitClosed,
    VisitEvent,
    VisitReopened,
    VisitSplit,
)
from kiosk.operations.progress import LARGE
from kiosk.reactions import slips
from kiosk.reactions.cases import of_case
from kiosk.reactions.custody import of_custody
from kiosk.reactions.delegation import of_delegation
from kiosk.reactions.devices import of_device
from kiosk.reactions.escalation import of_escalation
from kiosk.reactions.floor import of_floor
from kiosk.reactions.handover import of_handover
from kiosk.reactions.inspections import of_inspection
from kiosk.reactions.parcels import of_parcel
from kiosk.storage.store import Work
from printer.document import Document, to_json
from printer.papers import checklist, next_day, no_visit, pad, test_page, ticket
from printer.words import Say


@dataclass(frozen=True, slots=True)
class Following:
    """The reactions of one hall: called inside each act, before its commit.

    `say_in` speaks a language on paper, `phone_url` is the phone page's address for a token, or ""
    while a phone could not open it.
    """

    say_in: Mapping[str, Say]
    phone_url: Callable[[Catalogue, str], str]

    def __call__(self, event: Event, work: Work, at: datetime) -> Iterator[Job]:
        """Yield the papers and announcements that must be stored with the event."""
        if isinstance(event, PaperEvent):
            yield from self._of_paper(event, work, at)
        elif isinstance(event, SpoolEvent):
            yield from _of_spool(event)
        elif isinstance(event, PersonalEvent):
            yield from _of_personal(event)
        elif isinstance(event, FloorEvent):
            yield from of_floor(event)
        elif isinstance(event, VisitEvent):
            yield from _of_visit(event)
        elif isinstance(event, HandoverEvent):
            yield from of_handover(event)
        elif isinstance(event, DeviceEvent):
            yield from of_device(event)
        elif isinstance(event, CaseworkEvent):
            yield from self._of_casework(event, work, at)
        else:
            yield from self._of_queue(event, work, at)

    def _of_casework(self, event: CaseworkEvent, work: Work, at: datetime) -> Iterator[Job]:
        if isinstance(event, CaseEvent):
            yield from of_case(event, work, at, self.say_in["zh"])
        elif isinstance(event, CustodyEvent):
            yield from of_custody(event, work, self.say_in, at)
        elif isinstance(event, EscalationEvent):
            yield from of_escalation(event, work, self.say_in, at)
        elif isinstance(event, ParcelEvent):
            yield from of_parcel(event, work, at, self.say_in["zh"])
        elif isinstance(event, InspectionEvent):
            yield from of_inspection(event, work, self.say_in, self.phone_url, at)
        else:
            yield from of_delegation(event, work, at, self.say_in["zh"])

    def _of_queue(self, event: QueueEvent, work: Work, at: datetime) -> Iterator[Job]:
        match event:
            case TicketTaken():
                yield self._ticket(event, work, at)
            case NextDayPlaceGiven():
                yield self._next_day_place(event, work, at)
            case TicketCalled():
                yield from _called(event, CallKind.CALL, work, at)
                yield from _told(MessageKind.CALLED, event, work, at)
            case TicketMissed():
                yield from _told(MessageKind.MISSED, event, work, at)
            case TicketRecalled():
                is_last = event.recalls >= work.catalogue(at).hall.calls.recalls
                yield from _called(event, CallKind.LAST if is_last else CallKind.RECALL, work, at)
            case TicketTransferred():
                yield Withdrawal(event.ticket)
            case ActUndone():
                if work.tickets.get(event.ticket).state not in AT_WINDOW:  # an undone miss is awaited again
                    yield Withdrawal(event.ticket)
            case (
                TicketEntered()
                | TicketStarted()
                | TicketFinished()
                | TicketRevived()
                | TicketDelayed()
                | PapersTicked()
                | TicketHeld()
                | TicketResumed()
                | PriorityDropped()
                | TicketCancelled()
                | TicketAbandoned()
                | TicketExpired()
            ):
                return
            case _:
                assert_never(event)

    def _ticket(self, event: TicketTaken, work: Work, at: datetime) -> Paper:
        taken, catalogue = work.tickets.get(event.ticket), work.catalogue(at)
        url, say = self.phone_url(catalogue, taken.token), self.say_in[taken.language]
        url += LARGE if url and event.elder else ""
        lay_out = ticket.lay_out_elder if event.elder else ticket.lay_out
        document = lay_out(slips.ticket_slip(event, taken, catalogue, url, say), say)
        return _paper("ticket", _in(document, taken.language), catalogue, event.place, taken.id)

    def _next_day_place(self, event: NextDayPlaceGiven, work: Work, at: datetime) -> Paper:
        given, catalogue = work.tickets.get(event.ticket), work.catalogue(at)
        say = self.say_in[given.language]
        document = next_day.lay_out(slips.next_day_slip(given, catalogue, at, say), say)
        return _paper("next-day", _in(document, given.language), catalogue, event.place, given.id)

    def _of_paper(self, event: PaperEvent, work: Work, at: datetime) -> Iterator[Job]:
        match event:
            case ChecklistPrinted():
                catalogue, say = work.catalogue(at), self.say_in[event.language]
                reference = f"GZ{slips.local_minute(catalogue, at)[:10].replace('-', '')}-{work.recorded}"
                document = checklist.lay_out(slips.checklist_slip(event, catalogue, reference, say, at), say)
                yield _paper("checklist", _in(document, event.language), catalogue, event.place)
            case NoVisitGuidePrinted():
                catalogue, say = work.catalogue(at), self.say_in[event.language]
                document = no_visit.lay_out(slips.no_visit_slip(event, catalogue, at), say)
                yield _paper("no-visit-guide", _in(document, event.language), catalogue, event.place)
            case PrinterTried():
                document = test_page.lay_out(event.printer, self.say_in["zh"])
                yield Paper("test-page", to_json(document), event.printer)
            case PadPrinted() if not event.on_sheets:
                catalogue, say = work.catalogue(at), self.say_in["zh"]
                for slip in slips.pad_slips(catalogue, event.queue, range(event.first, event.last + 1), say):
                    yield _paper(f"pad-{slip.number}", pad.lay_out(slip, say), catalogue, event.place)
            case PadPrinted():
                return
            case _:
                assert_never(event)


def _called(event: TicketCalled | TicketRecalled, kind: CallKind, work: Work, at: datetime) -> Iterator[Job]:
    """Call the citizen by the number on his paper; nobody is called when only papers go to a window."""
    called, zone = work.tickets.get(event.ticket), work.catalogue(at).window(event.window).zone
    if called.walks:
        yield Announcement(event.ticket, called.called_as, event.window, kind, zone)


def _of_visit(event: VisitEvent) -> Iterator[Job]:
    match event:
        case PartReturned() | PartWithdrawn():
            yield Withdrawal(event.ticket)
        case ServicesAdded() | VisitSplit() | PartsBegun() | VisitClosed() | VisitReopened():
            return
        case _:
            assert_never(event)


def _of_spool(event: SpoolEvent) -> Iterator[Job]:
    match event:
        case (
            PaperReprinted()
            | PaperStuck()
            | PaperOut()
            | PaperMoved()
            | PaperExpired()
            | PaperSettled()
            | PrinterChanged()
            | PaperRefilled()
            | PaperShown()
            | PapersErased()
        ):
            yield from ()
        case _:
            assert_never(event)


def _of_personal(event: PersonalEvent) -> Iterator[Job]:
    match event:
        case PersonSought() | PersonExported() | ErasureAsked():
            yield from ()
        case _:
            assert_never(event)


def _told(
    kind: MessageKind, event: TicketCalled | TicketMissed, work: Work, at: datetime
) -> Iterator[Message]:
    """Tell the gateway of the phones, where the hall has one."""
    if work.catalogue(at).hall.outlet and work.tickets.get(event.ticket).walks:
        yield Message(event.ticket, kind, work.recorded, window=event.window)


def _in(document: Document, language: str) -> Document:
    """Mark a document with its language, for the words that the printer itself adds."""
    return replace(document, language=language)


def _paper(name: str, document: Document, catalogue: Catalogue, place: str, ticket_id: str = "") -> Paper:
    return Paper(name, to_json(document), printer_at(catalogue.hall, place), ticket_id)
