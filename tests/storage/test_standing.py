"""What a process remembers of the hall is what stands, whoever changed it and whatever was taken back."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.hall.life import call, cancel, expire
from kiosk.hall.ticket import TicketState, number_of
from kiosk.operations import floor, views
from kiosk.storage.store import Store
from kiosk.storage.windows import WindowState
from tests.databases import open_test_store
from tests.hall.halls import CATALOGUE, NINE, ticket


class Stumble(Exception):
    """Something in the middle of an act went wrong."""


@pytest.fixture
def other(store: Store, database_url: str) -> Iterator[Store]:
    """Open the same hall in what stands for another process."""
    second = open_test_store(database_url)
    yield second
    second.close()


def waiting(store: Store) -> list[str]:
    with store.read() as reading:
        return [one.number for one in reading.tickets.waiting()]


def come(store: Store, number: int, *, stumbles: bool = False) -> None:
    with store.begin() as work:
        work.tickets.add(ticket(number, minutes=number))
        assert number_of("B", number) in [one.number for one in work.tickets.waiting()]
        if stumbles:
            raise Stumble(number)


def test_each_process_sees_who_came_to_the_other(store: Store, other: Store) -> None:
    come(store, 1)
    assert waiting(other) == ["B001"]

    come(other, 2)
    come(store, 3)

    assert waiting(store) == waiting(other) == ["B001", "B002", "B003"]


def test_whoever_was_taken_back_does_not_wait(store: Store) -> None:
    come(store, 1)
    with pytest.raises(Stumble):
        come(store, 2, stumbles=True)

    assert waiting(store) == ["B001"]
    come(store, 3)
    assert waiting(store) == ["B001", "B003"]


def test_a_called_ticket_is_in_hand_and_waits_no_more_everywhere(store: Store, other: Store) -> None:
    come(store, 1)
    come(store, 2)
    assert waiting(other) == ["B001", "B002"]

    with store.begin() as work:
        first = work.tickets.waiting()[0]
        work.tickets.move(first, call(first, window=2, at=NINE))
        assert work.tickets.in_hand()[2].number == "B001"

    for hall in (store, other):
        with hall.read() as reading:
            assert [one.number for one in reading.tickets.waiting()] == ["B002"]
            assert reading.tickets.in_hand()[2].state is TicketState.CALLED


def test_windows_and_suspensions_of_another_process_are_seen(store: Store, other: Store) -> None:
    floor.suspend_queue(store, queue="B", reason="停电", until=None, at=NINE)
    floor.set_window(other, window=2, state=WindowState.PAUSED, reason="", clerk="", at=NINE)

    for hall in (store, other):
        with hall.read() as reading:
            assert reading.suspensions.now(NINE) == {"B": "停电"}
            assert views.windows(reading, CATALOGUE, NINE)[2].state is WindowState.PAUSED
    floor.resume_queue(other, queue="B", at=NINE)
    with store.read() as reading:
        assert reading.suspensions.now(NINE) == {}


STEPS = st.lists(
    st.tuples(st.booleans(), st.sampled_from(["come", "call", "cancel", "look", "stumble"])), max_size=15
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(steps=STEPS)
def test_two_processes_see_what_one_that_reads_it_all_anew_sees(
    store: Store, other: Store, steps: list[tuple[bool, str]]
) -> None:
    go_home(store)
    for ours, step in steps:
        actor, onlooker = (store, other) if ours else (other, store)
        take_step(actor, step)
        for hall in (actor, onlooker) if step == "look" else (actor,):
            with hall.read() as reading:
                every = reading.tickets.open_before(NINE.date() + timedelta(days=1))
                open_now = reading.tickets.of_states(*{one.state for one in every})
                assert sorted(open_now, key=lambda one: one.id) == list(every)
                waiting = [one for one in every if one.state is TicketState.WAITING]
                assert list(reading.tickets.waiting()) == sorted(
                    waiting, key=lambda one: (one.order_at, one.id)
                )


def go_home(hall: Store) -> None:
    """End every visit."""
    with hall.begin() as work:
        for one in work.tickets.open_before(NINE.date() + timedelta(days=1)):
            work.tickets.move(one, expire(one, at=NINE))


def take_step(hall: Store, step: str) -> None:
    """Do one act at random; a stumble does three and is taken back whole."""
    with suppress(Stumble), hall.begin() as work:
        if step in {"come", "stumble"}:
            number = work.tickets.next_number("B", NINE.date())
            work.tickets.add(ticket(number, minutes=-number))  # before all others, so that order is at stake
        line = work.tickets.waiting()
        if line and step in {"call", "stumble"}:
            work.tickets.move(line[0], call(line[0], window=2, at=NINE))
        if len(line) > 1 and step in {"cancel", "stumble"}:
            work.tickets.move(line[-1], cancel(line[-1], at=NINE))
        if step == "stumble":
            raise Stumble(step)
