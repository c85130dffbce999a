"""When each event of a log can have been committed, and how a ticket or window can have stood meanwhile.

Nobody sees the commits. But an act that was answered was committed between its first request and its first
answer, and the log is in the order of its commits: so each event lies between two times.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from math import inf
from typing import Generic, TypeVar

from kiosk.hall.calendar import local_day
from kiosk.hall.catalogue import Catalogue
from kiosk.hall.floor_events import WindowChanged
from kiosk.hall.ticket import AT_WINDOW, Ticket
from tests.history.acts import Act
from tests.history.deeds import Deed, Log, deed_of, places
from tests.play.chronicle import Chronicle, Life

T = TypeVar("T")


@dataclass(frozen=True)
class AtWindow:
    """How a window stands: what it does, and which ticket it has in hand."""

    state: str
    in_hand: str = ""


class Past(Generic[T]):
    """How one thing stood, and from which event on; 0 is before all."""

    def __init__(self, seq: int, value: T) -> None:
        self.seqs, self.values = [seq], [value]

    def note(self, seq: int, value: T) -> None:
        """Go on with how it stands from an event on."""
        self.seqs.append(seq)
        self.values.append(value)


class Moments:
    """The bounds of every event, and the pasts of all tickets and windows."""

    def __init__(self, acts: Sequence[Act], log: Log, rows: Mapping[str, Ticket], office: Catalogue) -> None:
        self.earliest, self.latest = _bounds(acts, log)
        self.tickets: dict[str, Past[Life]] = {}
        state = "open" if office.hall.windows_start_open else "closed"
        self.windows = {one.number: Past(0, AtWindow(state)) for one in office.hall.windows}
        self._days = [local_day(office, at) for _, at, _ in log]
        self._tell(log, rows)

    def can_be(self, past: Past[T], begun: float, ended: float) -> list[T]:
        """List how a thing can have stood at some moment between two times."""
        first = bisect_left(past.seqs, begun, 1, key=lambda seq: self.latest[seq]) - 1
        last = bisect_right(past.seqs, ended, key=lambda seq: self.earliest[seq])
        return past.values[first:last]

    def spells(self, name: str, state: str) -> list[tuple[float, float]]:
        """List between which times a ticket certainly was in a state."""
        past = self.tickets[name]
        ends = [self.earliest[seq] for seq in past.seqs[1:]] + [inf]
        return [
            (self.latest[seq], end)
            for seq, life, end in zip(past.seqs, past.values, ends, strict=True)
            if life.state == state
        ]

    def first_day(self, begun: float, ended: float) -> date:
        """Tell the earliest day that the hall's clock can have shown between two times."""
        first = bisect_left(self.latest, begun, 1)
        last = bisect_right(self.earliest, ended, 1)
        return min(self._days[max(0, first - 2) : last + 1], default=date.max)

    @property
    def last_day(self) -> date:
        """The day of the newest event."""
        return self._days[-1] if self._days else date.max

    def backwards(self) -> Iterator[int]:
        """List the events that were asked for after a later one of the log had been answered."""
        yield from (seq for seq in range(1, len(self.earliest)) if self.earliest[seq] > self.latest[seq])

    def _tell(self, log: Log, rows: Mapping[str, Ticket]) -> None:
        chronicle = Chronicle()
        for seq, _, event in log:
            try:
                chronicle.follow(seq, event, rows)
            except (AssertionError, KeyError):
                return  # no life goes on like this: the checker says so
            if isinstance(event, WindowChanged):
                self._note(event.window, seq, event.state, None)
            name = getattr(event, "ticket", "")
            if name in chronicle.lives:
                self._live(seq, name, chronicle.lives[name])

    def _live(self, seq: int, name: str, life: Life) -> None:
        if name in self.tickets:
            self.tickets[name].note(seq, life)
        else:
            self.tickets[name] = Past(seq, life)
        for window, past in self.windows.items():
            here = life.state in AT_WINDOW and life.window == window
            if here:
                self._note(window, seq, None, name)
            elif past.values[-1].in_hand == name:
                self._note(window, seq, None, "")

    def _note(self, window: int, seq: int, state: str | None, in_hand: str | None) -> None:
        past = self.windows[window]
        now = past.values[-1]
        past.note(
            seq,
            AtWindow(now.state if state is None else state, now.in_hand if in_hand is None else in_hand),
        )


def _bounds(acts: Sequence[Act], log: Log) -> tuple[list[float], list[float]]:
    """Say before and after which times each event cannot have been committed; both rise along the log."""
    done = defaultdict[Deed, list[Act]](list)
    for act in acts:
        if act.acknowledged and (deed := deed_of(act)):
            done[deed].append(act)
    head = log[-1][0] if log else 0
    earliest, latest = [-inf] * (head + 1), [-inf] + [inf] * head
    for deed, seqs in places(log).items():
        asked = sorted(act.asked for act in done[deed])
        answered = sorted(act.answered or inf for act in done[deed])
        for n, seq in enumerate(seqs):
            if len(asked) == len(seqs):  # else somebody who was not told may have been the first
                earliest[seq] = asked[n]
            if n < len(answered):
                latest[seq] = answered[n]
    return list(accumulate(earliest, max)), [*list(accumulate(latest[:0:-1], min)), -inf][::-1]
