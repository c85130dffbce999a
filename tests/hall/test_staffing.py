from dataclasses import replace
from datetime import datetime, time, timedelta

from kiosk.hall.queue import Owed, order_of
from kiosk.hall.staffing import Staffing, Unattended, unattended
from kiosk.hall.ticket import Ticket
from tests.hall.halls import CATALOGUE, NINE, low_counters, scheduled, staffing, ticket

MINUTE = timedelta(minutes=1)


def alarms(
    now: Staffing,
    *waiting: Ticket,
    shut: dict[int, datetime] | None = None,
    minutes: float = 5,
) -> tuple[Unattended, ...]:
    return tuple(unattended(CATALOGUE, now, waiting, shut or {}, at=NINE + minutes * MINUTE))


def test_people_who_wait_five_minutes_with_no_open_window_raise_an_alarm() -> None:
    waiting = ticket(1, "E"), ticket(2, "E", minutes=1)

    assert alarms(staffing(2), *waiting, minutes=4.9) == ()
    assert alarms(staffing(2), *waiting) == (Unattended("E", 2, NINE),)


def test_the_comprehensive_window_that_may_help_keeps_the_alarm_away() -> None:
    assert alarms(staffing(1), ticket(1, "E")) == ()


def test_the_five_minutes_begin_when_the_last_able_window_has_shut() -> None:
    shut = {5: NINE + 2 * MINUTE, 1: NINE + 3 * MINUTE}

    assert alarms(staffing(), ticket(1, "E"), shut=shut, minutes=7) == ()
    assert alarms(staffing(), ticket(1, "E"), shut=shut, minutes=8) == (
        Unattended("E", 1, NINE + 3 * MINUTE),
    )


def test_a_suspended_queue_raises_no_alarm_and_an_empty_one_neither() -> None:
    assert alarms(staffing(suspended="E"), ticket(1, "E")) == ()
    assert alarms(staffing()) == ()


def test_who_was_sent_on_to_an_open_window_is_attended() -> None:
    assert alarms(staffing(2), replace(ticket(1, "E"), transferred_to=2)) == ()


def test_nobody_is_alarmed_before_the_door_opens_but_after_hours_somebody_is() -> None:
    hours = scheduled("E", start=time(9, 30), end=time(16, 0))
    hall = replace(hours, hall=replace(hours.hall, always_open=True))
    waiting = (ticket(1, "E"),)

    assert tuple(unattended(hall, staffing(), waiting, {}, at=NINE + 20 * MINUTE)) == ()
    assert tuple(unattended(hall, staffing(), waiting, {}, at=NINE + 40 * MINUTE))
    assert tuple(unattended(hall, staffing(), waiting, {}, at=NINE + timedelta(hours=8)))


def numbers_called(window: int, *waiting: Ticket, open_windows: tuple[int, ...] = (2, 7)) -> list[str]:
    """Say whom window 2 (no low counter) or 7 (a low one), both of queue B, would call."""
    hall = low_counters()
    place = staffing(*open_windows).place(hall, window)
    return [one.ticket.number for one in order_of(hall).calls(place, waiting, at=NINE)]


def test_a_wheelchair_is_left_for_the_window_with_a_low_counter() -> None:
    rolling, walking = replace(ticket(1), needs=("wheelchair",)), ticket(2, minutes=1)

    assert numbers_called(2, rolling, walking) == ["B002"]
    assert numbers_called(7, rolling, walking) == ["B001", "B002"]


def test_a_wheelchair_is_called_at_a_usual_counter_where_no_low_one_is_open() -> None:
    rolling = replace(ticket(1), needs=("wheelchair",))

    assert numbers_called(2, rolling, open_windows=(2,)) == ["B001"]


def test_a_wheelchair_that_was_sent_to_a_window_is_called_there() -> None:
    sent = replace(ticket(1), needs=("wheelchair",), transferred_to=2)

    assert numbers_called(2, sent) == ["B001"]


def test_the_comprehensive_window_leaves_a_wheelchair_to_the_low_counter_of_its_own_queue() -> None:
    rolling = replace(ticket(1), needs=("wheelchair",))

    assert numbers_called(1, rolling, open_windows=(1, 7)) == []
    assert numbers_called(1, rolling, open_windows=(1, 2)) == ["B001"]


def test_windows_that_serve_alike_owe_what_the_one_owes_that_owes_least() -> None:
    owed = {2: Owed(1, 3), 7: Owed(2, 1)}

    lane = staffing(1, 2, 7, owed=owed, suspended="E").lane(low_counters(), "B")

    assert lane.windows == {2, 7}
    assert (lane.queues, lane.suspended) == (frozenset("B"), frozenset("E"))
    assert lane.owed == Owed(1, 1)
