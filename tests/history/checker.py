"""Whether one log explains what everybody was told: nothing lost, nothing twice, nobody overtaken."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kiosk.hall.catalogue import Catalogue
from kiosk.hall.events import (
    Event,
    TicketCalled,
    TicketCancelled,
    TicketFinished,
    TicketHeld,
    TicketMissed,
    TicketRecalled,
    TicketStarted,
    TicketTaken,
)
from kiosk.hall.floor_events import WindowChanged
from kiosk.hall.ticket import OPEN_STATES, Ticket, TicketState, number_of
from kiosk.hall.why import Why
from tests.history.acts import Act
from tests.history.people import Session
from tests.play.chronicle import Chronicle, Life
from tests.play.turns import Debt, Scene

Log = Sequence[tuple[int, datetime, Event]]
Did = (
    TicketTaken
    | TicketCalled
    | TicketStarted
    | TicketFinished
    | TicketHeld
    | TicketRecalled
    | TicketMissed
    | TicketCancelled
)
DID: Mapping[str, type[Did]] = {
    "take": TicketTaken,
    "call": TicketCalled,
    "start": TicketStarted,
    "finish": TicketFinished,
    "hold": TicketHeld,
    "recall": TicketRecalled,
    "miss": TicketMissed,
    "cancel": TicketCancelled,
}


@dataclass(frozen=True)
class Found:
    """The acts that somebody was told are done, and every fault by name."""

    acknowledged: int
    calls: int
    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    unexplained: tuple[str, ...]

    @property
    def faults(self) -> tuple[str, ...]:
        """List all faults."""
        return (*self.lost, *self.doubled, *self.unexplained)


def check(
    acts: Sequence[Act],
    log: Log,
    tickets: Mapping[str, Ticket],
    sessions: Iterable[Sequence[Session]],
    office: Catalogue,
) -> Found:
    """Compare what people and boards were told with the log and the rows that are left."""
    told = [act for act in acts if act.acknowledged]
    return Found(
        acknowledged=len(told),
        calls=sum(isinstance(event, TicketCalled) for _, _, event in log),
        lost=tuple(_lost(told, log)),
        doubled=(*_doubled(acts, log), *_numbers(log)),
        unexplained=(
            *_lives(log, tickets),
            *_order(log, tickets, office),
            *_in_time(told, log),
            *(fault for one in sessions for fault in _board(one, log)),
        ),
    )


def _what(act: Act) -> tuple[type[Did], str, int | None]:
    """Say what an act must have left in the log: the event, its ticket, its window."""
    ticket = act.answers[0]["id"] if act.verb in {"take", "call"} else act.ticket
    return DID[act.verb], ticket, act.window if act.verb == "call" else None


def _events(log: Log) -> Counter[tuple[type[Did], str, int | None]]:
    found = Counter[tuple[type[Did], str, int | None]]()
    for _, _, event in log:
        if isinstance(event, Did):
            window = event.window if isinstance(event, TicketCalled) else None
            found[type(event), event.ticket, window] += 1
    return found


def _lost(told: Sequence[Act], log: Log) -> Iterator[str]:
    """Every act that was acknowledged is in the log, as often as different presses were."""
    logged = _events(log)
    for what, count in Counter(map(_what, told)).items():
        if logged[what] < count:
            yield f"acknowledged {count} times, logged {logged[what]} times: {what[0].__name__} {what[1:]}"


def _doubled(acts: Sequence[Act], log: Log) -> Iterator[str]:
    """One press is one act: all its answers name one ticket, and the log has no more than were pressed."""
    for act in acts:
        if len({one["id"] for one in act.answers}) > 1:
            yield f"one press, several tickets: {act.key} {[one['number'] for one in act.answers]}"
    given = [act.answers[0]["id"] for act in acts if act.verb == "take" and act.acknowledged]
    yield from (f"given to {n} people: {one}" for one, n in Counter(given).items() if n > 1)
    for verb in ("take", "call"):
        pressed = sum(act.verb == verb and (act.acknowledged or act.unknown) for act in acts)
        logged = sum(isinstance(event, DID[verb]) for _, _, event in log)
        if logged > pressed:
            yield f"{logged} × {verb} in the log, pressed {pressed} times"


def _numbers(log: Log) -> Iterator[str]:
    """Each letter counts 1, 2, 3 … without a gap, and the log does too."""
    seqs = [seq for seq, _, _ in log]
    if seqs != list(range(1, len(seqs) + 1)):
        yield "the log has a gap or a repeat"
    numbers = Counter(event.number for _, _, event in log if isinstance(event, TicketTaken))
    yield from (f"number {one} given {n} times" for one, n in numbers.items() if n > 1)
    for letter, last in Counter(number[0] for number in numbers).items():
        wanted = {number_of(letter, n) for n in range(1, last + 1)}
        yield from (f"number {one} is missing" for one in sorted(wanted - numbers.keys()))


def _lives(log: Log, tickets: Mapping[str, Ticket]) -> Iterator[str]:
    """Each ticket's life is one that the rules allow, so a call has one winner; the rows end as it ends."""
    chronicle = Chronicle()
    for seq, _, event in log:
        try:
            chronicle.follow(seq, event, tickets)
        except (AssertionError, KeyError) as fault:
            yield f"event {seq} cannot follow: {event} ({fault})"
            return
    for name, life in chronicle.lives.items():
        row = tickets.get(name)
        if row is None or row.state is not life.state or (row.window or 0) != (life.window or 0):
            yield f"{name} is stored as {row and (row.state, row.window)}, the log says {life}"


def _order(log: Log, tickets: Mapping[str, Ticket], office: Catalogue) -> Iterator[str]:
    """Whoever was called was next by the rule, or somebody gave a reason."""
    chronicle = Chronicle()
    open_now = {one.number for one in office.hall.windows if office.hall.windows_start_open}
    owed: dict[int, Debt] = {one.number: (0, 0) for one in office.hall.windows}
    for seq, at, event in log:
        if isinstance(event, TicketCalled):
            scene = Scene(_then(chronicle, tickets), frozenset(open_now), frozenset(), dict(owed), at, office)
            if event.why == Why.BY_NUMBER:
                owed[event.window] = scene.early(owed[event.window])
            else:
                turn = next(scene.turns(event.window), None)
                if turn is None or (turn.ticket.id, turn.why.value) != (event.ticket, event.why):
                    instead = turn.ticket.number if turn else "nobody"
                    yield f"event {seq}: called {event.number} ({event.why}), not {instead}"
                    return
                owed[event.window] = turn.owed
        if isinstance(event, WindowChanged):
            (open_now.add if event.state == "open" else open_now.discard)(event.window)
        try:
            chronicle.follow(seq, event, tickets)
        except (AssertionError, KeyError):
            return  # no life goes on like this: see `_lives`


def _then(chronicle: Chronicle, tickets: Mapping[str, Ticket]) -> tuple[Ticket, ...]:
    return tuple(
        _as(tickets[name], life) for name, life in chronicle.lives.items() if life.state in OPEN_STATES
    )


def _as(row: Ticket, life: Life) -> Ticket:
    return replace(row, state=TicketState(life.state), window=life.window, order_at=row.taken_at)


def _in_time(told: Sequence[Act], log: Log) -> Iterator[str]:
    """An act answered before another was asked for comes before it in the log."""
    places: dict[tuple[type[Did], str], int] = {}
    for seq, _, event in log:
        if isinstance(event, Did):
            places.setdefault((type(event), event.ticket), seq)
    once = Counter((kind, ticket) for kind, ticket, _ in map(_what, told))
    placed = [
        (act, places[what[:2]]) for act in told if once[(what := _what(act))[:2]] == 1 and what[:2] in places
    ]
    answered = sorted(placed, key=lambda one: one[0].answered or 0.0)
    newest, n = (0, ""), 0
    for act, seq in sorted(placed, key=lambda one: one[0].asked):
        while n < len(answered) and (answered[n][0].answered or 0.0) < act.asked:
            newest = max(newest, (answered[n][1], answered[n][0].key))
            n += 1
        if seq < newest[0]:
            yield f"{act.key} was asked after {newest[1]} was answered, but comes before it in the log"


def _board(sessions: Sequence[Session], log: Log) -> Iterator[str]:
    """Each connection begins with a snapshot; then every change follows the one before; nothing goes back."""
    head, shown = len(log), 0
    calls = {
        (event.number, event.window)
        for _, _, event in log
        if isinstance(event, TicketCalled | TicketRecalled)
    }
    for session in sessions:
        at: int | None = None
        for kind, message in session.messages:
            if kind == "heartbeat":
                continue
            if kind == "snapshot" and message["seq"] < shown:
                yield f"a board went back from {shown} to {message['seq']}"
            if kind == "change" and (message["prev"] != at or message["seq"] <= message["prev"]):
                yield f"a change follows {message['prev']}, the board had {at}"
            at = shown = message["seq"]
            if at > head:
                yield f"a board showed {at}, the log ends at {head}"
            told = {(one["number"], one["window"]) for one in message.get("calls", ())}
            yield from (f"a board showed a call that nobody made: {one}" for one in told - calls)
