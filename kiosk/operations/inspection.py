"""上门排查: an inspector registers a place, says what must be put right, looks again, and it passes."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kiosk.hall import inspection as rules
from kiosk.hall.calendar import local_day
from kiosk.hall.case_events import PersonRevealed
from kiosk.hall.catalogue import Catalogue
from kiosk.hall.guide import checklist, steps
from kiosk.hall.inspection import Inspection
from kiosk.hall.inspection_events import (
    InspectionClosed,
    InspectionErased,
    InspectionEvent,
    InspectionPassed,
    InspectionRegistered,
    RectificationOrdered,
)
from kiosk.hall.inspection_words import CODE_DIGITS, CloseReason, State
from kiosk.hall.person import person
from kiosk.operations.intake import TOKEN_BYTES
from kiosk.storage.inspections import NOWHERE, InspectionOvertaken, Site
from kiosk.storage.store import Store, Work

BATCH = 100  # inspections erased in one act


@dataclass(frozen=True, slots=True)
class Found:
    """What an inspector saw on his first visit: the situation, and one thing to put right on each line."""

    answers: Mapping[str, str]
    findings: str = ""
    demands: str = ""
    days: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Who and where is to be looked at, as it was typed."""

    name: str
    address: str
    contact: str
    phone: str


def register(
    store: Store, *, service: str, place: Place, by: str, language: str = "zh", at: datetime
) -> Inspection:
    """Register a place that must be looked at before it applies for a service.

    Raises:
        UnknownService, NoInspection: the hall has none, or nobody is visited for it.
        NoSite, WrongName, WrongPhone: what was typed cannot be that.
    """
    with store.begin() as work:
        catalogue = work.catalogue(at)
        rules.must_be_before(catalogue.service(service))
        site = Site(
            name=rules.site_words(place.name),
            address=rules.site_words(place.address),
            contact=person(place.contact, place.phone, area_code=catalogue.hall.area_code),
        )
        registered = Inspection(
            number=work.inspections.next_number(local_day(catalogue, at)),
            service=service,
            registered_at=at,
            registered_by=by,
            token=secrets.token_urlsafe(TOKEN_BYTES),
            code=_new_code(work),
            language=language,
        )
        work.inspections.add(registered, site)
        work.record(InspectionRegistered(registered.number, service, by), at)
    return registered


def visit(
    store: Store, *, number: str, version: int, found: Found, by: str, place: str, at: datetime
) -> Inspection:
    """Note the first visit; the notice of what to put right follows, or, with nothing to put right, the list.

    Raises:
        UnknownInspection, NotNow, InspectionOvertaken: see there.
        UnknownAnswer, WrongDemand, WrongDays, WordsTooLong: what was typed cannot be that.
    """
    demands, findings = rules.demands_of(found.demands), rules.note(found.findings)
    with store.begin() as work:
        before, catalogue = _as_seen(work, number, version), work.catalogue(at)
        after = rules.visit(
            before,
            answers=_answers(catalogue, before.service, found.answers),
            demands=len(demands),
            days=found.days,
            on=local_day(catalogue, at),
            at=at,
            by=by,
        )
        site = replace(work.inspections.site(number), findings=findings, demands=demands)
        work.inspections.retell(number, site)
        return move(work, before, after, _seen(after, by, place), at)


def visit_again(
    store: Store,
    *,
    number: str,
    version: int,
    mended: Iterable[int],
    days: int,
    by: str,
    place: str,
    at: datetime,
) -> Inspection:
    """Note a re-inspection: it passes, or a notice of what is left follows.

    Raises:
        UnknownInspection, NotNow, InspectionOvertaken, WrongDays: see there.
    """
    with store.begin() as work:
        before = _as_seen(work, number, version)
        on = local_day(work.catalogue(at), at)
        after = rules.visit_again(before, mended=mended, days=days, on=on, at=at, by=by)
        return move(work, before, after, _seen(after, by, place), at)


def close(
    store: Store, *, number: str, version: int, why: CloseReason, words: str, by: str, at: datetime
) -> Inspection:
    """End an inspection without a case, and say why.

    Raises:
        UnknownInspection, NotNow, InspectionOvertaken, WordsTooLong: see there.
    """
    closing = rules.note(words)
    with store.begin() as work:
        before = _as_seen(work, number, version)
        after = rules.close(before, why=why, at=at)
        work.inspections.retell(number, replace(work.inspections.site(number), closing=closing))
        return move(work, before, after, InspectionClosed(number, why.value, by), at)


def reveal(store: Store, *, number: str, by: str, at: datetime) -> Site:
    """Show a site without masks; who looked is written down.

    Raises:
        UnknownInspection: there is none.
    """
    with store.begin() as work:
        site = work.inspections.site(number)
        work.record(PersonRevealed(number, by), at)
        return site


def erase_old(store: Store, *, at: datetime) -> int:
    """Erase who and where it was once nothing was heard for long; what was open lapses. Returns how many."""
    with store.read() as reading:
        before = at - timedelta(days=reading.catalogue(at).hall.inspection.erase_after_days)
        if not reading.inspections.silent_since(before, 1):
            return 0
    with store.begin() as work:
        old = work.inspections.silent_since(before, BATCH)
        for one in old:
            over = one
            if one.is_open:
                over = rules.close(one, why=CloseReason.LAPSED, at=at)
                work.record(InspectionClosed(one.number, CloseReason.LAPSED.value, ""), at)
            work.inspections.move(one, replace(over, is_erased=True), at)
            work.inspections.retell(one.number, NOWHERE)
            work.record(InspectionErased(one.number), at)
    return len(old)


def move(
    work: Work, before: Inspection, after: Inspection, event: InspectionEvent, at: datetime
) -> Inspection:
    """Store one step and its event, in the midst of an act."""
    work.inspections.move(before, after, at)
    work.record(event, at)
    return replace(after, version=before.version + 1)


def _as_seen(work: Work, number: str, version: int) -> Inspection:
    found = work.inspections.get(number)
    if found.version != version:
        raise InspectionOvertaken(number)
    return found


def _seen(after: Inspection, by: str, place: str) -> InspectionEvent:
    visits = len(after.visits)
    if after.state is State.TOLD:
        return InspectionPassed(after.number, visits, by, place)
    due = after.due_on.isoformat() if after.due_on else ""
    return RectificationOrdered(after.number, visits, len(after.left), due, by, place)


def _answers(catalogue: Catalogue, code: str, given: Mapping[str, str]) -> dict[str, str]:
    """Keep what was answered, without what nobody knew.

    Raises:
        UnknownAnswer: an answer names something that is not there.
    """
    service = catalogue.service(code)
    known = {question: option for question, option in given.items() if option}
    checklist([service], {code: known}, insist=False)
    asked = {one.question.code for one in steps([service], {code: known})}
    return {question: option for question, option in known.items() if question in asked}


def _new_code(work: Work) -> str:
    """Give digits that nobody has; they say nothing of whom they belong to."""
    while True:
        code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
        if not work.inspections.has_code(code):
            return code
