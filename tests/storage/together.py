"""People who act at the same moment: real threads behind one starting line."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

T = TypeVar("T")


def together(acts: Sequence[Callable[[], T]]) -> list[T | Exception]:
    """Start all acts at the same moment; returns what each gave, or how it was refused."""
    line = Barrier(len(acts))

    def run(act: Callable[[], T]) -> T | Exception:
        line.wait(10)
        try:
            return act()
        except Exception as refusal:  # noqa: BLE001  whatever it was, the test looks at it
            return refusal

    with ThreadPoolExecutor(len(acts)) as people:
        return list(people.map(run, acts))
