"""The promise of the order rule, for any mix of people who come, are sent on and come back between calls."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk.hall.catalogue import CallRules
from kiosk.hall.queue import Choice, Order, Owed, Place, Turn, order_of
from kiosk.hall.staffing import Staffing
from kiosk.hall.ticket import Ticket
from kiosk.hall.wait import Line
from tests.hall.halls import CATALOGUE, NINE, RULES, low_counters, ticket
from tests.hall.test_queue import lines

MINUTE = timedelta(minutes=1)
CLASSES = ["", "", "elder", "military"]
SERVICES: list[tuple[str, ...]] = [("B01",), ("B01",), ("B99",)]
rules = st.builds(
    lambda share, quick: replace(RULES, priority_share=share, quick_share=quick),
    st.integers(2, 5),
    st.sampled_from([0, 1, 2, 3, 4]),
)
newcomers = st.tuples(st.sampled_from(CLASSES), st.sampled_from(SERVICES))
older_ones = st.tuples(st.integers(0, 60), st.sampled_from(CLASSES), st.sampled_from(SERVICES))
steps = st.one_of(
    st.tuples(st.just("come"), newcomers),
    st.tuples(st.just("come back"), older_ones),
    st.tuples(st.just("drop a class"), st.integers(0, 20)),
    st.tuples(st.just("call"), st.integers(0, 2)),
    st.tuples(st.just("call"), st.integers(0, 2)),
)


@dataclass
class OneLine:
    """One queue served by some windows; for each ordinary ticket, what the bound counts."""

    order: Order
    owed: list[Owed]
    waiting: list[Ticket] = field(default_factory=list)
    before: dict[str, int] = field(default_factory=dict)  # ordinary tickets before it, ever
    calls: dict[str, int] = field(default_factory=dict)  # calls since it began to wait
    number: int = 0
    at: datetime = NINE

    def come(self, priority: str, services: tuple[str, ...], *, ago: int = 0) -> None:
        self.number += 1
        came = ticket(self.number, priority=priority, services=services)
        since = self.at - ago * MINUTE
        self.join(replace(came, taken_at=since, order_at=since))

    def join(self, came: Ticket) -> None:
        """Count a ticket before every ordinary one that it goes before, and those that go before it."""
        self.waiting.append(came)
        if self.order.is_priority(came):
            return
        ordinary = [one for one in self.waiting if not self.order.is_priority(one) and one.id != came.id]
        self.before[came.id] = sum(key(one) < key(came) for one in ordinary)
        self.calls[came.id] = 0
        for one in ordinary:
            self.before[one.id] += key(came) < key(one)

    def drop_a_class(self, index: int) -> None:
        ranked = [one for one in self.waiting if self.order.is_priority(one)]
        if ranked:
            dropped = ranked[index % len(ranked)]
            self.waiting.remove(dropped)
            self.join(replace(dropped, priority=""))

    def call(self, window: int) -> Choice | None:
        window %= len(self.owed)
        place = Place(frozenset({window}), frozenset("B"), owed=self.owed[window])
        choice = self.order.choose(place, self.waiting, at=self.at)
        if choice is None:
            return None
        self.owed[window] = self.order.owed_after(self.owed[window], choice.turn)
        for one in self.waiting:
            if not self.order.is_priority(one):
                self.calls[one.id] += 1
        self.waiting.remove(choice.ticket)
        return choice

    def bound(self, ticket_id: str) -> int:
        """Say within how many calls an ordinary ticket is called, in the words of `Order`."""
        n, share = self.before[ticket_id], self.order.rules.priority_share
        return n + n // (share - 1) + 1 + len(self.owed)


def key(one: Ticket) -> tuple[datetime, int, str]:
    return one.order_at, len(one.number), one.number


def order_with(chosen: CallRules) -> Order:
    return replace(order_of(CATALOGUE), rules=chosen)


@given(rules, st.integers(1, 3), st.lists(steps, max_size=80))
def test_an_ordinary_ticket_is_called_within_the_bound_whoever_comes(
    chosen: CallRules, windows: int, story: Sequence[tuple[str, object]]
) -> None:
    hall = OneLine(order_with(chosen), [Owed()] * windows)

    for step, what in story:
        hall.at += MINUTE
        if step == "come" and isinstance(what, tuple):
            hall.come(*what)
        elif step == "come back" and isinstance(what, tuple):
            hall.come(*what[1:], ago=what[0])
        elif step == "drop a class" and isinstance(what, int):
            hall.drop_a_class(what)
        elif isinstance(what, int):
            hall.call(what)
        for one in hall.waiting:
            if not hall.order.is_priority(one):  # it waits still, so the bound is not used up
                assert hall.calls[one.id] < hall.bound(one.id)


def test_with_the_usual_share_it_is_called_within_twice_its_place_though_soldiers_keep_coming() -> None:
    hall = OneLine(order_with(RULES), [Owed()])
    for _ in range(5):
        hall.come("", ("B01",))
    last = hall.waiting[-1]

    called = 0
    while last in hall.waiting:
        hall.at += MINUTE
        hall.come("military", ("B01",))
        hall.call(0)
        called += 1

    assert called == 2 * (4 + 1)


@given(rules, st.lists(steps, max_size=60))
def test_at_most_every_kth_call_of_a_window_is_out_of_turn_while_an_ordinary_ticket_waits(
    chosen: CallRules, story: Sequence[tuple[str, object]]
) -> None:
    hall, since = OneLine(order_with(chosen), [Owed()]), chosen.priority_share
    since_quick = chosen.quick_share

    for step, what in story:
        hall.at += MINUTE
        if step == "come" and isinstance(what, tuple):
            hall.come(*what)
        elif step == "call":
            ordinary = any(not hall.order.is_priority(one) for one in hall.waiting)
            choice = hall.call(0)
            if choice is None:
                continue
            since, since_quick = since + 1, since_quick + 1
            if choice.turn is not Turn.ORDINARY:
                assert since >= chosen.priority_share or not ordinary
                since = 0
            if choice.turn is Turn.QUICK:
                assert since_quick >= chosen.quick_share > 0
                since_quick = 0


@given(
    lines(),
    st.sampled_from(SERVICES),
    st.sampled_from(["", "elder", "military"]),
    st.builds(Owed, st.integers(0, 2), st.integers(0, 2)),
)
def test_who_was_sent_on_or_came_back_goes_before_a_newcomer_of_equal_rank(
    others: list[Ticket], services: tuple[str, ...], priority: str, owed: Owed
) -> None:
    """A ticket that was sent to window 2 keeps the time it was taken; the other is taken after that."""
    sent = replace(ticket(900, "E", priority=priority, services=services), transferred_to=2)
    back = ticket(901, "B", minutes=1, priority=priority, services=services)
    newcomer = ticket(999, "B", minutes=16, priority=priority, services=services)
    place = Place(frozenset({2}), frozenset("B"), owed=owed)

    order = order_of(CATALOGUE)
    for at in (NINE + 16 * MINUTE, NINE + 200 * MINUTE):
        called = [choice.ticket.id for choice in order.calls(place, [*others, newcomer, back, sent], at=at)]

        assert called.index(sent.id) < called.index(back.id) < called.index(newcomer.id)


@given(
    rules,
    lines(),
    st.frozensets(st.integers(1, 6)),
    st.dictionaries(st.integers(1, 6), st.builds(Owed, st.integers(0, 4), st.integers(0, 4))),
    st.frozensets(st.sampled_from("ABCDEF"), max_size=2),
)
def test_people_ahead_is_how_many_the_window_really_calls_first_if_nobody_else_comes(
    chosen: CallRules,
    waiting: list[Ticket],
    windows: frozenset[int],
    owed: dict[int, Owed],
    suspended: frozenset[str],
) -> None:
    at, order = NINE + 20 * MINUTE, order_with(chosen)
    staffing = Staffing(windows, owed, suspended)
    line = Line(CATALOGUE, order, staffing, tuple(waiting), {}, at)
    foreseen = line.outlooks()

    for number in windows:
        place, left = staffing.place(CATALOGUE, number), list(waiting)
        called: list[str] = []
        while choice := order.choose(place, left, at=at):
            left.remove(choice.ticket)
            called.append(choice.ticket.id)
            place = replace(place, owed=order.owed_after(place.owed, choice.turn))
        for ahead, one in enumerate(called):
            mine = next(ticket for ticket in waiting if ticket.id == one)
            if mine.queue in place.queues:  # those it only helps are called by their own window
                assert foreseen[one].people_ahead == ahead


@given(lines(), st.frozensets(st.integers(1, 6), min_size=1), st.frozensets(st.sampled_from("ABCDEF")))
def test_whoever_waits_is_called_by_some_open_window_unless_his_queue_is_suspended_or_nobody_can(
    waiting: list[Ticket], windows: frozenset[int], suspended: frozenset[str]
) -> None:
    order, staffing = order_of(CATALOGUE), Staffing(windows, {}, suspended)
    at = NINE + 20 * MINUTE

    reached = {
        choice.ticket.id
        for number in windows
        for choice in order.calls(staffing.place(CATALOGUE, number), waiting, at=at)
    }

    for one in waiting:
        may_be_called = one.queue not in suspended and staffing.reached(CATALOGUE, one.queue)
        assert (one.id in reached) == may_be_called


@given(lines(), st.lists(st.booleans(), min_size=12, max_size=12))
def test_a_low_counter_keeps_what_people_are_told_true_and_leaves_nobody_uncalled(
    waiting: list[Ticket], rolls: list[bool]
) -> None:
    """Two windows share queue B: 2 calls nobody in a wheelchair, 7 calls everybody."""
    hall, at = low_counters(), NINE + 20 * MINUTE
    people = tuple(
        replace(one, needs=("wheelchair",) if rolls[n % len(rolls)] else (), transferred_to=None)
        for n, one in enumerate(waiting)
    )
    staffing = Staffing(frozenset({2, 7}))
    line = Line(hall, order_of(hall), staffing, people, {}, at)
    foreseen = line.outlooks()

    usual, low = (
        [one.ticket for one in line.order.calls(staffing.place(hall, window), people, at=at)]
        for window in (2, 7)
    )

    assert [one.id for one in low] == [
        one.id for one in sorted(low, key=lambda t: foreseen[t.id].people_ahead)
    ]
    assert [foreseen[one.id].people_ahead for one in low] == list(range(len(low)))
    assert {one.id for one in low} == {one.id for one in people if one.queue == "B"}
    assert {one.id for one in usual} == {one.id for one in low if not one.needs}
    for ahead, one in enumerate(usual):
        assert ahead <= foreseen[one.id].people_ahead
