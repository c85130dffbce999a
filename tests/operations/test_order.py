"""Calls in and out of turn, suspended queues, dropped classes and next-day places, on both databases."""

from datetime import date, datetime, timedelta

import pytest

from kiosk.hall.errors import BadRequest
from kiosk.hall.events import Event, NextDayPlaceGiven, PriorityDropped, TicketCalled
from kiosk.hall.floor_events import NoticeChanged, QueueResumed, StopLifted
from kiosk.hall.life import NoClassToDrop, NotAtThisWindow
from kiosk.hall.queue import Owed
from kiosk.hall.ticket import Ticket, TicketState
from kiosk.hall.words import Words
from kiosk.operations import calling, desk, floor, intake, next_day, progress, today, undoing, upkeep, views
from kiosk.operations.intake import Press, Visit
from kiosk.storage.store import Store
from kiosk.storage.windows import WindowState
from tests.hall.halls import HALL, NINE

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


def place_tomorrow(store: Store, key: str = "place") -> Ticket:
    return next_day.give_place(
        store,
        services=("B01",),
        language="zh",
        place="manage",
        press=Press(key, key),
        by="director",
        at=NINE,
    )


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


def test_a_place_for_the_next_day_is_not_in_todays_line_and_first_in_tomorrows(store: Store) -> None:
    place = place_tomorrow(store)
    today_s = take(store, "1", minutes=1)

    assert (place.day, place.number) == (date(2026, 11, 24), "B001")
    with store.read() as reading:
        assert views.outlook(reading, today_s, NINE + 2 * MINUTE).people_ahead == 0
    assert next_at(store, 2) == today_s.number
    assert next_at(store, 2, minutes=11) == ""
    with pytest.raises(calling.NotItsDay):
        calling.call_ticket(store, window=2, ticket=place.id, at=NINE + 12 * MINUTE, reason="急")

    upkeep.close_yesterday(store, today=date(2026, 11, 24), at=TOMORROW)
    early_bird = intake.take_ticket(
        store, visit=Visit(("B01",)), press=Press("early", "early"), at=TOMORROW - timedelta(hours=2)
    ).ticket

    assert early_bird.number == "B002"  # numbers of that day go on after the place
    called = calling.call_next(store, window=2, at=TOMORROW)
    assert called is not None
    assert (called.id, called.why) == (place.id, "next_day_place")


def test_the_same_press_gives_one_place_and_its_phone_page_names_the_day(store: Store) -> None:
    place = place_tomorrow(store)

    assert place_tomorrow(store).id == place.id
    assert [event for event in events(store) if isinstance(event, NextDayPlaceGiven)] == [
        NextDayPlaceGiven(place.id, "B001", "B", "2026-11-24", "director", "manage")
    ]
    page = progress.page_now(store, token=place.token, at=NINE)
    assert (page.progress.ticket.day, page.progress.may_cancel) == (date(2026, 11, 24), True)


def test_a_place_that_nobody_came_for_ends_with_its_day(store: Store) -> None:
    place = place_tomorrow(store)

    assert upkeep.close_yesterday(store, today=date(2026, 11, 25), at=TOMORROW + timedelta(days=1)) == 1

    with store.read() as reading:
        assert reading.tickets.get(place.id).state is TicketState.EXPIRED


def test_numbers_are_given_after_hours_until_the_time_that_was_set(store: Store) -> None:
    until = NINE + timedelta(hours=9)
    today.lift_stop(store, until=until, by="director", at=NINE)

    with store.read() as reading:
        assert views.conditions(reading, until - MINUTE).stop_lifted
        assert not views.conditions(reading, until).stop_lifted
    assert StopLifted(until.isoformat(), "director") in events(store)
    today.lift_stop(store, until=None, by="director", at=NINE)
    with store.read() as reading:
        assert not views.conditions(reading, NINE + MINUTE).stop_lifted


@pytest.mark.parametrize("until", [NINE, NINE - MINUTE, TOMORROW])
def test_the_stop_is_lifted_for_later_today_only(store: Store, until: datetime) -> None:
    with pytest.raises(BadRequest):
        today.lift_stop(store, until=until, by="director", at=NINE)

    assert not [event for event in events(store) if isinstance(event, StopLifted)]


def test_the_notice_line_is_the_one_written_today_until_it_is_given_back_to_the_file(store: Store) -> None:
    written = Words("下午三点停电演练", "Power drill at three")
    today.write_notice(store, notice=written, by="m", at=NINE)
    today.write_notice(store, notice=written, by="m", at=NINE)

    with store.read() as reading:
        assert views.notice(reading, reading.catalogue(NINE)) == written
    today.write_notice(store, notice=Words(""), by="m", at=NINE)
    with store.read() as reading:
        assert views.notice(reading, reading.catalogue(NINE)) == HALL.notice
    changes = [event for event in events(store) if isinstance(event, NoticeChanged)]
    assert changes == [NoticeChanged("m", is_own=True), NoticeChanged("m", is_own=False)]
