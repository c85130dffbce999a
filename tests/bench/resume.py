"""From a board's coming back to the hall as it is, when it has missed a thousand events."""

import time
from typing import Any

import httpx

from tests.bench.watchers import watching
from tests.display.listener import Listener, follow_to
from tests.servers import HallServer

MISSED = 1000
WARM = 1
A_LOOK_EVERY = 20
SURE = ("seq", "calls", "windows", "missed")  # an expected wait changes with the minutes


def come_back(server: HallServer, *, boards: int, rounds: int) -> list[float]:
    """Return the seconds from connecting to showing what is now, with so many boards connected in all."""
    times = []
    with watching(server.port, boards - 1), server.api() as clerk:
        for _ in range(WARM + rounds):
            head = _miss(server, clerk)
            begun = time.perf_counter()
            board = Listener(server.url)
            state = follow_to(board, head)
            times.append(time.perf_counter() - begun)
            now = _board(clerk)
            if any(state[part] != now[part] for part in SURE):
                raise SystemExit(f"a board came back to another hall: {state} is not {now}")
            board.leave()
    return times[WARM:]


def _miss(server: HallServer, clerk: httpx.Client) -> int:
    """Let a board watch and go, then let a thousand things happen; returns the number of the last."""
    board = Listener(server.url)
    goal = board.next("snapshot")["seq"] + MISSED
    board.leave()
    while (head := _board(clerk)["seq"]) < goal:
        for _ in range(A_LOOK_EVERY):
            clerk.post("/tickets", json={"services": ["B01"]}).raise_for_status()
            clerk.post("/windows/2/calls", json={}).raise_for_status()
    return int(head)


def _board(clerk: httpx.Client) -> dict[str, Any]:
    board: dict[str, Any] = clerk.get("/board").raise_for_status().json()
    return board
