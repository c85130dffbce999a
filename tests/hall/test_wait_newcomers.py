"""What a newcomer hears, and what somebody hears who lets others go first or takes his visit in parts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.hall.calendar import Span, pauses
from kiosk.hall.queue import delayed_order, order_of
from kiosk.hall.staffing import Staffing
from kiosk.hall.ticket import Ticket
from kiosk.hall.wait import Line, Range, spread
from tests.hall.halls import CATALOGUE, EVERYBODY, NINE, low_counters, ticket
from tests.hall.test_queue import AT_B, ORDER, TEN
from tests.hall.test_wait import NOW, line

LONG = tuple(ticket(n, minutes=10 + n, services=("B01",)) for n in range(1, 4))
WHEELCHAIR = replace(ticket(99, minutes=20), needs=("wheelchair",))


@pytest.mark.parametrize(
    ("newcomer", "waiting", "ahead"),
    [
        (ticket(99, minutes=20), LONG, 3),
        (ticket(99, minutes=20, priority="elder"), LONG, 0),
        (ticket(99, minutes=20), (*LONG, ticket(4, minutes=19, priority="military")), 4),
        (ticket(99, minutes=20, priority="elder"), (*LONG, ticket(4, minutes=19, priority="military")), 2),
        (ticket(99, minutes=20), tuple(ticket(n, minutes=n, priority="military") for n in (1, 2, 3)), 1),
        (ticket(99, minutes=20), (*LONG, ticket(4, minutes=25)), 3),  # who let others go first
        (ticket(99, minutes=12), LONG, 2),
        (ticket(99, minutes=13), LONG, 3),  # of the same moment the lower number goes first
        (ticket(2, minutes=13), (ticket(3, minutes=13), LONG[0]), 1),
        (ticket(99, minutes=20, services=("B99",)), LONG, 0),  # a short visit
        (ticket(99, minutes=20, services=("B01",)), LONG, 3),
    ],
)
def test_a_newcomer_hears_whom_the_order_really_calls_before_him(
    newcomer: Ticket, waiting: tuple[Ticket, ...], ahead: int
) -> None:
    now = line(*waiting)

    told = now.outlook_for(newcomer)

    assert told.people_ahead == ahead
    assert told == replace(now, waiting=(*waiting, newcomer)).outlook_of(newcomer)


def test_a_newcomer_in_a_wheelchair_hears_of_those_at_the_low_counter() -> None:
    hall = low_counters()
    now = Line(hall, order_of(hall), Staffing(frozenset({2, 7})), LONG, {}, NOW)

    assert now.outlook_for(WHEELCHAIR) == replace(now, waiting=(*LONG, WHEELCHAIR)).outlook_of(WHEELCHAIR)


def test_an_elder_lets_the_next_elder_go_first_past_an_ordinary_person_who_came_earlier() -> None:
    elder, ordinary = ticket(1, minutes=3, priority="elder"), ticket(2)
    other = ticket(3, minutes=5, priority="elder")

    then = delayed_order(ORDER, AT_B, [elder, ordinary, other], elder, places=2, at=TEN)

    assert then == other.order_at + timedelta(microseconds=1)


def test_parts_are_offered_from_exactly_the_halls_margin_on() -> None:
    crowd = [ticket(n, "A", services=("E05",)) for n in range(1, 6)]
    now = line(*crowd, ticket(1, services=("B01",)))
    found = now.in_parts(["E05", "B01"])
    assert found is not None
    assert found.in_parts.middle > 0
    gain = int(found.together.middle - found.in_parts.middle) // 60

    def offered(margin: int) -> bool:
        calls = replace(CATALOGUE.hall.calls, parts_offer_min=margin)
        hall = replace(CATALOGUE, hall=replace(CATALOGUE.hall, calls=calls))
        return replace(now, catalogue=hall).parts_instead(["E05", "B01"]) is not None

    assert found.together.middle - found.in_parts.middle == gain * 60
    assert [offered(margin) for margin in (0, 1, gain, gain + 1)] == [False, True, True, False]


def test_a_part_that_only_fetches_a_result_waits_as_a_short_visit_does() -> None:
    now = line(*LONG, staffing=Staffing(EVERYBODY))

    found = now.in_parts(["B99", "C01"])

    assert found is not None
    assert found.in_parts == Range(0, 0)
    plain = now.in_parts(["B01", "C01"])
    assert plain is not None
    assert plain.in_parts.low > 0


def test_who_is_sent_to_a_window_waits_for_whoever_stands_there() -> None:
    sent = replace(ticket(1), transferred_to=5)
    there = replace(ticket(9, "E", services=("E05",)), started_at=NOW)

    assert line(sent, in_hand={5: there}).outlook_of(sent).expected_wait == spread(10, 100, servers=1)
    assert line(sent, in_hand={2: there}).outlook_of(sent).expected_wait == Range(0, 0)


@pytest.mark.parametrize(("minutes", "paused"), [(59, 0), (90, 60), (150, 120), (600, 120)])
def test_every_break_on_the_way_is_counted_and_none_after_it(minutes: int, paused: int) -> None:
    hours = [Span(NINE + timedelta(hours=n), NINE + timedelta(hours=n + 1)) for n in (0, 2, 4)]

    assert pauses(hours, NINE, timedelta(minutes=minutes)) == timedelta(minutes=paused)
