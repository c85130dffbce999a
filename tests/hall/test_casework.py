"""A case goes its legal way: five outcomes, days that are working days, and nobody is told twice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from kiosk.hall import case_visits
from kiosk.hall import casework as rules
from kiosk.hall.calendar import after_working_days, is_working_day
from kiosk.hall.case import (
    OVER,
    Case,
    CaseState,
    CaseVisit,
    Checked,
    Delivery,
    Mark,
    Procedure,
    Receipt,
    VisitReason,
)
from kiosk.hall.floor import DayTable

MONDAY = date(2026, 11, 23)
NINE = datetime(2026, 11, 23, 1, tzinfo=UTC)
HERE = ZoneInfo("Asia/Shanghai")
DAYS = DayTable(years=frozenset({2026, 2027}), holidays=frozenset({date(2026, 11, 25)}), make_up=frozenset())
FORM, LICENCE, DRAWING = (
    Checked("form", "申请表", Mark.RECEIVED),
    Checked("licence", "营业执照", Mark.EXEMPT, tolerable=True),
    Checked("drawing", "图纸", Mark.RECEIVED, tolerable=True),
)


def received(*materials: Checked, legal: int | None = 20, promised: int | None = 5) -> Case:
    return Case(
        "BJ20261123-001",
        "E05",
        CaseState.RECEIVED,
        NINE,
        5,
        "小李",
        legal,
        promised,
        materials or (FORM, LICENCE),
    )


def lacking(one: Checked, mark: Mark = Mark.MISSING) -> Checked:
    return replace(one, mark=mark)


def test_a_complete_case_is_accepted_and_its_days_are_working_days() -> None:
    case = rules.accept(received(), on=MONDAY, days=DAYS)

    assert (case.state, case.receipt) == (CaseState.ACCEPTED, Receipt.COMPLETE)
    assert case.promised_on == date(2026, 12, 1)  # Wednesday is a holiday, then a weekend
    assert case.legal_on == date(2026, 12, 22)


def test_what_lacks_cannot_be_accepted_and_what_is_whole_cannot_be_sent_away() -> None:
    with pytest.raises(rules.PapersLacking, match="1"):
        rules.accept(received(lacking(FORM)), on=MONDAY, days=DAYS)
    with pytest.raises(rules.NothingLacking):
        rules.tell_missing(received(), reference="BZ1", at=NINE)


def test_one_of_a_group_is_enough_and_none_of_it_is_one_point() -> None:
    either = Checked("report", "竣工报告", Mark.MISSING, group="works")
    promise = Checked("promise", "承诺书", Mark.MISSING, group="works")

    told = rules.tell_missing(received(FORM, either, promise), reference="BZ1", at=NINE)
    assert [one.name for one in told.lacking] == ["竣工报告 / 承诺书"]
    met = replace(promise, mark=Mark.RECEIVED)
    assert rules.accept(received(FORM, either, met), on=MONDAY, days=DAYS).lacking == ()


def test_what_is_wrong_with_the_second_of_a_group_is_told_though_the_first_is_missing() -> None:
    either = Checked("report", "竣工报告", Mark.MISSING, group="works")
    unsigned = Checked("promise", "承诺书", Mark.WRONG, group="works", fault="没有签字", remedy="请签字")

    (point,) = rules.tell_missing(received(FORM, either, unsigned), reference="BZ1", at=NINE).lacking

    assert (point.code, point.mark) == ("report", Mark.WRONG)
    assert (point.fault, point.remedy) == ("承诺书：没有签字", "请签字")


def test_a_point_that_the_first_notice_had_not_is_the_halls_fault() -> None:
    once = rules.tell_missing(received(lacking(FORM), DRAWING), reference="BZ1", at=NINE)
    again = rules.verify(once, (FORM, lacking(DRAWING, Mark.WRONG)))

    twice = rules.tell_missing(again, reference="BZ2", at=NINE)

    assert not once.told_incompletely
    assert twice.told[-1].late_points == ("drawing",)
    assert twice.told_incompletely


def test_the_same_points_told_again_are_nobodys_fault() -> None:
    once = rules.tell_missing(received(lacking(FORM)), reference="BZ1", at=NINE)

    twice = rules.tell_missing(once, reference="BZ2", at=NINE)

    assert not twice.told_incompletely


def test_secondary_papers_may_follow_and_main_ones_may_not() -> None:
    case = rules.tolerate(received(FORM, lacking(DRAWING)), on=MONDAY, days=DAYS, longest_days=5)

    assert case.state is CaseState.TOLERANT
    assert case.papers_until == after_working_days(DAYS, MONDAY, 3)  # two days before the promise of five
    with pytest.raises(rules.NotTolerable, match="申请表"):
        rules.tolerate(received(lacking(FORM)), on=MONDAY, days=DAYS, longest_days=5)


def test_papers_that_never_follow_end_the_case_and_those_that_come_do_not() -> None:
    case = rules.tolerate(received(FORM, lacking(DRAWING)), on=MONDAY, days=DAYS, longest_days=5)
    last = case.papers_until
    assert last is not None

    assert rules.default(case, on=last, at=NINE) is None
    ended = rules.default(case, on=last + timedelta(days=1), at=NINE)
    assert ended is not None
    assert ended.state is CaseState.ENDED
    with pytest.raises(rules.PapersLacking):
        rules.complete(case)
    assert rules.complete(rules.verify(case, (FORM, DRAWING))).state is CaseState.ACCEPTED


def test_who_is_not_told_within_five_days_counts_as_accepted_from_the_first() -> None:
    last = after_working_days(DAYS, MONDAY, 5)
    case = received(lacking(FORM))

    assert rules.tell_by(case, received_on=MONDAY, days=DAYS) == last
    assert rules.deem_accepted(case, on=last, days=DAYS, received_on=MONDAY) is None
    deemed = rules.deem_accepted(case, on=last + timedelta(days=1), days=DAYS, received_on=MONDAY)
    assert deemed is not None
    assert deemed.deemed
    assert deemed.accepted_on == MONDAY


@given(st.integers(0, 30), st.integers(0, 60))
def test_a_special_procedure_costs_no_day(before: int, during: int) -> None:
    case = rules.accept(received(), on=MONDAY, days=DAYS)
    start = MONDAY + timedelta(days=before)
    end = start + timedelta(days=during)

    went_on = rules.go_on(rules.stop(case, procedure=Procedure.SITE_CHECK, on=start), on=end, days=DAYS)

    counted = sum(is_working_day(DAYS, start + timedelta(days=n)) for n in range(1, during + 1))
    assert rules.working_days_between(DAYS, start, end) == counted
    assert case.promised_on is not None
    assert went_on.promised_on == after_working_days(DAYS, case.promised_on, counted)


def test_a_second_visit_says_why() -> None:
    first = case_visits.come_again(received(), ticket="a", reason=VisitReason.FIRST, at=NINE)

    with pytest.raises(case_visits.ReasonNeeded, match="2"):
        case_visits.come_again(first, ticket="b", reason=VisitReason.FIRST, at=NINE)
    second = case_visits.come_again(first, ticket="b", reason=VisitReason.SUPPLEMENT, at=NINE)
    assert [one.reason for one in second.visits] == [VisitReason.FIRST, VisitReason.SUPPLEMENT]
    assert case_visits.come_again(second, ticket="b", reason=VisitReason.OTHER, at=NINE) is second


def test_who_fetches_his_result_on_another_day_or_with_another_number_was_here_again() -> None:
    first = case_visits.come_again(received(), ticket="a", reason=VisitReason.FIRST, at=NINE)
    late, next_day = (
        NINE + timedelta(hours=14, minutes=59),
        NINE + timedelta(hours=15),
    )  # midnight in the hall

    assert case_visits.collect(first, ticket="a", at=late, zone=HERE) is first
    assert case_visits.collect(first, ticket="", at=late, zone=HERE) is first
    for ticket, at, kept in (("", next_day, ""), ("a", next_day, ""), ("b", late, "b")):
        came = case_visits.collect(first, ticket=ticket, at=at, zone=HERE)
        assert came.visits[1:] == (CaseVisit(kept, at, VisitReason.COLLECT),)
        assert case_visits.collect(came, ticket=ticket, at=at, zone=HERE) is came


class Life(RuleBasedStateMachine):
    """Whatever clerks press, a case moves only along its legal way."""

    def __init__(self) -> None:
        super().__init__()
        self.case = case_visits.come_again(
            received(FORM, DRAWING), ticket="a", reason=VisitReason.FIRST, at=NINE
        )
        self.day = MONDAY

    @rule(days=st.integers(0, 9))
    def time_goes_by(self, days: int) -> None:
        self.day += timedelta(days=days)
        for clock in (
            rules.deem_accepted(self.case, on=self.day, days=DAYS, received_on=MONDAY),
            rules.default(self.case, on=self.day, at=NINE),
        ):
            self.case = clock or self.case

    @rule(mark=st.sampled_from(Mark))
    def papers_are_looked_at(self, mark: Mark) -> None:
        self._try(lambda case: rules.verify(case, (FORM, replace(DRAWING, mark=mark))))

    @rule(
        act=st.sampled_from(
            (
                "accept",
                "tell_missing",
                "tolerate",
                "complete",
                "turn_away",
                "stop",
                "go_on",
                "decide",
                "issue",
                "deliver",
                "withdraw",
            )
        )
    )
    def something_is_pressed(self, act: str) -> None:
        steps: dict[str, Callable[[Case], Case]] = {
            "accept": lambda case: rules.accept(case, on=self.day, days=DAYS),
            "tell_missing": lambda case: rules.tell_missing(case, reference="BZ", at=NINE),
            "tolerate": lambda case: rules.tolerate(case, on=self.day, days=DAYS, longest_days=5),
            "complete": rules.complete,
            "turn_away": lambda case: rules.turn_away(case, receipt=Receipt.NOT_OURS, elsewhere="", at=NINE),
            "stop": lambda case: rules.stop(case, procedure=Procedure.REVIEW, on=self.day),
            "go_on": lambda case: rules.go_on(case, on=self.day, days=DAYS),
            "decide": lambda case: rules.decide(case, granted=True, on=self.day, at=NINE),
            "issue": lambda case: rules.issue(case, at=NINE),
            "deliver": lambda case: rules.deliver(case, delivery=Delivery.COUNTER, at=NINE),
            "withdraw": lambda case: rules.withdraw(case, at=NINE),
        }
        self._try(steps[act])

    def _try(self, step: Callable[[Case], Case]) -> None:
        before = self.case
        try:
            self.case = step(before)
        except (rules.IllegalStep, rules.PapersLacking, rules.NothingLacking, rules.NotTolerable):
            assert self.case is before

    @precondition(lambda self: self.case.state in OVER)
    @rule()
    def what_is_over_stays_over(self) -> None:
        with pytest.raises(rules.IllegalStep):
            rules.withdraw(self.case, at=NINE)

    @invariant()
    def its_state_says_what_is_known(self) -> None:
        case = self.case
        assert (case.ended_at is not None) == (case.state in OVER)
        if case.state in {CaseState.GRANTED, CaseState.ISSUED, CaseState.DELIVERED}:
            assert case.decided_on is not None
            assert case.accepted_on is not None
            assert not [one for one in case.lacking if not one.tolerable] or case.deemed
        if case.state is CaseState.TOLERANT:
            assert case.papers_until is not None
        assert (case.stopped_on is not None) == (case.state is CaseState.STOPPED)


test_a_case_goes_no_other_way = Life.TestCase
