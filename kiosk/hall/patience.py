"""耐心: who types a wrong password or PIN waits longer each time; nobody is shut out for good."""

from dataclasses import dataclass
from datetime import datetime, timedelta

FREE = 3  # wrong tries before anybody waits: fingers slip
FIRST_S, LONGEST_S = 2, 300
FORGOTTEN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Tries:
    """How often something was tried under one name without being right, and when the next try is heard."""

    times: int
    last: datetime
    until: datetime


def left(tries: Tries | None, at: datetime) -> int:
    """Return for how many seconds nobody is heard; a try meanwhile changes nothing, not even the wait."""
    return 0 if tries is None else max(0, -int((at - tries.until).total_seconds() // 1))


def once_more(before: Tries | None, at: datetime) -> Tries:
    """Count a try; the pause after it doubles up to five minutes, and an hour without any forgets all."""
    times = before.times + 1 if before and at - before.last < FORGOTTEN else 1
    pause = 0 if times < FREE else min(LONGEST_S, FIRST_S * 2 ** min(times - FREE, 16))
    return Tries(times, at, at + timedelta(seconds=pause))
