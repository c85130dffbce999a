"""办件的每一步: from receipt to decision and delivery, and the working days in between."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from kiosk.hall.calendar import after_working_days
from kiosk.hall.case import (
    ON_THE_COUNTER,
    STATE_WORDS,
    UNDER_WAY,
    Case,
    CaseState,
    Checked,
    Delivery,
    Procedure,
    Receipt,
    Told,
)
from kiosk.hall.errors import HallError
from kiosk.hall.floor import DayTable

TELL_WITHIN_DAYS = 5  # working days from receipt: later it counts as accepted from that day on
HAND_OVER_WITHIN_DAYS = 10  # working days from the decision
LONGEST_NOTE = 200  # characters


class IllegalStep(HallError):
    """The case is not at the point where this can be done."""

    zh = "办件 {0} 现在不能这样办（{1}）。请刷新页面看它的状态。"
    en = "This cannot be done with case {0} now ({1}). Reload the page to see how it stands."


class PapersLacking(HallError):
    """Papers are missing or wrong, so the case cannot be accepted as complete."""

    zh = "还有 {0} 项材料缺少或不符，不能按“齐全”受理。请一次性告知补正，或容缺受理。"
    en = "{0} papers are missing or wrong. Tell the applicant all at once, or accept with papers to follow."


class NothingLacking(HallError):
    """Nothing is missing, so there is nothing to tell."""

    zh = "材料都齐了，没有要补正的。请按“齐全”受理。"
    en = "Nothing is missing. Accept the case as complete."


class NotTolerable(HallError):
    """A main paper is missing: it cannot follow later."""

    zh = "{0} 是主要材料，不能容缺。请一次性告知补正。"
    en = "{0} is a main paper and cannot follow later. Tell the applicant what is missing."


def verify(case: Case, materials: Iterable[Checked]) -> Case:
    """Note what the clerk found of each paper on the list."""
    _must_be(case, ON_THE_COUNTER | {CaseState.TOLERANT})
    return replace(case, materials=tuple(materials))


def accept(
    case: Case, *, on: date, days: DayTable, corrected: bool = False, promised_on: date | None = None
) -> Case:
    """Accept a complete case; the day of the answer is counted from the next working day.

    `promised_on` is the day that another system has promised already.

    Raises:
        PapersLacking: something is missing or wrong.
        IllegalStep: it was accepted before, or is over.
    """
    _must_be(case, ON_THE_COUNTER)
    if case.lacking:
        raise PapersLacking(len(case.lacking))
    receipt = Receipt.CORRECTED if corrected else Receipt.COMPLETE
    accepted = _accepted(replace(case, state=CaseState.ACCEPTED, receipt=receipt), on, days)
    return replace(accepted, promised_on=promised_on) if promised_on else accepted


def deem_accepted(case: Case, *, on: date, days: DayTable, received_on: date) -> Case | None:
    """Take a case as accepted since its receipt when nobody told what is missing in time; None: not yet."""
    if case.state is not CaseState.RECEIVED or on <= after_working_days(days, received_on, TELL_WITHIN_DAYS):
        return None
    case = replace(case, state=CaseState.ACCEPTED, receipt=Receipt.COMPLETE, deemed=True)
    return _accepted(case, received_on, days)


def tell_missing(case: Case, *, reference: str, at: datetime) -> Case:
    """Tell all that is missing or wrong at once; what a notice before had not named is the hall's fault.

    Raises:
        NothingLacking: nothing is.
        IllegalStep: it was accepted before, or is over.
    """
    _must_be(case, ON_THE_COUNTER)
    papers = tuple(one.code for one in case.lacking)
    if not papers:
        raise NothingLacking
    known = {code for notice in case.told for code in notice.papers}
    late = tuple(code for code in papers if case.told and code not in known)
    told = (*case.told, Told(reference, at, papers, late))
    return replace(case, state=CaseState.SUPPLEMENT, receipt=Receipt.INCOMPLETE, told=told)


def tolerate(case: Case, *, on: date, days: DayTable, longest_days: int) -> Case:
    """Accept a case whose secondary papers follow: within the promised time less two working days.

    Raises:
        NothingLacking, NotTolerable: nothing is missing, or a main paper is.
        IllegalStep: it was accepted before, or is over.
    """
    _must_be(case, ON_THE_COUNTER)
    if not case.lacking:
        raise NothingLacking
    main = next((one for one in case.lacking if not one.tolerable), None)
    if main:
        raise NotTolerable(main.name)
    count = longest_days if not case.promised_days else max(1, min(longest_days, case.promised_days - 2))
    case = replace(
        case,
        state=CaseState.TOLERANT,
        receipt=Receipt.TOLERANT,
        papers_until=after_working_days(days, on, count),
    )
    return _accepted(case, on, days)


def complete(case: Case) -> Case:
    """Note that the papers that were to follow have come.

    Raises:
        PapersLacking: some still have not.
        IllegalStep: none were to follow.
    """
    _must_be(case, {CaseState.TOLERANT})
    if case.lacking:
        raise PapersLacking(len(case.lacking))
    return replace(case, state=CaseState.ACCEPTED)


def default(case: Case, *, on: date, at: datetime) -> Case | None:
    """End a case whose papers did not follow by their day; None: there is still time."""
    if case.state is not CaseState.TOLERANT or case.papers_until is None or on <= case.papers_until:
        return None
    return replace(case, state=CaseState.ENDED, ended_at=at)


def turn_away(case: Case, *, receipt: Receipt, elsewhere: str, at: datetime) -> Case:
    """Say that no permit is needed, or that another office is the right one (`elsewhere` names it).

    Raises:
        IllegalStep: it was accepted before, or is over.
    """
    _must_be(case, ON_THE_COUNTER)
    if receipt not in {Receipt.NOT_NEEDED, Receipt.NOT_OURS}:
        raise IllegalStep(case.id, STATE_WORDS[case.state])
    note = elsewhere.strip()[:LONGEST_NOTE]
    return replace(case, state=CaseState.NOT_ACCEPTED, receipt=receipt, elsewhere=note, ended_at=at)


def stop(case: Case, *, procedure: Procedure, on: date) -> Case:
    """Stop the clock for a special procedure.

    Raises:
        IllegalStep: no clock runs.
    """
    _must_be(case, {CaseState.ACCEPTED})
    return replace(case, state=CaseState.STOPPED, procedure=procedure, stopped_on=on)


def go_on(case: Case, *, on: date, days: DayTable) -> Case:
    """Let the clock run again: its days move on by the working days that were not counted.

    Raises:
        IllegalStep: it was not stopped.
    """
    _must_be(case, {CaseState.STOPPED})
    paused = working_days_between(days, case.stopped_on or on, on)
    later = (
        after_working_days(days, day, paused) if day else None for day in (case.promised_on, case.legal_on)
    )
    promised, legal = later
    return replace(
        case, state=CaseState.ACCEPTED, stopped_on=None, promised_on=promised, legal_on=legal, procedure=None
    )


def decide(case: Case, *, granted: bool, on: date, at: datetime) -> Case:
    """Note the decision.

    Raises:
        IllegalStep: it was not accepted, papers are still to follow, or the clock stands.
    """
    _must_be(case, {CaseState.ACCEPTED})
    state = CaseState.GRANTED if granted else CaseState.REFUSED
    return replace(case, state=state, decided_on=on, ended_at=None if granted else at)


def issue(case: Case, *, at: datetime) -> Case:
    """Note that the result is there to be handed out (出件).

    Raises:
        IllegalStep: it was not granted.
    """
    _must_be(case, {CaseState.GRANTED})
    return replace(case, state=CaseState.ISSUED, issued_at=at)


def deliver(case: Case, *, delivery: Delivery, at: datetime) -> Case:
    """Note that the applicant has his result, and signed for it.

    Raises:
        IllegalStep: it was not issued.
    """
    _must_be(case, {CaseState.ISSUED})
    return replace(case, state=CaseState.DELIVERED, delivery=delivery, delivered_at=at, ended_at=at)


def withdraw(case: Case, *, at: datetime) -> Case:
    """Let the applicant take his application back before it is decided.

    Raises:
        IllegalStep: it is decided or over.
    """
    _must_be(case, ON_THE_COUNTER | UNDER_WAY | {CaseState.STOPPED})
    return replace(case, state=CaseState.WITHDRAWN, ended_at=at, stopped_on=None, procedure=None)


def tell_by(case: Case, *, received_on: date, days: DayTable) -> date | None:
    """Say until when the applicant must be told what is missing, while that is still open."""
    if case.state is not CaseState.RECEIVED:
        return None
    return after_working_days(days, received_on, TELL_WITHIN_DAYS)


def due(case: Case, *, received_on: date, days: DayTable, follow: bool = False) -> date | None:
    """Say by which day the hall or the applicant must do the next thing; none while no clock runs.

    Where the hall only follows (`follow`), the system that holds the case watches the decision.
    A granted result is handed over within ten working days (行政许可法 art. 44).
    """
    match case.state:
        case CaseState.RECEIVED:
            return tell_by(case, received_on=received_on, days=days)
        case CaseState.TOLERANT:
            return case.papers_until
        case CaseState.ACCEPTED:
            return None if follow else case.promised_on or case.legal_on
        case CaseState.GRANTED | CaseState.ISSUED if case.decided_on:
            return after_working_days(days, case.decided_on, HAND_OVER_WITHIN_DAYS)
        case _:
            return None


def working_days_between(days: DayTable, start: date, end: date) -> int:
    """Count the working days after one day up to another, the last one counted."""
    count, day = 0, start
    while day < end:
        count += 1
        day = after_working_days(days, start, count)
    return count if day == end else max(0, count - 1)


def _accepted(case: Case, on: date, days: DayTable) -> Case:
    return replace(
        case,
        accepted_on=on,
        promised_on=None if case.promised_days is None else after_working_days(days, on, case.promised_days),
        legal_on=None if case.legal_days is None else after_working_days(days, on, case.legal_days),
    )


def _must_be(case: Case, states: Iterable[CaseState]) -> None:
    if case.state not in states:
        raise IllegalStep(case.id, STATE_WORDS[case.state])
