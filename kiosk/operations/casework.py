"""办件: what clerks do with a case, each step one act, with its event and its paper."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from kiosk.hall import case_visits
from kiosk.hall import casework as rules
from kiosk.hall.bills import Bills, to_keep
from kiosk.hall.calendar import local_day
from kiosk.hall.case import Case, CaseState, Checked, Mark, Receipt, VisitReason
from kiosk.hall.case_events import (
    BillsKept,
    CaseAccepted,
    CaseCompleted,
    CaseEvent,
    CaseOpened,
    CaseTolerated,
    CaseTurnedAway,
    CaseVisited,
    SupplementTold,
)
from kiosk.hall.case_visits import NOBODY_CAME, Coming
from kiosk.hall.catalogue import Catalogue
from kiosk.hall.errors import HallError
from kiosk.hall.person import Person
from kiosk.hall.service import Service
from kiosk.operations import posting, prepared
from kiosk.operations.case_lists import listed
from kiosk.operations.case_waiting import CaseWaiting, waiting
from kiosk.storage.cases import CaseOvertaken
from kiosk.storage.store import Store, Work

Taken = tuple[Case, *tuple[CaseEvent, ...]]  # the case after a step, and what has happened
Step = Callable[[Case, Work, date], Taken | None]


class NoCase(HallError):
    """Paying, asking and collecting are no cases."""

    zh = "{0} 不立办件：缴费、咨询、领取直接办毕即可。"
    en = "{0} opens no case: paying, asking and collecting are simply finished."


@dataclass(frozen=True, slots=True)
class Found:
    """What the clerk found of one paper; `fault` and `remedy` are told to the applicant."""

    mark: Mark
    fault: str = ""
    remedy: str = ""


def open_case(
    store: Store,
    *,
    service: str,
    ticket: str,
    applicant: Person,
    window: int | None,
    clerk: str,
    at: datetime,
    elsewhere_id: str = "",
    anew: bool = False,
) -> Case:
    """Receive an application; one case for a service of a ticket, however often it is asked for.

    `elsewhere_id` is its number in a provincial system that already holds it; a number that is there leads
    to its case. What was prepared for the ticket is taken over: whom the inspector knows nobody need type.

    Raises:
        CaseWaiting: he has one that waits for him; `anew` says that this is another matter.
        UnknownService, UnknownTicket: the hall has none of this code or id.
        NoCase: nothing is applied for.
    """
    with store.begin() as work:
        catalogue = work.catalogue(at)
        wanted = catalogue.service(service)
        if not wanted.opens_case:
            raise NoCase(wanted.name)
        visit = work.tickets.get(ticket).visit if ticket else ""
        if there := _opened_before(work, service, visit, elsewhere_id):
            return there
        known = prepared.known_of(work, service, visit)
        applicant = prepared.applicant_of(work, known, applicant)
        if not anew and (begun := waiting(work, service, applicant)):
            raise CaseWaiting(begun.id)
        case = _received_now(work, wanted, visit, window, clerk, at, elsewhere_id)
        case = case_visits.come_again(case, ticket=visit, reason=VisitReason.FIRST, at=at)
        work.cases.add(case, applicant, _due(work, case, at))
        work.record(CaseOpened(case.id, service, visit, window), at)
        prepared.applied(work, known, case, at)
        return case


def _opened_before(work: Work, service: str, visit: str, elsewhere_id: str) -> Case | None:
    of_visit = work.cases.of_ticket(visit) if visit else ()
    earlier = next((one for one in of_visit if one.service == service), None)
    return earlier or (work.cases.of_elsewhere(elsewhere_id) if elsewhere_id else None)


def _received_now(
    work: Work, service: Service, ticket: str, window: int | None, clerk: str, at: datetime, elsewhere_id: str
) -> Case:
    return Case(
        id=work.cases.next_id(local_day(work.catalogue(at), at)),
        service=service.code,
        state=CaseState.RECEIVED,
        opened_at=at,
        window=window,
        clerk=clerk,
        legal_days=service.legal.working_days if service.legal else None,
        promised_days=service.promised.working_days if service.promised else None,
        materials=listed(work, service, ticket, follow=work.catalogue(at).hall.cases.follow),
        elsewhere_id=elsewhere_id,
    )


def receive(
    store: Store,
    *,
    case: str,
    version: int,
    found: Mapping[str, Found],
    outcome: Receipt,
    elsewhere: str = "",
    promised_on: date | None = None,
    bills: Bills | None = None,
    at: datetime,
    coming: Coming = NOBODY_CAME,
) -> Case:
    """Note what was found of each paper, and give one of the outcomes of receipt.

    `bills` are those whose originals stay with the case once it is accepted.

    Raises:
        ReasonNeeded: he comes again, and nobody asked why.
        PapersLacking, NothingLacking, NotTolerable: the papers do not fit the outcome.
        BillsUncounted: the service keeps bills, and nobody counted them.
        IllegalStep, CaseOvertaken, UnknownCase: see `hall.casework` and `storage.cases`.
    """

    def step(before: Case, work: Work, today: date) -> Taken:
        seen = rules.verify(before, checked(before.materials, found))
        after, event = _received(seen, work, outcome, elsewhere, promised_on, today, at)
        if not isinstance(event, CaseAccepted | CaseTolerated):
            return after, event
        stay = to_keep(bills, keeps=work.catalogue(at).service(after.service).keeps_bills)
        if stay is None:
            return after, event
        return replace(after, bills=stay), event, BillsKept(after.id, stay.count, stay.fen)

    return move_on(store, case=case, version=version, step=step, at=at, coming=coming)


def _received(
    case: Case,
    work: Work,
    outcome: Receipt,
    elsewhere: str,
    promised_on: date | None,
    today: date,
    at: datetime,
) -> tuple[Case, CaseEvent]:
    hall = work.catalogue(at).hall
    match outcome:
        case Receipt.COMPLETE | Receipt.CORRECTED:
            corrected = outcome is Receipt.CORRECTED
            after = rules.accept(case, on=today, days=hall.days, corrected=corrected, promised_on=promised_on)
            return after, CaseAccepted(after.id, outcome.value, said(after.promised_on))
        case Receipt.INCOMPLETE:
            reference = work.cases.next_reference("BZ", today)
            after = rules.tell_missing(case, reference=reference, at=at)
            notice = after.told[-1]
            return after, SupplementTold(after.id, reference, notice.papers, notice.late_points)
        case Receipt.TOLERANT:
            days = hall.cases.tolerance_days
            after = rules.tolerate(case, on=today, days=hall.days, longest_days=days)
            papers = tuple(one.code for one in after.lacking)
            return after, CaseTolerated(after.id, papers, said(after.papers_until))
        case Receipt.NOT_NEEDED | Receipt.NOT_OURS:
            after = rules.turn_away(case, receipt=outcome, elsewhere=elsewhere, at=at)
            return after, CaseTurnedAway(after.id, outcome.value)


def complete(
    store: Store,
    *,
    case: str,
    version: int,
    found: Mapping[str, Found],
    at: datetime,
    coming: Coming = NOBODY_CAME,
) -> Case:
    """Note that the papers that were to follow have come.

    Raises:
        ReasonNeeded: he comes again, and nobody asked why.
        PapersLacking: some still have not; which ones is kept.
        IllegalStep, CaseOvertaken, UnknownCase: see there.
    """

    def step(before: Case, _work: Work, _today: date) -> tuple[Case, CaseEvent]:
        after = rules.complete(rules.verify(before, checked(before.materials, found)))
        return after, CaseCompleted(after.id)

    return move_on(store, case=case, version=version, step=step, at=at, coming=coming)


def come_again(store: Store, *, case: str, ticket: str, reason: VisitReason, at: datetime) -> Case:
    """Note that somebody came again for a case, and why once was not enough.

    Raises:
        ReasonNeeded: no reason was chosen.
        UnknownCase, UnknownTicket: there is none.
    """
    with store.begin() as work:
        before = work.cases.get(case)
        visit = work.tickets.get(ticket).visit if ticket else ""
        after = case_visits.come_again(before, ticket=visit, reason=reason, at=at)
        if after is before:
            return before
        work.cases.move(before, after, _due(work, after, at))
        work.record(CaseVisited(after.id, visit, reason.value), at)
        return replace(after, version=before.version + 1)


def move_on(
    store: Store, *, case: str, version: int, step: Step, at: datetime, coming: Coming = NOBODY_CAME
) -> Case:
    """Take one step with a case as it was seen; a step that gives None leaves it as it is.

    Raises:
        ReasonNeeded: somebody comes again for it, and nobody asked why.
        CaseOvertaken: it was not as it was seen any more.
        UnknownCase: there is none.
        InThePost: its result cannot be handed out, since the post has it.
    """
    with store.begin() as work:
        before = work.cases.get(case)
        if before.version != version:
            raise CaseOvertaken(case)
        taken = step(_arrived(work, before, coming, at), work, local_day(work.catalogue(at), at))
        if taken is None:
            return before
        after, *events = taken
        work.cases.move(before, after, _due(work, after, at))
        for visit in after.visits[len(before.visits) :]:
            work.record(CaseVisited(after.id, visit.ticket, visit.reason.value), at)
        for event in events:
            work.record(event, at)
        posting.case_moved(work, after, at)
        return replace(after, version=version + 1)


def _arrived(work: Work, case: Case, coming: Coming, at: datetime) -> Case:
    if not coming.ticket:
        return case
    visit = work.tickets.get(coming.ticket).visit
    return case_visits.come_again(case, ticket=visit, reason=coming.reason, at=at)


def received_on(catalogue: Catalogue, case: Case) -> date:
    """Say on which local day an application came."""
    return local_day(catalogue, case.opened_at)


def clock_of(catalogue: Catalogue, case: Case) -> date | None:
    """Say by which day the next thing must be done with a case, in this hall."""
    hall = catalogue.hall
    return rules.due(case, received_on=received_on(catalogue, case), days=hall.days, follow=hall.cases.follow)


def said(day: date | None) -> str:
    """Write a day in an event."""
    return day.isoformat() if day else ""


def _due(work: Work, case: Case, at: datetime) -> date | None:
    return clock_of(work.catalogue(at), case)


def checked(materials: tuple[Checked, ...], found: Mapping[str, Found]) -> tuple[Checked, ...]:
    """Put what the clerk found on the list; what he did not touch stays."""
    return tuple(
        replace(one, mark=now.mark, fault=now.fault, remedy=now.remedy)
        if (now := found.get(one.code))
        else one
        for one in materials
    )
