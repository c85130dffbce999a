"""What may happen to a hall's processes."""

import random
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from tests.cable import Cable
from tests.databases import PostgresServer
from tests.history.network import address
from tests.history.power import Power
from tests.servers import HallServer

LONG_S = (6.0, 20.0)  # longer than a lock is waited for and than a board is content with silence
A_DAY_S = 24 * 60 * 60


def killed(halls: Sequence[HallServer], chance: random.Random) -> None:
    """One process dies at once, as in a power cut, and is started again."""
    hall = chance.choice(halls)
    hall.stop(signal.SIGKILL)
    hall.start()


def stopped(
    halls: Sequence[HallServer], chance: random.Random, still_s: tuple[float, float] = (0.2, 2.0)
) -> None:
    """One process stands still for a while, as under a busy hypervisor, and then goes on."""
    hall = chance.choice(halls)
    assert hall.process
    hall.process.send_signal(signal.SIGSTOP)
    time.sleep(chance.uniform(*still_s))
    hall.process.send_signal(signal.SIGCONT)


stopped_long = partial(stopped, still_s=LONG_S)


def restarted(halls: Sequence[HallServer], chance: random.Random) -> None:
    """One process is asked to end, and is started again."""
    hall = chance.choice(halls)
    hall.stop()
    hall.start()


@dataclass
class Disk:
    """Writes find the disk full, or syncs fail, for a moment; then the process is started anew."""

    power: Power

    def full(self, halls: Sequence[HallServer], chance: random.Random) -> None:
        """Fill the disk for a moment, and make room again."""
        self.power.now(disk_full=True)
        time.sleep(chance.uniform(0.2, 1.5))
        self.power.now()

    def fails(self, halls: Sequence[HallServer], chance: random.Random) -> None:
        """Let syncs fail for a moment; what the system still holds is then lost with the power."""
        self.power.now(sync_fails=True)
        time.sleep(chance.uniform(0.2, 1.0))
        self.power.now()
        self.power.cut(halls, chance)

    def clock(self, halls: Sequence[HallServer], chance: random.Random) -> None:
        """Let the clock jump forth and back by minutes, as one does that is set right."""
        self.power.now(clock_off_s=chance.randrange(-120, 120))

    def midnight(self, halls: Sequence[HallServer], chance: random.Random) -> None:
        """Let the clock show the day before or after; a process that starts then ends what is left over."""
        self.power.now(clock_off_s=chance.choice((-A_DAY_S, 0, A_DAY_S)))
        if chance.random() < 0.5:
            restarted(halls, chance)


def hushed(
    halls: Sequence[HallServer],
    chance: random.Random,
    cables: Sequence[Cable],
    still_s: tuple[float, float] = LONG_S,
) -> None:
    """Nothing passes one of the cables for a while, in silence; what was sent comes late or is lost."""
    cable = chance.choice(cables)
    cable.hush()
    time.sleep(chance.uniform(*still_s))
    if chance.random() < 0.5:
        cable.cut()
    cable.mend()


def unplugged(halls: Sequence[HallServer], chance: random.Random, cables: Sequence[Cable]) -> None:
    """The address behind one of the cables is gone: what is sent there is dropped, and nobody is told."""
    cable = chance.choice(cables)
    address(cable.host, "del")
    time.sleep(chance.uniform(*LONG_S))
    if chance.random() < 0.5:
        cable.forget()  # whoever waits for an answer then hears nothing for ever
    address(cable.host, "replace")
    cable.mend()


@dataclass
class Database:
    """A PostgreSQL server between which and the hall's processes something happens."""

    server: PostgresServer
    cables: Sequence[Cable]

    def restarted(self, halls: Sequence[HallServer], chance: random.Random) -> None:
        """The database ends at once and recovers."""
        self.server.stop(signal.SIGQUIT)
        time.sleep(chance.uniform(0, 0.5))
        self.server.start()

    def unheard(self, halls: Sequence[HallServer], chance: random.Random) -> None:
        """Whoever listens for notices is cut off, so that some are lost."""
        self.server.ends_listening()

    def cut_off(self, halls: Sequence[HallServer], chance: random.Random) -> None:
        """One of the processes does not reach the database for a while."""
        cable = chance.choice(self.cables)
        cable.cut()
        time.sleep(chance.uniform(0.2, 2.0))
        cable.mend()

    def fails_over(self, halls: Sequence[HallServer], chance: random.Random) -> None:
        """The database dies for good, and its standby goes on."""
        self.server.stop(signal.SIGKILL)
        for cable in self.cables:
            cable.cut()
        self.server = self.server.promoted()
        for cable in self.cables:
            cable.mend(self.server.port)
