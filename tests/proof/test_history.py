"""Everybody acts at once while things break, hundreds of times: the table of `docs/proof.md`."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from tests.cable import Cable
from tests.databases import running_postgres
from tests.history.driver import Fault, play
from tests.history.faults import Database, Disk, killed, restarted, stopped
from tests.history.halls import preloaded, two_processes
from tests.history.power import Power
from tests.servers import HallServer, serving

AT_ONCE = 10  # faults in one run: its history is compared as a whole
OFTEN, LONG = (0.2, 1.0), (1.0, 4.0)
WEAKER = '''"""Preloaded: what is committed is not synced at each commit."""
import sqlite3
class Weaker(sqlite3.Connection):
    def execute(self, sql, *more):
        return super().execute(sql.replace("synchronous=FULL", "synchronous=NORMAL"), *more)
whole = sqlite3.connect
sqlite3.connect = lambda *given, **more: whole(*given, factory=Weaker, **more)
'''


@contextmanager
def alone(folder: Path) -> Iterator[Sequence[HallServer]]:
    with serving(folder) as hall:
        yield [hall]


def told(name: str, rounds: int, found: list[int], lost: int, doubled: int) -> None:
    print(f"\n| `history`: {name} | {rounds} | {found[0]:,} | {found[1]:,} | {lost} | {doubled} |")


def hold(name: str, fault: Fault, rounds: int, hall: object, between_s: tuple[float, float] = OFTEN) -> None:
    """Play as many runs as it takes, each in a hall of its own, and print one line."""
    sums, runs = [0, 0], max(1, rounds // AT_ONCE)
    for seed in range(runs):
        with hall(seed) as halls:  # type: ignore[operator]
            found = play(halls, [fault] * min(AT_ONCE, rounds), seed=seed, between_s=between_s)
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
@pytest.mark.parametrize("name", ["power cut", "disk full", "syncs fail, then a power cut", "clock jumps"])
def test_disk_and_clock(tmp_path: Path, name: str) -> None:
    power = Power.made(tmp_path)
    disk = Disk(power)
    faults: dict[str, Fault] = {
        "power cut": power.cut,
        "disk full": disk.full,
        "syncs fail, then a power cut": disk.fails,
        "clock jumps": disk.clock,
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
@pytest.mark.parametrize(
    ("name", "rounds"),
    [("killed", 40), ("database restarted", 20), ("notices lost", 20), ("cut from the database", 20)],
)
def test_two_processes(tmp_path: Path, name: str, rounds: int) -> None:
    with running_postgres(durable=True) as server:
        cables = [Cable(server.port), Cable(server.port)]
        database = Database(server, cables)
        faults: dict[str, Fault] = {
            "killed": killed,
            "database restarted": database.restarted,
            "notices lost": database.unheard,
            "cut from the database": database.cut_off,
        }

        @contextmanager
        def hall(seed: int) -> Iterator[Sequence[HallServer]]:
            folder = tmp_path / f"{seed}"
            folder.mkdir()
            with server.database() as url:
                through = [url.replace(f":{server.port}/", f":{cable.port}/") for cable in cables]
                with two_processes(folder, *through) as halls:
                    yield halls

        hold(f"two processes, {name}", faults[name], rounds, hall, LONG)


@pytest.mark.proof
def test_the_standby_goes_on(tmp_path: Path) -> None:
    sums = [0, 0]
    for seed in range(3):
        with running_postgres(durable=True) as server, server.database() as url:
            server.follow()
            cables = [Cable(server.port), Cable(server.port)]
            through = [url.replace(f":{server.port}/", f":{cable.port}/") for cable in cables]
            folder = tmp_path / f"{seed}"
            folder.mkdir()
            with two_processes(folder, *through) as halls:
                over = partial(Database.fails_over, Database(server, cables))
                found = play(halls, [over], seed=seed, between_s=LONG)
            server.start()  # so that its database can be dropped
        assert found.faults == (), f"seed {seed}"
        sums = [sums[0] + found.acknowledged, sums[1] + found.calls]
    told("two processes, fail over to the standby", 3, sums, 0, 0)
