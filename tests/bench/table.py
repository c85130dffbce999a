"""What was measured: one row for each figure, the table that people read and the JSON that is kept."""

import json
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

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


def markdown(rows: Iterable[Row]) -> str:
    """Write the rows as a Markdown table."""
    lines = ["| what | median | p99 | floor of this run | ratio |", "|---|---|---|---|---|"]
    for row in rows:
        p99 = f"{row.p99:,.1f} ms" if row.p99 is not None else ""
        floor = f"{row.floor:,.2f} ({row.floor_is}{_p99(row)})" if row.floor is not None else ""
        ratio = f"{row.figure / row.floor:.2f}" if row.floor else ""
        lines.append(f"| {row.what} | {row.figure:,.2f} {row.unit} | {p99} | {floor} | {ratio} |")
    return "\n".join(lines)


def _p99(row: Row) -> str:
    return f", p99 {row.floor_p99:,.1f}" if row.floor_p99 is not None else ""


def keep(rows: Iterable[Row]) -> None:
    """Keep the rows as JSON."""
    RESULTS.mkdir(exist_ok=True)
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}.json"
    text = json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1)
    (RESULTS / name).write_text(text, "utf-8")
