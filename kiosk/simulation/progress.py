"""进度: a bar on a terminal, one line for each hour of the hall elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from kiosk.simulation.play import Show
from kiosk.simulation.record import Record


def _standing(record: Record) -> str:
    waiting = sum(one.state == "waiting" for one in record.people)
    served = sum(one.state == "done" for one in record.people)
    return f"来 came {len(record.people)}，等 waiting {waiting}，办毕 done {served}"


@contextmanager
def shown(console: Console, *, expected: int) -> Iterator[Show]:
    """Show how the day goes, until the block ends."""
    if not console.is_terminal:
        yield _lines(console)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[now]}"),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=expected, now="")

        def show(at: datetime, record: Record) -> None:
            over = sum(not one.is_open for one in record.people)
            progress.update(task, description=f"{at:%H:%M}", completed=over, now=_standing(record))

        yield show


def _lines(console: Console) -> Show:
    last = ""

    def show(at: datetime, record: Record) -> None:
        nonlocal last
        if last != (last := f"{at:%m-%d %H}"):
            console.print(f"{at:%H:%M}  {_standing(record)}", highlight=False)

    return show
