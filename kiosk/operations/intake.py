"""取号: what a citizen does before a window: look, take a number, or take a list home instead."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from kiosk.hall import routing
from kiosk.hall.catalogue import Catalogue
from kiosk.hall.errors import BadRequest, HallError
from kiosk.hall.events import ChecklistPrinted, Event, NoVisitGuidePrinted, TicketTaken
from kiosk.hall.guide import checklist
from kiosk.hall.routing import Route, Wish
from kiosk.hall.ticket import Ticket, number_of, ticket_id
from kiosk.hall.wait import Outlook
from kiosk.hall.words import NO_WORDS, Words
from kiosk.operations import views
from kiosk.storage.store import Reading, Store, Work

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
class Visit:
    """What somebody has come for, as far as he said."""

    services: tuple[str, ...] = ()
    answers: Mapping[str, Mapping[str, str]] | None = None
    ticked: tuple[str, ...] = ()
    priority: str = ""
    needs: tuple[str, ...] = ()
    language: str = "zh"
    papers_missing: bool = False
    not_sure: bool = False
    place: str = ""
    elder: bool = False

    def wish(self) -> Wish:
        """Say what routing must know."""
        return Wish(self.services, not_sure=self.not_sure, papers_missing=self.papers_missing)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a number would mean, said before it is taken; `suspended` is why its own queue is, if it is."""

    route: Route
    outlook: Outlook
    suspended: Words = NO_WORDS


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
        route = _route(reading, visit, at)
        line = views.line(reading, at)
        why = reading.suspensions.now(at).get(route.instead_of, "")
        suspended = line.catalogue.hall.reasons.words(why) if why else NO_WORDS
        return Offer(route, line.outlook_for(_draft(visit, route, at)), suspended)


def take_ticket(store: Store, *, visit: Visit, press: Press, at: datetime) -> Taken:
    """Give the citizen a place in the right queue, once per press.

    Raises:
        UnknownService, UnknownAnswer: the visit names what the catalogue does not have.
        NothingChosen: it names nothing at all.
        NobodyServes: no queue takes it today.
        PressReused: the press was used for another wish.
    """
    with store.begin() as work:
        work.tickets.lock_queue()
        if earlier := work.presses.earlier(press.key, press.digest):
            ticket = work.tickets.get(earlier)
            return Taken(ticket, views.outlook(work, ticket, at))
        route = _route(work, visit, at)
        outlook = views.line(work, at).outlook_for(_draft(visit, route, at))
        ticket = _numbered(work, visit, route, at)
        work.tickets.add(ticket)
        work.presses.keep(press.key, press.digest, ticket.id, at)
        work.record(_taken(ticket, outlook, visit), at)
    return Taken(ticket, outlook)


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


def _route(reading: Reading, visit: Visit, at: datetime) -> Route:
    catalogue = reading.catalogue(at)
    _check(catalogue, visit)
    return routing.choose(catalogue, visit.wish(), views.conditions(reading, at))


def _check(catalogue: Catalogue, visit: Visit) -> None:
    services = tuple(catalogue.service(code) for code in visit.services)
    checklist(services, visit.answers or {}, insist=False)
    if visit.priority and visit.priority not in {one.code for one in catalogue.hall.priorities}:
        raise BadRequest(f"priority {visit.priority}")
    if unknown := set(visit.needs) - {one.code for one in catalogue.hall.needs}:
        raise BadRequest(f"needs {', '.join(sorted(unknown))}")


def _draft(visit: Visit, route: Route, at: datetime) -> Ticket:
    return Ticket(
        id="",
        number="",
        day=at.date(),
        token="",
        services=visit.services,
        route=route,
        taken_at=at,
        order_at=at,
        priority=visit.priority,
    )


def _numbered(work: Work, visit: Visit, route: Route, at: datetime) -> Ticket:
    day = at.astimezone(ZoneInfo(work.catalogue(at).hall.timezone)).date()
    number = number_of(route.queue, work.tickets.next_number(route.queue, day))
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
        elder=visit.elder,
    )
