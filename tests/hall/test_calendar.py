from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.hall.calendar import (
    Span,
    after_working_days,
    closed_for_today,
    closes_at,
    due_after,
    hall_is_open,
    hours_left,
    is_open,
    is_working_day,
    knows,
    local_day,
    opens_next,
)
from kiosk.hall.catalogue import Catalogue, DayTable, Opening
from tests.hall.content_sample import sample

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEK = (1, 2, 3, 4, 5)
HOURS = (Opening(WEEK, time(8, 30), time(12)), Opening(WEEK, time(13, 30), time(17)))
DAYS = sample().hall.days


def hall(**changes: object) -> Catalogue:
    kept = replace(sample().hall, always_open=False, hours=HOURS, **changes)  # type: ignore[arg-type]
    return Catalogue(kept, sample().services)


def with_schedule(catalogue: Catalogue, letter: str, *schedule: Opening) -> Catalogue:
    queues = tuple(
        replace(one, schedule=schedule) if one.letter == letter else one for one in catalogue.hall.queues
    )
    return replace(catalogue, hall=replace(catalogue.hall, queues=queues))


def at(text: str) -> datetime:
    """Read a moment in the hall, such as 11-23 09:00 (23 November 2026 is a Monday)."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("moment", "is_served", "is_over"),
    [
        ("11-23 08:00", False, False),
        ("11-23 08:30", True, False),
        ("11-23 12:00", False, False),
        ("11-23 12:30", False, False),
        ("11-23 16:44", True, False),
        ("11-23 16:45", True, True),
        ("11-23 17:00", False, True),
        ("11-22 10:00", False, True),
        ("10-01 10:00", False, True),
        ("10-10 10:00", True, False),
    ],
)
def test_tickets_stop_before_closing_and_not_at_noon(moment: str, is_served: bool, is_over: bool) -> None:
    assert is_open(hall(), "E", at(moment)) is is_served
    assert closed_for_today(hall(), "E", at(moment)) is is_over


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("11-23 08:00", "11-23 08:30"),
        ("11-23 12:10", "11-23 13:30"),
        ("11-23 17:10", "11-24 08:30"),
        ("11-27 17:10", "11-30 08:30"),
        ("09-30 17:10", "10-08 08:30"),
    ],
)
def test_a_shut_queue_says_when_it_opens_next(moment: str, opens: str) -> None:
    assert opens_next(hall(), "E", at(moment)) == at(opens)


def test_a_queue_that_opens_this_moment_opens_next_after_its_break() -> None:
    assert opens_next(hall(), "E", at("11-23 08:30")) == at("11-23 13:30")


def test_hours_that_end_this_moment_are_not_left() -> None:
    assert hours_left(hall(), "E", at("11-23 12:00")) == (Span(at("11-23 13:30"), at("11-23 17:00")),)
    assert hours_left(hall(), "E", at("11-23 17:00")) == ()


def test_the_sample_hall_never_closes() -> None:
    moments = [at("11-23 00:00") + timedelta(hours=hour) for hour in range(24 * 7)]

    assert not any(closed_for_today(sample(), letter, one) for letter in "ABCDEF" for one in moments)
    assert all(hall_is_open(sample(), one) for one in moments)


def test_a_queue_keeps_its_own_hours_in_a_hall_that_is_always_open() -> None:
    mornings = with_schedule(sample(), "E", Opening(WEEK, time(8, 30), time(12)))

    assert closed_for_today(mornings, "E", at("11-23 14:00"))
    assert not closed_for_today(mornings, "E", at("11-23 09:00"))
    assert not closed_for_today(mornings, "F", at("11-23 14:00"))
    assert opens_next(mornings, "E", at("11-28 14:00")) == at("11-30 08:30")


def test_a_queue_is_never_open_outside_the_hall_s_hours() -> None:
    long = with_schedule(hall(), "E", Opening((1, 2, 3, 4, 5, 6, 7), time(0), time(0)))

    assert closes_at(long, "E", at("11-23 09:00")) == at("11-23 17:00")
    assert closes_at(long, "E", at("11-22 09:00")) is None


def test_a_hall_may_stay_shut_on_make_up_days() -> None:
    shut = hall(open_on_make_up_days=False)

    assert not is_open(shut, "E", at("10-10 10:00"))


def test_a_queue_without_hours_never_opens() -> None:
    sundays = with_schedule(hall(), "E", Opening((7,), time(8), time(9)))

    assert opens_next(sundays, "E", at("11-23 09:00")) is None


def test_a_day_begins_at_midnight_in_the_hall() -> None:
    assert local_day(sample(), datetime(2026, 11, 22, 16, 0, tzinfo=UTC)) == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
        (date(2026, 11, 23), 1, date(2026, 11, 24)),
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
        (date(2026, 9, 30), 1, date(2026, 10, 8)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),
        (date(2026, 11, 23), 15, date(2026, 12, 14)),
    ],
)
def test_a_limit_counts_working_days_from_the_next(start: date, count: int, end: date) -> None:
    assert after_working_days(DAYS, start, count) == end


def test_a_limit_reaches_into_a_year_whose_holidays_are_not_known() -> None:
    assert after_working_days(DAYS, date(2026, 12, 30), 15) == date(2027, 1, 20)
    assert knows(DAYS, date(2026, 12, 31))
    assert not knows(DAYS, date(2027, 1, 1))


def test_a_make_up_day_counts_and_a_holiday_does_not() -> None:
    table = DayTable(frozenset({date(2027, 1, 1)}), frozenset({date(2027, 1, 3)}), frozenset({2027}))

    assert not is_working_day(table, date(2027, 1, 1))
    assert is_working_day(table, date(2027, 1, 3))
    assert not is_working_day(table, date(2027, 1, 2))


@given(st.integers(0, 60 * 24 * 60), st.sampled_from("ABCDEF"))
def test_a_shut_queue_opens_exactly_when_it_says(minutes: int, letter: str) -> None:
    office, moment = hall(), at("09-01 00:00") + timedelta(minutes=minutes)

    opens = opens_next(office, letter, moment)

    assert opens is not None
    assert opens > moment
    assert is_open(office, letter, opens)
    assert not is_open(office, letter, opens - timedelta(minutes=1))


def test_no_work_is_due_at_midnight_where_a_hall_never_closes() -> None:
    always = sample()
    letter = always.hall.queues[0].letter
    for hour, days, due in (
        (9, 0, "23 17:00"),
        (17, 0, "23 23:59"),
        (20, 0, "23 23:59"),
        (20, 2, "25 17:00"),
    ):
        at = datetime(2026, 11, 23, hour, tzinfo=SHANGHAI)
        assert f"{due_after(always, letter, days, at):%d %H:%M}" == due
    friday = datetime(2026, 11, 27, 9, tzinfo=SHANGHAI)
    assert f"{due_after(hall(), letter, 1, friday):%d %H:%M}" == "30 17:00"
