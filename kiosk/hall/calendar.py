"""开放时间: when the hall and its queues take visits, and which days are working days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kiosk.hall.catalogue import Catalogue, DayTable, Hall, Opening

MIDNIGHT = time(0)
MONDAY, FRIDAY = 1, 5
LOOK_AHEAD_DAYS = 60


@dataclass(frozen=True, slots=True)
class Span:
    """An unbroken stretch of time in which visits are served."""

    start: datetime
    end: datetime

    def __contains__(self, at: datetime) -> bool:
        return self.start <= at < self.end

    def shared_with(self, other: "Span") -> "Span | None":
        """Find the stretch that lies in both."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None


def local_day(catalogue: Catalogue, at: datetime) -> date:
    """Name the day that it is in the hall."""
    return _local(catalogue.hall, at).date()


def is_open(catalogue: Catalogue, letter: str, at: datetime) -> bool:
    """Tell whether a queue is served at this moment, by the hall's hours and its own schedule."""
    now = _local(catalogue.hall, at)
    return any(now in span for span in _spans(catalogue, letter, now.date()))


def hall_is_open(catalogue: Catalogue, at: datetime) -> bool:
    """Tell whether the hall itself is open at this moment."""
    now = _local(catalogue.hall, at)
    return any(now in span for span in _hall_spans(catalogue.hall, now.date()))


def closed_for_today(catalogue: Catalogue, letter: str, at: datetime) -> bool:
    """Tell whether a queue takes no more visits today: its last hours are over or about to be.

    Before it opens, and in a break after which it opens again, it still takes tickets.
    """
    now = _local(catalogue.hall, at)
    closing = closes_at(catalogue, letter, at)
    if closing is None:
        return True
    if closing.time() == MIDNIGHT:  # it does not close tonight
        return False
    return now >= closing - timedelta(minutes=catalogue.hall.stop_before_min)


def closes_at(catalogue: Catalogue, letter: str, at: datetime) -> datetime | None:
    """Say when a queue ends for the day, or nothing when it has no hours that day."""
    spans = _spans(catalogue, letter, local_day(catalogue, at))
    return max((span.end for span in spans), default=None)


def opens_next(catalogue: Catalogue, letter: str, at: datetime) -> datetime | None:
    """Say when a queue opens the next time after this moment, or nothing within two months."""
    now = _local(catalogue.hall, at)
    for ahead in range(LOOK_AHEAD_DAYS):
        spans = _spans(catalogue, letter, now.date() + timedelta(days=ahead))
        later = [span.start for span in spans if span.start > now]
        if later:
            return min(later)
    return None


def opens_on(catalogue: Catalogue, letter: str, day: date) -> datetime | None:
    """Say when a queue opens on a day, or nothing when it has no hours that day."""
    return min((span.start for span in _spans(catalogue, letter, day)), default=None)


def is_working_day(days: DayTable, day: date) -> bool:
    """Tell whether a day counts towards a limit in working days.

    In a year that the table does not know, Monday to Friday count; `knows` tells so.
    """
    if day in days.make_up:
        return True
    return day.isoweekday() <= FRIDAY and day not in days.holidays


def knows(days: DayTable, day: date) -> bool:
    """Tell whether the holidays of a day's year are in the table."""
    return day.year in days.years


def after_working_days(days: DayTable, start: date, count: int) -> date:
    """Find the last day of a limit: the working day after the start is the first one counted.

    Source: the limits of 行政许可法 art. 82 are working days.
    """
    day = start
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(days, day)
    return day


def _local(hall: Hall, at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(hall.timezone))


def _spans(catalogue: Catalogue, letter: str, day: date) -> tuple[Span, ...]:
    hall, queue = catalogue.hall, catalogue.queue(letter)
    hours = _hall_spans(hall, day)
    if not queue.schedule:
        return hours
    own = tuple(_on_day(hall, queue.schedule, day))
    shared = (one.shared_with(other) for one in hours for other in own)
    return tuple(span for span in shared if span)


def _hall_spans(hall: Hall, day: date) -> tuple[Span, ...]:
    if hall.always_open:
        zone = ZoneInfo(hall.timezone)
        return (Span(datetime.combine(day, MIDNIGHT, zone), _midnight_after(day, zone)),)
    return tuple(_on_day(hall, hall.hours, day))


def _on_day(hall: Hall, openings: Sequence[Opening], day: date) -> Iterator[Span]:
    zone = ZoneInfo(hall.timezone)
    weekday = _counts_as(hall, day)
    for opening in openings:
        if weekday in opening.days:
            to_midnight = opening.end == MIDNIGHT
            end = _midnight_after(day, zone) if to_midnight else datetime.combine(day, opening.end, zone)
            yield Span(datetime.combine(day, opening.start, zone), end)


def _counts_as(hall: Hall, day: date) -> int | None:
    """Say whose hours a day has: a make-up day those of a Monday, a holiday nobody's."""
    if hall.always_open:
        return day.isoweekday()
    if day in hall.days.make_up and hall.open_on_make_up_days:
        return MONDAY
    return None if day in hall.days.holidays else day.isoweekday()


def _midnight_after(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), MIDNIGHT, zone)
