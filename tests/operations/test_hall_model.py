"""Random taps, calls, misses and transfers against a model of the hall."""

import shutil
import tempfile
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kiosk.hall.errors import HallError
from kiosk.hall.events import TicketCalled
from kiosk.hall.ticket import AT_WINDOW, OPEN_STATES, Ticket, TicketState
from kiosk.hall.why import Why
from kiosk.operations import calling, floor, intake, returning, undoing, views
from kiosk.operations.intake import Press, Visit
from kiosk.storage.store import Store, open_store
from kiosk.storage.windows import WindowState
from tests.hall.halls import CATALOGUE, HALL, NINE

ONE = [("B01",), ("C01",), ("D01",), ("E01",), ("E05",), ("F01",)]
SERVICES = st.sampled_from([*ONE, ("C01", "D01"), ("E01", "E05")])
ACTS = {
    "start": TicketState.SERVING,
    "finish": TicketState.DONE,
    "miss": TicketState.MISSED,
    "hold": TicketState.HELD,
    "resume": TicketState.SERVING,
    "recall": TicketState.CALLED,
}
PRIORITIES = st.sampled_from(["", "", "", "elder", "military"])
WINDOWS = st.integers(1, 6)


class HallModel(RuleBasedStateMachine):
    """One hall with six windows; the model is a dictionary of what every ticket should be."""

    @initialize()
    def open_the_hall(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.now = NINE
        self.presses = 0
        self.expected: dict[str, TicketState] = {}
        self.numbers: list[str] = []
        self.suspended: set[str] = set()
        self.store: Store = open_store(
            f"sqlite:///{self.folder / 'hall.db'}", hall_id=HALL.id, catalogue=lambda _: CATALOGUE
        )
        for window in range(1, 7):
            floor.set_window(
                self.store, window=window, state=WindowState.OPEN, reason="", clerk="", at=self.now
            )

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            shutil.rmtree(self.folder)

    def tick(self) -> datetime:
        self.now += timedelta(seconds=17)
        return self.now

    def ticket(self, index: int) -> str:
        ids = sorted(self.expected)
        return ids[index % len(ids)]

    @rule(services=SERVICES, priority=PRIORITIES, twice=st.booleans())
    def take(self, services: tuple[str, ...], priority: str, twice: bool) -> None:
        self.presses += 1
        visit, press = Visit(services, priority=priority), Press(f"press-{self.presses}", str(services))
        ticket = intake.take_ticket(self.store, visit=visit, press=press, at=self.tick()).ticket
        if twice:
            again = intake.take_ticket(self.store, visit=visit, press=press, at=self.tick()).ticket
            assert again.id == ticket.id
        self.numbers.append(ticket.number)
        self.expected[ticket.id] = TicketState.WAITING

    @rule(window=WINDOWS)
    def call_next(self, window: int) -> None:
        in_hand = self.in_hand(window)
        waiting, may_call = self.waiting(), self.may_be_called(window)
        try:
            called = calling.call_next(self.store, window=window, at=self.tick())
        except calling.WindowClosed:
            return
        if called is None:
            assert not may_call
            return
        assert called.id in may_call
        assert called.because is not None
        assert 1 <= called.because.place <= called.because.waiting <= len(waiting)
        if in_hand:
            self.expected[in_hand] = TicketState.DONE
        self.expected[called.id] = TicketState.CALLED
        self.nobody_starves(called, waiting)

    def may_be_called(self, window: int) -> set[str]:
        """Name the tickets that a window may call: sent to it, of its queues, or to help; none suspended."""
        with self.store.read() as reading:
            line = views.line(reading, self.now)
        serves = {*CATALOGUE.window(window).queues, *CATALOGUE.window(window).helps}
        return {
            one.id
            for one in line.waiting
            if one.queue not in self.suspended
            and (one.transferred_to == window if one.transferred_to else one.queue in serves)
        }

    def nobody_starves(self, called: Ticket, waiting: tuple[Ticket, ...]) -> None:
        same = [one for one in waiting if one.queue == called.queue and not one.transferred_to]
        older = [one for one in same if one.order_at < called.order_at and not one.priority]
        if not called.priority:
            assert not older or called.id not in {one.id for one in same}

    @precondition(lambda self: self.expected)
    @rule(window=WINDOWS, index=st.integers(0, 200), reason=st.sampled_from(["", "身体不适"]))
    def call_by_number(self, window: int, index: int, reason: str) -> None:
        wanted, in_hand = self.ticket(index), self.in_hand(window)
        try:
            called = calling.call_ticket(
                self.store, window=window, ticket=wanted, at=self.tick(), reason=reason
            )
        except HallError:
            return
        assert called.because is not None
        assert (called.why == Why.BY_NUMBER) == bool(called.because.reason)
        assert self.expected[wanted] is TicketState.WAITING
        if in_hand:
            self.expected[in_hand] = TicketState.DONE
        self.expected[wanted] = TicketState.CALLED

    @precondition(lambda self: self.expected)
    @rule(act=st.sampled_from(sorted(ACTS)), index=st.integers(0, 200))
    def act_at_its_window(self, act: str, index: int) -> None:
        one = self.stored(self.ticket(index))
        try:
            after = getattr(calling, act)(self.store, ticket=one.id, window=one.window or 1, at=self.tick())
        except HallError:
            return
        self.expected[one.id] = ACTS[act]
        assert after.state is self.expected[one.id]

    @precondition(lambda self: self.expected)
    @rule(index=st.integers(0, 200), to_window=WINDOWS)
    def transfer(self, index: int, to_window: int) -> None:
        one = self.stored(self.ticket(index))
        try:
            sent = calling.transfer(self.store, ticket=one.id, to_window=to_window, at=self.tick())
        except HallError:
            return
        assert (sent.number, sent.taken_at) == (one.number, one.taken_at)
        self.expected[one.id] = TicketState.WAITING

    @precondition(lambda self: self.expected)
    @rule(index=st.integers(0, 200), act=st.sampled_from(["revive", "cancel"]))
    def revive_or_cancel(self, index: int, act: str) -> None:
        one = self.ticket(index)
        try:
            getattr(returning if act == "revive" else calling, act)(self.store, ticket=one, at=self.tick())
        except HallError:
            return
        self.expected[one] = TicketState.WAITING if act == "revive" else TicketState.CANCELLED

    @precondition(lambda self: self.expected)
    @rule(index=st.integers(0, 200))
    def let_others_first(self, index: int) -> None:
        before = self.stored(self.ticket(index))
        try:
            after = returning.delay(self.store, ticket=before.id, at=self.tick())
        except HallError:
            return
        assert before.state is after.state is TicketState.WAITING
        assert (after.number, after.taken_at, after.delays) == (
            before.number,
            before.taken_at,
            before.delays + 1,
        )
        assert after.order_at > before.order_at

    @precondition(lambda self: self.expected)
    @rule(index=st.integers(0, 200))
    def undo(self, index: int) -> None:
        one = self.ticket(index)
        self.now -= timedelta(seconds=12)  # the press came directly after the act
        try:
            back = undoing.undo(self.store, ticket=one, at=self.tick())
        except HallError:
            return
        self.expected[one] = back.state

    @precondition(lambda self: self.expected)
    @rule(index=st.integers(0, 200), window=WINDOWS)
    def drop_a_class(self, index: int, window: int) -> None:
        before = self.stored(self.ticket(index))
        try:
            after = undoing.drop_priority(self.store, ticket=before.id, window=window, at=self.tick())
        except HallError:
            assert not before.priority or before.state is not TicketState.WAITING
            return
        assert before.priority
        assert after == replace(before, priority="")

    @rule(queue=st.sampled_from("BCDEF"), suspended=st.booleans())
    def suspend_or_resume(self, queue: str, suspended: bool) -> None:
        if suspended:
            floor.suspend_queue(self.store, queue=queue, reason="停电", until=None, at=self.tick())
            self.suspended.add(queue)
        else:
            floor.resume_queue(self.store, queue=queue, at=self.tick())
            self.suspended.discard(queue)

    @rule(window=WINDOWS, state=st.sampled_from(list(WindowState)))
    def open_or_close(self, window: int, state: WindowState) -> None:
        try:
            floor.set_window(self.store, window=window, state=state, reason="", clerk="", at=self.tick())
        except calling.WindowBusy:
            assert state is WindowState.CLOSED

    def stored(self, ticket_id: str) -> Ticket:
        with self.store.read() as reading:
            return reading.tickets.get(ticket_id)

    def waiting(self) -> tuple[Ticket, ...]:
        with self.store.read() as reading:
            return reading.tickets.waiting()

    def in_hand(self, window: int) -> str | None:
        with self.store.read() as reading:
            found = reading.tickets.in_hand().get(window)
        return found.id if found else None

    @invariant()
    def no_number_twice_and_none_lost(self) -> None:
        if not hasattr(self, "store"):
            return
        assert len(set(self.numbers)) == len(self.numbers)
        with self.store.read() as reading:
            known = {one: reading.tickets.get(one).state for one in self.expected}
            live = {one.id for one in reading.tickets.of_states(*OPEN_STATES)}
        assert known == self.expected
        assert live == {one for one, state in self.expected.items() if state in OPEN_STATES}

    @invariant()
    def no_window_has_two_tickets_and_no_ticket_two_windows(self) -> None:
        if not hasattr(self, "store"):
            return
        with self.store.read() as reading:
            at_window = reading.tickets.of_states(*AT_WINDOW)
        assert max(Counter(one.window for one in at_window).values(), default=0) <= 1

    @invariant()
    def the_log_has_no_gap(self) -> None:
        if not hasattr(self, "store"):
            return
        with self.store.read() as reading:
            head = reading.events.head()
            events = reading.events.after(0, 100_000)
        assert [seq for seq, _, _ in events] == list(range(1, head + 1))
        called = [(event.ticket, event.window) for _, _, event in events if isinstance(event, TicketCalled)]
        assert set(called) <= {(one, window) for one in self.expected for window in range(1, 7)}


HallModel.TestCase.settings = settings(max_examples=15, stateful_step_count=30, deadline=None)
TestHallModel = HallModel.TestCase
