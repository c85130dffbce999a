"""A month in figures: each counts what it says, out of what it says, and names its cases."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk.hall import case_visits
from kiosk.hall import casework as rules
from kiosk.hall.case import Case, Checked, Delivery, Mark, Procedure, Receipt, VisitReason
from kiosk.hall.figures import TOP, figures, used_days
from tests.hall.test_casework import DAYS, DRAWING, FORM, HERE, MONDAY, NINE, lacking, received


def case(n: int, *materials: object, visits: int = 1) -> Case:
    made = replace(received(*materials), id=f"BJ{n}")  # type: ignore[arg-type]  # papers, as received takes them
    for visit in range(visits):
        reason = VisitReason.SUPPLEMENT if visit else VisitReason.FIRST
        made = case_visits.come_again(made, ticket=f"{n}-{visit}", reason=reason, at=NINE)
    return made


def decided(made: Case, after_days: int = 0) -> Case:
    accepted = rules.accept(made, on=MONDAY, days=DAYS)
    return rules.decide(accepted, granted=True, on=MONDAY + timedelta(days=after_days), at=NINE)


def share(cases: list[Case], code: str) -> tuple[tuple[str, ...], int, int | None]:
    found = next(one for one in figures(cases, DAYS).shares if one.code == code)
    return found.cases, found.out_of, found.percent


def test_done_in_one_visit_is_counted_out_of_what_is_decided() -> None:
    cases = [decided(case(1)), decided(case(2, visits=2)), case(3)]

    assert share(cases, "once") == (("BJ1",), 2, 50)


def test_who_comes_back_to_fetch_his_licence_was_not_done_in_one_visit() -> None:
    ready = rules.issue(decided(case(1)), at=NINE)
    delivered = rules.deliver(ready, delivery=Delivery.COUNTER, at=NINE)

    at_once = case_visits.collect(delivered, ticket="", at=NINE, zone=HERE)
    later = case_visits.collect(delivered, ticket="", at=NINE + timedelta(days=3), zone=HERE)

    assert share([at_once], "once") == (("BJ1",), 1, 100)
    assert share([later], "once") == ((), 1, 0)
    assert figures([later], DAYS).reasons == ((VisitReason.COLLECT, ("BJ1",)),)


def test_points_that_were_not_told_at_once_are_a_share_of_the_cases_that_were_told() -> None:
    once = rules.tell_missing(case(1, lacking(FORM), DRAWING), reference="BZ1", at=NINE)
    late = rules.tell_missing(
        rules.verify(once, (FORM, lacking(DRAWING, Mark.WRONG))), reference="BZ2", at=NINE
    )
    same = rules.tell_missing(replace(once, id="BJ2"), reference="BZ3", at=NINE)

    assert share([late, same, case(3)], "fault") == (("BJ1",), 2, 50)
    assert share([case(3)], "fault") == ((), 0, None)


def test_nothing_out_of_nothing_is_no_percentage() -> None:
    assert share([], "once") == ((), 0, None)
    assert figures([], DAYS).days_allowed == 0


def test_papers_that_lacked_are_counted_once_for_a_case() -> None:
    once = rules.tell_missing(case(1, lacking(FORM), DRAWING), reference="BZ1", at=NINE)
    twice = rules.tell_missing(
        rules.verify(once, (lacking(FORM), lacking(DRAWING, Mark.WRONG))), reference="BZ2", at=NINE
    )
    other = rules.tell_missing(case(2, lacking(FORM)), reference="BZ3", at=NINE)

    seen = figures([twice, other, case(3)], DAYS)

    assert [(one.paper, one.cases) for one in seen.lacking] == [
        ("申请表", ("BJ1", "BJ2")),
        ("图纸", ("BJ1",)),
    ]
    assert share([twice, other, case(3)], "fault") == (("BJ1",), 2, 50)


@given(st.integers(0, 40), st.integers(0, 20))
def test_days_of_a_special_procedure_are_not_used(before: int, during: int) -> None:
    accepted = rules.accept(case(1), on=MONDAY, days=DAYS)
    start = MONDAY + timedelta(days=before)
    stopped = rules.stop(accepted, procedure=Procedure.SITE_CHECK, on=start)
    went_on = rules.go_on(stopped, on=start + timedelta(days=during), days=DAYS)

    done = rules.decide(went_on, granted=True, on=start + timedelta(days=during), at=NINE)

    assert used_days(done, DAYS) == rules.working_days_between(DAYS, MONDAY, start)


def test_days_saved_are_those_of_decided_cases_with_a_legal_limit() -> None:
    quick, slow = decided(case(1), after_days=1), decided(case(2), after_days=8)
    delivered = rules.deliver(rules.issue(quick, at=NINE), delivery=Delivery.COUNTER, at=NINE)

    seen = figures([delivered, slow, decided(replace(case(3), legal_days=None))], DAYS)

    assert seen.measured == ("BJ1", "BJ2")
    assert (seen.days_saved, seen.days_allowed) == ((20 - 1) + (20 - 5), 40)


def test_each_reason_of_a_second_visit_names_its_cases() -> None:
    assert figures([case(1), case(2, visits=3)], DAYS).reasons == ((VisitReason.SUPPLEMENT, ("BJ2",)),)


def test_what_is_not_decided_has_used_no_days_and_saved_none() -> None:
    accepted = rules.accept(case(1), on=MONDAY, days=DAYS)

    assert used_days(case(1), DAYS) == 0
    assert used_days(accepted, DAYS) == 0
    assert figures([accepted], DAYS).measured == ()


def test_complete_at_the_first_time_is_counted_out_of_what_has_an_outcome() -> None:
    whole = rules.accept(case(1), on=MONDAY, days=DAYS)
    told = rules.tell_missing(case(2, lacking(FORM)), reference="BZ1", at=NINE)
    late = rules.accept(rules.verify(told, (FORM,)), on=MONDAY, days=DAYS)
    tolerant = replace(whole, id="BJ4", receipt=Receipt.TOLERANT)

    assert share([whole, replace(late, id="BJ3"), tolerant, case(5)], "whole") == (("BJ1",), 3, 33)


def test_only_the_ten_papers_that_lack_most_often_are_listed() -> None:
    papers = [Checked(f"p{n}", f"材料{n}", Mark.MISSING) for n in range(TOP + 2)]
    told = rules.tell_missing(case(1, *papers), reference="BZ1", at=NINE)
    often = rules.tell_missing(case(2, papers[-1]), reference="BZ2", at=NINE)

    seen = figures([told, often], DAYS).lacking

    assert len(seen) == TOP
    assert (seen[0].paper, seen[0].cases) == (f"材料{TOP + 1}", ("BJ1", "BJ2"))
