"""取号: what a citizen does before a window: look, take a number, or take a list home instead."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kiosk.hall import routing
from kiosk.hall import visit as rules
from kiosk.hall.calendar import local_day
from kiosk.hall.catalogue import Service
from kiosk.hall.errors import HallError, NotToday
from kiosk.hall.events import Event, TicketTaken
from kiosk.hall.guide import checklist
from kiosk.hall.paper_events import ChecklistPrinted, NoVisitGuidePrinted
from kiosk.hall.parting import pieces_in_order
from kiosk.hall.routing import Reason, Route
from kiosk.hall.ticket import Ticket, number_of, ticket_id
from kiosk.hall.wait import Outlook
from kiosk.operations import views, visiting
from kiosk.operations.gate import Gate, Offer, Visit
from kiosk.storage.store import Store, Work

__all__ = ["Offer", "Press", "Taken", "Visit", "VisitNeeded"]

TOKEN_BYTES = 16  # 128 random bits: a phone page cannot be guessed


class VisitNeeded(HallError):
    """This service cannot be done without coming."""

    status = 422
    zh = "{0} 须到窗口办理，没有不跑的办法。"
    en = "{0} needs a visit to a window; there is no way to do it from home."


@dataclass(frozen=True, slots=True)
class Press:
    """One press of a button or one key of a program: the same press is one act, however often it comes.

    `digest` stands for what was asked; the same key with another digest is refused.
    """

    key: str
    digest: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A number, and what it means now."""

    ticket: Ticket
    outlook: Outlook


def offer(store: Store, *, visit: Visit, at: datetime) -> Offer:
    """Tell where the visit would go, how many are ahead and how long it may take; nothing is taken.

    Raises:
        HallError: see `take_ticket`.
    """
    with store.read() as reading:
        return Gate(reading, at).admit(visit)


def shut(store: Store, *, services: tuple[Service, ...], at: datetime) -> Mapping[str, NotToday]:
    """Say for which services nobody gets a number now, and why."""
    with store.read() as reading:
        return Gate(reading, at).shut(services)


def take_ticket(store: Store, *, visit: Visit, press: Press, at: datetime) -> Taken:
    """Give the citizen a place in the right queue, once per press.

    Raises:
        UnknownService, UnknownAnswer: the visit names what the catalogue does not have.
        NothingChosen: it names nothing at all.
        NobodyServes, QuotaUsed, FullUntilClosing: there is no number for it now.
        PressReused: the press was used for another wish.
    """
    with store.begin() as work:
        work.tickets.lock_queue()
        if earlier := work.presses.earlier(press.key, press.digest):
            ticket = work.tickets.get(earlier)
            return Taken(ticket, views.outlook(work, ticket, at))
        taken = give_number(work, visit, at)
        work.presses.keep(press.key, press.digest, taken.ticket.id, at)
        return taken


def give_number(work: Work, visit: Visit, at: datetime) -> Taken:
    """Give a visit its number, in the midst of an act that has locked the queue.

    Raises:
        HallError: see `take_ticket`.
    """
    gate = Gate(work, at)
    offered = gate.admit(visit)
    ticket = _numbered(work, visit, offered.route, at)
    work.tickets.add(ticket)
    if ticket.route.reason is Reason.PARTS_IN_ORDER:
        return _parted(work, ticket, gate, visit, at)
    work.record(_taken(ticket, offered.outlook, visit), at)
    return Taken(ticket, offered.outlook)


def print_checklist(store: Store, *, visit: Visit, press: Press, at: datetime) -> int:
    """Print the list of materials instead of giving a number: a wait is saved; returns its event.

    Raises:
        UnansweredQuestion: a question that decides the list is still open.
    """
    with store.begin() as work:
        catalogue = work.catalogue(at)
        services = tuple(catalogue.service(code) for code in visit.services)
        if not services:
            raise routing.NothingChosen
        checklist(services, visit.answers or {}, insist=True)
        answers = {service: dict(given) for service, given in (visit.answers or {}).items()}
        event = ChecklistPrinted(visit.services, answers, visit.language, visit.place)
        return _once(work, press, event, at)


def print_no_visit_guide(
    store: Store, *, service: str, language: str, place: str, press: Press, at: datetime
) -> int:
    """Print how to do this without coming; returns its event."""
    with store.begin() as work:
        if work.catalogue(at).service(service).no_visit is None:
            raise VisitNeeded(service)
        return _once(work, press, NoVisitGuidePrinted(service, language, place), at)


def _once(work: Work, press: Press, event: Event, at: datetime) -> int:
    work.tickets.lock_queue()
    if earlier := work.presses.earlier(press.key, press.digest):
        return int(earlier)
    seq = work.record(event, at)
    work.presses.keep(press.key, press.digest, str(seq), at)
    return seq


def _parted(work: Work, ticket: Ticket, gate: Gate, visit: Visit, at: datetime) -> Taken:
    """Part a visit as it is taken; what it may expect is said for its first window."""
    pieces = pieces_in_order(gate.catalogue, visit.services)
    held, parts = rules.split(ticket, pieces, window=None, catalogue=gate.catalogue, at=at)
    outlook = gate.outlook_of(parts[0])
    work.record(_taken(ticket, outlook, visit), at)
    visiting.record_split(work, ticket, held, parts, at)
    return Taken(held, outlook)


def _numbered(work: Work, visit: Visit, route: Route, at: datetime) -> Ticket:
    catalogue = work.catalogue(at)
    day, queue = local_day(catalogue, at), catalogue.queue(route.queue)
    number = number_of(queue.letter, work.tickets.next_number(queue.letter, day, but=queue.pad))
    return Ticket(
        id=ticket_id(day, number),
        number=number,
        day=day,
        token=secrets.token_urlsafe(TOKEN_BYTES),
        services=visit.services,
        route=route,
        taken_at=at,
        order_at=at,
        answers=visit.answers,
        ticked=visit.ticked,
        priority=visit.priority,
        needs=visit.needs,
        language=visit.language,
        papers_missing=visit.papers_missing,
    )


def _taken(ticket: Ticket, outlook: Outlook, visit: Visit) -> TicketTaken:
    wait = outlook.expected_wait
    return TicketTaken(
        ticket=ticket.id,
        number=ticket.number,
        queue=ticket.queue,
        reason=ticket.route.reason.value,
        people_ahead=outlook.people_ahead,
        wait_low=wait.low if wait else None,
        wait_high=wait.high if wait else None,
        place=visit.place,
        principals=visit.principals,
        elder=visit.elder,
    )
