"""Everybody acts at once while things break, hundreds of times: the table of `docs/proof.md`."""

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import make_url

from kiosk.hall.errors import TryAgain
from kiosk.storage.postgres import Postgres
from tests.cable import Cable, cables
from tests.databases import PostgresServer, running_postgres
from tests.history import network
from tests.history.driver import MANY, Fault, play
from tests.history.faults import (
    Database,
    Disk,
    hushed,
    killed,
    restarted,
    stopped,
    stopped_long,
    unplugged,
)
from tests.history.halls import preloaded, two_processes
from tests.history.power import Power
from tests.servers import HallServer, serving

HERE = "127.0.0.1"
AT_ONCE = 10  # faults in one run: its history is compared as a whole
ANSWER_S, LONGEST_S = 1.0, 30.0
OFTEN, LONG = (0.2, 1.0), (1.0, 4.0)
WEAKER = '''"""Preloaded: what is committed is not synced at each commit."""
import sqlite3
class Weaker(sqlite3.Connection):
    def execute(self, sql, *more):
        return super().execute(sql.replace("synchronous=FULL", "synchronous=NORMAL"), *more)
whole = sqlite3.connect
sqlite3.connect = lambda *given, **more: whole(*given, factory=Weaker, **more)
'''
Hall = Callable[[int], AbstractContextManager[Sequence[HallServer]]]


@contextmanager
def alone(folder: Path) -> Iterator[Sequence[HallServer]]:
    with serving(folder) as hall:
        yield [hall]


def told(name: str, rounds: int, found: list[int], lost: int, doubled: int) -> None:
    print(f"\n| `history`: {name} | {rounds} | {found[0]:,} | {found[1]:,} | {lost} | {doubled} |")


def hold(name: str, fault: Fault, rounds: int, hall: Hall, between_s: tuple[float, float] = OFTEN) -> None:
    """Play as many runs as it takes, each in a hall of its own, and print one line."""
    sums, runs = [0, 0], max(1, rounds // AT_ONCE)
    for seed in range(runs):
        with hall(seed) as halls:
            found = play(halls, [fault] * min(AT_ONCE, rounds), seed=seed, between_s=between_s, size=MANY)
        assert found.faults == (), f"seed {seed}"
        sums[0] += found.acknowledged
        sums[1] += found.calls
    told(name, rounds, sums, 0, 0)


@pytest.mark.proof
@pytest.mark.parametrize(
    ("name", "fault", "rounds"),
    [
        ("killed", killed, 200),
        ("stands still", stopped, 20),
        ("restarted", restarted, 20),
    ],
)
def test_one_process(tmp_path: Path, name: str, fault: Fault, rounds: int) -> None:
    hold(name, fault, rounds, lambda seed: alone(tmp_path / f"{seed}"))


@pytest.mark.proof
@pytest.mark.parametrize(
    "name", ["power cut", "disk full", "syncs fail, then a power cut", "clock jumps", "another day"]
)
def test_disk_and_clock(tmp_path: Path, name: str) -> None:
    power = Power.made(tmp_path)
    disk = Disk(power)
    faults: dict[str, Fault] = {
        "power cut": power.cut,
        "disk full": disk.full,
        "syncs fail, then a power cut": disk.fails,
        "clock jumps": disk.clock,
        "another day": disk.midnight,
    }

    hold(name, faults[name], 20, lambda seed: preloaded(tmp_path / f"{seed}", power.settings))


@pytest.mark.proof
def test_the_power_cut_tells_a_store_that_does_not_sync_from_one_that_does(tmp_path: Path) -> None:
    power = Power.made(tmp_path)
    (tmp_path / "sitecustomize.py").write_text(WEAKER)
    settings = {**power.settings, "PYTHONPATH": f"{tmp_path}:."}

    with preloaded(tmp_path / "hall", settings) as halls:
        found = play(halls, [power.cut] * AT_ONCE, seed=1, between_s=OFTEN)

    told("power cut, synchronous=NORMAL", AT_ONCE, [found.acknowledged, found.calls], len(found.lost), 0)
    assert found.lost, f"SQLite {sqlite3.sqlite_version} kept what it never synced?"


@pytest.mark.proof
def test_boards_that_nothing_reaches(tmp_path: Path) -> None:
    sums = [0, 0]
    for seed in range(2):
        with serving(tmp_path / f"{seed}") as hall, cables(*[(hall.port, HERE)] * 2) as laid:
            faults = [partial(hushed, cables=laid)] * (AT_ONCE // 2)
            doors = [one.url for one in laid]
            found = play([hall], faults, seed=seed, between_s=LONG, size=MANY, doors=doors)
        assert found.faults == (), f"seed {seed}"
        sums = [sums[0] + found.acknowledged, sums[1] + found.calls]
    told("boards reached by nothing, 6–20 s", AT_ONCE, sums, 0, 0)


@contextmanager
def two(server: PostgresServer, laid: Sequence[Cable], folder: Path) -> Iterator[Sequence[HallServer]]:
    """Serve one hall by two processes, each with a cable of its own to the database."""
    folder.mkdir()
    with server.database() as url:
        through = [url.replace(f"127.0.0.1:{server.port}/", f"{one.host}:{one.port}/") for one in laid]
        with two_processes(folder, *through) as halls:
            yield halls


@pytest.mark.proof
@pytest.mark.parametrize(
    ("name", "rounds"),
    [
        ("killed", 40),
        ("one stands still, 6–20 s", 10),
        ("database restarted", 20),
        ("notices lost", 20),
        ("cut from the database", 20),
        ("silence to the database, 6–20 s", 10),
    ],
)
def test_two_processes(tmp_path: Path, name: str, rounds: int) -> None:
    with running_postgres(durable=True) as server, cables(*[(server.port, HERE)] * 2) as laid:
        database = Database(server, laid)
        faults: dict[str, Fault] = {
            "killed": killed,
            "one stands still, 6–20 s": stopped_long,
            "database restarted": database.restarted,
            "notices lost": database.unheard,
            "cut from the database": database.cut_off,
            "silence to the database, 6–20 s": partial(hushed, cables=laid),
        }

        hold(
            f"two processes, {name}",
            faults[name],
            rounds,
            lambda seed: two(server, laid, tmp_path / f"{seed}"),
            LONG,
        )


@pytest.mark.proof
def test_packets_to_the_database_are_dropped(tmp_path: Path) -> None:
    """Only a network of our own can drop packets unseen by either end: the test runs itself in one."""
    if not network.is_my_own():
        network.run_there(__file__, "test_packets_to_the_database_are_dropped")
        return
    ways = network.ADDRESSES
    with running_postgres(durable=True) as server, cables(*((server.port, one) for one in ways)) as laid:
        fault = partial(unplugged, cables=laid)

        hold(
            "two processes, packets to the database dropped, 6–20 s",
            fault,
            10,
            lambda seed: two(server, laid, tmp_path / f"{seed}"),
            LONG,
        )


@pytest.mark.proof
def test_whoever_waits_for_a_dropped_answer_is_told_soon() -> None:
    """The reply is lost, and the other side has forgotten the connection: nothing ever comes."""
    if not network.is_my_own():
        network.run_there(__file__, "test_whoever_waits_for_a_dropped_answer_is_told_soon")
        return
    host = network.ADDRESSES[0]
    with running_postgres() as server, server.database() as url, ThreadPoolExecutor() as beside:
        cable = Cable(server.port, host)
        database = Postgres(make_url(url.replace(f"127.0.0.1:{server.port}", f"{host}:{cable.port}")), "hall")

        asked = beside.submit(_ask_slowly, database)
        time.sleep(ANSWER_S / 2)
        network.address(host, "del")
        time.sleep(ANSWER_S)
        cable.forget()
        network.address(host, "replace")

        with pytest.raises(TryAgain):
            asked.result(LONGEST_S)


def _ask_slowly(database: Postgres) -> None:
    with database.look() as runner:
        runner.plain("SELECT pg_sleep(%s)", (ANSWER_S,))


@pytest.mark.proof
def test_the_standby_goes_on(tmp_path: Path) -> None:
    sums = [0, 0]
    for seed in range(3):
        folder = tmp_path / f"{seed}"
        folder.mkdir()
        with running_postgres(durable=True) as server, server.database() as url:
            server.follow()
            with cables(*[(server.port, HERE)] * 2) as laid:
                through = [url.replace(f":{server.port}/", f":{cable.port}/") for cable in laid]
                with two_processes(folder, *through) as halls:
                    over = partial(Database.fails_over, Database(server, laid))
                    found = play(halls, [over], seed=seed, between_s=LONG)
            server.start()  # so that its database can be dropped
        assert found.faults == (), f"seed {seed}"
        sums = [sums[0] + found.acknowledged, sums[1] + found.calls]
    told("two processes, fail over to the standby", 3, sums, 0, 0)
