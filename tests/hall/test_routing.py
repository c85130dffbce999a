from dataclasses import replace
from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.hall.errors import HallError, UnknownService
from kiosk.hall.routing import (
    Conditions,
    NobodyServes,
    NotForCustody,
    NothingChosen,
    Reason,
    Suspended,
    Wish,
    choose,
    must_allow_custody,
)
from tests.hall.halls import CATALOGUE, NINE, scheduled

NOW = Conditions(NINE)
CODES = [service.code for service in CATALOGUE.services]


@pytest.mark.parametrize(
    ("wish", "queue", "reason"),
    [
        (Wish(("E05",)), "E", Reason.ITS_OWN_QUEUE),
        (Wish(("E01", "E05")), "E", Reason.SAME_QUEUE),
        (Wish(("E05", "E05")), "E", Reason.ITS_OWN_QUEUE),
        (Wish(("C01", "D01")), "A", Reason.SEVERAL_QUEUES),
        (Wish(not_sure=True), "A", Reason.NOT_SURE),
        (Wish(("E05",), not_sure=True), "A", Reason.NOT_SURE),
        (Wish(("E05",), papers_missing=True), "A", Reason.PAPERS_MISSING),
        (Wish(("A00",)), "A", Reason.CONSULT),
    ],
)
def test_a_visit_goes_to_the_right_queue_for_a_reason(wish: Wish, queue: str, reason: Reason) -> None:
    route = choose(CATALOGUE, wish, NOW)

    assert (route.queue, route.reason) == (queue, reason)


def test_a_suspended_queue_is_served_by_the_comprehensive_window() -> None:
    route = choose(CATALOGUE, Wish(("E05",)), Conditions(NINE, suspended=frozenset("E")))

    assert (route.queue, route.reason, route.instead_of) == ("A", Reason.QUEUE_SUSPENDED, "E")


def test_a_queue_shut_for_the_day_is_served_by_the_comprehensive_window() -> None:
    catalogue = scheduled("E", start=time(8, 30), end=time(12, 0))

    route = choose(catalogue, Wish(("E05",)), Conditions(NINE + timedelta(hours=4)))

    assert (route.queue, route.reason) == ("A", Reason.QUEUE_SHUT)


def test_nobody_serves_says_when_to_come_again() -> None:
    catalogue = scheduled("A", start=time(8, 30), end=time(12, 0))
    afternoon = Conditions(NINE + timedelta(hours=4))

    with pytest.raises(NobodyServes, match=r"11月24日 08:30"):
        choose(catalogue, Wish(not_sure=True), afternoon)


def test_a_director_may_lift_the_ticket_stop() -> None:
    catalogue = scheduled("A", start=time(8, 30), end=time(12, 0))
    lifted = Conditions(NINE + timedelta(hours=4), stop_lifted=True)

    assert choose(catalogue, Wish(not_sure=True), lifted).queue == "A"


def test_an_unknown_service_is_named() -> None:
    with pytest.raises(UnknownService, match="X99"):
        choose(CATALOGUE, Wish(("X99",)), NOW)


def test_a_visit_for_nothing_is_refused() -> None:
    with pytest.raises(NothingChosen):
        choose(CATALOGUE, Wish(), NOW)


wishes = st.builds(
    Wish,
    services=st.lists(st.sampled_from(CODES), max_size=4).map(tuple),
    not_sure=st.booleans(),
    papers_missing=st.booleans(),
)
suspensions = st.frozensets(st.sampled_from("ABCDEF"))


@given(wishes, suspensions)
def test_no_route_without_a_reason_in_both_languages(wish: Wish, suspended: frozenset[str]) -> None:
    try:
        route = choose(CATALOGUE, wish, Conditions(NINE, suspended=suspended))
    except HallError as refusal:
        assert refusal.said("zh")
        assert refusal.said("en")
        return

    assert route.queue not in suspended
    for language in ("zh", "en"):
        assert "{" not in route.said(CATALOGUE, language)
        assert len(route.said(CATALOGUE, language)) > 3


def test_a_reason_names_the_queue_and_the_one_it_stands_in_for() -> None:
    instead = choose(CATALOGUE, Wish(("E05",)), Conditions(NINE, suspended=frozenset("E")))

    assert instead.said(CATALOGUE, "zh") == "E 窗口暂停受理，由A 窗口代为受理"
    assert instead.said(CATALOGUE, "en") == "Window E is suspended; Window A takes it instead"
    assert choose(CATALOGUE, Wish(("E05",)), NOW).said(CATALOGUE, "zh") == "此事项由E 窗口办理"


def test_a_queue_that_the_comprehensive_window_does_not_help_has_nobody_instead() -> None:
    first = replace(CATALOGUE.hall.windows[0], helps=tuple("BCDF"))
    hall = replace(CATALOGUE.hall, windows=(first, *CATALOGUE.hall.windows[1:]))

    with pytest.raises(Suspended, match="E 窗口暂停办理"):
        choose(replace(CATALOGUE, hall=hall), Wish(("E05",)), Conditions(NINE, suspended=frozenset("E")))


def test_where_the_comprehensive_queue_is_shut_too_nobody_serves() -> None:
    with pytest.raises(Suspended, match=r"Window E is suspended\."):
        choose(CATALOGUE, Wish(("E05",)), Conditions(NINE, suspended=frozenset("AE")))
    with pytest.raises(Suspended, match="A 窗口暂停办理"):
        choose(CATALOGUE, Wish(not_sure=True), Conditions(NINE, suspended=frozenset("A")))


def test_who_comes_after_hours_hears_in_english_when_to_come_again() -> None:
    catalogue = scheduled("A", start=time(8, 30), end=time(12, 0))

    with pytest.raises(NobodyServes, match=r"Window A is not served any more today\. Please come tomorrow"):
        choose(catalogue, Wish(not_sure=True), Conditions(NINE + timedelta(hours=4)))


def test_cash_is_left_at_the_comprehensive_window_for_what_allows_it() -> None:
    with pytest.raises(NotForCustody, match="Cash cannot be left for E05"):
        choose(CATALOGUE, Wish(("E05",), custody=True), NOW)
    with pytest.raises(NothingChosen):
        choose(CATALOGUE, Wish(not_sure=True, custody=True), NOW)
    with pytest.raises(NothingChosen):
        must_allow_custody(())
