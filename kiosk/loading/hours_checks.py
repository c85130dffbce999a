"""开放时间核对: spans of opening hours that overlap, and windows on duty that are not there."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from itertools import combinations

from pydantic import ValidationError

from kiosk.hall.catalogue import Opening
from kiosk.hall.words import Words
from kiosk.loading.faults import Fault
from kiosk.loading.files import HALL, Table
from kiosk.loading.hours_file import LEAP_YEAR, HoursShape
from kiosk.loading.names import listed, tables, whole

YEAR = tuple(date(LEAP_YEAR, 1, 1) + timedelta(days=n) for n in range(366))


def check_hours(hall: Table, windows: Table | None) -> Iterator[Fault]:
    """Compare the spans of [[hours]] with each other and with the windows."""
    yield from _overlaps(hall)
    if windows is not None:
        yield from _duty(hall, windows)


def _overlaps(hall: Table) -> Iterator[Fault]:
    spans = [(place, span) for place, one in tables(hall, "hours") if (span := _built(one))]
    for (first, one), (second, other) in combinations(spans, 2):
        if _at_the_same_time(one, other):
            zh = f"与 {first} 有重叠的时间。请改时间，或用 season 分开季节。"
            en = f"It overlaps {first}. Change the times, or part them by season."
            yield Fault(HALL, second, "", Words(zh, en))


def _built(table: Table) -> Opening | None:
    """Make the opening hours, or nothing where their form is wrong: that is said already."""
    try:
        return HoursShape.model_validate(table).built()
    except ValidationError:
        return None


def _at_the_same_time(one: Opening, other: Opening) -> bool:
    ends = [span.end if span.end != time(0) else time.max for span in (one, other)]
    return (
        bool(set(one.days) & set(other.days))
        and one.start < ends[1]
        and other.start < ends[0]
        and any(all(span.season is None or day in span.season for span in (one, other)) for day in YEAR)
    )


def _duty(hall: Table, windows: Table) -> Iterator[Fault]:
    known = {number for _, one in tables(windows, "window") if (number := whole(one, "number"))}
    for place, one in tables(hall, "hours"):
        found = one.get("windows")
        for index, number in enumerate(found if isinstance(found, list) else [], 1):
            if number not in known:
                zh = f"没有这个窗口。可用：{listed(known)}。"
                en = f"No such window. Known windows: {listed(known)}."
                yield Fault(HALL, f"{place}.windows[{index}]", str(number), Words(zh, en))
