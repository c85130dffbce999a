"""Ten million tickets of years before cost whoever takes and calls a number today nothing."""

import shutil
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

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

    print(f"\n{OLD:,} old tickets, {size / 1e9:.0f} GB:")
    for what, each in times.items():
        young_ms, old_ms = (statistics.median(one) for one in each)
        print(f"| {what} | {young_ms:.1f} ms | {old_ms:.1f} ms | {old_ms / young_ms:.2f} |")
        assert old_ms < young_ms * FLAT
