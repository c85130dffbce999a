from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.hall.errors import HallError, UnknownService
from kiosk.hall.routing import Conditions, NobodyServes, NothingChosen, Reason, Wish, choose
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
