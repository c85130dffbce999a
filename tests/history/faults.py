"""What may happen to a hall's processes."""

import random
import signal
import time
from collections.abc import Sequence

from tests.servers import HallServer


def killed(halls: Sequence[HallServer], chance: random.Random) -> None:
    """One process dies at once, as in a power cut, and is started again."""
    hall = chance.choice(halls)
    hall.stop(signal.SIGKILL)
    hall.start()


def stopped(halls: Sequence[HallServer], chance: random.Random) -> None:
    """One process stands still for a while, as under a busy hypervisor, and then goes on."""
    hall = chance.choice(halls)
    assert hall.process
    hall.process.send_signal(signal.SIGSTOP)
    time.sleep(chance.uniform(0.2, 2.0))
    hall.process.send_signal(signal.SIGCONT)


def restarted(halls: Sequence[HallServer], chance: random.Random) -> None:
    """One process is asked to end, and is started again."""
    hall = chance.choice(halls)
    hall.stop()
    hall.start()
