"""Whose turn it is, told a second time from the words of the rule, without the program's own order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kiosk.hall.calendar import local_day
from kiosk.hall.catalogue import Catalogue, ServiceKind
from kiosk.hall.routing import Reason
from kiosk.hall.ticket import AT_WINDOW, Ticket
from kiosk.hall.why import Because, Why
from tests.play.halls import OFFICE

SHORT = (ServiceKind.CONSULT, ServiceKind.COLLECT)
Debt = tuple[int, int]  # ordinary calls that a window owes, and calls before its next quick one


@dataclass(frozen=True)
class Called:
    """One turn: the ticket, why, and what the window owes after it."""

    ticket: Ticket
    why: Why
    owed: Debt


@dataclass(frozen=True)
class Scene:
    """Who waits, who is at a window, and which windows and queues go on, at one moment."""

    tickets: tuple[Ticket, ...]
    open: frozenset[int]
    suspended: frozenset[str]
    owed: Mapping[int, Debt]
    at: datetime
    office: Catalogue = OFFICE

    @property
    def waiting(self) -> tuple[Ticket, ...]:
        """Who may be called now: of today, and standing at no window; nobody waits for a closed window."""
        at_windows = {visit_of(one) for one in self.tickets if one.state in AT_WINDOW and one.walks}
        today = local_day(self.office, self.at)
        return tuple(
            replace(one, transferred_to=None) if one.transferred_to not in self.open else one
            for one in self.tickets
            if one.state == "waiting"
            and one.day <= today
            and not (one.part and one.walks and visit_of(one) in at_windows)
        )

    def turns(self, window: int) -> Iterator[Called]:
        """List the turns of one window, if nobody else came."""
        own, helped, orphans = self.pools(window)
        owed = self.owed[window]
        for turn in self._in_turn(own, owed):
            owed = turn.owed
            orphan = turn.why is Why.FIRST_IN_LINE and turn.ticket.queue in orphans
            yield replace(turn, why=Why.UNSTAFFED_QUEUE) if orphan else turn
        for turn in self._in_turn(helped, owed):
            yield replace(turn, why=Why.HELPING)

    def pools(self, window: int) -> tuple[list[Ticket], list[Ticket], frozenset[str]]:
        """Tell who waits for a window itself, whom it only helps, and which queues nobody else serves."""
        place = self.office.window(window)
        served = {letter for one in self.open for letter in self.office.window(one).queues}
        orphans = frozenset(place.helps) - served
        people = [one for one in self.waiting if one.queue not in self.suspended]
        own = [
            one
            for one in people
            if one.transferred_to == window
            or (one.transferred_to is None and (one.queue in place.queues or one.queue in orphans))
        ]
        return own, [one for one in people if _only_helped(one, place.helps, orphans)], orphans

    def because(self, turn: Called, window: int, reason: str, by: str) -> Because:
        """Tell the facts of a turn: its place by time among all who waited for the same window."""
        own, helped, _ = self.pools(window)
        ticket = turn.ticket
        queue = [one for one in self.waiting if one.queue == ticket.queue]
        pool = next((found for found in (own, helped, queue) if ticket.id in {one.id for one in found}), [])
        before = [one for one in pool if by_time(one) < by_time(ticket) and one.id != ticket.id]
        waited = int((self.at - ticket.taken_at).total_seconds())
        return Because(
            turn.why,
            place=len(before) + 1,
            waiting=max(1, len(pool)),
            waited_s=max(0, waited),
            priority=ticket.priority if ticket.priority in self.ranks else "",
            reason=reason,
            by=by,
        )

    def ahead(self, ticket: Ticket) -> int:
        """Count who is called before a waiting ticket by the windows that call its queue as their own."""
        letter, sent = ticket.queue, ticket.transferred_to
        served = {queue for one in self.open for queue in self.office.window(one).queues}

        def queues(window: int) -> set[str]:
            place = self.office.window(window)
            return set(place.queues) | (set(place.helps) - served)

        windows = [sent] if sent else [one for one in sorted(self.open) if letter in queues(one)]
        letters = set[str]().union(*(queues(one) for one in windows)) | (set() if sent else {letter})
        owed = [self.owed[one] for one in windows] or [(0, 0)]
        people = [
            one
            for one in self.waiting
            if one.queue not in self.suspended - {letter}
            and (one.transferred_to in windows if one.transferred_to else one.queue in letters)
        ]
        helped = [
            one
            for one in self.waiting
            if sent
            and one.queue not in self.suspended - {letter}
            and _only_helped(one, self.office.window(sent).helps, letters)
        ]
        debt = min(one for one, _ in owed), min(one for _, one in owed)
        line = [turn.ticket.id for turn in (*self._in_turn(people, debt), *self._in_turn(helped, debt))]
        return line.index(ticket.id)

    @property
    def ranks(self) -> dict[str, int]:
        """Name the priority classes with their ranks."""
        return {one.code: one.rank for one in self.office.hall.priorities}

    def early(self, owed: Debt) -> Debt:
        """Tell what a window owes after it has called somebody before his turn."""
        return self.office.hall.calls.priority_share - 1, max(0, owed[1] - 1)

    def _in_turn(self, pool: Sequence[Ticket], owed: Debt) -> Iterator[Called]:
        left = sorted(pool, key=by_time)
        while left:
            turn = self._next(left, owed)
            left = [one for one in left if one.id != turn.ticket.id]
            owed = turn.owed
            yield turn

    def _next(self, left: Sequence[Ticket], owed: Debt) -> Called:
        rules, ranks = self.office.hall.calls, self.ranks

        def aged(one: Ticket) -> bool:
            return self.at - one.order_at >= timedelta(minutes=rules.ageing_min)

        ordinary = [one for one in left if one.priority not in ranks]
        prior = [one for one in left if one.priority in ranks]
        quick = [one for one in ordinary if rules.quick_share and self._is_quick(one)]
        later = max(0, owed[1] - 1)
        if prior and (not ordinary or owed[0] == 0):
            first = min(prior, key=lambda one: (-1 if aged(one) else ranks[one.priority], *by_time(one)))
            why = Why.WAITED_LONG if aged(first) else Why.PRIORITY
            return Called(first, why, (rules.priority_share - 1, later))
        if quick and owed == (0, 0) and not aged(ordinary[0]) and quick[0] is not ordinary[0]:
            return Called(quick[0], Why.QUICK, (rules.priority_share - 1, max(0, rules.quick_share - 1)))
        first = ordinary[0]
        if first.route.reason is Reason.NEXT_DAY_PLACE:
            why = Why.NEXT_DAY_PLACE
        else:
            why = Why.ORDINARY_TURN if prior else Why.FIRST_IN_LINE
        return Called(first, why, (max(0, owed[0] - 1), later))

    def _is_quick(self, ticket: Ticket) -> bool:
        if not ticket.services:
            return ticket.route.reason is Reason.NOT_SURE
        quick = {one.code for one in self.office.services if one.kind in SHORT}
        return set(ticket.services) <= quick


def _only_helped(one: Ticket, helps: Sequence[str], served: frozenset[str] | set[str]) -> bool:
    return one.transferred_to is None and one.queue in helps and one.queue not in served


def visit_of(ticket: Ticket) -> str:
    """Name the person: the visit that a ticket belongs to."""
    return ticket.part.visit if ticket.part else ticket.id


def by_time(ticket: Ticket) -> tuple[datetime, int, str]:
    """Order tickets of one pool by the time that counts."""
    return ticket.order_at, len(ticket.number), ticket.number
