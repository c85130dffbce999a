"""办理与送达: the steps of a case that was accepted, until its result is in the applicant's hands."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from kiosk.hall import case_visits
from kiosk.hall import casework as rules
from kiosk.hall.case import Case, Delivery, Procedure
from kiosk.hall.case_events import (
    CaseDecided,
    CaseEvent,
    CaseStopped,
    CaseWentOn,
    CaseWithdrawn,
    ResultDelivered,
    ResultIssued,
)
from kiosk.operations.casework import move_on, said
from kiosk.storage.store import Store, Work


def stop(store: Store, *, case: str, version: int, procedure: Procedure, at: datetime) -> Case:
    """Stop the clock for a special procedure.

    Raises:
        IllegalStep, CaseOvertaken, UnknownCase: see there.
    """

    def step(before: Case, _work: Work, today: date) -> tuple[Case, CaseEvent]:
        return rules.stop(before, procedure=procedure, on=today), CaseStopped(before.id, procedure.value)

    return move_on(store, case=case, version=version, step=step, at=at)


def go_on(store: Store, *, case: str, version: int, at: datetime) -> Case:
    """Let the clock run again.

    Raises:
        IllegalStep, CaseOvertaken, UnknownCase: see there.
    """

    def step(before: Case, work: Work, today: date) -> tuple[Case, CaseEvent]:
        after = rules.go_on(before, on=today, days=work.catalogue(at).hall.days)
        return after, CaseWentOn(after.id, said(after.promised_on))

    return move_on(store, case=case, version=version, step=step, at=at)


def decide(store: Store, *, case: str, version: int, granted: bool, at: datetime) -> Case:
    """Note the decision.

    Raises:
        IllegalStep, CaseOvertaken, UnknownCase: see there.
    """

    def step(before: Case, _work: Work, today: date) -> tuple[Case, CaseEvent]:
        return rules.decide(before, granted=granted, on=today, at=at), CaseDecided(before.id, granted)

    return move_on(store, case=case, version=version, step=step, at=at)


def issue(store: Store, *, case: str, version: int, at: datetime) -> Case:
    """Note that the result is there to be handed out.

    Raises:
        IllegalStep, CaseOvertaken, UnknownCase: see there.
    """

    def step(before: Case, _work: Work, _today: date) -> tuple[Case, CaseEvent]:
        return rules.issue(before, at=at), ResultIssued(before.id)

    return move_on(store, case=case, version=version, step=step, at=at)


def deliver(
    store: Store, *, case: str, version: int, delivery: Delivery, at: datetime, ticket: str = ""
) -> Case:
    """Note that the applicant has his result and signed for it; who came for it was here once more.

    Raises:
        IllegalStep, CaseOvertaken, UnknownCase: see there.
        UnknownTicket: there is none.
    """

    def step(before: Case, work: Work, _today: date) -> tuple[Case, CaseEvent]:
        after = rules.deliver(before, delivery=delivery, at=at)
        visit = work.tickets.get(ticket).visit if ticket else ""
        if delivery is Delivery.COUNTER:
            zone = ZoneInfo(work.catalogue(at).hall.timezone)
            after = case_visits.collect(after, ticket=visit, at=at, zone=zone)
        return after, ResultDelivered(before.id, delivery.value)

    return move_on(store, case=case, version=version, step=step, at=at)


def withdraw(store: Store, *, case: str, version: int, at: datetime) -> Case:
    """Let the applicant take his application back.

    Raises:
        IllegalStep, CaseOvertaken, UnknownCase: see there.
    """

    def step(before: Case, _work: Work, _today: date) -> tuple[Case, CaseEvent]:
        return rules.withdraw(before, at=at), CaseWithdrawn(before.id)

    return move_on(store, case=case, version=version, step=step, at=at)
