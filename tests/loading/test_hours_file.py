"""Opening hours, quotas and pads as officials write them, well and badly."""

from datetime import date, time
from pathlib import Path

import pytest

from kiosk.hall.catalogue import Opening, Quota, Season
from kiosk.loading import check, load
from tests.loading.conftest import DRAINAGE, Edit

MORNING = "[[hours]]\ndays = [1, 2, 3, 4, 5]\nstart = 08:30:00\nend = 12:00:00\n"


def keeps_hours(edit: Edit, hours: str) -> None:
    edit("hall.toml", "always_open = true", "always_open = false")
    edit("hall.toml", "[calls]", f"{hours}\n[calls]")


def with_quota(folder: Path, quota: str) -> None:
    with (folder / DRAINAGE).open("a", encoding="utf-8") as file:
        file.write(f"\n[[quota]]\n{quota}\n")


def test_seasons_duty_and_lunch_are_read(folder: Path, edit: Edit) -> None:
    summer = 'days = [1]\nstart = 14:00:00\nend = 17:30:00\nseason = ["06-01", "09-30"]\n'
    saturday = "days = [6]\nstart = 09:00:00\nend = 11:30:00\nwindows = [3, 1]\n"
    keeps_hours(edit, f"{MORNING}[[hours]]\n{summer}[[hours]]\n{saturday}")

    hall = load(folder).hall

    assert hall.hours == (
        Opening((1, 2, 3, 4, 5), time(8, 30), time(12)),
        Opening((1,), time(14), time(17, 30), Season((6, 1), (9, 30))),
        Opening((6,), time(9), time(11, 30), windows=(1, 3)),
    )
    assert hall.stop_when_full
    assert (hall.queues[0].pad[0], hall.queues[0].pad[-1]) == (901, 999)


@pytest.mark.parametrize(
    ("hours", "key", "remedy"),
    [
        (MORNING + MORNING, "hours[2]", "hours[1]"),
        (
            MORNING + "[[hours]]\ndays = [5, 6]\nstart = 11:00:00\nend = 00:00:00\nwindows = [1]\n",
            "hours[2]",
            "重叠",
        ),
        (f'{MORNING}season = ["6-1", "09-30"]\n', "hours[1].season[1]", "如 06-01"),
        (f'{MORNING}season = ["02-30", "09-30"]\n', "hours[1].season[1]", "如 06-01"),
        (f'{MORNING}season = ["06-01"]\n', "hours[1].season", "至少要有 2 项"),
        (f"{MORNING}windows = [1, 9]\n", "hours[1].windows[2]", "1, 2, 3, 4, 5, 6"),
        (f"{MORNING}window = [1]\n", "hours[1].window", "windows"),
    ],
)
def test_a_mistake_in_the_hours_is_named(folder: Path, edit: Edit, hours: str, key: str, remedy: str) -> None:
    keeps_hours(edit, hours)

    (fault,) = check(folder).faults

    assert (fault.file, fault.key) == ("hall.toml", key)
    assert remedy in fault.remedy.zh
    assert fault.remedy.zh in str(fault)


def test_two_seasons_may_share_the_same_time_of_day(folder: Path, edit: Edit) -> None:
    summer = MORNING + 'season = ["06-01", "09-30"]\n'
    keeps_hours(edit, summer + MORNING + 'season = ["10-01", "05-31"]\n')

    assert check(folder).sound


@pytest.mark.parametrize(
    ("quota", "made"),
    [
        ('per = "morning"\ncount = 20', Quota(20, time(0), time(12))),
        ('per = "afternoon"\ncount = 20', Quota(20, time(12), time(0))),
        ('per = "day"\ncount = 0', Quota(0)),
        ("start = 08:30:00\nend = 10:00:00\ncount = 5", Quota(5, time(8, 30), time(10))),
    ],
)
def test_a_quota_is_read(folder: Path, quota: str, made: Quota) -> None:
    with_quota(folder, quota)

    assert load(folder).service("E05").quotas == (made,)


@pytest.mark.parametrize(
    ("quota", "key"),
    [
        ("count = 5", "quota[1]"),
        ('per = "day"\nstart = 08:30:00\nend = 10:00:00\ncount = 5', "quota[1]"),
        ("start = 08:30:00\ncount = 5", "quota[1]"),
        ("start = 10:00:00\nend = 08:30:00\ncount = 5", "quota[1]"),
        ('per = "noon"\ncount = 5', "quota[1].per"),
        ('per = "day"\ncount = -1', "quota[1].count"),
        ('per = "day"', "quota[1].count"),
    ],
)
def test_a_mistake_in_a_quota_is_named(folder: Path, quota: str, key: str) -> None:
    with_quota(folder, quota)

    (fault,) = check(folder).faults

    assert (fault.file, fault.key) == (DRAINAGE, key)


@pytest.mark.parametrize(
    ("pad", "numbers"),
    [("pad_from = 0", 0), ("pad_from = 501\npad_until = 520", 20), ("pad_from = 999", 1)],
)
def test_a_queue_reserves_its_own_pad(folder: Path, edit: Edit, pad: str, numbers: int) -> None:
    edit("windows.toml", 'short = "数字电视"', f'short = "数字电视"\n{pad}')

    assert len(load(folder).queue("B").pad) == numbers


def test_a_pad_that_ends_before_it_begins_is_named(folder: Path, edit: Edit) -> None:
    edit("windows.toml", 'short = "数字电视"', 'short = "数字电视"\npad_from = 1000')

    (fault,) = check(folder).faults

    assert (fault.file, fault.key) == ("windows.toml", "queue[2]")


def test_the_hall_s_own_year_comes_before_the_library_s(folder: Path) -> None:
    (folder / "days.toml").write_text(
        "[[year]]\nyear = 2026\nholidays = [2026-11-24]\nmake_up = [2026-11-28]\n"
        "[[year]]\nyear = 2027\nholidays = [2027-01-01]\nmake_up = []\n",
        "utf-8",
    )

    days = load(folder).hall.days

    assert {day for day in days.holidays if day.year == 2026} == {date(2026, 11, 24)}
    assert date(2025, 10, 1) in days.holidays
    assert 2027 in days.years


def test_the_check_warns_of_the_year_after_the_last_known(folder: Path) -> None:
    (notice,) = (one for one in check(folder).notices if one.file == "days.toml")

    assert "周一至周五" in str(notice)
    assert str(max(load(folder).hall.days.years)) in str(notice)
