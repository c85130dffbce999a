"""What a manager changes for a day: places for the next one, the ticket stop and the notice."""

from datetime import date, datetime, timedelta

import pytest

from kiosk.hall.errors import BadRequest
from kiosk.hall.events import NextDayPlaceGiven
from kiosk.hall.floor_events import NoticeChanged, StopLifted
from kiosk.hall.ticket import Ticket, TicketState
from kiosk.hall.words import Words
from kiosk.operations import calling, intake, next_day, progress, today, upkeep, views
from kiosk.operations.intake import Press, Visit
from kiosk.storage.store import Store
from kiosk.storage.windows import WindowState
from tests.hall.halls import HALL, NINE
from tests.operations.test_order import MINUTE, TOMORROW, events, next_at, stand, take


@pytest.fixture(autouse=True)
def _windows_are_open(store: Store) -> None:
    for window in range(1, 7):
        stand(store, window, WindowState.OPEN, at=NINE)


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
