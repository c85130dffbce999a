"""值守: who serves whom at this moment, and who waits with nobody to serve him."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from kiosk.hall.calendar import is_open, local_day, opens_next
from kiosk.hall.catalogue import Catalogue, Window
from kiosk.hall.queue import Owed, Place
from kiosk.hall.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Staffing:
    """Which windows are open now, what each owes, and which queues are suspended."""

    open_windows: frozenset[int]
    owed: Mapping[int, Owed] = field(default_factory=dict)
    suspended: frozenset[str] = frozenset()

    def place(self, catalogue: Catalogue, number: int) -> Place:
        """Say whom a window may call now.

        The comprehensive window serves a queue that has no open window of its own as if it were its own,
        so that none starves unstaffed; the other queues it helps when nobody waits for itself.
        """
        window = catalogue.window(number)
        orphans = frozenset(window.helps) - self.staffed(catalogue)
        return Place(
            frozenset({number}),
            frozenset(window.queues) | orphans,
            frozenset(window.helps) - orphans,
            orphans,
            self.suspended,
            self.owed.get(number, Owed()),
            frozenset() if window.low_counter else self._lower(catalogue, window),
        )

    def _lower(self, catalogue: Catalogue, window: Window) -> frozenset[str]:
        """Name the queues of a window that another open window with a low counter calls as its own."""
        low = [one for one in self.windows(catalogue) if one.low_counter]
        called = frozenset(letter for one in low for letter in one.queues)
        helped = frozenset(letter for one in low for letter in one.helps) - self.staffed(catalogue)
        return (called | helped) & {*window.queues, *window.helps}

    def staffed(self, catalogue: Catalogue) -> frozenset[str]:
        """Name the queues that have an open window of their own."""
        return frozenset(letter for window in self.windows(catalogue) for letter in window.queues)

    def reached(self, catalogue: Catalogue, letter: str) -> bool:
        """Tell whether any open window calls a queue, as its own or to help."""
        return any(letter in (*window.queues, *window.helps) for window in self.windows(catalogue))

    def windows(self, catalogue: Catalogue) -> tuple[Window, ...]:
        """List the open windows."""
        return tuple(window for window in catalogue.hall.windows if window.number in self.open_windows)

    def for_queue(self, catalogue: Catalogue, letter: str) -> tuple[Place, ...]:
        """List the places of the open windows that call a queue as their own."""
        able = (one for one in self.windows(catalogue) if letter in one.queues or letter in one.helps)
        places = (self.place(catalogue, window.number) for window in able)
        return tuple(place for place in places if letter in place.queues)

    def lane(self, catalogue: Catalogue, letter: str) -> Place:
        """Join the windows that call a queue as their own into one place."""
        places = self.for_queue(catalogue, letter)
        owed = [place.owed for place in places] or [Owed()]
        return Place(
            frozenset[int]().union(*(place.windows for place in places)),
            frozenset[str]().union(*(place.queues for place in places)) | {letter},
            suspended=self.suspended,
            owed=Owed(min(one.ordinary for one in owed), min(one.before_quick for one in owed)),
        )


@dataclass(frozen=True, slots=True)
class Unattended:
    """People who wait in a queue that no open window calls, and since when that is so."""

    queue: str
    count: int
    since: datetime


def release(waiting: Iterable[Ticket], staffing: Staffing) -> tuple[Ticket, ...]:
    """Free tickets that were sent to a window which has closed since, so that others may call them."""
    return tuple(
        replace(ticket, transferred_to=None)
        if ticket.transferred_to is not None and ticket.transferred_to not in staffing.open_windows
        else ticket
        for ticket in waiting
    )


def unattended(
    catalogue: Catalogue,
    staffing: Staffing,
    waiting: Iterable[Ticket],
    shut_since: Mapping[int, datetime],
    *,
    at: datetime,
) -> Iterator[Unattended]:
    """List the queues whose people have waited `alarm_after_min` with no open window able to call them.

    `shut_since` says when a window that is not open stopped calling; one that nobody opened yet is not in
    it. A suspended queue raises no alarm, nor does one that has yet to open, or open again, today.
    """
    people = tuple(waiting)
    after = timedelta(minutes=catalogue.hall.calls.alarm_after_min)
    for queue in catalogue.hall.queues:
        letter = queue.letter
        mine = [one.order_at for one in people if one.queue == letter and one.transferred_to is None]
        if not mine or letter in staffing.suspended or staffing.reached(catalogue, letter):
            continue
        able = [one.number for one in catalogue.hall.windows if letter in (*one.queues, *one.helps)]
        since = max([min(mine), *(shut_since[number] for number in able if number in shut_since)])
        if at - since >= after and not _opens_later_today(catalogue, letter, at):
            yield Unattended(letter, len(mine), since)


def _opens_later_today(catalogue: Catalogue, letter: str, at: datetime) -> bool:
    if is_open(catalogue, letter, at):
        return False
    again = opens_next(catalogue, letter, at)
    return again is not None and local_day(catalogue, again) == local_day(catalogue, at)
