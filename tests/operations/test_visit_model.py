"""Visits split, handed on and joined at random: each person is in one place, and each visit ends."""

import shutil
import tempfile
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kiosk.hall import visit as rules
from kiosk.hall.errors import HallError
from kiosk.hall.part import Outcome, PartKind
from kiosk.hall.ticket import AT_WINDOW, OPEN_STATES, Ticket, TicketState
from kiosk.hall.visit import Piece, outstanding
from kiosk.operations import calling, floor, intake, returning, undoing, upkeep, visiting
from kiosk.operations.intake import Press, Visit
from kiosk.storage.store import Store, open_store
from kiosk.storage.windows import WindowState
from tests.hall.halls import CATALOGUE, HALL, NINE

WINDOWS = st.integers(1, 6)
INDEX = st.integers(0, 50)
PIECES = st.lists(
    st.builds(
        lambda service, kind, step: Piece(service[0], (service,), kind, step, note="请看一下"),
        st.sampled_from(["C01", "D01", "E05", "F01"]),
        st.sampled_from(PartKind),
        st.integers(1, 2),
    ),
    min_size=1,
    max_size=3,
)

MODULES = {"undo": undoing, "revive": returning}
PUT_RIGHT = {
    "withdraw": (TicketState.PLANNED, TicketState.WAITING, TicketState.BACK_OFFICE),
    "close": (TicketState.HELD,),
    "undo": (TicketState.DONE, TicketState.MISSED, TicketState.CALLED),
    "cancel": (TicketState.WAITING, TicketState.MISSED),
    "revive": (TicketState.MISSED,),
}


class VisitModel(RuleBasedStateMachine):
    """One hall; the comprehensive window splits, the others work, people miss their calls."""

    def open_the_hall(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.now, self.presses = NINE, 0
        self.known: set[str] = set()
        address = f"sqlite:///{self.folder / 'hall.db'}"
        self.store: Store = open_store(address, hall_id=HALL.id, catalogue=lambda _: CATALOGUE)
        for window in range(1, 7):
            floor.set_window(
                self.store, window=window, state=WindowState.OPEN, reason="", clerk="", at=self.now
            )

    def teardown(self) -> None:
        if not hasattr(self, "store"):
            return
        self.the_night_ends_everything_but_the_back_office()
        self.store.close()
        shutil.rmtree(self.folder)

    def the_night_ends_everything_but_the_back_office(self) -> None:
        tomorrow = self.now + timedelta(days=1)
        upkeep.close_yesterday(self.store, today=tomorrow.date(), at=tomorrow)
        assert {one.state for one in self.open()} <= {TicketState.BACK_OFFICE}

    def tick(self) -> datetime:
        self.now += timedelta(seconds=17)
        return self.now

    def open(self) -> tuple[Ticket, ...]:
        with self.store.read() as reading:
            return reading.tickets.of_states(*OPEN_STATES)

    def every(self) -> dict[str, Ticket]:
        with self.store.read() as reading:
            return {name: reading.tickets.get(name) for name in sorted(self.known)}

    def one(self, index: int, *states: TicketState) -> Ticket:
        """Mostly a ticket in one of the states; sometimes any other, which must refuse."""
        every = list(self.every().values())
        fit = [one for one in every if one.state in states] if index % 8 else []
        return (fit or every)[index % len(fit or every)]

    @precondition(lambda self: len(self.open()) < 12)
    @rule(service=st.sampled_from(["A00", "C01", "E05"]))
    def take(self, service: str) -> None:
        self.presses += 1
        press = Press(f"press-{self.presses}", service)
        visit = Visit((service,), not_sure=service == "A00")
        self.known.add(intake.take_ticket(self.store, visit=visit, press=press, at=self.tick()).ticket.id)

    @rule(index=INDEX)
    def call_next(self, index: int) -> None:
        queue = self.one(index, TicketState.WAITING).queue
        window = next(one.number for one in HALL.windows if queue in one.queues)
        calling.call_next(self.store, window=window, at=self.tick())

    @precondition(lambda self: self.known)
    @rule(index=INDEX, pieces=PIECES)
    def split(self, index: int, pieces: list[Piece]) -> None:
        visit = self.one(index, TicketState.SERVING, TicketState.CALLED)
        try:
            if visit.state is TicketState.CALLED:
                calling.start(self.store, ticket=visit.id, window=visit.window or 0, at=self.tick())
            parts = visiting.split(
                self.store, ticket=visit.id, pieces=pieces, window=visit.window or 0, at=self.tick()
            )
        except HallError:
            return
        self.known.update(part.id for part in parts)
        assert all(part.order_at == visit.taken_at for part in parts)

    @precondition(lambda self: self.known)
    @rule(index=INDEX, window=WINDOWS, outcome=st.sampled_from(Outcome))
    def give_back(self, index: int, window: int, outcome: Outcome) -> None:
        one = self.one(index, *AT_WINDOW, TicketState.BACK_OFFICE)
        window = one.window or window
        try:
            visiting.give_back(
                self.store, ticket=one.id, window=window, outcome=outcome, words="", at=self.tick()
            )
        except HallError:
            return

    @initialize(pieces=PIECES, kiosk=st.booleans())
    def a_first_visit_is_split(self, pieces: list[Piece], kiosk: bool) -> None:
        self.open_the_hall()
        self.take("A00")
        (visit,) = self.known
        if kiosk:
            with self.store.begin() as work:
                before = work.tickets.get(visit)
                held, parts = rules.split(before, pieces, window=None, catalogue=CATALOGUE, at=self.now)
                visiting.record_split(work, before, held, parts, self.tick())
                self.known.update(part.id for part in parts)
        else:
            self.call_next(1)
            self.split(1, pieces)
            assert self.every()[visit].parts

    @precondition(lambda self: self.known)
    @rule(index=INDEX, act=st.sampled_from(["start", "finish", "miss", "hold", "resume"]))
    def act(self, index: int, act: str) -> None:
        one = self.one(index, *AT_WINDOW, TicketState.HELD)
        try:
            getattr(calling, act)(self.store, ticket=one.id, window=one.window or 1, at=self.tick())
        except HallError:
            return

    @precondition(lambda self: self.known)
    @rule(index=INDEX, act=st.sampled_from(sorted(PUT_RIGHT)))
    def put_right(self, index: int, act: str) -> None:
        one = self.one(index, *PUT_RIGHT[act])
        try:
            if act == "close":
                visiting.close(self.store, ticket=one.id, window=one.window or 1, at=self.tick())
            elif act == "withdraw":
                visiting.withdraw(self.store, ticket=one.id, at=self.tick())
            else:
                getattr(MODULES.get(act, calling), act)(self.store, ticket=one.id, at=self.tick())
        except HallError:
            return

    @rule(minutes=st.integers(5, 40))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        upkeep.abandon_missed(self.store, at=self.now)

    @invariant()
    def each_person_is_in_one_place(self) -> None:
        if not hasattr(self, "store"):
            return
        standing = [one for one in self.open() if one.state in AT_WINDOW and one.walks]
        persons = Counter(one.part.visit if one.part else one.id for one in standing)
        assert max(persons.values(), default=0) <= 1
        assert max(Counter(one.window for one in standing).values(), default=0) <= 1

    @invariant()
    def a_split_visit_is_held_while_a_part_needs_its_citizen(self) -> None:
        if not hasattr(self, "store"):
            return
        every = self.every()
        for visit in every.values():
            parts = [one for one in every.values() if one.part and one.part.visit == visit.id]
            assert visit.parts == len(parts)
            if outstanding(parts):
                assert visit.state is TicketState.HELD

    @invariant()
    def a_visit_parted_at_the_kiosk_ends_by_itself_or_comes_to_a_window(self) -> None:
        if not hasattr(self, "store"):
            return
        every = self.every()
        for visit in every.values():
            parts = [one for one in every.values() if one.part and one.part.visit == visit.id]
            of_window = any((one.part and one.part.from_window) or not one.walks for one in parts)
            if not parts or of_window or outstanding(parts):
                continue
            assert visit.state is not TicketState.HELD or visit.window
            assert visit.order_at == visit.taken_at or visit.revivals

    @invariant()
    def what_is_remembered_of_the_parts_is_what_is_stored(self) -> None:
        if not hasattr(self, "store"):
            return
        every = self.every()
        with self.store.read() as reading:
            for visit in every.values():
                if visit.parts and visit.state in OPEN_STATES:
                    stored = {one for one in every.values() if one.part and one.part.visit == visit.id}
                    assert {one.id: one.state for one in reading.tickets.parts_of(visit.id)} == {
                        one.id: one.state for one in stored
                    }

    @invariant()
    def a_planned_part_waits_for_something(self) -> None:
        if not hasattr(self, "store"):
            return
        every = self.every()
        for part in every.values():
            if part.state is TicketState.PLANNED and part.part:
                before = [
                    one
                    for one in every.values()
                    if one.part
                    and (one.part.visit, one.part.batch) == (part.part.visit, part.part.batch)
                    and one.part.step < part.part.step
                ]
                assert any(one.state in OPEN_STATES for one in before)


VisitModel.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestVisitModel = VisitModel.TestCase
