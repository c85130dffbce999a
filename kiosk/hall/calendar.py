"""开放时间: when the hall and its queues take visits, and which days are working days."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kiosk.hall.catalogue import Catalogue, DayTable, Hall, Opening, Window

MIDNIGHT, NOON = time(0), time(12)
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
    """Tell whether a queue is served at this moment, by the hall's hours, its duty and its own schedule."""
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
    if closes_at(catalogue, letter, at) is None:
        return True
    ends = ends_today(catalogue, letter, at)
    if ends is None:
        return False
    return _local(catalogue.hall, at) >= ends - timedelta(minutes=catalogue.hall.stop_before_min)


def closes_at(catalogue: Catalogue, letter: str, at: datetime) -> datetime | None:
    """Say when a queue ends for the day, or nothing when it has no hours that day."""
    spans = _spans(catalogue, letter, local_day(catalogue, at))
    return spans[-1].end if spans else None


def ends_today(catalogue: Catalogue, letter: str, at: datetime) -> datetime | None:
    """Say when a queue ends for the day, or nothing when it has no hours or goes on past midnight."""
    closing = closes_at(catalogue, letter, at)
    return None if closing is None or is_open(catalogue, letter, closing) else closing


def opens_next(catalogue: Catalogue, letter: str, at: datetime) -> datetime | None:
    """Say when a queue opens the next time after this moment, or nothing within two months."""
    now = _local(catalogue.hall, at)
    return _next_start(now, lambda day: _spans(catalogue, letter, day))


def hall_opens_next(catalogue: Catalogue, at: datetime) -> datetime | None:
    """Say when the hall itself opens the next time after this moment, or nothing within two months."""
    return _next_start(_local(catalogue.hall, at), lambda day: _hall_spans(catalogue.hall, day))


def hall_spans(catalogue: Catalogue, at: datetime) -> tuple[Span, ...]:
    """List today's hours in which all windows serve."""
    hall, day = catalogue.hall, local_day(catalogue, at)
    return _joined(span for opening, span in _openings(hall, hall.hours, day) if not opening.windows)


def duty_today(catalogue: Catalogue, at: datetime) -> tuple[tuple[Span, tuple[int, ...]], ...]:
    """List today's hours in which only some windows are on duty, and which."""
    hall, day = catalogue.hall, local_day(catalogue, at)
    return tuple((span, one.windows) for one, span in _openings(hall, hall.hours, day) if one.windows)


def windows_of(catalogue: Catalogue, letter: str, at: datetime) -> tuple[Window, ...]:
    """List where a queue is served for the rest of today: its own windows, else those on duty that help."""
    hall, now = catalogue.hall, _local(catalogue.hall, at)
    left = [one for one, span in _openings(hall, hall.hours, now.date()) if span.end > now]
    everybody = hall.always_open or not left or any(not one.windows for one in left)
    duty = [one for one in hall.windows if everybody or any(one.number in span.windows for span in left)]
    own = tuple(one for one in duty if letter in one.queues)
    return own or tuple(one for one in duty if letter in one.helps)


def hall_opened_at(catalogue: Catalogue, at: datetime) -> datetime | None:
    """Say when the hall opens first on this day, or nothing when it has no hours that day."""
    spans = _hall_spans(catalogue.hall, local_day(catalogue, at))
    return spans[0].start if spans else None


def hours_left(catalogue: Catalogue, letter: str, at: datetime) -> tuple[Span, ...]:
    """List the stretches in which a queue is still served today."""
    now = _local(catalogue.hall, at)
    return tuple(
        Span(max(span.start, now), span.end)
        for span in _spans(catalogue, letter, now.date())
        if span.end > now
    )


def pauses(left: Sequence[Span], at: datetime, served: timedelta) -> timedelta:
    """Add up the breaks before windows have served for so long; after the last hours none counts."""
    paused, reached = timedelta(0), at
    for span in left:
        paused += span.start - reached
        if served < span.end - span.start:
            break
        served, reached = served - (span.end - span.start), span.end
    return paused


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


def unknown_year(days: DayTable, today: date) -> int | None:
    """Name the first year within two months whose holidays are not in the table, or nothing."""
    soon = (today, today + timedelta(days=LOOK_AHEAD_DAYS))
    return next((day.year for day in soon if not knows(days, day)), None)


def after_working_days(days: DayTable, start: date, count: int) -> date:
    """Find the last day of a limit: the working day after the start is the first one counted.

    Source: the limits of 行政许可法 art. 82 are working days.
    """
    day = start
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(days, day)
    return day


def due_after(catalogue: Catalogue, letter: str, count: int, at: datetime) -> datetime:
    """Say when work of a queue is due that may take some working days; with 0, today when it closes.

    Where a queue never closes, work is due at the usual end of office hours, or before midnight.
    """
    today = local_day(catalogue, at)
    day = after_working_days(catalogue.hall.days, today, count)
    noon = datetime.combine(day, NOON, ZoneInfo(catalogue.hall.timezone))
    closes, office_ends = closes_at(catalogue, letter, noon), noon + timedelta(hours=5)
    if closes and _local(catalogue.hall, closes).date() == day:
        return closes
    return office_ends if office_ends > at else noon + timedelta(hours=11, minutes=59)


def after_opening_time(catalogue: Catalogue, letter: str, promised: timedelta, at: datetime) -> datetime:
    """Say when so much of a queue's opening time has passed: breaks, nights and holidays do not count."""
    now = _local(catalogue.hall, at)
    for ahead in range(LOOK_AHEAD_DAYS):
        for span in _spans(catalogue, letter, now.date() + timedelta(days=ahead)):
            start = max(span.start, now)
            if start < span.end and promised <= span.end - start:
                return start + promised
            promised -= max(span.end - start, timedelta(0))
    return now + promised


def _local(hall: Hall, at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(hall.timezone))


def _spans(catalogue: Catalogue, letter: str, day: date) -> tuple[Span, ...]:
    hall, queue = catalogue.hall, catalogue.queue(letter)
    hours = _hall_spans(hall, day, lambda opening: _is_served(hall, letter, opening))
    if not queue.schedule:
        return hours
    own = _joined(span for _, span in _openings(hall, queue.schedule, day))
    shared = (one.shared_with(other) for one in hours for other in own)
    return tuple(span for span in shared if span)


def _is_served(hall: Hall, letter: str, opening: Opening) -> bool:
    """Tell whether a window on duty serves or helps a queue; an unstaffed queue joins those who help it."""
    if not opening.windows:
        return True
    duty = (window for window in hall.windows if window.number in opening.windows)
    return any(letter in window.queues or letter in window.helps for window in duty)


def _hall_spans(
    hall: Hall, day: date, counts: Callable[[Opening], bool] = lambda _opening: True
) -> tuple[Span, ...]:
    if hall.always_open:
        zone = ZoneInfo(hall.timezone)
        return (Span(datetime.combine(day, MIDNIGHT, zone), _midnight_after(day, zone)),)
    return _joined(span for opening, span in _openings(hall, hall.hours, day) if counts(opening))


def _openings(hall: Hall, openings: Sequence[Opening], day: date) -> Iterator[tuple[Opening, Span]]:
    zone = ZoneInfo(hall.timezone)
    weekday = _counts_as(hall, day)
    for opening in openings:
        if weekday in opening.days and (opening.season is None or day in opening.season):
            to_midnight = opening.end == MIDNIGHT
            end = _midnight_after(day, zone) if to_midnight else datetime.combine(day, opening.end, zone)
            yield opening, Span(datetime.combine(day, opening.start, zone), end)


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Put stretches in order, those that touch or overlap as one."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda one: one.start):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def _next_start(now: datetime, spans_of: Callable[[date], tuple[Span, ...]]) -> datetime | None:
    before: tuple[Span, ...] = ()
    for ahead in range(LOOK_AHEAD_DAYS):
        spans = spans_of(now.date() + timedelta(days=ahead))
        for span in spans:
            goes_on = bool(before) and before[-1].end == span.start  # through midnight: it never closed
            if span.start > now and not goes_on:
                return span.start
        before = spans
    return None


def _counts_as(hall: Hall, day: date) -> int | None:
    """Say whose hours a day has: a make-up day those of a Monday, a holiday nobody's."""
    if hall.always_open:
        return day.isoweekday()
    if day in hall.days.make_up and hall.open_on_make_up_days:
        return MONDAY
    return None if day in hall.days.holidays else day.isoweekday()


def _midnight_after(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), MIDNIGHT, zone)
