"""Questions to a printer and its answers, told apart when several kinds come on one wire."""

from collections.abc import Callable
from dataclasses import dataclass, field

from printer.devices import status
from printer.devices.address import Device
from printer.devices.status import Condition

ASK_S = 1.0  # a printer answers a real-time question within milliseconds, over a slow wire within a second
REST_S = 0.2  # between the bytes of one answer
STALE = 256  # bytes of earlier answers thrown away before a new question at most

MOST_ANSWERS = 512  # heard for one question: what babbles on is no printer

PROCESS_ID, PROCESS_ID_LENGTH = b"\x37\x22", 7
AUTOMATIC_LENGTH = 4


@dataclass
class Answers:
    """Sorts the bytes that come back.

    `37 22 d1 d2 d3 d4 00` is a process id (GS ( H); a first byte with the fixed bits 0xx1xx00 opens four
    bytes of automatic status (GS a); 0xx1xx10 is a real-time answer (DLE EOT); 0xx0xxxx answers GS r.
    """

    marks: set[str] = field(default_factory=set)
    fences: int = 0
    realtime: list[int] = field(default_factory=list)
    _rest: bytes = b""

    def feed(self, data: bytes) -> bool:
        """Take bytes in; tells whether an answer is still incomplete."""
        self._rest += data
        while self._rest and (length := self._length()) and len(self._rest) >= length:
            one, self._rest = self._rest[:length], self._rest[length:]
            self._keep(one)
        return bool(self._rest)

    def _length(self) -> int:
        if self._rest[0] == PROCESS_ID[0]:
            return PROCESS_ID_LENGTH if self._rest[:2] in {PROCESS_ID, PROCESS_ID[:1]} else 1
        return AUTOMATIC_LENGTH if self._rest[0] & 0x93 == 0x10 else 1

    def _keep(self, one: bytes) -> None:
        if len(one) == PROCESS_ID_LENGTH:
            self.marks.add(one[2:6].decode("ascii", "replace"))
        elif len(one) == 1 and one[0] & 0x93 == status.FIXED:
            self.realtime.append(one[0])
        elif len(one) == 1 and one[0] & 0x90 == 0:
            self.fences += 1


class Dialogue:
    """One conversation with an open printer."""

    def __init__(self, device: Device) -> None:
        self._device = device
        self.answers = Answers()

    def drain(self) -> None:
        """Throw away what the printer said before anybody asked: answers to an earlier paper."""
        for _ in range(MOST_ANSWERS):
            if len(self._device.read(STALE, 0.01)) < STALE:
                break
        self.answers = Answers()

    def hear(self, within: float) -> bool:
        """Listen for one answer; tells whether anything came."""
        got = self._device.read(1, within)
        if not got:
            return False
        while self.answers.feed(got):
            got = self._device.read(1, REST_S)
            if not got:
                break
        return True

    def condition(self) -> Condition:
        """Ask how the printer is.

        Raises:
            DeviceError: the way to the printer is broken.
        """
        return status.condition(self.ask)

    def has_fence(self) -> bool:
        """Tell whether an idle printer answers GS r 1, by which it can confirm a paper."""
        before = self.answers.fences
        self._device.write(fence())
        return self._hears(lambda: self.answers.fences > before)

    def has_process_id(self) -> bool:
        """Tell whether a printer answers GS ( H, by which it confirms a paper best."""
        self._device.write(process_id("0000"))
        return self._hears(lambda: "0000" in self.answers.marks)

    def ask(self, kind: int) -> int | None:
        """Put one of the four real-time questions; returns the answer's bits, if it came."""
        self.answers.realtime.clear()
        self._device.write(bytes([0x10, 0x04, kind]))
        said = self._hears(lambda: bool(self.answers.realtime))
        return self.answers.realtime[-1] if said else None

    def _hears(self, wanted: Callable[[], bool]) -> bool:
        for _ in range(MOST_ANSWERS):
            if wanted():
                return True
            if not self.hear(ASK_S):
                break
        return wanted()


def fence() -> bytes:
    """Write the request for the paper sensor in the order of the data (GS r 1): a fence behind a paper."""
    return b"\x1dr\x01"


def process_id(mark: str) -> bytes:
    """Write the request to answer a mark of four digits when all before it is printed (GS ( H, fn 48)."""
    return b"\x1d(H\x06\x0000" + mark.encode("ascii")
