"""The two ways out of an agent in the tests' world: to the hall, and to a printer; both can be cut."""

from types import TracebackType
from typing import TYPE_CHECKING, Self

from kiosk.hall.errors import HallError
from kiosk.hall.jobs import PaperState
from kiosk.operations import printers, printing
from printer.devices.dialogue import Answers
from printer.devices.errors import Gone, Unreachable
from printer.devices.status import OUT, PAPER_END, Condition
from printer.server import Leased, ServerAway
from printer.spool import Outcome

if TYPE_CHECKING:
    from tests.printer.faults.world import World

LEASE_WAIT_S = 5.0
INSTANT = 1e-6


class LocalHall:
    """The hall's side of the agent protocol, called directly; it may be away, or its answer may be lost."""

    def __init__(self, world: "World", owner: str) -> None:
        self._world = world
        self._owner = owner

    def lease(self, printer: str) -> list[Leased]:
        """Hand over the next job."""
        self._reach()
        given = printing.lease(
            self._world.store, printers_asked=(printer,), owner=self._owner, at=self._world.at
        )
        self._answer()
        if not given:
            self._world.wait(LEASE_WAIT_S)
        return [Leased(one.id, one.copy, one.lease, one.document) for one in given]

    def report(self, outcome: Outcome) -> bool:
        """Take down what became of a copy."""
        self._reach()
        said = printing.Report(
            outcome.job, outcome.copy, outcome.lease, PaperState(outcome.state), outcome.detail
        )
        try:
            printing.report(self._world.store, said=said, owner=self._owner, at=self._world.at)
        except HallError:
            return False
        finally:
            self._answer()
        return True

    def status(self, printer: str, condition: Condition) -> None:
        """Take down how a printer is."""
        self._reach()
        printers.note(self._world.store, printer=printer, condition=condition.value, at=self._world.at)
        self._answer()

    def _reach(self) -> None:
        self._world.step()
        if self._world.now < self._world.away_until:
            raise ServerAway("away")

    def _answer(self) -> None:
        self._world.step()
        if self._world.loses_answers:
            self._world.loses_answers -= 1
            raise ServerAway("the answer was lost")


class Wire:
    """A cable to one of the printers."""

    def __init__(self, world: "World", name: str) -> None:
        world.step()
        if name in world.unplugged:
            raise Unreachable(name)
        self._world, self._name = world, name
        self._machine = world.machines[name]
        self._said_no = False
        self._cut = False
        self._buffer = b""
        self._heard = Answers()

    def write(self, data: bytes) -> None:
        """Bring bytes to the printer, as far as the cable goes."""
        self._world.step()
        is_paper = b"\x1b@" in data
        if is_paper and self._said_no:
            self._world.refused.append(self._name)
        if self._cut or self._name in self._world.unplugged:
            raise Gone(self._name)
        room = self._machine.cut_cable_after
        if is_paper and room != 0:
            self._note(data)
        if not self._machine.take(data):
            self._cut = True
            if not (self._world.late_loss and room):
                raise Gone(self._name, written=bool(room))
        self._world.step()

    def read(self, count: int, within: float) -> bytes:
        """Wait for what the printer says."""
        until = self._world.now + within
        while True:
            if self._cut or self._name in self._world.unplugged:
                raise Gone(self._name)
            self._buffer += self._machine.answers()
            if self._buffer or self._world.now >= until - INSTANT:
                break
            self._world.wait(min(0.1, until - self._world.now))
        said, self._buffer = self._buffer[:count], self._buffer[count:]
        self._heard.feed(said)
        self._said_no = any(byte & (OUT | PAPER_END) for byte in self._heard.realtime)
        return said

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._machine.hang_up()

    def _note(self, data: bytes) -> None:
        text = data.decode("gb18030", "ignore")
        job = text.partition("<")[2].partition(">")[0]
        before = text.partition("【补打 ")[2]
        self._world.sent.add((job, int(before.partition("】")[0]) if before else 0))
