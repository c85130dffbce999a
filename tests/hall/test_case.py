"""How a case stands: what lacks, what is told in writing, what is due next, and why somebody comes again."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kiosk.hall import casework as rules
from kiosk.hall.bills import Bills
from kiosk.hall.case import (
    Case,
    CaseRules,
    CaseState,
    Checked,
    Delivery,
    Mark,
    Procedure,
    Receipt,
    VisitReason,
)
from kiosk.hall.case_visits import likely_reason
from tests.hall.test_casework import DAYS, DRAWING, FORM, MONDAY, NINE, lacking, received

ACCEPTED = rules.accept(received(), on=MONDAY, days=DAYS)


def due(case: Case, *, follow: bool = False) -> date | None:
    return rules.due(case, received_on=MONDAY, days=DAYS, follow=follow)


def test_what_is_due_next_has_a_day_while_a_clock_runs() -> None:
    granted = rules.decide(ACCEPTED, granted=True, on=MONDAY, at=NINE)
    refused = rules.decide(ACCEPTED, granted=False, on=MONDAY, at=NINE)
    tolerant = replace(ACCEPTED, state=CaseState.TOLERANT, papers_until=date(2026, 12, 4))

    assert due(received()) == rules.tell_by(received(), received_on=MONDAY, days=DAYS) == date(2026, 12, 1)
    assert due(tolerant) == date(2026, 12, 4)
    assert due(ACCEPTED) == ACCEPTED.promised_on == date(2026, 12, 1)
    assert due(replace(ACCEPTED, promised_on=None)) == ACCEPTED.legal_on == date(2026, 12, 22)
    assert due(ACCEPTED, follow=True) is None
    assert due(granted) == due(rules.issue(granted, at=NINE)) == date(2026, 12, 8)
    assert due(granted, follow=True) == date(2026, 12, 8)
    assert due(refused) is None
    assert rules.due(ACCEPTED, received_on=MONDAY, days=DAYS) == ACCEPTED.promised_on
    assert due(replace(granted, decided_on=None)) is None


@pytest.mark.parametrize(
    ("receipt", "here", "followed"),
    [
        (None, False, False),
        (Receipt.COMPLETE, True, False),
        (Receipt.TOLERANT, True, False),
        (Receipt.INCOMPLETE, True, True),
    ],
)
def test_a_hall_that_only_follows_tells_in_writing_only_what_lacks(
    receipt: Receipt | None, here: bool, followed: bool
) -> None:
    case = replace(received(), receipt=receipt)

    assert case.has_outcome_in_writing(CaseRules()) is here
    assert case.has_outcome_in_writing(CaseRules(follow=True)) is followed
    assert case.has_notice(CaseRules()) is here
    assert case.has_notice(CaseRules(follow=True)) is followed
    assert replace(case, bills=Bills(1, 100)).has_notice(CaseRules())


def test_what_lacks_of_a_group_is_told_with_every_fault_and_every_remedy() -> None:
    first = Checked("report", "竣工报告", Mark.WRONG, group="works", fault="没有盖章", remedy="请盖章")
    second = Checked("promise", "承诺书", Mark.WRONG, group="works", fault="没有签字", remedy="请签字")

    (point,) = received(FORM, first, second).lacking

    assert (point.fault, point.remedy) == ("竣工报告：没有盖章；承诺书：没有签字", "请盖章；请签字")


def test_why_somebody_comes_again_is_guessed_from_what_the_last_notice_said() -> None:
    once = rules.tell_missing(received(lacking(FORM), DRAWING), reference="BZ1", at=NINE)
    late = rules.tell_missing(
        rules.verify(once, (FORM, lacking(DRAWING, Mark.WRONG))), reference="BZ2", at=NINE
    )
    same = rules.tell_missing(
        rules.verify(late, (FORM, lacking(DRAWING, Mark.WRONG))), reference="BZ3", at=NINE
    )

    assert likely_reason(received()) is None
    assert likely_reason(ACCEPTED) is None
    assert likely_reason(once) is VisitReason.SUPPLEMENT
    assert likely_reason(late) is VisitReason.TOLD_INCOMPLETELY
    assert likely_reason(same) is VisitReason.SUPPLEMENT
    assert likely_reason(replace(ACCEPTED, state=CaseState.TOLERANT)) is VisitReason.SUPPLEMENT


def test_working_days_between_leave_out_holidays_and_count_the_last_one() -> None:
    between = rules.working_days_between

    assert between(DAYS, MONDAY, MONDAY) == 0
    assert between(DAYS, MONDAY, MONDAY + timedelta(days=1)) == 1
    assert between(DAYS, MONDAY, date(2026, 11, 25)) == 1  # a holiday
    assert between(DAYS, date(2026, 11, 24), date(2026, 11, 25)) == 0
    assert between(DAYS, MONDAY, date(2026, 11, 26)) == 2
    assert between(DAYS, MONDAY, date(2026, 11, 29)) == 3


def test_each_step_is_noted_with_its_day_and_changes_nothing_else() -> None:
    granted = rules.decide(ACCEPTED, granted=True, on=MONDAY, at=NINE)
    issued = rules.issue(granted, at=NINE)
    stopped = rules.stop(ACCEPTED, procedure=Procedure.SITE_CHECK, on=MONDAY)

    assert granted == replace(ACCEPTED, state=CaseState.GRANTED, decided_on=MONDAY)
    assert rules.decide(ACCEPTED, granted=False, on=MONDAY, at=NINE) == replace(
        ACCEPTED, state=CaseState.REFUSED, decided_on=MONDAY, ended_at=NINE
    )
    assert issued == replace(granted, state=CaseState.ISSUED, issued_at=NINE)
    assert rules.deliver(issued, delivery=Delivery.COUNTER, at=NINE) == replace(
        issued, state=CaseState.DELIVERED, delivery=Delivery.COUNTER, delivered_at=NINE, ended_at=NINE
    )
    assert stopped == replace(
        ACCEPTED, state=CaseState.STOPPED, procedure=Procedure.SITE_CHECK, stopped_on=MONDAY
    )
    for before in (received(), ACCEPTED, stopped):
        assert rules.withdraw(before, at=NINE) == replace(
            before, state=CaseState.WITHDRAWN, stopped_on=None, procedure=None, ended_at=NINE
        )


def test_days_on_which_the_clock_stood_are_added_to_both_limits() -> None:
    stopped = rules.stop(ACCEPTED, procedure=Procedure.SITE_CHECK, on=MONDAY)

    assert rules.go_on(stopped, on=MONDAY, days=DAYS) == ACCEPTED
    assert rules.go_on(stopped, on=date(2026, 11, 26), days=DAYS) == replace(
        ACCEPTED, promised_on=date(2026, 12, 3), legal_on=date(2026, 12, 24)
    )
    endless = replace(stopped, promised_on=None, legal_on=None)
    assert rules.go_on(endless, on=date(2026, 11, 26), days=DAYS).promised_on is None


def test_papers_that_were_to_follow_have_until_the_end_of_their_day() -> None:
    tolerant = replace(ACCEPTED, state=CaseState.TOLERANT, papers_until=date(2026, 12, 4))

    assert rules.default(tolerant, on=date(2026, 12, 4), at=NINE) is None
    assert rules.default(tolerant, on=date(2026, 12, 5), at=NINE) == replace(
        tolerant, state=CaseState.ENDED, ended_at=NINE
    )
    assert rules.default(ACCEPTED, on=date(2027, 12, 5), at=NINE) is None
    assert rules.default(replace(tolerant, papers_until=None), on=date(2027, 12, 5), at=NINE) is None
    assert rules.complete(tolerant) == replace(tolerant, state=CaseState.ACCEPTED)


@pytest.mark.parametrize("receipt", Receipt)
def test_a_case_is_turned_away_only_where_no_permit_is_needed_or_another_office_is_right(
    receipt: Receipt,
) -> None:
    if receipt in {Receipt.NOT_NEEDED, Receipt.NOT_OURS}:
        away = rules.turn_away(received(), receipt=receipt, elsewhere=" 市局 ", at=NINE)
        assert away == replace(
            received(), state=CaseState.NOT_ACCEPTED, receipt=receipt, elsewhere="市局", ended_at=NINE
        )
    else:
        with pytest.raises(rules.IllegalStep, match="BJ20261123-001"):
            rules.turn_away(received(), receipt=receipt, elsewhere="", at=NINE)


def test_where_to_go_instead_is_kept_as_far_as_a_slip_can_show_it() -> None:
    far = rules.turn_away(received(), receipt=Receipt.NOT_OURS, elsewhere="局" * 999, at=NINE)

    assert far.elsewhere == "局" * rules.LONGEST_NOTE


def test_each_outcome_of_the_counter_is_written_down_as_what_it_is() -> None:
    missing = received(FORM, lacking(DRAWING))
    told = rules.tell_missing(missing, reference="BZ1", at=NINE)
    tolerated = rules.tolerate(missing, on=MONDAY, days=DAYS, longest_days=5)
    deemed = rules.deem_accepted(received(), on=date(2026, 12, 2), days=DAYS, received_on=MONDAY)

    promised = rules.accept(received(), on=MONDAY, days=DAYS, promised_on=date(2026, 11, 30))
    assert promised == replace(ACCEPTED, promised_on=date(2026, 11, 30))
    assert (told.state, told.receipt) == (CaseState.SUPPLEMENT, Receipt.INCOMPLETE)
    assert (tolerated.state, tolerated.receipt) == (CaseState.TOLERANT, Receipt.TOLERANT)
    assert deemed == replace(ACCEPTED, deemed=True)
    assert rules.deem_accepted(received(), on=date(2026, 12, 1), days=DAYS, received_on=MONDAY) is None
    assert rules.deem_accepted(told, on=date(2027, 12, 1), days=DAYS, received_on=MONDAY) is None


@pytest.mark.parametrize(
    ("promised", "longest", "until"),
    [
        (5, 10, date(2026, 11, 27)),  # two working days before the promise; Wednesday is a holiday
        (5, 1, date(2026, 11, 24)),
        (2, 10, date(2026, 11, 24)),
        (None, 2, date(2026, 11, 26)),
    ],
)
def test_papers_may_follow_within_the_promised_time_less_two_days(
    promised: int | None, longest: int, until: date
) -> None:
    missing = received(FORM, lacking(DRAWING), promised=promised)

    assert rules.tolerate(missing, on=MONDAY, days=DAYS, longest_days=longest).papers_until == until
