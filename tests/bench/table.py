"""What was measured: one row for each figure, the table that people read and the JSON that is kept."""

import json
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

RESULTS = Path("bench-results")  # every run, on the machine that made it
KEPT = Path(__file__).parent / "kept"  # one file for each version, so that a regression shows


@dataclass(frozen=True)
class Row:
    """One line of the table: what, how much, beside which floor."""

    what: str
    figure: float
    unit: str
    floor: float | None = None
    floor_is: str = ""
    p99: float | None = None
    floor_p99: float | None = None


def timed(what: str, times: Sequence[float], floor: Sequence[float], floor_is: str) -> Row:
    """Make a row of some times and those of a floor, all in seconds."""
    figure, floor_figure = (statistics.median(one) * 1000 for one in (times, floor))
    p99, floor_p99 = (quantile(one, 0.99) * 1000 for one in (times, floor))
    return Row(what, figure, "ms", floor_figure, floor_is, p99, floor_p99)


def quantile(values: Iterable[float], part: float) -> float:
    """Return the value below which a part of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def head() -> str:
    """Write the head of the table in Markdown."""
    return (
        f"| what | median | p99 | floor of this run | ratio | {newest_kept()[0]} |\n|---|---|---|---|---|---|"
    )


def line(row: Row) -> str:
    """Write a row in Markdown, beside what the newest version that was kept had."""
    before = newest_kept()[1]
    p99 = f"{row.p99:,.1f} ms" if row.p99 is not None else ""
    floor = f"{row.floor:,.2f} ({row.floor_is}{_p99(row)})" if row.floor is not None else ""
    ratio = f"{row.figure / row.floor:.2f}" if row.floor else ""
    was = f"{before[row.what]:,.2f}" if row.what in before else ""
    return f"| {row.what} | {row.figure:,.2f} {row.unit} | {p99} | {floor} | {ratio} | {was} |"


@cache
def newest_kept() -> tuple[str, dict[str, float]]:
    """Return the newest version whose figures were kept, and its figures by what they are."""
    files = sorted(KEPT.glob("*.json"), key=lambda path: [int(part) for part in path.stem.split(".")])
    if not files:
        return "before", {}
    return files[-1].stem, {row["what"]: row["figure"] for row in json.loads(files[-1].read_text("utf-8"))}


def _p99(row: Row) -> str:
    return f", p99 {row.floor_p99:,.1f}" if row.floor_p99 is not None else ""


def keep(rows: Sequence[Row], *, for_version: str = "") -> None:
    """Keep the rows as JSON; for a version in place of those it had of the same names, with its others."""
    RESULTS.mkdir(exist_ok=True)
    _write(RESULTS / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}.json", [asdict(row) for row in rows])
    if for_version:
        file = KEPT / f"{for_version}.json"
        old = json.loads(file.read_text("utf-8")) if file.is_file() else []
        new = {row.what: asdict(row) for row in rows}
        _write(file, list(({row["what"]: row for row in old} | new).values()))


def _write(file: Path, rows: list[dict[str, object]]) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", "utf-8")
