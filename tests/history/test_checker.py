"""The checker itself: a true story passes, and each way of spoiling it is found."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.hall.events import TicketCalled, TicketTaken
from kiosk.hall.ticket import Ticket, TicketState
from kiosk.operations import calling, floor, intake
from kiosk.operations.intake import Press, Visit
from kiosk.storage.windows import WindowState
from tests.databases import open_test_store
from tests.hall.halls import CATALOGUE, NINE
from tests.history.acts import Act
from tests.history.checker import Found, Log, check
from tests.history.people import Session


@dataclass(frozen=True)
class Story:
    """Three numbers for one window, two calls, one service, and what a board was sent of it."""

    acts: tuple[Act, ...]
    log: Log
    tickets: dict[str, Ticket]
    session: Session

    def checked(self) -> Found:
        return check(self.acts, self.log, self.tickets, [[self.session]], CATALOGUE)


@pytest.fixture
def story(tmp_path: Path) -> Story:
    store = open_test_store(f"sqlite:///{tmp_path / 'hall.db'}")
    floor.set_window(store, window=2, state=WindowState.OPEN, reason="", clerk="", at=NINE)
    acts, taken = [], []
    for n in range(3):
        at = NINE + timedelta(seconds=n)
        visit, press = Visit(("B01",)), Press(f"{n}", "")
        taken.append(intake.take_ticket(store, visit=visit, press=press, at=at).ticket)
        acts.append(_told("take", taken[-1], n, 0))
    for n, did in enumerate((calling.call_next, calling.start, calling.finish, calling.call_next), 3):
        at = NINE + timedelta(minutes=n)
        ticket = taken[0] if n < 6 else taken[1]
        which = {} if did is calling.call_next else {"ticket": ticket.id}
        did(store, window=2, at=at, **which)  # type: ignore[operator]
        acts.append(_told(did.__name__.removesuffix("_next"), ticket, n, 2))
    with store.read() as reading:
        log, tickets = reading.events.after(0), {one.id: reading.tickets.get(one.id) for one in taken}
    store.close()
    messages = [("snapshot", {"seq": 4, "calls": []}), ("change", {"seq": 8, "prev": 4, "calls": []})]
    return Story(tuple(acts), log, tickets, Session(messages))


def _told(verb: str, ticket: Ticket, n: int, window: int) -> Act:
    answer = {"id": ticket.id, "number": ticket.number}
    return Act("somebody", verb, f"key {n}", ticket.id, window, float(n), n + 0.5, 200, [answer])


def test_a_true_story_is_explained(story: Story) -> None:
    found = story.checked()

    assert (found.faults, found.acknowledged, found.calls) == ((), 7, 2)


def without(story: Story, seq: int) -> Log:
    return [one for one in story.log if one[0] != seq]


def changed(story: Story, kind: type[TicketTaken | TicketCalled], n: int, **facts: Any) -> Log:
    places = [i for i, (_, _, event) in enumerate(story.log) if isinstance(event, kind)]
    log = list(story.log)
    seq, at, event = log[places[n]]
    assert isinstance(event, kind)
    log[places[n]] = (seq, at, replace(event, **facts))
    return log


def board(*messages: tuple[str, dict[str, object]]) -> Session:
    return Session(list(messages))


SPOILT: dict[str, Callable[[Story], Story]] = {
    "an acknowledged call is not in the log": lambda s: replace(s, log=without(s, 5)),
    "the end of the log is gone": lambda s: replace(s, log=s.log[:-1]),
    "a number came twice": lambda s: replace(s, log=changed(s, TicketTaken, 1, number="B001")),
    "a number is left out": lambda s: replace(s, log=changed(s, TicketTaken, 2, number="B004")),
    "two people have one ticket": lambda s: replace(
        s, acts=(*s.acts[:1], replace(s.acts[1], answers=s.acts[0].answers), *s.acts[2:])
    ),
    "one press became two tickets": lambda s: replace(
        s, acts=(replace(s.acts[0], answers=[*s.acts[0].answers, *s.acts[1].answers]), *s.acts[1:])
    ),
    "somebody was called who was not pressed for": lambda s: replace(s, acts=s.acts[:-1]),
    "one ticket was called to two windows": lambda s: replace(
        s, log=changed(s, TicketCalled, 1, ticket=next(iter(s.tickets)))
    ),
    "somebody was overtaken": lambda s: replace(
        s, log=changed(s, TicketCalled, 1, ticket=list(s.tickets)[2])
    ),
    "the row is not as the log ends": lambda s: replace(
        s, tickets={name: replace(one, state=TicketState.HELD) for name, one in s.tickets.items()}
    ),
    "an earlier act comes later in the log": lambda s: replace(
        s, acts=(replace(s.acts[0], asked=99.0, answered=99.5), *s.acts[1:])
    ),
    "a board missed a change": lambda s: replace(
        s, session=board(("snapshot", {"seq": 4}), ("change", {"seq": 8, "prev": 5}))
    ),
    "a board heard a change twice": lambda s: replace(
        s,
        session=board(
            ("snapshot", {"seq": 4}), ("change", {"seq": 8, "prev": 4}), ("change", {"seq": 8, "prev": 4})
        ),
    ),
    "a board went back": lambda s: replace(
        s, session=board(("snapshot", {"seq": 6}), ("snapshot", {"seq": 4}))
    ),
    "a board showed what never was kept": lambda s: replace(s, session=board(("snapshot", {"seq": 99}))),
    "a board showed a call that nobody made": lambda s: replace(
        s, session=board(("snapshot", {"seq": 8, "calls": [{"number": "B003", "window": 2}]}))
    ),
}


@pytest.mark.parametrize("how", SPOILT)
def test_a_spoilt_story_is_found_out(story: Story, how: str) -> None:
    assert SPOILT[how](story).checked().faults
