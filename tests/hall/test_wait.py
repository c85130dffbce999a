from dataclasses import replace
from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.hall import life
from kiosk.hall.catalogue import Opening
from kiosk.hall.queue import order_of
from kiosk.hall.staffing import Staffing
from kiosk.hall.ticket import Ticket
from kiosk.hall.wait import Line, Range, spread
from tests.hall.halls import CATALOGUE, EVERYBODY, NINE, ticket
from tests.hall.test_queue import lines

NOW = NINE + timedelta(minutes=20)
ALL = Staffing(EVERYBODY)


def line(*waiting: Ticket, staffing: Staffing = ALL, in_hand: dict[int, Ticket] | None = None) -> Line:
    return Line(CATALOGUE, order_of(CATALOGUE), staffing, waiting, in_hand or {}, NOW)


def test_nobody_ahead_and_a_free_window_means_no_wait() -> None:
    outlook = line().outlook_for(ticket(1, minutes=20))

    assert outlook.people_ahead == 0
    assert outlook.expected_wait == Range(0, 0)


def test_a_newcomer_hears_how_many_are_called_before_him() -> None:
    outlook = line(ticket(1), ticket(2, minutes=1), ticket(1, "E")).outlook_for(ticket(3, minutes=20))

    assert outlook.people_ahead == 2
    assert outlook.expected_wait is not None
    assert 0 < outlook.expected_wait.low < outlook.expected_wait.high


@given(lines(), st.sampled_from("ABCDEF"), st.sampled_from(["", "elder"]), st.booleans())
def test_a_newcomer_hears_the_same_whether_the_line_must_be_put_in_order_or_not(
    people: list[Ticket], queue: str, priority: str, ordinary: bool
) -> None:
    here = line(*([replace(one, priority="") for one in people] if ordinary else people))
    newcomer = ticket(99, queue, minutes=20, priority=priority)

    told = here.outlook_for(newcomer)

    assert told == replace(here, waiting=(*here.waiting, newcomer)).outlook_of(newcomer)


def test_the_one_at_the_window_counts_for_the_wait_but_not_for_the_people_ahead() -> None:
    serving = life.start(life.call(ticket(9), window=2, at=NOW), window=2, at=NOW)

    outlook = line(in_hand={2: serving}).outlook_for(ticket(10, minutes=20))

    assert outlook.people_ahead == 0
    assert outlook.expected_wait is not None
    assert outlook.expected_wait.high > 0


def test_no_wait_is_promised_while_nobody_serves() -> None:
    outlook = line(ticket(1), staffing=Staffing(frozenset({3}))).outlook_for(ticket(2, minutes=20))

    assert outlook.people_ahead == 1
    assert outlook.expected_wait is None


def test_the_comprehensive_window_stands_in_for_a_queue_without_a_window() -> None:
    outlook = line(ticket(1, "A"), ticket(1, "E"), staffing=Staffing(frozenset({1}))).outlook_for(
        ticket(2, "E", minutes=20)
    )

    assert outlook.people_ahead == 2
    assert outlook.expected_wait is not None


@given(lines())
def test_people_ahead_is_the_place_in_the_order_of_calls(waiting: list[Ticket]) -> None:
    now = line(*waiting)

    for queue in "ABCDEF":
        mine = [one for one in waiting if one.queue == queue]
        assert sorted(now.outlook_of(one).people_ahead for one in mine) == list(range(len(mine)))


@given(st.lists(st.floats(1, 60), max_size=40), st.integers(1, 4))
def test_a_range_is_in_whole_minutes_and_the_right_way_round(minutes: list[float], servers: int) -> None:
    expected = spread(sum(minutes), sum(one * one for one in minutes), servers=servers)

    assert 0 <= expected.low <= expected.high
    assert expected.low % 60 == expected.high % 60 == 0


def test_a_wait_over_lunch_has_the_break_in_it() -> None:
    hours = (Opening((1,), time(8, 30), time(12)), Opening((1,), time(13, 30), time(17)))
    office = replace(CATALOGUE, hall=replace(CATALOGUE.hall, always_open=False, hours=hours))
    waiting = tuple(ticket(n) for n in range(1, 6))
    noon = NINE + timedelta(hours=2, minutes=45)
    before = Line(CATALOGUE, order_of(CATALOGUE), ALL, waiting, {}, noon)

    open_hall = before.outlook_for(ticket(9, minutes=165)).expected_wait
    at_lunch = replace(before, catalogue=office).outlook_for(ticket(9, minutes=165)).expected_wait

    assert open_hall is not None
    assert open_hall.low >= 15 * 60  # service alone would end after twelve
    assert at_lunch == Range(open_hall.low + 90 * 60, open_hall.high + 90 * 60)
    assert replace(before, catalogue=office).outlooks()[waiting[-1].id].expected_wait is not None


def test_a_visit_for_two_queues_is_offered_in_parts_when_the_comprehensive_one_is_much_slower() -> None:
    crowd = [ticket(n, "A", services=("E05",)) for n in range(1, 6)]
    now = line(*crowd, ticket(1, "E", services=("E05",)), staffing=Staffing(EVERYBODY))

    offered = now.parts_instead(["E05", "B01", "E01"])

    assert offered is not None
    assert offered.queues == ("E", "B")
    assert offered.together.middle - offered.in_parts.middle >= 15 * 60


def test_no_parts_are_offered_for_a_small_gain_for_one_queue_or_while_a_specialist_is_away() -> None:
    crowd = [ticket(n, "A", services=("E05",)) for n in range(1, 6)]

    assert line(crowd[0]).parts_instead(["E05", "B01"]) is None
    assert line(*crowd).parts_instead(["E05", "E01"]) is None
    assert (
        line(*crowd, staffing=Staffing(EVERYBODY, suspended=frozenset("B"))).parts_instead(["E05", "B01"])
        is None
    )


@given(lines(), st.integers(0, 60))
def test_parts_are_offered_exactly_beyond_the_halls_margin(waiting: list[Ticket], margin: int) -> None:
    calls = replace(CATALOGUE.hall.calls, parts_offer_min=margin)
    hall = replace(CATALOGUE, hall=replace(CATALOGUE.hall, calls=calls))
    now = replace(line(*waiting), catalogue=hall)

    offered = now.parts_instead(["D01", "F01"])

    if offered is None:
        return
    assert margin > 0
    assert offered.together.middle >= offered.in_parts.middle + margin * 60


@pytest.mark.parametrize(
    ("minutes", "servers", "low", "high"),
    [([], 1, 0, 0), ([10], 1, 3, 17), ([10, 20], 2, 7, 23), ([60] * 4, 1, 147, 333)],
)
def test_a_range_is_one_and_a_quarter_sigma_to_both_sides(
    minutes: list[float], servers: int, low: int, high: int
) -> None:
    total, squares = sum(minutes), sum(one * one for one in minutes)

    assert spread(total, squares, servers=servers) == Range(low * 60, high * 60)


@pytest.mark.parametrize(
    ("called", "started", "left"),
    [(9, 4, 6.0), (9, 3.87, 6.13), (4, None, 6.0), (90, 0, 10.0), (40, 30, 2.5), (None, None, 10.0)],
)
def test_who_is_at_the_window_needs_what_is_left_of_the_usual_time_and_a_quarter_at_least(
    called: float | None, started: float | None, left: float
) -> None:
    ago = [None if one is None else NOW - timedelta(minutes=one) for one in (called, started)]
    serving = replace(ticket(9, services=("B01",)), called_at=ago[0], started_at=ago[1])

    outlook = line(in_hand={2: serving}).outlook_for(ticket(10, minutes=20))

    assert outlook.expected_wait == spread(left, left * left, servers=1)


def test_beyond_half_an_hour_a_wait_is_said_in_five_minutes() -> None:
    crowd = [ticket(n, minutes=n / 10, services=("B01",)) for n in range(1, 11)]

    assert line(*crowd).outlook_for(ticket(11, minutes=20)).expected_wait == Range(65 * 60, 135 * 60)


def test_a_whole_line_hears_what_each_of_it_would_hear_alone() -> None:
    busy = life.start(life.call(ticket(90, services=("B01",)), window=2, at=NOW), window=2, at=NOW)
    people = [
        *(ticket(n, minutes=n, services=("B01",)) for n in range(1, 5)),
        ticket(5, minutes=2, priority="elder"),
        replace(ticket(6, minutes=3), transferred_to=5),
        ticket(1, "E"),
        ticket(1, "F"),
    ]
    now = line(*people, staffing=Staffing(frozenset({1, 2, 5}), suspended=frozenset("F")), in_hand={2: busy})

    assert now.outlooks() == {one.id: now.outlook_of(one) for one in people}


def test_who_is_sent_to_a_window_waits_for_that_one_and_its_queue_may_be_suspended() -> None:
    sent = replace(ticket(1), transferred_to=5)

    assert line(sent).outlook_of(sent).expected_wait == Range(0, 0)
    closed = Staffing(frozenset({2}), suspended=frozenset("B"))
    assert line(sent, staffing=closed).outlook_of(sent).expected_wait is None


def test_who_lets_others_go_first_hears_the_time_of_his_new_place() -> None:
    people = [ticket(n, minutes=n) for n in range(1, 6)]
    now = line(*people)

    then = now.delayed(people[0].id, places=2)

    assert then is not None
    assert people[2].order_at < then < people[3].order_at
    assert now.delayed(people[-1].id, places=2) is None
    assert now.delayed("nobody", places=2) is None


def test_parts_are_offered_with_both_waits_of_the_same_people() -> None:
    crowd = [ticket(n, "A", services=("E05",)) for n in range(1, 6)]
    now = line(*crowd, ticket(1, "E", services=("E05",)), ticket(1, "C", services=("C01",)))

    found = now.in_parts(["E05", "C01", "E05"])

    assert found is not None
    assert found.queues == ("E", "C")
    assert found.together == now.outlook_for(ticket(99, "A", minutes=20)).expected_wait
    apart = [now.outlook_for(ticket(99, letter, minutes=20)).expected_wait for letter in "EC"]
    assert found.in_parts == Range(
        sum(one.low for one in apart if one), sum(one.high for one in apart if one)
    )
    assert now.in_parts(["A00", "C01"]) is None
    assert line(staffing=Staffing(frozenset({2, 3, 5}))).in_parts(["E05", "C01"]) is None
