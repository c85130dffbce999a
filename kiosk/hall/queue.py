"""排队: the order in which waiting tickets are called."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from kiosk.hall.catalogue import CallRules, Catalogue, ServiceKind
from kiosk.hall.routing import Reason
from kiosk.hall.ticket import Ticket
from kiosk.hall.why import Because, Why

QUICK_KINDS = frozenset({ServiceKind.CONSULT, ServiceKind.COLLECT})


class Turn(StrEnum):
    """Which kind of turn a call takes."""

    ORDINARY = "ordinary"  # whoever has waited longest
    PRIORITY = "priority"  # a priority class, or a ticket that somebody called before its turn
    QUICK = "quick"  # a short visit before longer ones


@dataclass(frozen=True, slots=True)
class Owed:
    """What a window owes to those who wait for their turn.

    So many ordinary calls must come before its next call out of turn, and so many calls before the next
    quick one.
    """

    ordinary: int = 0
    before_quick: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """What the order rule must know of one window, or of several that serve alike.

    `orphans` are those of its `queues` that no window of their own serves now; nobody is called from a
    `suspended` queue. This place has no low counter, and another open window that calls the `lower` queues
    as its own has one: whoever needs it is left for that window.
    """

    windows: frozenset[int]
    queues: frozenset[str]
    helps: frozenset[str] = frozenset()
    orphans: frozenset[str] = frozenset()
    suspended: frozenset[str] = frozenset()
    owed: Owed = Owed()
    lower: frozenset[str] = frozenset()

    def sort(self, waiting: Iterable[Ticket]) -> tuple[list[Ticket], list[Ticket]]:
        """Part the tickets that may be called here into this place's own and those it only helps with."""
        own, others = [], []
        for ticket in waiting:
            sent_to, queue = ticket.transferred_to, ticket.route.queue
            if queue in self.suspended:
                continue
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
    """The ticket to call, why, and whose turn that takes."""

    ticket: Ticket
    why: Why
    turn: Turn = Turn.ORDINARY


@dataclass(frozen=True, slots=True)
class Order:
    """The hall's rule of order: its priority ranks (0 goes first), its limits, its quick services.

    **Bound.** With a priority share of k (at most every k-th call of a window is out of turn: a priority
    class, a quick visit or a ticket called early), an ordinary ticket with n ordinary tickets before it
    is called within n + n // (k - 1) + 2 calls of its window, whoever comes meanwhile: within 2 (n + 1)
    calls with the usual k = 2. Several windows that serve the queue together make it at most one call
    more for each further window. An older ticket that comes back into the line (transferred, revived,
    its class dropped) counts among the n. Quick visits take their calls out of the same share, so they
    do not change the bound; none goes before an ordinary ticket that has waited `ageing_min`.

    A priority ticket that has waited `ageing_min` goes before higher ranks, so that no class starves.
    Whoever needs a low counter counts the calls of the open windows of his queue that have one, if any has.
    """

    ranks: Mapping[str, int]
    rules: CallRules
    quick: frozenset[str] = frozenset()
    low_counter: frozenset[str] = frozenset()  # the needs of people who need one

    def choose(self, place: Place, waiting: Iterable[Ticket], *, at: datetime) -> Choice | None:
        """Choose the ticket that a free window calls next, or nobody when none waits for it."""
        return next(self.calls(place, waiting, at=at), None)

    def calls(self, place: Place, waiting: Iterable[Ticket], *, at: datetime) -> Iterator[Choice]:
        """List the waiting tickets as this place would call them if nobody else came."""
        own, others = place.sort(self._not_left(waiting, place))
        owed = place.owed
        for choice in self._merge(own, owed, at=at):
            owed = self.owed_after(owed, choice.turn)
            orphan = choice.why is Why.FIRST_IN_LINE and choice.ticket.queue in place.orphans
            yield replace(choice, why=Why.UNSTAFFED_QUEUE) if orphan else choice
        for choice in self._merge(others, owed, at=at):
            yield replace(choice, why=Why.HELPING)

    def all_before(self, place: Place, waiting: Iterable[Ticket], newcomer: Ticket) -> list[Ticket] | None:
        """List, in no order, whom this place calls before a newcomer of one of its queues, where that is all.

        None where it may not be all: he or somebody before him has a class or a quick visit, or a place
        later than his was given to somebody.
        """
        own, _ = place.sort(self._not_left(waiting, place))
        if (self.rules.quick_share and self.is_quick(newcomer)) or self.left_for_lower(newcomer, place):
            return None
        plain = not self.is_priority(newcomer) and not any(one.priority for one in own)
        if plain and all(one.order_at < newcomer.order_at for one in own):
            return own
        return None

    def owed_after(self, owed: Owed, turn: Turn) -> Owed:
        """Say what a window owes after a call."""
        quick = max(0, owed.before_quick - 1)
        match turn:
            case Turn.ORDINARY:
                return Owed(max(0, owed.ordinary - 1), quick)
            case Turn.PRIORITY:
                return Owed(self.rules.priority_share - 1, quick)
            case Turn.QUICK:
                return Owed(self.rules.priority_share - 1, max(0, self.rules.quick_share - 1))

    def because(
        self,
        choice: Choice,
        place: Place,
        waiting: Sequence[Ticket],
        *,
        at: datetime,
        reason: str = "",
        by: str = "",
    ) -> Because:
        """Keep the facts of a choice: its place by time among those who waited for the same window."""
        ticket = choice.ticket
        here = self._not_left(waiting, place)
        pools = (*place.sort(here), [one for one in waiting if one.queue == ticket.queue])
        pool = next((pool for pool in pools if ticket in pool), [ticket])
        return Because(
            choice.why,
            place=sum(_by_time(one) <= _by_time(ticket) for one in pool),
            waiting=len(pool),
            waited_s=max(0, int((at - ticket.taken_at).total_seconds())),
            priority=ticket.priority if self.is_priority(ticket) else "",
            reason=reason,
            by=by,
        )

    def is_priority(self, ticket: Ticket) -> bool:
        """Tell whether a ticket is called before ordinary ones."""
        return ticket.priority in self.ranks

    def left_for_lower(self, ticket: Ticket, place: Place) -> bool:
        """Tell whether a ticket waits for another window because that one has a low counter."""
        here = ticket.transferred_to is None and ticket.queue in place.lower
        return here and not self.low_counter.isdisjoint(ticket.needs)

    def _not_left(self, waiting: Iterable[Ticket], place: Place) -> Iterable[Ticket]:
        return [one for one in waiting if not self.left_for_lower(one, place)] if place.lower else waiting

    def is_quick(self, ticket: Ticket) -> bool:
        """Tell whether a visit is only a question, or only fetches a result."""
        if not ticket.services:
            return ticket.route.reason is Reason.NOT_SURE
        return self.quick.issuperset(ticket.services)

    def _merge(self, pool: Sequence[Ticket], owed: Owed, *, at: datetime) -> Iterator[Choice]:
        ordinary = deque(sorted((one for one in pool if not self.is_priority(one)), key=_by_time))
        quick = deque(one for one in ordinary if self.rules.quick_share and self.is_quick(one))
        prior = deque(self._by_rank(pool, at))
        while ordinary or prior:
            if prior and not (ordinary and owed.ordinary):
                ticket, turn = prior.popleft(), Turn.PRIORITY
                why = Why.WAITED_LONG if self._aged(ticket, at) else Why.PRIORITY
            elif quick and owed == Owed() and not self._aged(ordinary[0], at) and quick[0] != ordinary[0]:
                ticket, turn, why = quick.popleft(), Turn.QUICK, Why.QUICK
                ordinary.remove(ticket)
            else:
                ticket, turn = ordinary.popleft(), Turn.ORDINARY
                why = _why_in_turn(ticket, passed_priority=bool(prior))
                if quick and quick[0] == ticket:
                    quick.popleft()
            yield Choice(ticket, why, turn)
            owed = self.owed_after(owed, turn)

    def _by_rank(self, pool: Sequence[Ticket], at: datetime) -> list[Ticket]:
        def key(ticket: Ticket) -> tuple[int, datetime, int, str]:
            return (-1 if self._aged(ticket, at) else self.ranks[ticket.priority], *_by_time(ticket))

        return sorted((one for one in pool if self.is_priority(one)), key=key)

    def _aged(self, ticket: Ticket, at: datetime) -> bool:
        return at - ticket.order_at >= timedelta(minutes=self.rules.ageing_min)


def order_of(catalogue: Catalogue) -> Order:
    """Read the hall's rule of order from its catalogue."""
    quick = frozenset(one.code for one in catalogue.services if one.kind in QUICK_KINDS)
    ranks = {one.code: one.rank for one in catalogue.hall.priorities}
    return Order(ranks, catalogue.hall.calls, quick, catalogue.hall.low_counter)


def revived_order(waiting: Sequence[Ticket], *, places: int, at: datetime) -> datetime:
    """Find the time that puts a revived ticket `places` places down its queue.

    It comes directly after the ticket that is now in that place, or at the end of a shorter queue.
    """
    by_time = sorted(waiting, key=_by_time)
    after = [one.order_at + timedelta(microseconds=1) for one in by_time]
    return after[places - 1] if len(after) >= places else max((at, *after))


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


def _why_in_turn(ticket: Ticket, *, passed_priority: bool) -> Why:
    if ticket.route.reason is Reason.NEXT_DAY_PLACE:
        return Why.NEXT_DAY_PLACE
    return Why.ORDINARY_TURN if passed_priority else Why.FIRST_IN_LINE


def _by_time(ticket: Ticket) -> tuple[datetime, int, str]:
    return (ticket.order_at, len(ticket.number), ticket.number)
