from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.hall.calendar import (
    Span,
    closed_for_today,
    closes_at,
    ends_today,
    hall_is_open,
    hall_opened_at,
    hall_opens_next,
    hours_left,
    is_open,
    opens_next,
    opens_on,
    pauses,
    unknown_year,
    windows_of,
)
from kiosk.hall.catalogue import Catalogue, DayTable, Opening, Season
from kiosk.hall.hours import hours_line, said_when
from kiosk.hall.words import NO_WORDS, Words
from tests.hall.halls import CATALOGUE, HALL

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEK, EVERY_DAY = (1, 2, 3, 4, 5), (1, 2, 3, 4, 5, 6, 7)
SUMMER, REST = Season((6, 1), (9, 30)), Season((10, 1), (5, 31))
MORNING = Opening(WEEK, time(8, 30), time(12))
AFTERNOONS = (
    Opening(WEEK, time(14), time(17, 30), SUMMER),
    Opening(WEEK, time(13, 30), time(17), REST),
)
SATURDAY = Opening((6,), time(9), time(11, 30), windows=(3,))
NOON = Opening(WEEK, time(12), time(13, 30), windows=(1,))


def office(*hours: Opening, **changes: object) -> Catalogue:
    return replace(CATALOGUE, hall=replace(HALL, always_open=False, hours=hours, **changes))  # type: ignore[arg-type]


def at(text: str) -> datetime:
    """Read a moment in the hall, such as 2026-11-23 09:00 (a Monday)."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("day", "closes"),
    [
        ("2026-05-29", time(17)),
        ("2026-06-01", time(17, 30)),
        ("2026-09-30", time(17, 30)),
        ("2026-10-12", time(17)),
        ("2026-12-31", time(17)),
        ("2027-01-01", time(17)),
        ("2028-02-29", time(17)),
    ],
)
def test_summer_has_other_hours_than_the_rest_of_the_year(day: str, closes: time) -> None:
    hall = office(MORNING, *AFTERNOONS)

    closing = closes_at(hall, "E", at(f"{day} 09:00"))

    assert closing is not None
    assert closing.time() == closes


def test_on_a_saturday_only_what_the_window_on_duty_serves_or_helps_is_open() -> None:
    hall = office(MORNING, SATURDAY)
    saturday = at("2026-11-28 10:00")

    assert [letter for letter in "ABCDEF" if is_open(hall, letter, saturday)] == ["C"]
    assert hall_is_open(hall, saturday)
    assert closed_for_today(hall, "E", saturday)
    assert opens_next(hall, "E", saturday) == at("2026-11-30 08:30")


@pytest.mark.parametrize(
    ("moment", "letter", "numbers"),
    [
        ("2026-11-23 09:00", "E", [5]),
        ("2026-11-23 12:40", "E", [5]),
        ("2026-11-28 08:45", "C", [3]),
        ("2026-11-28 10:00", "E", [1]),
        ("2026-11-29 10:00", "E", [5]),
    ],
)
def test_a_ticket_names_the_window_that_is_there_on_its_day(
    moment: str, letter: str, numbers: list[int]
) -> None:
    saturday = replace(SATURDAY, windows=(1, 3))
    hall = office(MORNING, NOON, *AFTERNOONS, saturday)

    assert [one.number for one in windows_of(hall, letter, at(moment))] == numbers


def test_the_comprehensive_window_on_duty_at_noon_keeps_every_queue_open() -> None:
    hall = office(MORNING, NOON, *AFTERNOONS)

    assert all(is_open(hall, letter, at("2026-11-23 12:40")) for letter in "ABCDEF")
    assert opens_next(hall, "E", at("2026-11-23 09:00")) == at("2026-11-24 08:30")


def test_a_hall_that_closes_at_midnight_stops_before_it_and_one_that_goes_on_does_not() -> None:
    evening = office(Opening(EVERY_DAY, time(18), time(0)))
    night = office(Opening(EVERY_DAY, time(18), time(0)), Opening(EVERY_DAY, time(0), time(6)))
    late = at("2026-12-31 23:50")

    assert closed_for_today(evening, "E", late)
    assert ends_today(evening, "E", late) == at("2027-01-01 00:00")
    assert not closed_for_today(night, "E", late)
    assert opens_next(night, "E", late) == at("2027-01-01 18:00")
    assert opens_next(night, "E", at("2026-12-31 07:00")) == at("2026-12-31 18:00")
    assert opens_next(night, "E", at("2026-12-30 23:59")) == at("2026-12-31 18:00")


def test_a_hall_that_never_closes_never_opens_again() -> None:
    assert opens_next(CATALOGUE, "E", at("2026-11-23 09:00")) is None
    assert ends_today(CATALOGUE, "E", at("2026-11-23 09:00")) is None


@pytest.mark.parametrize(
    ("moment", "minutes", "paused"),
    [
        ("2026-11-23 09:00", 30, 0),
        ("2026-11-23 08:00", 30, 30),
        ("2026-11-23 11:50", 5, 0),
        ("2026-11-23 11:50", 10, 90),
        ("2026-11-23 12:30", 0, 60),
        ("2026-11-23 16:50", 60, 0),
        ("2026-11-23 18:00", 60, 0),
    ],
)
def test_the_lunch_break_is_part_of_a_wait(moment: str, minutes: int, paused: int) -> None:
    hall = office(MORNING, *AFTERNOONS)
    now = at(moment)

    found = pauses(hours_left(hall, "E", now), now, timedelta(minutes=minutes))

    assert found == timedelta(minutes=paused)


@pytest.mark.parametrize(
    ("moment", "zh", "en"),
    [
        ("2026-11-23 09:00", "今天 08:30–12:00，13:30–17:00；12:00–13:30 1 号窗口值班", "window 1 only"),
        ("2026-11-23 17:30", "明天 11月24日 08:30 再开门", "opens again tomorrow, 24 Nov at 08:30"),
        ("2026-11-27 17:30", "明天 11月28日 09:00", "opens again tomorrow"),
        ("2026-11-28 10:00", "今天只有值班窗口；09:00–11:30 3 号窗口值班", "Today only windows on duty"),
        ("2026-11-29 10:00", "今天不开放，明天 11月30日 08:30 开门", "Closed today; opens tomorrow"),
        ("2026-07-01 10:00", "14:00–17:30", "14:00–17:30"),
    ],
)
def test_the_hours_line_says_what_holds_today(moment: str, zh: str, en: str) -> None:
    hall = office(MORNING, NOON, *AFTERNOONS, SATURDAY, hours_text=NO_WORDS)

    line = hours_line(hall, at(moment))

    assert zh in line.zh
    assert en in line.said("en")


def test_the_hall_s_own_words_come_first_and_an_open_hall_says_so() -> None:
    own = office(MORNING, hours_text=Words("工作日全天", "Working days"))

    assert hours_line(own, at("2026-11-29 10:00")).zh == "工作日全天"
    assert hours_line(CATALOGUE, at("2026-11-29 10:00")).zh == "全天开放"


def test_a_moment_is_named_as_people_say_it() -> None:
    hall, now = office(MORNING), at("2026-12-31 17:00")

    assert said_when(hall, at("2026-12-31 18:00"), now) == Words("今天 18:00", "today at 18:00")
    assert said_when(hall, at("2027-01-01 00:00"), now) == Words("明天 01月01日", "tomorrow, 1 Jan")
    assert said_when(hall, at("2027-01-04 08:30"), now).zh == "周一 01月04日 08:30"


def test_a_year_without_holidays_is_told_two_months_ahead() -> None:
    days = DayTable(years=frozenset({2026}))

    assert unknown_year(days, date(2026, 10, 31)) is None
    assert unknown_year(days, date(2026, 11, 25)) == 2027
    assert unknown_year(days, date(2027, 3, 1)) == 2027


quarters = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))
month_days = st.tuples(st.integers(1, 12), st.integers(1, 28))


@st.composite
def openings(draw: st.DrawFn) -> Opening:
    start, end = draw(quarters), draw(quarters)
    start, end = (start, end) if end == time(0) or start < end else (end, start)
    if start == end != time(0):
        end = time(0)
    season = draw(st.none() | st.builds(Season, month_days, month_days))
    days = draw(st.lists(st.integers(1, 7), min_size=1, max_size=7, unique=True).map(tuple))
    return Opening(days, start, end, season, draw(st.sampled_from([(), (), (1,), (3,)])))


@given(st.lists(openings(), max_size=4).map(tuple), st.integers(0, 366 * 96), st.sampled_from("ABCDEF"))
def test_for_any_hours_a_queue_is_open_exactly_when_it_says(
    hours: tuple[Opening, ...], quarter: int, letter: str
) -> None:
    hall = office(*hours)
    moment = at("2026-01-01 00:00") + timedelta(minutes=15 * quarter)
    instant = timedelta(microseconds=1)

    opens, closing = opens_next(hall, letter, moment), closes_at(hall, letter, moment)

    if opens is not None:
        assert opens > moment
        assert is_open(hall, letter, opens)
        assert not is_open(hall, letter, opens - instant)
    if is_open(hall, letter, moment):
        assert hall_is_open(hall, moment)
        assert closing is not None
        assert moment < closing
    if closing is not None:
        assert is_open(hall, letter, closing - instant)
        assert ends_today(hall, letter, moment) == (None if is_open(hall, letter, closing) else closing)
    left = hours_left(hall, letter, moment)
    assert all(span.start >= moment for span in left)
    assert (left[-1].end if left else None) == (closing if closing and closing > moment else None)
    assert (hall_opens_next(hall, moment) is None) or hall_is_open(
        hall, hall_opens_next(hall, moment) or moment
    )


def test_a_hall_and_a_queue_say_when_they_open_on_a_day() -> None:
    hall = office(*AFTERNOONS, MORNING)

    assert hall_opened_at(hall, at("2026-11-23 16:00")) == at("2026-11-23 08:30")
    assert hall_opened_at(hall, at("2026-11-22 16:00")) is None
    assert hall_opened_at(CATALOGUE, at("2026-11-22 16:00")) == at("2026-11-22 00:00")
    assert opens_on(hall, "E", date(2026, 11, 24)) == at("2026-11-24 08:30")
    assert opens_on(hall, "E", date(2026, 11, 22)) is None


def test_a_window_whose_duty_is_just_over_is_named_no_more() -> None:
    hall = office(replace(MORNING, windows=(5,)), replace(AFTERNOONS[1], windows=(1,)))

    assert [one.number for one in windows_of(hall, "E", at("2026-11-23 11:59"))] == [5]
    assert [one.number for one in windows_of(hall, "E", at("2026-11-23 12:00"))] == [1]


def test_two_stretches_that_only_touch_share_nothing() -> None:
    noon = at("2026-11-23 12:00")
    morning, afternoon = Span(at("2026-11-23 08:30"), noon), Span(noon, at("2026-11-23 17:00"))

    assert morning.shared_with(afternoon) is None
    assert morning.shared_with(Span(at("2026-11-23 11:00"), at("2026-11-23 13:00"))) == Span(
        at("2026-11-23 11:00"), noon
    )
