"""`make bench`: a table of speed beside the floor of the same run, and the same as JSON."""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path

import httpx
import psutil

from tests.bench import boards, floors, paper
from tests.bench.aged import aged
from tests.bench.fanout import fanout
from tests.bench.ledger import LINES, searches
from tests.bench.pressing import BODIES, calls, processes, tickets
from tests.bench.resume import MISSED, come_back
from tests.bench.retirees import RETIREES, VILLAGES, looked_after
from tests.bench.table import Row, head, keep, line, quantile, timed
from tests.bench.watchers import watching
from tests.servers import HallServer, serving

ROUNDS = 3
SECONDS = 3.0
BOARDS = (1, 100, 1000)
A_DAY, DAY_BOARDS = 600, 6
BROADCAST, MESSAGE = "bare socket broadcast", "bare socket message"
CHARACTERS = "its characters into GB18030 one by one"


def paint(folder: Path) -> Iterable[Row]:
    """Press to painted board, alone, with 99 others and with 999."""
    for count in BOARDS:
        with serving(folder / f"paint-{count}") as server:
            times = boards.press_to_paint(server, boards=count, presses=150)
        yield timed(f"press to paint, {count:,} boards", times, floors.socket_broadcast(count), BROADCAST)


def sound(folder: Path) -> Iterable[Row]:
    """Press to the first tone of the board that speaks, alone, with 99 others and with 999."""
    for count in BOARDS:
        with serving(folder / f"sound-{count}") as server:
            times = boards.press_to_sound(server, boards=count, presses=30)
        yield timed(f"press to sound, {count:,} boards", times, floors.socket_broadcast(count), BROADCAST)


def resume(folder: Path) -> Iterable[Row]:
    """A board that comes back when it has missed a thousand events, alone and with 99 others."""
    for count in BOARDS[:2]:
        with serving(folder / f"resume-{count}") as server:
            times = come_back(server, boards=count, rounds=8)
        what = f"back after {MISSED:,} missed events, {count} boards"
        yield timed(what, times, floors.socket_broadcast(1), MESSAGE)


def sockets(folder: Path) -> Iterable[Row]:
    """What a thousand boards cost the server in memory, when each has been sent something."""
    with serving(folder / "sockets") as server, server.api() as clerk:
        assert server.process
        process, count = psutil.Process(server.process.pid), BOARDS[-1]
        clerk.post("/tickets", json={"services": ["B01"]}).raise_for_status()
        before = process.memory_info().rss
        with watching(server.port, count):
            clerk.post("/tickets", json={"services": ["B01"]}).raise_for_status()
            time.sleep(SECONDS)
            grown = process.memory_info().rss - before
    yield Row(f"memory of one socket, {count:,} boards", grown / count / 1024, "KiB")


def start(folder: Path) -> Iterable[Row]:
    """Start time and memory."""
    times, memory = [], 0.0
    with serving(folder / "start") as server:
        for _ in range(ROUNDS):
            server.stop()
            begun = time.perf_counter()
            anew(server)
            times.append(time.perf_counter() - begun)
            memory = resident(server)
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import flask, sqlalchemy, gevent, socketio"], check=True)
    yield Row(
        "start until it answers", statistics.median(times), "s", time.perf_counter() - begun, "bare imports"
    )
    yield Row("memory after start", memory, "MiB")


def day(folder: Path) -> Iterable[Row]:
    """The memory of a hall at the end of a full day, with its boards, papers and phone pages asked for."""
    with serving(folder / "day") as server, server.api() as api:
        server.stop()
        anew(server)
        memory = _after_a_day(server, api)
    yield Row(f"memory after a day of {A_DAY} tickets", memory, "MiB")


def _after_a_day(server: HallServer, api: httpx.Client) -> float:
    with watching(server.port, DAY_BOARDS):
        for n in range(A_DAY):
            body = BODIES[n % len(BODIES)]
            token = api.post("/tickets", json=body).raise_for_status().json()["token"]
            api.get(f"{server.url}/t/{token}").raise_for_status()
            api.post(f"/windows/{2 + n % 5}/calls", json={})
        return resident(server)


def anew(server: HallServer) -> None:
    """Start a stopped hall as a process that has imported nothing yet; its bytecode is kept."""
    server.settings = {**server.settings, "LD_PRELOAD": "", "PYTHONDONTWRITEBYTECODE": ""}
    server.start()


def resident(server: HallServer) -> float:
    """Return what a hall holds of the memory, in MiB."""
    assert server.process
    return float(psutil.Process(server.process.pid).memory_info().rss / 2**20)


def papers(folder: Path) -> Iterable[Row]:
    """What each paper costs, and how long a citizen's hand waits for it."""
    for one in paper.encoded():
        what = f"{one.paper}, {one.profile}: encode"
        yield timed(what, one.times, one.floor, CHARACTERS)
        yield Row(f"{one.paper}, {one.profile}: size", one.size, "bytes")
    yield Row("one character that no printer has", paper.rare_character(), "bytes")
    with ExitStack() as serves:
        times = paper.tap_to_last_byte(
            lambda url, data: serves.enter_context(serving(data, printer_url=url)), folder / "paper"
        )
    yield timed("tap to last byte at the printer", times, floors.socket_broadcast(1), MESSAGE)


def ledger(folder: Path) -> Iterable[Row]:
    """Search the courier's ledger by each thing that somebody may have; 100 ms is the promise."""
    for way, times in searches(folder):
        figure, p99 = statistics.median(times) * 1000, quantile(times, 0.99) * 1000
        yield Row(f"ledger of {LINES:,} lines, by {way}", figure, "ms", p99=p99)


def retirees(folder: Path) -> Iterable[Row]:
    """List, import and export the retirees of thirty villages."""
    for what, times in looked_after(folder):
        figure, p99 = statistics.median(times) * 1000, quantile(times, 0.99) * 1000
        yield Row(f"{RETIREES:,} retirees in {VILLAGES} villages: {what}", figure, "ms", p99=p99)


PARTS = (
    tickets,
    calls,
    processes,
    paint,
    sound,
    fanout,
    resume,
    sockets,
    aged,
    start,
    day,
    papers,
    ledger,
    retirees,
)


def main(*only: str) -> None:
    """Measure everything, or the named parts; each row is printed as it comes, and all are kept as JSON."""
    named = {part.__name__: part for part in PARTS}
    if unknown := set(only) - set(named):
        raise SystemExit(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(named)}")
    allow_files()
    rows = [Row("load of the machine before", os.getloadavg()[0], "")]
    print(head(), line(rows[0]), sep="\n")
    try:
        with tempfile.TemporaryDirectory() as scratch:
            for row in (one for name in only or named for one in named[name](Path(scratch))):
                rows.append(row)
                print(line(row), flush=True)
    finally:
        keep(rows, for_version=version("yichuang") if os.environ.get("YICHUANG_BENCH") == "keep" else "")


def allow_files() -> None:
    """A thousand sockets need more open files than a shell allows; what is started here inherits it."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


if __name__ == "__main__":
    main(*sys.argv[1:])
