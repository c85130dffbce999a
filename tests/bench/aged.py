"""What a press costs in a hall that has given out a million tickets before."""

import os
import statistics
import time
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import Connection, create_engine, inspect, text

from tests.bench.table import Row, quantile
from tests.servers import HallServer, serving

TICKETS = (0, 100_000, 1_000_000)
PRESSES, WARM = 300, 20
ACTS: tuple[tuple[str, str, Mapping[str, object]], ...] = (
    ("a number", "/tickets", {"services": ["B01"]}),
    ("the next", "/windows/2/calls", {}),
)
N = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < :count - 1)"
AGO = "(1 + i / 1000)"  # days: a thousand tickets on each
DAY, NUMBER = f"date(:today, '-' || {AGO} || ' days')", "printf('B%03d', i % 1000 + 1)"
ID = f"replace({DAY}, '-', '') || '-' || {NUMBER}"
EARLIER = f"t.{{column}} - {AGO} * 86400000000"  # microseconds
SEQ = "i * :events + (SELECT count(*) FROM event e WHERE e.seq <= t.seq AND e.body LIKE :mine)"
NEW = {
    "ticket": {"id": ID, "number": NUMBER, "day": DAY, "token": "'old-' || i"},
    "call": {"seq": SEQ, "ticket": ID, "number": NUMBER},
    "event": {"seq": SEQ, "body": f"replace(t.body, :ticket, {ID})"},
    "paper": {"id": "t.id || '-' || i", "ticket": ID},
}
OF = {"ticket": "t.id = :ticket", "event": "t.body LIKE :mine"}


def aged(folder: Path, counts: Iterable[int] = TICKETS) -> Iterable[Row]:
    """Take a number and call it, one after the other, with so many old tickets in the database."""
    first: dict[str, float] = {}
    for count in counts:
        with serving(folder / f"aged-{count}") as server:
            if count:
                grow_old(server, count)
            for what, (times,) in presses(server).items():
                figure, p99 = statistics.median(times), quantile(times, 0.99)
                floor = first.setdefault(what, figure)
                yield Row(f"{what}, {count:,} old tickets", figure, "ms", floor, "none", p99)


def presses(*servers: HallServer) -> dict[str, list[list[float]]]:
    """Take and call in each hall in turn; returns the milliseconds of each, hall by hall."""
    times: dict[str, list[list[float]]] = {what: [[] for _ in servers] for what, _, _ in ACTS}
    with ExitStack() as asking:
        halls = [asking.enter_context(server.api()) for server in servers]
        for _ in range(WARM + PRESSES):
            for what, path, wish in ACTS:
                for hall, found in zip(halls, times[what], strict=True):
                    begun = time.perf_counter()
                    hall.post(path, json=wish).raise_for_status()
                    found.append((time.perf_counter() - begun) * 1000)
    return {what: [found[WARM:] for found in each] for what, each in times.items()}


def grow_old(server: HallServer, count: int) -> None:
    """Give a hall so many tickets of days before, each taken, called and served, with its events."""
    with server.api() as api:
        taken = api.post("/tickets", json={"services": ["B01"]}).raise_for_status().json()["id"]
        api.post("/windows/2/calls", json={}).raise_for_status()
        for step in ("start", "finish"):
            api.post(f"/tickets/{taken}/{step}", json={}).raise_for_status()
    server.stop()
    engine = create_engine(f"sqlite:///{server.data / 'hall.db'}")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as one:
        for pragma in ("journal_mode=DELETE", "synchronous=OFF", "cache_size=-500000"):
            one.execute(text(f"PRAGMA {pragma}"))  # no second file as large as the first is written
        one.execute(text("BEGIN"))
        _copy_all(one, taken, count)
        one.execute(text("COMMIT"))
    engine.dispose()
    os.sync()  # what was added is not written while the presses are measured
    server.start()


def _copy_all(database: Connection, taken: str, count: int) -> None:
    today = f"{taken[:4]}-{taken[4:6]}-{taken[6:8]}"
    mine = {"ticket": taken, "mine": f"%{taken}%", "count": count, "today": today}
    events = database.execute(text("SELECT count(*) FROM event WHERE body LIKE :mine"), mine).scalar_one()
    mine |= {"events": events, "more": count * events}
    for table in ("event", "call"):  # what is there comes after all that is added
        database.execute(text(f"UPDATE {table} SET seq = -(seq + :more)"), mine)
        database.execute(text(f"UPDATE {table} SET seq = -seq"))
    database.execute(text("UPDATE counter SET value = value + :more WHERE name = 'events'"), mine)
    for table, new in NEW.items():
        _copy(database, table, new, mine)


def _copy(database: Connection, table: str, new: Mapping[str, str], values: Mapping[str, object]) -> None:
    """Write the rows of one ticket again for every old one."""
    columns = {one["name"]: one for one in inspect(database).get_columns(table)}
    said = [
        new.get(name)
        or (EARLIER.format(column=name) if name.endswith("_at") or name == "at" else f't."{name}"')
        for name in columns
    ]
    names = ", ".join(f'"{name}"' for name in columns)
    of = OF.get(table, "t.ticket = :ticket")
    rows = f"{N} INSERT INTO {table} ({names}) SELECT {', '.join(said)} FROM {table} t, n WHERE {of}"
    database.execute(text(rows), values)
