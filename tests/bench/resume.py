"""From a board's coming back to the right snapshot, when it has missed a thousand events."""

import time

import httpx

from tests.bench.watchers import watching
from tests.display.listener import Listener
from tests.servers import HallServer

MISSED = 1000
WARM = 1
A_LOOK_EVERY = 20
SURE = ("seq", "calls", "windows", "missed")  # an expected wait changes with the minutes


def come_back(server: HallServer, *, boards: int, rounds: int) -> list[float]:
    """Return the seconds from connecting to the snapshot of now, with so many boards connected in all."""
    times = []
    with watching(server.port, boards - 1), server.api() as clerk:
        for _ in range(WARM + rounds):
            _miss(server, clerk)
            begun = time.perf_counter()
            board = Listener(server.url)
            snapshot = board.next("snapshot")
            times.append(time.perf_counter() - begun)
            now = _board(clerk)
            if any(snapshot[part] != now[part] for part in SURE):
                raise SystemExit(f"a board came back to an old hall: {snapshot['seq']}, not {now['seq']}")
            board.leave()
    return times[WARM:]


def _miss(server: HallServer, clerk: httpx.Client) -> None:
    """Let a board watch and go, then let a thousand things happen."""
    board = Listener(server.url)
    seen = board.next("snapshot")["seq"]
    board.leave()
    while _board(clerk)["seq"] < seen + MISSED:
        for _ in range(A_LOOK_EVERY):
            clerk.post("/tickets", json={"services": ["B01"]}).raise_for_status()
            clerk.post("/windows/2/calls", json={}).raise_for_status()


def _board(clerk: httpx.Client) -> dict[str, object]:
    board: dict[str, object] = clerk.get("/board").raise_for_status().json()
    return board
