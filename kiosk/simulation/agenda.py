"""日程: what is due next in the hall, in the order of its time."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

Act = Callable[[], None]


@dataclass(order=True, slots=True)
class Due:
    """One act and its time; `matters` says that somebody's visit depends on it."""

    at: datetime
    turn: int
    act: Act = field(compare=False)
    matters: bool = field(compare=False)


class Agenda:
    """All acts that are due, of the same time in the order they were thought of."""

    def __init__(self) -> None:
        self._due: list[Due] = []
        self._turns = count()
        self.matter = 0

    def add(self, at: datetime, act: Act, *, matters: bool = True) -> None:
        """Plan an act."""
        heapq.heappush(self._due, Due(at, next(self._turns), act, matters))
        self.matter += matters

    @property
    def next_at(self) -> datetime | None:
        """When the next act is due, or nothing when none is."""
        return self._due[0].at if self._due else None

    def pop(self) -> Act:
        """Take the next act off."""
        due = heapq.heappop(self._due)
        self.matter -= due.matters
        return due.act
