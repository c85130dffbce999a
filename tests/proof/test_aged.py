"""Ten million tickets of years before cost whoever takes and calls a number today nothing."""

import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from kiosk.beside import UPKEEP_S
from tests.bench.aged import grow_old, presses
from tests.servers import HallServer, serving

OLD = 10_000_000
BYTES_EACH = 5_000
FLAT = 1.2  # the promise: within a fifth of a hall that has given none


@contextmanager
def halls(folder: Path) -> Iterator[tuple[HallServer, HallServer]]:
    with ExitStack() as running:
        young, old = (running.enter_context(serving(folder / name)) for name in ("young", "old"))
        grow_old(old, OLD)
        yield young, old


def slowest_answer(hall: HallServer) -> float:
    """Ask again and again until the upkeep has been round; returns the slowest answer in milliseconds."""
    slowest, until = 0.0, time.monotonic() + UPKEEP_S + 5
    with hall.api() as api:
        while (begun := time.monotonic()) < until:
            api.get("/board").raise_for_status()
            slowest = max(slowest, time.monotonic() - begun)
    return slowest * 1000


def start_anew(hall: HallServer) -> float:
    """Stop a hall and start it again; returns the seconds until it answers."""
    hall.stop()
    begun = time.monotonic()
    hall.start()
    return time.monotonic() - begun


@pytest.mark.proof
def test_ten_million_old_tickets_cost_a_press_nothing() -> None:
    with tempfile.TemporaryDirectory(dir="/var/tmp") as scratch:
        free = shutil.disk_usage(scratch).free
        assert free > OLD * BYTES_EACH, (
            f"{OLD * BYTES_EACH / 1e9:.0f} GB are needed, {free / 1e9:.0f} are free"
        )
        with halls(Path(scratch)) as (young, old):
            size = (old.data / "hall.db").stat().st_size
            times = presses(young, old)
            rounds = [slowest_answer(hall) for hall in (young, old)]
            starts = [start_anew(hall) for hall in (young, old)]

    print(f"\n{OLD:,} old tickets, {size / 1e9:.0f} GB:")
    for what, each in times.items():
        young_ms, old_ms = (statistics.median(one) for one in each)
        print(f"| {what} | {young_ms:.1f} ms | {old_ms:.1f} ms | {old_ms / young_ms:.2f} |")
        assert old_ms < young_ms * FLAT
    print(f"| slowest answer, an upkeep among them | {rounds[0]:.0f} ms | {rounds[1]:.0f} ms | |")
    print(f"| start until it answers | {starts[0]:.1f} s | {starts[1]:.1f} s | |")
