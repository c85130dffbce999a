"""From the press of a clerk's key until the last of many sockets has heard of it, beside bare sockets.

Bare sockets have no press before them: beside them stands, too, how long it takes from the first to the last.
"""

import time
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path

from tests.bench import floors
from tests.bench.pressing import serving_together
from tests.bench.table import Row, timed
from tests.bench.watchers import watching
from tests.servers import HallServer, serving

ON_ONE = (100, 1000, 5000)
ON_TWO = 10_000
PRESSES, WARM = 20, 3
PAUSE_S = 0.5  # until the presses before have reached everybody
BARE = "bare socket broadcast"


def fanout(folder: Path) -> Iterable[Row]:
    """Press to the last of so many sockets: on one process, and at last ten thousand on two."""
    for count in ON_ONE:
        with serving(folder / f"fanout-{count}") as server:
            times, sending = press_to_last([server], count)
        bare = floors.socket_broadcast(count)
        yield timed(f"press to last of {count:,} sockets", times, bare, BARE)
        yield timed(f"first to last of {count:,} sockets", sending, bare, BARE)
    with serving_together(folder, 2) as servers:
        times, _ = press_to_last(servers, ON_TWO)
    what = f"press to last of {ON_TWO:,} sockets, two processes"
    yield timed(what, times, floors.socket_broadcast(ON_TWO // 2), BARE + " of half as many")


def press_to_last(servers: Sequence[HallServer], sockets: int) -> tuple[list[float], list[float]]:
    """Return the seconds until every socket has been sent a call: from the press, and from the first on."""
    times, sending = [], []
    with ExitStack() as listening, servers[0].api() as clerk:
        each = sockets // len(servers)
        groups = [listening.enter_context(watching(server.port, each)) for server in servers]
        for _ in range(WARM + PRESSES):
            taken = clerk.post("/tickets", json={"services": ["B01"]}).raise_for_status()
            time.sleep(PAUSE_S)
            for group in groups:
                group.expect(taken.json()["number"])
            pressed = time.time()
            clerk.post("/windows/2/calls", json={}).raise_for_status()
            heard = [group.heard_by_all() for group in groups]
            last = max(last for _, last in heard)
            times.append(last - pressed)
            sending.append(last - min(first for first, _ in heard))
            time.sleep(PAUSE_S)
    return times[WARM:], sending[WARM:]
