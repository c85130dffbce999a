"""Calls in and out of turn, suspended queues, dropped classes and next-day places, on both databases."""

from datetime import datetime, timedelta

import pytest

from kiosk.hall.events import Event, PriorityDropped, TicketCalled
from kiosk.hall.floor_events import QueueResumed
from kiosk.hall.life import NoClassToDrop, NotAtThisWindow
from kiosk.hall.queue import Owed
from kiosk.hall.ticket import Ticket, TicketState
from kiosk.hall.words import Words
from kiosk.operations import calling, desk, floor, intake, progress, undoing, upkeep, views
from kiosk.operations.intake import Press, Visit
from kiosk.storage.store import Store
from kiosk.storage.windows import WindowState
from tests.hall.halls import NINE

MINUTE = timedelta(minutes=1)
TOMORROW = NINE + timedelta(days=1)


@pytest.fixture(autouse=True)
def _windows_are_open(store: Store) -> None:
    for window in range(1, 7):
        stand(store, window, WindowState.OPEN, at=NINE)


def stand(store: Store, window: int, state: WindowState, *, at: datetime) -> None:
    floor.set_window(store, window=window, state=state, reason="", clerk="", at=at)


def take(store: Store, key: str, *, code: str = "B01", priority: str = "", minutes: int = 0) -> Ticket:
    visit = Visit((code,), priority=priority)
    at = NINE + minutes * MINUTE
    return intake.take_ticket(store, visit=visit, press=Press(key, key), at=at).ticket


def next_at(store: Store, window: int, minutes: float = 10) -> str:
    called = calling.call_next(store, window=window, at=NINE + minutes * MINUTE)
    return called.number if called else ""


def events(store: Store) -> list[Event]:
    with store.read() as reading:
        return [event for _, _, event in reading.events.after(0)]


def owed_by(store: Store, window: int) -> Owed:
    with store.read() as reading:
        return reading.windows.all()[window].owed


def test_a_call_keeps_why_it_was_this_one_with_its_facts(store: Store) -> None:
    take(store, "1")
    take(store, "2", priority="elder", minutes=2)

    next_at(store, 2)
    next_at(store, 2, minutes=11)

    elder, ordinary = [event for event in events(store) if isinstance(event, TicketCalled)]
    assert (elder.why, elder.place, elder.waiting, elder.waited_s) == ("priority", 2, 2, 480)
    assert (elder.priority, elder.reason, elder.by) == ("elder", "", "")
    assert (ordinary.why, ordinary.place, ordinary.waiting) == ("first_in_line", 1, 1)


def test_the_clerk_and_the_citizen_read_the_same_sentence(store: Store) -> None:
    ticket = take(store, "1")

    next_at(store, 2)

    card = desk.desk_now(store, window=2, at=NINE + 10 * MINUTE).hand
    page = progress.page_now(store, token=ticket.token, at=NINE + 10 * MINUTE)
    assert card is not None
    assert (
        card.why
        == page.progress.why
        == Words(
            "按先后轮到；等了 10 分钟，当时没有别人等候",
            "It was this ticket's turn; waited 10 min, nobody else was waiting",
        )
    )


def test_a_window_remembers_that_it_owes_an_ordinary_call(store: Store) -> None:
    take(store, "1", priority="elder")
    take(store, "2", priority="elder")
    take(store, "3")

    assert [next_at(store, 2, minutes) for minutes in (10, 11, 12)] == ["B001", "B003", "B002"]


def test_a_call_taken_back_leaves_the_window_owing_what_it_owed(store: Store) -> None:
    elder = take(store, "1", priority="elder")
    take(store, "2")
    next_at(store, 2)
    assert owed_by(store, 2) == Owed(1)

    undoing.undo(store, ticket=elder.id, at=NINE + 10 * MINUTE)

    assert owed_by(store, 2) == Owed()
    assert next_at(store, 2) == "B001"


def test_nobody_is_called_before_his_turn_without_a_reason(store: Store) -> None:
    take(store, "1")
    later = take(store, "2", minutes=1)

    with pytest.raises(calling.ReasonNeeded, match="B002"):
        calling.call_ticket(store, window=2, ticket=later.id, at=NINE + 2 * MINUTE, reason="  ")

    called = calling.call_ticket(
        store, window=2, ticket=later.id, at=NINE + 2 * MINUTE, reason="身体不适", by="clerk-2"
    )
    (event,) = [event for event in events(store) if isinstance(event, TicketCalled)]
    assert (called.why, event.reason, event.by, event.place) == ("by_number", "身体不适", "clerk-2", 2)
    assert owed_by(store, 2) == Owed(1)  # the next call is in turn


def test_who_is_next_anyway_is_called_by_his_number_without_a_reason(store: Store) -> None:
    first = take(store, "1")

    called = calling.call_ticket(store, window=2, ticket=first.id, at=NINE + MINUTE)

    assert called.why == "first_in_line"


def test_a_refused_early_call_does_not_finish_the_one_in_hand(store: Store) -> None:
    in_hand = take(store, "1")
    next_at(store, 2)
    take(store, "2")
    third = take(store, "3", minutes=1)

    with pytest.raises(calling.ReasonNeeded):
        calling.call_ticket(store, window=2, ticket=third.id, at=NINE + 12 * MINUTE)

    with store.read() as reading:
        assert reading.tickets.get(in_hand.id).state is TicketState.CALLED


def test_a_class_that_was_not_shown_is_dropped_and_the_ticket_keeps_its_time(store: Store) -> None:
    take(store, "1")
    elder = take(store, "2", priority="elder", minutes=1)
    take(store, "3", minutes=2)

    dropped = undoing.drop_priority(store, ticket=elder.id, window=2, at=NINE + 3 * MINUTE)

    assert (dropped.priority, dropped.order_at) == ("", elder.order_at)
    assert PriorityDropped(elder.id, "B002", 2, "elder") in events(store)
    assert [next_at(store, 2, minutes) for minutes in (4, 5, 6)] == ["B001", "B002", "B003"]


def test_a_dropped_class_comes_back_within_ten_seconds_wherever_the_ticket_is_by_then(store: Store) -> None:
    elder = take(store, "1", priority="elder")
    next_at(store, 2)
    at = NINE + 10 * MINUTE
    undoing.drop_priority(store, ticket=elder.id, window=2, at=at)
    calling.start(store, ticket=elder.id, window=2, at=at + timedelta(seconds=3))

    back = undoing.undo(store, ticket=elder.id, at=at + timedelta(seconds=6))

    assert (back.priority, back.state) == ("elder", TicketState.SERVING)


def test_a_class_is_dropped_only_where_the_ticket_is_and_only_once(store: Store) -> None:
    elder = take(store, "1", priority="elder")
    next_at(store, 2)

    with pytest.raises(NotAtThisWindow):
        undoing.drop_priority(store, ticket=elder.id, window=3, at=NINE + 10 * MINUTE)
    undoing.drop_priority(store, ticket=elder.id, window=2, at=NINE + 10 * MINUTE)
    with pytest.raises(NoClassToDrop):
        undoing.drop_priority(store, ticket=elder.id, window=2, at=NINE + 10 * MINUTE)


def test_a_suspended_queue_keeps_its_places_and_calls_go_on_in_order_when_it_resumes(store: Store) -> None:
    first, second = take(store, "1"), take(store, "2", minutes=1)
    floor.suspend_queue(store, queue="B", reason="省级系统故障", until=None, at=NINE + 2 * MINUTE)

    assert (next_at(store, 2), next_at(store, 1)) == ("", "")
    with store.read() as reading:
        outlook = views.outlook(reading, second, NINE + 3 * MINUTE)
    assert (outlook.people_ahead, outlook.expected_wait) == (1, None)

    floor.resume_queue(store, queue="B", at=NINE + 20 * MINUTE)
    assert [next_at(store, 2, 21), next_at(store, 2, 22)] == [first.number, second.number]


def test_somebody_of_a_suspended_queue_can_still_be_called_by_hand(store: Store) -> None:
    ticket = take(store, "1")
    floor.suspend_queue(store, queue="B", reason="省级系统故障", until=None, at=NINE)

    with pytest.raises(calling.ReasonNeeded):
        calling.call_ticket(store, window=2, ticket=ticket.id, at=NINE)
    called = calling.call_ticket(store, window=2, ticket=ticket.id, at=NINE, reason="不用联网也能办")

    assert called.state is TicketState.CALLED


def test_a_suspension_ends_by_itself_and_the_board_is_told(store: Store) -> None:
    until = NINE + 30 * MINUTE
    floor.suspend_queue(store, queue="B", reason="停电", until=until, at=NINE)

    assert upkeep.end_suspensions(store, at=until - MINUTE) == 0
    assert upkeep.end_suspensions(store, at=until) == 1
    assert upkeep.end_suspensions(store, at=until) == 0
    assert QueueResumed("B") in events(store)


def test_all_desks_hear_of_people_whom_no_open_window_calls(store: Store) -> None:
    take(store, "1", code="E01")
    stand(store, 5, WindowState.PAUSED, at=NINE + MINUTE)
    stand(store, 1, WindowState.PAUSED, at=NINE + 2 * MINUTE)
    stand(store, 1, WindowState.CLOSED, at=NINE + 4 * MINUTE)  # no later than it was: nobody called before

    seen = desk.desk_now(store, window=3, at=NINE + 7 * MINUTE)

    assert [(one.queue.letter, one.count, one.since) for one in seen.alarms] == [("E", 1, NINE + 2 * MINUTE)]
    assert desk.desk_now(store, window=3, at=NINE + 6 * MINUTE).alarms == ()
