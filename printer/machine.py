"""A printer without paper and without a wire: bytes go in, answers and sheets come out, faults by order.

The virtual printer puts it on a network; the tests of the agent let it fail at every byte.
"""

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from printer.decode import UnknownCommand, decode, length_at
from printer.devices import status
from printer.devices.dialogue import PROCESS_ID
from printer.devices.status import Condition
from printer.encode.lines import Line

log = logging.getLogger(__name__)

LF, CUT = b"\n", b"\x1dV"
START, REALTIME = b"\x1b@", b"\x10\x04"
FENCE, AUTOMATIC, IDENTIFY, MARK = b"\x1dr", b"\x1da", b"\x1dI", b"\x1d(H"
MODEL = b"_Yichuang virtual\x00"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One piece of paper; not `complete` when the printer never came to its cut."""

    data: bytes
    complete: bool = True

    @property
    def lines(self) -> tuple[Line, ...]:
        """What stands on it; what nobody knows is named in the log."""
        try:
            return decode(self.data)
        except UnknownCommand:
            if self.complete:
                log.exception("a paper holds an unknown command")
            return ()


class Machine:
    """One printer. Nothing happens between calls: `run` moves it on to a time in seconds.

    `confirms` says whether it answers GS ( H; `line_s` is how long it takes for a line.
    """

    def __init__(
        self, received: Callable[[Sheet], None], *, confirms: bool = True, line_s: float = 0.0
    ) -> None:
        self._received = received
        self._confirms = confirms
        self.line_s = line_s
        self.condition = Condition.READY
        self.dead = False
        self.cut_cable_after: int | None = None  # bytes of paper still to come before the cable is cut
        self._arrived = b""
        self._waiting: deque[bytes] = deque()
        self._sheet = bytearray()
        self._answers = b""
        self._ready_at = 0.0
        self._now = 0.0
        self._automatic = False

    def take(self, data: bytes) -> bool:
        """Take bytes from the wire; False when the cable was cut among them, and the rest is lost."""
        if self.cut_cable_after is not None:
            left = self.cut_cable_after
            self.cut_cable_after = max(0, left - len(data))
            if left < len(data):
                self.cut_cable_after = None
                self._take(data[:left])
                self.hang_up()
                return False
        self._take(data)
        return True

    def answers(self) -> bytes:
        """Return what the printer has said since the last time."""
        said, self._answers = self._answers, b""
        return b"" if self.dead else said

    def hang_up(self) -> None:
        """Forget the beginning of a command whose end never came, and what nobody heard."""
        self._arrived, self._answers = b"", b""

    def power_cycle(self) -> None:
        """Lose power and come back: what waited is lost, what was half printed stays as it is."""
        self.hang_up()
        self._waiting.clear()
        self._tear()
        self._automatic = False

    def become(self, condition: Condition) -> None:
        """Run out of paper, have the cover opened, be ready again."""
        self.condition = condition
        if self._automatic:
            self._answers += self._automatic_status()
        self.run(self._now)

    def run(self, now: float) -> None:
        """Go on with what waits until a time, as far as paper, cover and speed allow."""
        self._now = max(now, self._now)
        while self._waiting and not self.dead and self._goes_on() and self._ready_at <= self._now:
            self._do(self._waiting.popleft())

    def _goes_on(self) -> bool:
        return self.condition in {Condition.READY, Condition.NEAR_END}

    def _take(self, data: bytes) -> None:
        self._arrived += data
        at = 0
        while at < len(self._arrived) and (length := length_at(self._arrived, at)):
            self._arrive(self._arrived[at : at + length])
            at += length
        self._arrived = self._arrived[at:]
        self.run(self._now)

    def _arrive(self, command: bytes) -> None:
        if command.startswith(REALTIME):  # overtakes everything that waits
            kind = command[2]
            if kind in status.KINDS:
                self._answers += bytes([status.answer(kind, self.condition)])
            return
        self._waiting.append(command)

    def _do(self, command: bytes) -> None:
        if command.startswith(FENCE):
            self._answers += bytes([0x03 if self.condition is Condition.NEAR_END else 0])
        elif command.startswith(AUTOMATIC):
            self._automatic = command[2] != 0
            self._answers += self._automatic_status() if self._automatic else b""
        elif command.startswith(IDENTIFY):
            self._answers += MODEL
        elif command.startswith(MARK):
            self._answers += PROCESS_ID + command[7:11] + b"\x00" if self._confirms else b""
        else:
            self._print(command)

    def _print(self, command: bytes) -> None:
        if command == START and self._sheet:
            self._tear()
        self._sheet += command
        if command == LF:
            self._ready_at = self._now + self.line_s
        if command.startswith(CUT):
            data, self._sheet = bytes(self._sheet), bytearray()
            self._received(Sheet(data))

    def _tear(self) -> None:
        if self._sheet.strip(b"\x1b@\x1c&"):
            self._received(Sheet(bytes(self._sheet), complete=False))
        self._sheet = bytearray()

    def _automatic_status(self) -> bytes:
        bits = status.answer(status.PRINTER, self.condition) & status.OFFLINE
        paper = {Condition.PAPER_OUT: 0x0C, Condition.NEAR_END: 0x03}.get(self.condition, 0)
        cover = 0x20 if self.condition is Condition.COVER_OPEN else 0
        return bytes([0x10 | bits | cover, 0, paper, 0])
