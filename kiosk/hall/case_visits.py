"""到厅: each coming for a case, and why the first was not enough."""

from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from kiosk.hall.case import Case, CaseState, CaseVisit, VisitReason
from kiosk.hall.errors import HallError


class ReasonNeeded(HallError):
    """Every second visit has a reason."""

    status = 422
    zh = "这是第 {0} 次到厅，请选择原因。"
    en = "This is visit number {0} for this case. Please choose why."


def come_again(case: Case, *, ticket: str, reason: VisitReason, at: datetime) -> Case:
    """Note that somebody came for the case; each visit after the first says why.

    Raises:
        ReasonNeeded: it is not the first, and no reason was chosen.
    """
    if any(one.ticket == ticket for one in case.visits if ticket):
        return case
    if case.visits and reason is VisitReason.FIRST:
        raise ReasonNeeded(len(case.visits) + 1)
    why = reason if case.visits else VisitReason.FIRST
    return replace(case, visits=(*case.visits, CaseVisit(ticket, at, why)))


def collect(case: Case, *, ticket: str, at: datetime, zone: tzinfo) -> Case:
    """Note that somebody came to take his result, unless he is here for the case today already."""
    fresh = ticket if all(one.ticket != ticket for one in case.visits) else ""
    day = at.astimezone(zone).date()
    if not fresh and any(one.at.astimezone(zone).date() == day for one in case.visits):
        return case
    why = VisitReason.COLLECT if case.visits else VisitReason.FIRST
    return replace(case, visits=(*case.visits, CaseVisit(fresh, at, why)))


@dataclass(frozen=True, slots=True)
class Coming:
    """Who stands at the counter for a step: his ticket, where he took one, and why he comes again."""

    ticket: str = ""
    reason: VisitReason = VisitReason.FIRST


NOBODY_CAME = Coming()


def likely_reason(case: Case) -> VisitReason | None:
    """Guess why somebody comes again, for the clerk to confirm; None where it must be asked."""
    if case.state not in {CaseState.SUPPLEMENT, CaseState.TOLERANT}:
        return None
    if case.told and case.told[-1].late_points:
        return VisitReason.TOLD_INCOMPLETELY
    return VisitReason.SUPPLEMENT
