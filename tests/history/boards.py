"""Whether every board was told everything in order, in time, and in the end stood as the log says."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from math import inf
from typing import Any

from kiosk.hall.catalogue import Catalogue
from kiosk.hall.events import TicketCalled, TicketRecalled
from kiosk.hall.ticket import Ticket
from kiosk.hall.ticket import TicketState as S
from tests.history.deeds import Log
from tests.history.moments import Moments
from tests.history.trouble import Trouble, allowed
from tests.play.chronicle import Life

LATE_S = 10.0  # a call that no board shows by then is late; it takes a second when a notice is lost
SILENT_S = 15.0  # three heartbeats; after two a board says that it is out of touch
NEWEST = 6


@dataclass
class Session:
    """One connection of a board: what it was sent and when, from its beginning to its end."""

    begun: float
    messages: list[tuple[float, str, dict[str, Any]]] = field(default_factory=list)
    ended: float = inf

    def __len__(self) -> int:
        return len(self.messages)

    def shown(self) -> list[tuple[float, int]]:
        """List from when on the board showed which event."""
        return [(at, message["seq"]) for at, kind, message in self.messages if kind in {"snapshot", "change"}]

    def state(self) -> Mapping[str, Any]:
        """Say what stands on it after all messages."""
        whole: dict[str, Any] = {}
        for _, kind, message in self.messages:
            if kind != "heartbeat":
                whole = message if kind == "snapshot" else {**whole, **message}
        return whole

    @property
    def head(self) -> int:
        """The end of the log, as the last heartbeat said."""
        return max((one["head"] for _, kind, one in self.messages if kind == "heartbeat"), default=0)


@dataclass(frozen=True)
class Boards:
    """What all boards were sent, beside the log."""

    sessions: Sequence[Sequence[Session]]
    log: Log
    moments: Moments
    troubles: Sequence[Trouble]
    ended: float

    def unexplained(self, rows: Mapping[str, Ticket], office: Catalogue) -> Iterator[str]:
        """List what no board may have been told, or not been told."""
        truth = last_truth(self.log, self.moments, rows, office)
        for sessions in self.sessions:
            yield from self._order(sessions)
            for one in sessions:
                yield from self._late(one)
                yield from self._silent(one)
            yield from self._last(sessions, truth)

    def _order(self, sessions: Sequence[Session]) -> Iterator[str]:
        """A connection begins with a snapshot; then each change follows the one before; nothing goes back."""
        head, shown = len(self.log), 0
        calls = {(event.number, event.window) for _, event in said(self.log)}
        for session in sessions:
            at: int | None = None
            for _, kind, message in session.messages:
                if kind == "heartbeat":
                    yield from _beat(message, at, head)
                    continue
                if kind == "snapshot" and message["seq"] < shown:
                    yield f"a board went back from {shown} to {message['seq']}"
                if kind == "change" and (message["prev"] != at or message["seq"] < message["prev"]):
                    yield f"a change follows {message['prev']}, the board had {at}"
                at = shown = message["seq"]
                if at > head:
                    yield f"a board showed {at}, the log ends at {head}"
                told = {(one["number"], one["window"]) for one in message.get("calls", ())}
                yield from (f"a board showed a call that nobody made: {one}" for one in told - calls)

    def _late(self, session: Session) -> Iterator[str]:
        """Every call that was made while a board looked on stands on it in time."""
        shown = session.shown()
        times, seqs = [at for at, _ in shown], list(accumulate((seq for _, seq in shown), max))
        end = min(session.ended, self.ended)
        for seq, _ in said(self.log):
            due = allowed(self.troubles, max(self.moments.latest[seq], session.begun), LATE_S)
            if due >= end:
                return
            n = bisect_right(times, due)
            if not n or seqs[n - 1] < seq:
                yield f"a board did not show event {seq}, a call, for {LATE_S:.0f} s"
                return

    def _silent(self, session: Session) -> Iterator[str]:
        """A board hears something all the time."""
        times = [session.begun, *(at for at, _, _ in session.messages), min(session.ended, self.ended)]
        for before, after in pairwise(times):
            if after > allowed(self.troubles, before, SILENT_S):
                yield f"a board heard nothing for {after - before:.0f} s"

    def _last(self, sessions: Sequence[Session], truth: Mapping[str, Any]) -> Iterator[str]:
        """When all is over each board knows the end of the log, and shows what the log says."""
        if not sessions or sessions[-1].ended < self.ended:
            yield "a board did not come back"
            return
        if sessions[-1].head < len(self.log):
            yield f"a board knows of {sessions[-1].head} events, the log has {len(self.log)}"
        state = sessions[-1].state()
        shown = {
            "calls": [(one["number"], one["window"]) for one in state.get("calls", ())],
            "at hand": {one["id"]: one["number"] for one in state.get("windows", ())},
            "waiting": {one["letter"]: one["waiting"] for one in state.get("waiting", ())},
            "missed": sorted(state.get("missed", ())),
        }
        for what, true in truth.items():
            if shown[what] != true:
                yield f"a board shows in the end as {what} {shown[what]}, by the log it is {true}"


def last_truth(
    log: Log, moments: Moments, rows: Mapping[str, Ticket], office: Catalogue
) -> Mapping[str, Any]:
    """Tell what stands on a board at the end of a log."""
    lives: dict[str, Life] = {name: past.values[-1] for name, past in moments.tickets.items()}
    today = moments.last_day
    waiting = Counter(
        rows[name].queue
        for name, life in lives.items()
        if life.state is S.WAITING and rows[name].day <= today
    )
    newest = dict[str, int]()
    for _, event in reversed(said(log)):
        newest.setdefault(event.number, event.window)
    in_hand = {number: past.values[-1].in_hand for number, past in moments.windows.items()}
    return {
        "calls": list(newest.items())[:NEWEST],
        "at hand": {number: rows[name].number if name else None for number, name in in_hand.items()},
        "waiting": {one.letter: waiting[one.letter] for one in office.hall.queues},
        "missed": sorted(rows[name].number for name, life in lives.items() if life.state is S.MISSED),
    }


def _beat(message: Mapping[str, Any], at: int | None, head: int) -> Iterator[str]:
    if at is not None and message["seq"] != at:
        yield f"the stream is at {message['seq']}, the board had {at}"
    if message["head"] > head:
        yield f"a board heard of {message['head']} events, the log has {head}"


def said(log: Log) -> list[tuple[int, TicketCalled | TicketRecalled]]:
    """List the calls of a log that boards show, the oldest first."""
    return [(seq, event) for seq, _, event in log if isinstance(event, TicketCalled | TicketRecalled)]
