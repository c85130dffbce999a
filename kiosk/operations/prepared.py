"""提前告知: what was prepared before the visit, shown to its owner and opened again when he comes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from kiosk.hall import inspection as rules
from kiosk.hall.calendar import local_day
from kiosk.hall.case import Case
from kiosk.hall.catalogue import Catalogue
from kiosk.hall.errors import HallError, UnknownTicket
from kiosk.hall.guide import Checklist, checklist, kept
from kiosk.hall.inspection import Inspection
from kiosk.hall.inspection_events import InspectionApplied, PreparedListTicked, PreparedVisitBegun
from kiosk.hall.inspection_words import State
from kiosk.hall.person import NOBODY, Person
from kiosk.hall.ticket import OPEN_STATES, Ticket
from kiosk.operations import views
from kiosk.operations.gate import Visit
from kiosk.operations.inspection import move
from kiosk.operations.intake import Press, Taken, give_number
from kiosk.operations.moment import known_services
from kiosk.operations.progress import UnknownProgress
from kiosk.storage.inspections import Site
from kiosk.storage.store import Reading, Store, Work


class AnotherService(HallError):
    """The number was taken for something else than what was prepared."""

    status = 422
    zh = "{0} 号不是为 {1} 取的，请先把这个事项加到号里，或另取一个号。"
    en = "Ticket {0} was not taken for {1}. Add the service to it first, or take another number."


@dataclass(frozen=True, slots=True)
class Prepared:
    """One inspection as its owner sees it, with the list of materials for what is known of him."""

    inspection: Inspection
    site: Site
    catalogue: Catalogue
    checklist: Checklist
    today: date
    ticket: Ticket | None = None

    @property
    def service(self) -> str:
        """The code of the service that it is for."""
        return self.inspection.service

    @property
    def may_come(self) -> bool:
        """Whether he may take a number for what was prepared."""
        return self.inspection.state is State.TOLD and not self.is_here

    @property
    def is_here(self) -> bool:
        """Whether he has a number that is not over."""
        return self.ticket is not None and self.ticket.state in OPEN_STATES


def opens(store: Store, *, token: str) -> bool:
    """Tell whether a token opens the page of an inspection, and not of a ticket."""
    with store.read() as reading:
        return reading.inspections.by_token(token) is not None


def page(store: Store, *, token: str, at: datetime) -> Prepared:
    """Show the inspection of a token.

    Raises:
        UnknownProgress: nobody got this token, or it was erased.
    """
    with store.read() as reading:
        return _prepared(reading, _owned(reading, token), at)


def one(store: Store, *, number: str, at: datetime) -> Prepared:
    """Show the inspection of a number.

    Raises:
        UnknownInspection: there is none.
    """
    with store.read() as reading:
        return _prepared(reading, reading.inspections.get(number), at)


def tick_papers(store: Store, *, token: str, codes: Collection[str], at: datetime) -> int:
    """Note which papers of the list he has; codes that it has not are dropped.

    Returns the number of the event from which on everything says so.

    Raises:
        UnknownProgress: nobody got this token.
        NotNow: no list was told, or he has been to the window.
    """
    with store.begin() as work:
        before = _owned(work, token)
        listed = materials(work.catalogue(at), before)
        after = rules.tick(before, (one.code for one in listed.lines if one.code in codes))
        if after.ticked != before.ticked:
            move(work, before, after, PreparedListTicked(before.number, after.ticked), at)
        return work.events.head()


def come(
    store: Store,
    *,
    number: str,
    press: Press,
    place: str,
    language: str = "zh",
    elder: bool = False,
    at: datetime,
) -> Taken:
    """Give a number for what was prepared: the service and its answers are known, nothing is asked again.

    Whoever has a number that is not over gets that one.

    Raises:
        UnknownInspection, NotNow: there is none, it has not passed, or its case is open.
        HallError: there is no number for it now; see `intake.take_ticket`.
    """
    with store.begin() as work:
        work.tickets.lock_queue()
        if earlier := work.presses.earlier(press.key, press.digest):
            return _taken(work, work.tickets.get(earlier), at)
        before = work.inspections.get(number)
        here = _ticket(work, before)
        if here is not None and here.state in OPEN_STATES:
            return _taken(work, here, at)
        rules.come(before, ticket="")
        taken = give_number(work, _visit(before, place, language, elder), at)
        _tie(work, before, taken.ticket, at)
        work.presses.keep(press.key, press.digest, taken.ticket.id, at)
        return taken


def tie(store: Store, *, number: str, ticket: str, at: datetime) -> Inspection:
    """Tie a number that somebody took without his code to what was prepared for him.

    Raises:
        UnknownInspection, NotNow: there is none, it has not passed, or its case is open.
        UnknownTicket: there is no such ticket.
        AnotherService: the ticket is for something else.
    """
    with store.begin() as work:
        before, taken = work.inspections.get(number), work.tickets.get(ticket)
        if before.service not in taken.services:
            raise AnotherService(taken.number, work.catalogue(at).name_of(before.service))
        return _tie(work, before, taken, at)


def known_of(work: Work, service: str, ticket: str) -> Inspection | None:
    """Find what was prepared for a service of a ticket and is not applied for yet."""
    found = work.inspections.of_ticket(ticket)
    return found if found and found.service == service and found.state is State.TOLD else None


def applicant_of(work: Work, inspection: Inspection | None, typed: Person) -> Person:
    """Say who applies: whoever was typed, else whom the inspector knows."""
    if typed != NOBODY or inspection is None:
        return typed
    return work.inspections.site(inspection.number).contact


def applied(work: Work, inspection: Inspection | None, case: Case, at: datetime) -> None:
    """Note that the case of what was prepared is open, in the midst of an act."""
    if inspection is not None:
        after = rules.apply(inspection, case=case.id, at=at)
        move(work, inspection, after, InspectionApplied(inspection.number, case.id), at)


def materials(catalogue: Catalogue, inspection: Inspection) -> Checklist:
    """Make the list of materials, as far as what was answered and the catalogue still fit."""
    services = known_services(catalogue, (inspection.service,))
    return checklist(services, kept(services, {inspection.service: inspection.answers}), insist=False)


def _visit(before: Inspection, place: str, language: str, elder: bool) -> Visit:  # noqa: FBT001  of the kiosk
    return Visit(
        services=(before.service,),
        answers={before.service: dict(before.answers)},
        ticked=before.ticked,
        language=language,
        place=place,
        elder=elder,
    )


def _tie(work: Work, before: Inspection, ticket: Ticket, at: datetime) -> Inspection:
    after = rules.come(before, ticket=ticket.visit)
    if after.ticket == before.ticket:
        return before
    return move(work, before, after, PreparedVisitBegun(before.number, ticket.visit), at)


def _taken(work: Work, ticket: Ticket, at: datetime) -> Taken:
    return Taken(ticket, views.outlook(work, ticket, at))


def _owned(reading: Reading, token: str) -> Inspection:
    found = reading.inspections.by_token(token)
    if found is None or found.is_erased:
        raise UnknownProgress
    return found


def _ticket(reading: Reading, inspection: Inspection) -> Ticket | None:
    try:
        return reading.tickets.get(inspection.ticket) if inspection.ticket else None
    except UnknownTicket:
        return None


def _prepared(reading: Reading, found: Inspection, at: datetime) -> Prepared:
    catalogue = reading.catalogue(at)
    return Prepared(
        inspection=found,
        site=reading.inspections.site(found.number),
        catalogue=catalogue,
        checklist=materials(catalogue, found),
        today=local_day(catalogue, at),
        ticket=_ticket(reading, found),
    )
