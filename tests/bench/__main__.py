"""`make bench`: a table of speed beside the floor of the same run, and the same as JSON."""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import psutil

from tests.bench import floors, paper
from tests.bench.paint import press_to_paint
from tests.servers import HallServer, serving

ROUNDS = 3
SECONDS = 3.0
Body = dict[str, list[str]]
BODIES: list[Body] = [{"services": [code]} for code in ("B01", "C01", "D01", "E05", "F01")]
RESULTS = Path("bench-results")


@dataclass(frozen=True)
class Row:
    """One line of the table: what, how much, beside which floor."""

    what: str
    figure: float
    unit: str
    floor: float | None = None
    floor_is: str = ""
    p99: float | None = None


def quantile(values: Iterable[float], part: float) -> float:
    """Return the value below which a part of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def load(
    server: HallServer, clients: int, method: str, path: str, token: str = "", bodies: Sequence[Body] = ()
) -> tuple[float, float]:
    """Return answers a second and p99 in milliseconds."""
    wanted = {
        "port": server.port,
        "clients": clients,
        "seconds": SECONDS,
        "method": method,
        "path": path,
        "token": token,
        "bodies": list(bodies),
    }
    command = [sys.executable, "-m", "tests.bench.load"]
    ran = subprocess.run(command, input=json.dumps(wanted), capture_output=True, text=True, check=True)
    result = json.loads(ran.stdout)
    if result["refused"]:
        raise SystemExit(f"{result['refused']} of {len(result['latencies'])} refused: {method} {path}")
    return len(result["latencies"]) / result["seconds"], quantile(result["latencies"], 0.99) * 1000


def fresh_load(
    folder: Path, clients: int, method: str, path: str, bodies: Sequence[Body] = ()
) -> tuple[float, float]:
    """Measure in a hall of its own."""
    with tempfile.TemporaryDirectory(dir=folder) as data, serving(Path(data)) as server:
        return load(server, clients, method, path, server.token("kiosk"), bodies)


def medians(measure: Callable[[], tuple[float, float]]) -> tuple[float, float]:
    """Repeat a measurement and return the median of each figure."""
    runs = [measure() for _ in range(ROUNDS)]
    return statistics.median(one[0] for one in runs), statistics.median(one[1] for one in runs)


def tickets(folder: Path) -> Iterable[Row]:
    """Durable tickets a second beside an empty route; each round begins in an empty hall and calls nobody."""
    append = floors.fsynced_append(folder) * 1000
    for clients in (1, 8, 64):
        empty, _ = medians(partial(fresh_load, folder, clients, "GET", "/healthz/live"))
        rate, p99 = medians(partial(fresh_load, folder, clients, "POST", "/api/v1/tickets", BODIES))
        if clients == 1:
            yield Row("tap to durable commit", 1000 / rate, "ms", append, "fsynced append", p99)
        yield Row(f"tickets/s, {clients} clients", rate, "/s", empty, "empty route", p99)


def paint(folder: Path) -> Iterable[Row]:
    """Press to painted board, alone and with 99 others."""
    for boards in (1, 100):
        with serving(folder / f"paint-{boards}") as server:
            times = press_to_paint(server, boards=boards, presses=60)
        floor = floors.socket_broadcast(boards) * 1000
        median, p99 = statistics.median(times) * 1000, quantile(times, 0.99) * 1000
        yield Row(f"press to paint, {boards} boards", median, "ms", floor, "bare socket broadcast", p99)


def start(folder: Path) -> Iterable[Row]:
    """Start time and memory."""
    times, memory = [], 0.0
    for n in range(ROUNDS):
        begun = time.perf_counter()
        with serving(folder / "start") as server:
            if n:
                times.append(time.perf_counter() - begun)
            assert server.process
            memory = psutil.Process(server.process.pid).memory_info().rss / 2**20
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import flask, sqlalchemy, gevent, socketio"], check=True)
    yield Row(
        "start until it answers", statistics.median(times), "s", time.perf_counter() - begun, "bare imports"
    )
    yield Row("memory after start", memory, "MiB")


def papers(folder: Path) -> Iterable[Row]:
    """What each paper costs, and how long a citizen's hand waits for it."""
    for one in paper.encoded():
        what = f"{one.paper}, {one.profile}: encode"
        yield Row(what, one.milliseconds, "ms")
        yield Row(f"{one.paper}, {one.profile}: size", one.size, "bytes")
    yield Row("one character that no printer has", paper.rare_character(), "bytes")
    with ExitStack() as serves:
        times = paper.tap_to_last_byte(
            lambda url, data: serves.enter_context(serving(data, printer_url=url)), folder / "paper"
        )
    floor = floors.socket_broadcast(1) * 1000
    median, p99 = statistics.median(times) * 1000, quantile(times, 0.99) * 1000
    yield Row("tap to last byte at the printer", median, "ms", floor, "bare socket message", p99)


def table(rows: Iterable[Row]) -> str:
    """Write the rows as a Markdown table."""
    lines = ["| what | median | p99 | floor of this run | ratio |", "|---|---|---|---|---|"]
    for row in rows:
        p99 = f"{row.p99:,.1f} ms" if row.p99 is not None else ""
        floor = f"{row.floor:,.2f} ({row.floor_is})" if row.floor is not None else ""
        ratio = f"{row.figure / row.floor:.2f}" if row.floor else ""
        lines.append(f"| {row.what} | {row.figure:,.2f} {row.unit} | {p99} | {floor} | {ratio} |")
    return "\n".join(lines)


def main() -> None:
    """Measure everything, print the table and keep it as JSON."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        rows = [*tickets(folder), *paint(folder), *start(folder), *papers(folder)]
    print(table(rows))
    RESULTS.mkdir(exist_ok=True)
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}.json"
    (RESULTS / name).write_text(
        json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1), "utf-8"
    )


if __name__ == "__main__":
    main()
