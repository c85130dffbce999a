"""Shift change, and what a crashed desk left, on both databases."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.hall.catalogue import Catalogue
from kiosk.hall.events import Event, TicketMissed
from kiosk.hall.handover import NotStuck
from kiosk.hall.handover_events import TicketFreed, TicketHandedOver, WindowHandedOver
from kiosk.hall.life import NotSignedTo
from kiosk.hall.ticket import Ticket, TicketState
from kiosk.operations import calling, floor, handover, intake, undoing, views
from kiosk.operations.intake import Press, Visit
from kiosk.reactions.board import board
from kiosk.storage.store import Store, open_store
from kiosk.storage.windows import WindowState
from tests.hall.halls import HALL, NINE, low_counters

MINUTE = timedelta(minutes=1)


@pytest.fixture
def hall(database_url: str) -> Iterator[Store]:
    """A hall whose windows stand open, on a fresh database of each kind."""
    opened = open_store(database_url, hall_id=HALL.id, catalogue=lambda _: low_counters())
    for window in range(1, 8):
        stand(opened, window, WindowState.OPEN, clerk=f"clerk-{window}")
    yield opened
    opened.close()


def stand(store: Store, window: int, state: WindowState, *, clerk: str = "", minutes: float = 0) -> None:
    floor.set_window(store, window=window, state=state, reason="", clerk=clerk, at=NINE + minutes * MINUTE)


def take(store: Store, key: str, *needs: str) -> Ticket:
    visit = Visit(("B01",), needs=needs)
    return intake.take_ticket(store, visit=visit, press=Press(key, key), at=NINE).ticket


def hold(store: Store, key: str, window: int = 2) -> Ticket:
    one = take(store, key)
    calling.call_ticket(store, window=window, ticket=one.id, at=NINE, reason="刚才叫过")
    calling.start(store, ticket=one.id, window=window, at=NINE)
    return calling.hold(store, ticket=one.id, window=window, at=NINE)


def events(store: Store) -> list[Event]:
    with store.read() as reading:
        return [event for _, _, event in reading.events.after(0)]


def forgotten(store: Store, minutes: float) -> list[str]:
    at = NINE + minutes * MINUTE
    with store.read() as reading:
        return [one.ticket.number for one in handover.forgotten(reading, reading.catalogue(at), at)]


def test_who_comes_to_a_window_is_told_what_the_one_before_left(hall: Store) -> None:
    held = hold(hall, "1")
    take(hall, "2")
    called = calling.call_next(hall, window=2, at=NINE)
    assert called is not None

    left = handover.arrive(hall, window=2, clerk="the-afternoon", at=NINE + MINUTE)

    assert {one.id for one in left} == {held.id, called.id}
    (event,) = [one for one in events(hall) if isinstance(one, WindowHandedOver)]
    assert (event.window, event.before, event.by) == (2, "clerk-2", "the-afternoon")
    assert handover.arrive(hall, window=2, clerk="the-afternoon", at=NINE + 2 * MINUTE) == ()


def test_who_comes_back_to_his_own_window_is_told_nothing(hall: Store) -> None:
    hold(hall, "1")

    assert handover.arrive(hall, window=2, clerk="clerk-2", at=NINE + MINUTE) == ()
    assert not [one for one in events(hall) if isinstance(one, WindowHandedOver)]


def test_a_held_ticket_goes_to_another_window_and_back_within_ten_seconds(hall: Store) -> None:
    held = hold(hall, "1")

    given = handover.give(hall, ticket=held.id, window=2, to_window=7, by="clerk-2", at=NINE)
    assert (given.state, given.window) == (TicketState.HELD, 7)
    assert isinstance(events(hall)[-1], TicketHandedOver)
    assert undoing.undo(hall, ticket=held.id, at=NINE).window == 2

    stand(hall, 7, WindowState.CLOSED)
    with pytest.raises(calling.WindowClosed):
        handover.give(hall, ticket=held.id, window=2, to_window=7, by="clerk-2", at=NINE)


def test_what_a_crashed_desk_left_is_found_and_put_back_in_its_old_place(hall: Store) -> None:
    first, second = take(hall, "1"), take(hall, "2")
    calling.call_next(hall, window=2, at=NINE)

    with pytest.raises(NotStuck):
        handover.free(hall, ticket=first.id, by="clerk-7", at=NINE + 29 * MINUTE)
    assert forgotten(hall, 29) == []
    assert forgotten(hall, 30) == ["B001"]
    handover.free(hall, ticket=first.id, by="clerk-7", at=NINE + 30 * MINUTE)

    with hall.read() as reading:
        assert [one.id for one in views.line(reading, NINE + 30 * MINUTE).waiting] == [first.id, second.id]
    assert events(hall)[-1] == TicketFreed(first.id, "B001", 2, "clerk-7")
    assert undoing.undo(hall, ticket=first.id, at=NINE + 30 * MINUTE).window == 2


def test_a_service_under_way_is_taken_over_as_a_held_one(hall: Store) -> None:
    one = take(hall, "1")
    calling.call_next(hall, window=2, at=NINE)
    calling.start(hall, ticket=one.id, window=2, at=NINE)

    taken = handover.take_over(hall, ticket=one.id, window=7, by="clerk-7", at=NINE + 31 * MINUTE)

    assert (taken.state, taken.window, taken.started_at) == (TicketState.HELD, 7, NINE)
    last = events(hall)[-1]
    assert isinstance(last, TicketHandedOver)
    assert last.was_stuck
    calling.resume(hall, ticket=one.id, window=7, at=NINE + 32 * MINUTE)


def test_what_is_held_at_a_window_that_has_closed_is_found(hall: Store) -> None:
    held = hold(hall, "1")
    assert forgotten(hall, 500) == []

    stand(hall, 2, WindowState.CLOSED, minutes=10)

    assert forgotten(hall, 39) == []
    assert forgotten(hall, 40) == [held.number]


def test_a_call_that_cannot_be_heard_stays_lit_until_the_service_starts(hall: Store) -> None:
    deaf = take(hall, "1", "hearing")
    calling.call_next(hall, window=2, at=NINE)
    with hall.read() as reading:
        lit = [(one.number, one.lit) for one in board(reading, NINE + 20 * MINUTE).calls]

    with pytest.raises(NotSignedTo):
        calling.miss(hall, ticket=deaf.id, window=2, at=NINE + MINUTE)
    calling.miss(hall, ticket=deaf.id, window=2, at=NINE + MINUTE, signed=True)

    assert lit in ([("B001", True)], [])  # without reactions nothing is announced
    missed = events(hall)[-1]
    assert isinstance(missed, TicketMissed)
    assert missed.signed
    with hall.read() as reading:
        assert not any(one.lit for one in board(reading, NINE + MINUTE).calls)


def only_by_its_own_key() -> Catalogue:
    rules = replace(HALL.calls, next_finishes=False)
    return Catalogue(replace(HALL, calls=rules), low_counters().services, version="test")


def test_a_hall_may_finish_a_ticket_by_its_own_key_only(database_url: str) -> None:
    store = open_store(database_url, hall_id=HALL.id, catalogue=lambda _: only_by_its_own_key())
    stand(store, 2, WindowState.OPEN)
    take(store, "1")
    second = take(store, "2")
    calling.call_next(store, window=2, at=NINE)

    with pytest.raises(calling.WindowBusy, match="B001"):
        calling.call_next(store, window=2, at=NINE)
    with pytest.raises(calling.WindowBusy, match="B001"):
        calling.call_ticket(store, window=2, ticket=second.id, at=NINE)

    store.close()
