"""Presses of many machines at once: tickets and calls a second, beside an empty route of the same server."""

import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from shutil import copytree

from kiosk.config import SAMPLE_HALL
from tests.bench import floors
from tests.bench.table import Row, quantile
from tests.databases import running_postgres
from tests.servers import HallServer, serving

ROUNDS = 3
SECONDS = 3.0
CLERKS = 32
WAITING = 1_200  # more than they call in the time
Body = dict[str, list[str]]
BODIES: list[Body] = [{"services": [code]} for code in ("B01", "C01", "D01", "E05", "F01")]
WINDOW = '\n[[window]]\nnumber = {n}\nname = "综合服务窗口"\nname_en = "General Services"\nqueues = ["A"]\n'
Measured = tuple[float, float]  # answers a second, and p99 in milliseconds


def load(
    servers: Sequence[HallServer],
    clients: int,
    method: str,
    path: str,
    token: str = "",
    bodies: Sequence[Body] = (),
) -> Measured:
    """Ask from so many clients for some seconds; `{client}` in the path is the number of each."""
    wanted = {
        "ports": [one.port for one in servers],
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


def fresh_load(folder: Path, clients: int, method: str, path: str, bodies: Sequence[Body] = ()) -> Measured:
    """Measure in a hall of its own."""
    with tempfile.TemporaryDirectory(dir=folder) as data, serving(Path(data)) as server:
        return load([server], clients, method, path, server.token("kiosk"), bodies)


def medians(measure: Callable[[], Measured]) -> Measured:
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


def calls(folder: Path) -> Iterable[Row]:
    """Calls of the next a second at thirty-two windows of one queue, each of which ends the one before."""
    empty, _ = medians(partial(fresh_load, folder, CLERKS, "GET", "/healthz/live"))
    rate, p99 = medians(partial(_calls, folder))
    yield Row(f"calls of the next/s, {CLERKS} clerks", rate, "/s", empty, "empty route", p99)


def processes(folder: Path) -> Iterable[Row]:
    """The same tickets on a PostgreSQL that syncs, by one, two and four processes."""
    for count in (1, 2, 4):
        empty, _ = medians(partial(_load_of_many, folder, count, "GET", "/healthz/live"))
        rate, p99 = medians(partial(_load_of_many, folder, count, "POST", "/api/v1/tickets", BODIES))
        what = f"tickets/s, 64 clients, PostgreSQL, {count} processes"
        yield Row(what, rate, "/s", empty, "empty route", p99)


def _calls(folder: Path) -> Measured:
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        content = Path(copytree(SAMPLE_HALL, Path(scratch) / "content"))
        with (content / "windows.toml").open("a", encoding="utf-8") as file:
            file.writelines(WINDOW.format(n=n) for n in range(7, CLERKS + 1))
        with serving(Path(scratch), hall=str(content)) as server, server.api() as kiosk:
            for _ in range(WAITING):
                kiosk.post("/tickets", json={"services": ["A00"]}).raise_for_status()
            path = "/api/v1/windows/{client}/calls"
            return load([server], CLERKS, "POST", path, server.token("manager"), [{}])


def _load_of_many(folder: Path, count: int, method: str, path: str, bodies: Sequence[Body] = ()) -> Measured:
    with tempfile.TemporaryDirectory(dir=folder) as scratch, serving_together(Path(scratch), count) as halls:
        return load(halls, 64, method, path, halls[0].token("kiosk"), bodies)


@contextmanager
def serving_together(folder: Path, count: int) -> Iterator[list[HallServer]]:
    """Serve one hall by so many processes on one PostgreSQL that syncs."""
    key = folder / "hall.key"
    key.write_text("the key of many processes", "ascii")
    with running_postgres(durable=True) as server, server.database() as url, ExitStack() as running:
        settings = {"database_url": url, "key_file": str(key)}
        yield [running.enter_context(serving(folder / f"process{n}", **settings)) for n in range(count)]
