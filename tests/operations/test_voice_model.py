"""Random calls, recalls, cuts and dying loudspeakers: one voice at a time, nothing twice, nothing left."""

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from kiosk.hall.errors import HallError
from kiosk.hall.voicing import Call, is_awaited
from kiosk.operations import calling, undoing, voicing
from kiosk.operations.voicing import Asking
from tests.hall.halls import NINE
from tests.operations.test_voicing import call, open_zoned

SERVICES = {1: "A00", 2: "B01", 3: "C01"}
WINDOWS = st.sampled_from(sorted(SERVICES))
LONGEST_S = 12
LATE_S = 90


class VoiceModel(RuleBasedStateMachine):
    """Two boards in the east; the model remembers every sound that was heard in the room."""

    @initialize()
    def open_the_hall(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.store = open_zoned(f"sqlite:///{self.folder / 'hall.db'}")
        self.now = NINE
        self.heard: list[int] = []
        self.begun = {"one": 0, "two": 0}
        self.quiet_at = NINE  # when the room is silent again

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            shutil.rmtree(self.folder)

    @rule(seconds=st.sampled_from([1, 5, 20, 100]))
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(window=WINDOWS)
    def call_somebody(self, window: int) -> None:
        self.now += timedelta(seconds=1)
        call(self.store, SERVICES[window], window, self.now)

    @rule(window=WINDOWS, act=st.sampled_from(["recall", "start", "miss", "undo", "finish"]))
    def act(self, window: int, act: str) -> None:
        self.now += timedelta(seconds=1)
        with self.store.read() as reading:
            ticket = reading.tickets.in_hand().get(window)
        if ticket is None:
            return
        try:
            if act == "undo":
                undoing.undo(self.store, ticket=ticket.id, at=self.now)
            else:
                getattr(calling, act)(self.store, ticket=ticket.id, window=window, at=self.now)
        except HallError:
            return

    @rule(board=st.sampled_from(["one", "two"]), answer=st.sampled_from(["heard", "heard", "lost", "dies"]))
    def ask(self, board: str, answer: str) -> None:
        asking = Asking("east", board, heard=self.begun[board])
        turn = voicing.say_next(self.store, asking=asking, at=self.now)
        if turn.speaks and answer != "lost":
            self.begun[board] = 0
        if turn.call is None or answer == "lost":
            return
        self.say(turn.call, board)
        voicing.note_heard(self.store, seq=turn.call.seq)
        if answer == "dies":  # and with it its sound, in the middle of the sentence; it may come back
            self.quiet_at = self.now = self.now + timedelta(seconds=2)
        else:
            self.now = self.quiet_at

    def say(self, said: Call, board: str) -> None:
        assert said.seq not in self.heard
        assert self.now >= self.quiet_at, "two voices at once"
        self.heard.append(said.seq)
        self.begun[board] = said.seq
        self.quiet_at = self.now + timedelta(seconds=LONGEST_S)

    @rule()
    def in_the_end_everything_valid_is_said(self) -> None:
        self.now = max(self.quiet_at, self.now) + timedelta(seconds=46)
        valid = self.valid()
        board = max(self.begun, key=lambda one: self.begun[one])
        for _ in range(20):
            turn = voicing.say_next(
                self.store, asking=Asking("east", board, heard=self.begun[board]), at=self.now
            )
            self.begun[board] = 0
            if turn.call is None:
                break
            assert turn.call.seq not in self.heard
            self.heard.append(turn.call.seq)
            self.begun[board] = turn.call.seq
        assert valid <= set(self.heard)
        self.quiet_at = self.now

    def valid(self) -> set[int]:
        """The newest call of every ticket that its window still waits for, if it is not late."""
        with self.store.read() as reading:
            calls, in_hand = reading.calls.latest(200, "east"), reading.tickets.in_hand()
        newest = {one.ticket: one for one in reversed(calls)}
        fresh = [one for one in newest.values() if self.now - one.at <= timedelta(seconds=LATE_S)]
        return {one.seq for one in fresh if is_awaited(one, in_hand)}


VoiceModel.TestCase.settings = settings(
    max_examples=15, stateful_step_count=30, deadline=None, database=None, parent=settings.default
)
TestVoice = VoiceModel.TestCase
