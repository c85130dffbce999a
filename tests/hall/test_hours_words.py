"""When the hall is open, word for word, in both languages."""

from datetime import time

import pytest

from kiosk.hall.catalogue import Opening
from kiosk.hall.hours import calls_begin, hours_line, said_clock, said_when
from kiosk.hall.words import NO_WORDS, Words
from tests.hall.halls import CATALOGUE
from tests.hall.test_hours import EVERY_DAY, MORNING, WEEK, at, office

AFTERNOON = Opening(WEEK, time(13, 30), time(17))
NOON = Opening(WEEK, time(12), time(13, 30), windows=(1, 3))
EVENING = Opening(EVERY_DAY, time(18), time(0))


@pytest.mark.parametrize(
    ("hours", "moment", "said"),
    [
        (
            (MORNING, NOON, AFTERNOON),
            "2026-11-23 09:00",
            Words(
                "今天 08:30–12:00，13:30–17:00；12:00–13:30 1、3 号窗口值班",
                "Today 08:30–12:00, 13:30–17:00; 12:00–13:30 windows 1, 3 only",
            ),
        ),
        (
            (NOON,),
            "2026-11-23 09:00",
            Words(
                "今天只有值班窗口；12:00–13:30 1、3 号窗口值班",
                "Today only windows on duty; 12:00–13:30 windows 1, 3 only",
            ),
        ),
        (
            (MORNING,),
            "2026-11-23 12:00",
            Words(
                "今天 08:30–12:00；明天 11月24日 08:30 再开门",
                "Today 08:30–12:00; opens again tomorrow, 24 Nov at 08:30",
            ),
        ),
        (
            (MORNING,),
            "2026-11-28 09:00",
            Words("今天不开放，周一 11月30日 08:30 开门", "Closed today; opens on Mon 30 Nov at 08:30"),
        ),
        ((EVENING,), "2026-11-23 19:00", Words("今天 18:00–24:00", "Today 18:00–24:00")),
        ((), "2026-11-23 09:00", Words("今天不开放", "Closed today")),
    ],
)
def test_the_hours_of_a_day_are_said_word_for_word(
    hours: tuple[Opening, ...], moment: str, said: Words
) -> None:
    assert hours_line(office(*hours, hours_text=NO_WORDS), at(moment)) == said


def test_a_hall_without_words_of_its_own_that_never_closes_says_so() -> None:
    assert hours_line(CATALOGUE, at("2026-11-23 09:00")) == Words("全天开放", "Always open")


def test_a_day_within_the_week_is_named_in_both_languages() -> None:
    now = at("2026-11-23 09:00")

    assert said_when(CATALOGUE, at("2026-11-27 08:30"), now) == Words(
        "周五 11月27日 08:30", "on Fri 27 Nov at 08:30"
    )


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-11-23 10:45", Words("10:45", "10:45")),
        ("2026-11-24 00:00", Words("24:00", "midnight")),
        ("2026-11-24 08:30", Words("明天 11月24日 08:30", "tomorrow, 24 Nov at 08:30")),
        ("2026-11-25 00:00", Words("周三 11月25日", "on Wed 25 Nov")),
    ],
)
def test_a_moment_of_today_is_said_by_the_clock_alone(moment: str, said: Words) -> None:
    assert said_clock(CATALOGUE, at(moment), at("2026-11-23 09:45")) == said


def test_whoever_asks_from_another_zone_hears_the_halls_own_day() -> None:
    late = at("2026-11-24 00:30").astimezone(None)

    assert said_when(CATALOGUE, at("2026-11-24 08:30"), late).zh == "今天 08:30"
    assert said_clock(CATALOGUE, at("2026-11-24 08:30"), late).zh == "08:30"


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-11-23 07:40", Words("现在不是办理时间，08:30 开始叫号", "Closed now; calls begin 08:30")),
        ("2026-11-23 09:00", NO_WORDS),
        ("2026-11-23 12:30", Words("现在不是办理时间，13:30 开始叫号", "Closed now; calls begin 13:30")),
        (
            "2026-11-23 17:00",
            Words(
                "现在不是办理时间，明天 11月24日 08:30 开始叫号",
                "Closed now; calls begin tomorrow, 24 Nov at 08:30",
            ),
        ),
    ],
)
def test_before_the_hall_opens_and_at_noon_it_says_when_calls_begin(moment: str, said: Words) -> None:
    hall = office(MORNING, AFTERNOON)

    assert calls_begin(hall, at(moment)) == said
    assert calls_begin(hall, at(moment), queue="E") == said


def test_a_queue_without_a_window_on_duty_waits_while_the_hall_is_open() -> None:
    duty = Opening(WEEK, time(12), time(13, 30), windows=(3,))
    hall, noon = office(MORNING, duty, AFTERNOON), at("2026-11-23 12:30")

    assert not calls_begin(hall, noon)
    assert calls_begin(hall, noon, queue="E").zh == "现在不是办理时间，13:30 开始叫号"


def test_a_hall_that_never_closes_calls_at_once() -> None:
    assert not calls_begin(CATALOGUE, at("2026-11-23 03:00"))
