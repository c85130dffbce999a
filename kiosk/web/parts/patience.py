"""耐心: who types a wrong password waits longer each time, and nobody else is kept waiting by him.

Wrong tries are counted for an account and the machine it is used on. All machines that never were signed
in to an account are counted together, since a stranger gets a fresh cookie whenever he likes. So whoever
guesses delays guessers, and at worst the first sign-in on a new machine; never the clerk at his own desk.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

FREE = 3  # wrong tries before anybody waits: fingers slip
FIRST_S, LONGEST_S = 2, 300
FORGOTTEN = timedelta(hours=1)
MOST = 20_000  # names that are remembered; a flood of made-up ones pushes out the oldest


@dataclass(frozen=True, slots=True)
class Wrong:
    """The wrong tries under one name so far, and when the next one is heard."""

    tries: int
    last: datetime
    until: datetime


class Patience:
    """Remembers wrong tries in this process."""

    def __init__(self) -> None:
        self._wrong: OrderedDict[str, Wrong] = OrderedDict()

    def left(self, name: str, at: datetime) -> int:
        """Return for how many seconds a name must wait; a try meanwhile is not heard."""
        wrong = self._wrong.get(name)
        return 0 if wrong is None else max(0, -int((at - wrong.until).total_seconds() // 1))

    def failed(self, name: str, at: datetime) -> None:
        """Note a wrong try."""
        before = self._wrong.pop(name, None)
        tries = before.tries + 1 if before and at - before.last < FORGOTTEN else 1
        pause = 0 if tries < FREE else min(LONGEST_S, FIRST_S * 2 ** min(tries - FREE, 16))
        self._wrong[name] = Wrong(tries, at, at + timedelta(seconds=pause))
        while len(self._wrong) > MOST:
            self._wrong.popitem(last=False)

    def forgive(self, name: str) -> None:
        """Forget the wrong tries of a name, after a right one."""
        self._wrong.pop(name, None)
