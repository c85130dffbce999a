"""A made-up story for the checker: what everybody was told, and ways of spoiling it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from kiosk.hall.events import Event, TicketRecalled
from kiosk.hall.ticket import Ticket
from kiosk.operations import calling, floor, intake, returning
from kiosk.operations.intake import Press, Visit
from kiosk.storage.store import Store
from kiosk.storage.windows import WindowState
from tests.databases import open_test_store, with_tables
from tests.hall.halls import CATALOGUE, LETTERS, NINE
from tests.history.acts import Act, Attempt
from tests.history.boards import Session
from tests.history.checker import Run
from tests.history.trouble import Trouble

WINDOW = 2
LAST = 14  # the events of the story
END = 60.0
Message = tuple[float, str, dict[str, Any]]


@dataclass(frozen=True)
class Step:
    """One press of the story: who is told what of which ticket; the n-th begins at second n."""

    verb: str
    ticket: int = 0
    status: int = 200


# Three numbers and a window that calls, serves, misses and gives a place again; then nobody waits for it.
STEPS = (
    Step("open"),
    Step("take", 0, 201),
    Step("take", 1, 201),
    Step("take", 2, 201),
    Step("call", 0),
    Step("start", 0),
    Step("start", 0, 409),
    Step("finish", 0),
    Step("call", 1),
    Step("recall", 1),
    Step("miss", 1),
    Step("call", 2),
    Step("revive", 1),
    Step("call", 1),
    Step("call", 0, 204),
)
CALLS = [{"number": f"B00{n}", "window": WINDOW} for n in (2, 3, 1)]


def told(folder: Path) -> Run:
    """Play the story in the small hall, and let everybody be told what happens."""
    store = open_test_store(f"sqlite:///{with_tables(folder) / 'hall.db'}")
    acts, taken = [], list[Ticket]()
    for n, step in enumerate(STEPS):
        if step.status != 409:
            _do(store, step, taken, n)
        named = {201: taken[-1:], 200: taken[step.ticket : step.ticket + 1]}.get(step.status, ())
        answers = [_shape(store, one.id) for one in named if step.verb != "open"]
        ticket = taken[step.ticket].id if step.verb not in {"open", "take", "call"} else ""
        attempt = Attempt(float(n), n + 0.5, step.status, answers[0] if answers else None)
        acts.append(Act("somebody", step.verb, f"key {n}", ticket, WINDOW, float(n), [attempt]))
    with store.read() as reading:
        log, tickets = reading.events.after(0), {one.id: reading.tickets.get(one.id) for one in taken}
    store.close()
    return Run(acts, [[looking_on()]], [Trouble(-2.0, -1.0)], END, log, tickets, CATALOGUE)


def _do(store: Store, step: Step, taken: list[Ticket], n: int) -> None:
    at = NINE + timedelta(minutes=n)
    match step.verb:
        case "open":
            floor.set_window(store, window=WINDOW, state=WindowState.OPEN, reason="", clerk="", at=at)
        case "take":
            press = Press(f"{n}", "")
            taken.append(intake.take_ticket(store, visit=Visit(("B01",)), press=press, at=at).ticket)
        case "call":
            calling.call_next(store, window=WINDOW, at=at)
        case "revive":
            returning.revive(store, ticket=taken[step.ticket].id, at=at)
        case verb:
            getattr(calling, verb)(store, ticket=taken[step.ticket].id, window=WINDOW, at=at)


def _shape(store: Store, name: str) -> dict[str, Any]:
    with store.read() as reading:
        one = reading.tickets.get(name)
    return {"id": one.id, "number": one.number, "state": one.state.value, "window": one.window}


def looking_on() -> Session:
    """A board that was there all the time: a snapshot, each call, and a heartbeat every five seconds."""
    windows = [{"id": n, "number": "B002" if n == WINDOW else None} for n in range(1, 7)]
    waiting = [{"letter": letter, "waiting": 0} for letter in LETTERS]
    messages = [(0.0, "snapshot", {"seq": 0, "calls": [], "windows": [], "waiting": waiting, "missed": []})]
    for at, prev, seq, calls in (
        (4.7, 0, 5, 2),
        (8.7, 5, 8, 1),
        (9.7, 8, 9, 1),
        (11.7, 9, 11, 1),
        (13.7, 11, 14, 0),
    ):
        messages.append(
            (at, "change", {"seq": seq, "prev": prev, "calls": CALLS[calls:], "windows": windows})
        )
    beats = [(5.2, 5), (10.2, 9), *((15.0 + 5 * n, LAST) for n in range(10))]
    messages += [(at, "heartbeat", {"seq": seq, "head": seq}) for at, seq in beats]
    return Session(0.0, sorted(messages, key=lambda one: one[0]))


def without(story: Run, seq: int) -> Run:
    """Leave one event out of the log."""
    return replace(story, log=[one for one in story.log if one[0] != seq])


def unpressed(story: Run, n: int) -> Run:
    """Let one press never have been."""
    return replace(story, acts=[*story.acts[:n], *story.acts[n + 1 :]])


def pressed(story: Run, n: int, **facts: Any) -> Run:
    """Change what is known of one press."""
    return replace(story, acts=[*story.acts[:n], replace(story.acts[n], **facts), *story.acts[n + 1 :]])


def changed(story: Run, seq: int, **facts: Any) -> Run:
    """Change what one event says."""
    log = list(story.log)
    _, at, event = log[seq - 1]
    log[seq - 1] = (seq, at, replace(event, **facts))
    return replace(story, log=log)


def more(story: Run, seq: int, event: Event) -> Run:
    """Write one event more after another one."""
    log = [*story.log[:seq], (0, story.log[seq - 1][1], event), *story.log[seq:]]
    return replace(story, log=[(n, at, one) for n, (_, at, one) in enumerate(log, 1)])


def asked(story: Run, verb: str, ticket: int, *attempts: Attempt) -> Run:
    """Let somebody press once more."""
    name = list(story.tickets)[ticket] if ticket >= 0 else ""
    act = Act("somebody", verb, "key more", name, WINDOW, attempts[0].begun, list(attempts))
    return replace(story, acts=[*story.acts, act])


def rows(story: Run, **facts: Any) -> Run:
    """Change how all tickets are stored."""
    return replace(story, tickets={name: replace(one, **facts) for name, one in story.tickets.items()})


def heard(story: Run, spoil: Callable[[Message], Message | None], **facts: Any) -> Run:
    """Let the board be sent something else; nothing is a message that never comes."""
    [[session]] = story.sessions
    messages = [other for one in session.messages if (other := spoil(one))]
    return replace(story, sessions=[[replace(session, messages=messages, **facts)]])


def with_(at: float, **facts: Any) -> Callable[[Message], Message]:
    """Change the messages of one moment."""
    return lambda one: (*one[:2], {**one[2], **facts}) if one[0] == at else one


def not_after(at: float, kinds: str = "snapshot change heartbeat") -> Callable[[Message], Message | None]:
    """Send nothing more of some kinds after a moment."""
    return lambda one: None if one[0] > at and one[1] in kinds else one


def second_recall(story: Run) -> TicketRecalled:
    """Make a second recall of the one that was recalled."""
    event = story.log[8][2]
    assert isinstance(event, TicketRecalled)
    return replace(event, recalls=2)


def shown(story: Run, n: int) -> Mapping[str, Any]:
    """Say what a press was told of its ticket."""
    return story.acts[n].answers[0]
