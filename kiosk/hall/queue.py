"""排队: the order in which waiting tickets are called, and why this one."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from kiosk.hall.catalogue import CallRules, Catalogue, Window
from kiosk.hall.ticket import Ticket
from kiosk.hall.words import Words


class Why(StrEnum):
    """Why this ticket and no other was called."""

    FIRST_IN_LINE = "first_in_line"
    PRIORITY = "priority"
    ORDINARY_TURN = "ordinary_turn"
    WAITED_LONG = "waited_long"
    UNSTAFFED_QUEUE = "unstaffed_queue"
    HELPING = "helping"
    BY_NUMBER = "by_number"


WHY_WORDS: Mapping[Why, Words] = {
    Why.FIRST_IN_LINE: Words("等候时间最长", "has waited longest"),
    Why.PRIORITY: Words("优先对象", "has priority"),
    Why.ORDINARY_TURN: Words("上一位是优先对象，轮到普通号", "an ordinary turn after a priority call"),
    Why.WAITED_LONG: Words("等候已久，不再往后排", "has waited so long that it goes first"),
    Why.UNSTAFFED_QUEUE: Words("所属窗口暂无人，由综合窗口办理", "its own window is not staffed"),
    Why.HELPING: Words("本窗口无人等候，帮助其他窗口", "this window is free and helps another queue"),
    Why.BY_NUMBER: Words("工作人员指定叫号", "called by number"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """What the order rule must know of one window, or of several that serve alike."""

    windows: frozenset[int]
    queues: frozenset[str]
    helps: frozenset[str] = frozenset()
    last_was_priority: bool = False

    def sort(self, waiting: Iterable[Ticket]) -> tuple[list[Ticket], list[Ticket]]:
        """Part the tickets that may be called here into this place's own and those it only helps with."""
        own, others = [], []
        for ticket in waiting:
            sent_to, queue = ticket.transferred_to, ticket.route.queue
            if sent_to is not None:
                if sent_to in self.windows:
                    own.append(ticket)
            elif queue in self.queues:
                own.append(ticket)
            elif queue in self.helps:
                others.append(ticket)
        return own, others


@dataclass(frozen=True, slots=True)
class Choice:
    """The ticket to call, and why."""

    ticket: Ticket
    why: Why


@dataclass(frozen=True, slots=True)
class Order:
    """The hall's rule of order, with its priority ranks (0 goes first) and limits."""

    ranks: Mapping[str, int]
    rules: CallRules

    def choose(self, place: Place, waiting: Iterable[Ticket], *, at: datetime) -> Choice | None:
        """Choose the ticket that a free window calls next, or nobody when none waits for it."""
        return next(self.calls(place, waiting, at=at), None)

    def calls(self, place: Place, waiting: Iterable[Ticket], *, at: datetime) -> Iterator[Choice]:
        """List the waiting tickets as this place would call them if nobody else came.

        Bound: while an ordinary ticket waits that the place can serve, at most every second call is a
        priority call, and ordinary tickets go by time: one with n ordinary tickets before it is called
        within 2 (n + 1) calls. A priority ticket that has waited `ageing_min` goes before higher ranks.
        """
        own, others = place.sort(waiting)
        last = place.last_was_priority
        for choice in self._merge(own, last_was_priority=last, at=at):
            last = self.is_priority(choice.ticket)
            yield choice
        for choice in self._merge(others, last_was_priority=last, at=at):
            yield Choice(choice.ticket, Why.HELPING)

    def _merge(self, pool: Sequence[Ticket], *, last_was_priority: bool, at: datetime) -> Iterator[Choice]:
        ordinary = deque(sorted([one for one in pool if one.priority not in self.ranks], key=_by_time))
        prior = deque(self._by_rank(pool, at))
        in_a_row = 1 if last_was_priority else 0
        while ordinary or prior:
            if prior and (not ordinary or in_a_row == 0):
                ticket = prior.popleft()
                yield Choice(ticket, Why.WAITED_LONG if self._aged(ticket, at) else Why.PRIORITY)
                in_a_row = 1
            else:
                yield Choice(
                    ordinary.popleft(), Why.ORDINARY_TURN if in_a_row and prior else Why.FIRST_IN_LINE
                )
                in_a_row = 0

    def _by_rank(self, pool: Sequence[Ticket], at: datetime) -> list[Ticket]:
        def key(ticket: Ticket) -> tuple[int, datetime, int, str]:
            return (-1 if self._aged(ticket, at) else self.ranks[ticket.priority], *_by_time(ticket))

        return sorted((one for one in pool if self.is_priority(one)), key=key)

    def is_priority(self, ticket: Ticket) -> bool:
        """Tell whether a ticket is called before ordinary ones."""
        return ticket.priority in self.ranks

    def _aged(self, ticket: Ticket, at: datetime) -> bool:
        return at - ticket.order_at >= timedelta(minutes=self.rules.ageing_min)


def order_of(catalogue: Catalogue) -> Order:
    """Read the hall's rule of order from its catalogue."""
    return Order({one.code: one.rank for one in catalogue.hall.priorities}, catalogue.hall.calls)


@dataclass(frozen=True, slots=True)
class Staffing:
    """Which windows are open now, and whether each one's last call was a priority call."""

    open_windows: frozenset[int]
    last_was_priority: frozenset[int] = frozenset()

    def place(self, catalogue: Catalogue, number: int) -> Place:
        """Say whom a window may call now.

        The comprehensive window serves a queue that has no open window of its own as if it were its own,
        so that none starves unstaffed; the other queues it helps when nobody waits for itself.
        """
        window = catalogue.window(number)
        orphans = frozenset(letter for letter in window.helps if not self.staffed(catalogue, letter))
        return Place(
            frozenset({number}),
            frozenset(window.queues) | orphans,
            frozenset(window.helps) - orphans,
            number in self.last_was_priority,
        )

    def staffed(self, catalogue: Catalogue, letter: str) -> bool:
        """Tell whether a queue has an open window of its own."""
        return any(letter in window.queues for window in self.windows(catalogue))

    def windows(self, catalogue: Catalogue) -> tuple[Window, ...]:
        """List the open windows."""
        return tuple(window for window in catalogue.hall.windows if window.number in self.open_windows)

    def for_queue(self, catalogue: Catalogue, letter: str) -> tuple[Place, ...]:
        """List the places of the open windows that call a queue as their own."""
        places = (self.place(catalogue, window.number) for window in self.windows(catalogue))
        return tuple(place for place in places if letter in place.queues)


def release(waiting: Iterable[Ticket], staffing: Staffing) -> tuple[Ticket, ...]:
    """Free tickets that were sent to a window which has closed since, so that others may call them."""
    return tuple(
        replace(ticket, transferred_to=None)
        if ticket.transferred_to is not None and ticket.transferred_to not in staffing.open_windows
        else ticket
        for ticket in waiting
    )


def revived_order(waiting: Sequence[Ticket], *, places: int, at: datetime) -> datetime:
    """Find the time that puts a revived ticket `places` places down its queue.

    It comes directly after the ticket that is now in that place, or at the end of a shorter queue.
    """
    by_time = sorted(waiting, key=_by_time)
    if len(by_time) < places:
        return at
    return by_time[places - 1].order_at + timedelta(microseconds=1)


def delayed_order(
    order: Order, place: Place, waiting: Sequence[Ticket], ticket: Ticket, *, places: int, at: datetime
) -> datetime | None:
    """Find the time that lets as many as possible, but not more than `places`, go before a waiting ticket.

    The place is the one that calls it. Nobody else is called later than before: whoever goes first moves
    up. None when nobody can go first, as behind a priority ticket where only ordinary ones wait.
    """
    now = [choice.ticket for choice in order.calls(place, waiting, at=at)]
    here = now.index(ticket)
    best, most = None, 0
    for other in now[here + 1 : here + 1 + places]:
        then = other.order_at + timedelta(microseconds=1)
        if then <= ticket.order_at:
            continue
        moved = [replace(one, order_at=then) if one is ticket else one for one in waiting]
        there = next(
            n for n, one in enumerate(order.calls(place, moved, at=at)) if one.ticket.id == ticket.id
        )
        if most < there - here <= places:
            best, most = then, there - here
    return best


def _by_time(ticket: Ticket) -> tuple[datetime, int, str]:
    return (ticket.order_at, len(ticket.number), ticket.number)
