"""The checker itself: a true story passes, and each way of spoiling it is found."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from kiosk.hall.floor_events import QueueResumed, WindowChanged
from kiosk.hall.ticket import TicketState
from kiosk.hall.why import Why
from tests.hall.halls import NINE
from tests.history.acts import Attempt
from tests.history.checker import Run, check
from tests.history.story import (
    CALLS,
    LAST,
    WINDOW,
    asked,
    changed,
    heard,
    more,
    not_after,
    pressed,
    rows,
    second_recall,
    shown,
    told,
    unpressed,
    with_,
    without,
)
from tests.history.trouble import Trouble


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return told(tmp_path_factory.mktemp("story"))


def test_a_true_story_is_explained(story: Run) -> None:
    found = check(story)

    assert (found.faults, found.acknowledged, found.calls) == ((), 13, 4)


SPOILT: Mapping[str, tuple[str, Callable[[Run], Run]]] = {
    "an acknowledged call is gone": ("logged 0 times: TicketCalled", lambda s: without(s, 5)),
    "an acknowledged recall is gone": ("logged 0 times: TicketRecalled", lambda s: without(s, 9)),
    "the end of the log is gone": ("logged 1 times: TicketCalled", lambda s: without(s, LAST)),
    "the log has a gap": ("the log has a gap", lambda s: without(s, 1)),
    "a number came twice": ("given 2 times", lambda s: changed(s, 3, number="B001")),
    "a number is left out": ("B003 of 20261123 is missing", lambda s: changed(s, 4, number="B004")),
    "two people have one ticket": (
        "given to 2 people",
        lambda s: pressed(s, 2, attempts=s.acts[1].attempts),
    ),
    "one press became two tickets": (
        "one press, several tickets",
        lambda s: pressed(s, 1, attempts=[*s.acts[1].attempts, *s.acts[2].attempts]),
    ),
    "a call that nobody pressed": ("pressed: TicketCalled", lambda s: unpressed(s, 4)),
    "a start that nobody pressed": ("pressed: TicketStarted", lambda s: unpressed(s, 5)),
    "a finish that nobody pressed": ("pressed: TicketFinished", lambda s: unpressed(s, 7)),
    "a miss that nobody pressed": ("pressed: TicketMissed", lambda s: unpressed(s, 10)),
    "a revival that nobody pressed": ("pressed: TicketRevived", lambda s: unpressed(s, 12)),
    "one press recalled twice": ("pressed: TicketRecalled", lambda s: more(s, 9, second_recall(s))),
    "a refused press was done": (
        "pressed: TicketStarted",
        lambda s: pressed(s, 5, attempts=[Attempt(5.0, 5.5, 409)]),
    ),
    "a window that nobody paused": (
        "that was pressed 0 times",
        lambda s: more(s, 7, WindowChanged(WINDOW, "paused", "")),
    ),
    "a queue that nobody resumed": ("nobody asked for", lambda s: more(s, 7, QueueResumed("B"))),
    "one ticket was called to two windows": (
        "cannot follow",
        lambda s: changed(s, 8, ticket=next(iter(s.tickets))),
    ),
    "somebody was overtaken": ("not B002", lambda s: changed(s, 8, ticket=list(s.tickets)[2])),
    "somebody was called early for no reason": ("for no reason", lambda s: changed(s, 8, why=Why.BY_NUMBER)),
    "the row is not as the log ends": ("is stored as", lambda s: rows(s, state=TicketState.HELD)),
    "the revived one has another place": ("is stored with a place", lambda s: rows(s, order_at=NINE)),
    "an earlier act comes later": (
        "was asked for after a later one was answered",
        lambda s: pressed(
            s, 1, asked=99.0, attempts=[replace(s.acts[1].attempts[0], begun=99.0, ended=99.5)]
        ),
    ),
    "nobody was called though somebody waited": (
        "somebody waited in queue B",
        lambda s: asked(s, "call", -1, Attempt(3.6, 3.9, 204)),
    ),
    "an open window may not call": (
        "the window was open",
        lambda s: asked(s, "call", -1, Attempt(15, 16, 409)),
    ),
    "a called ticket may not be started": (
        "it was called at 2",
        lambda s: asked(s, "start", 0, Attempt(4.6, 4.9, 409)),
    ),
    "a waiting ticket may not be called": (
        "it was waiting at None",
        lambda s: asked(s, "call", 2, Attempt(9.0, 9.5, 409)),
    ),
    "a ticket is not known": ("told 404", lambda s: asked(s, "start", 0, Attempt(4.6, 4.9, 404))),
    "a ticket is shown as it never was": (
        "done at 2, where it was called at 2 or serving at 2",
        lambda s: pressed(s, 5, attempts=[Attempt(5.0, 5.5, 200, {**shown(s, 5), "state": "done"})]),
    ),
    "a press is refused that was done": (
        "event 6 is its own",
        lambda s: pressed(s, 5, attempts=[Attempt(5.0, 5.2), Attempt(8.0, 8.2, 409)]),
    ),
    "a fault in calm": (
        "failed in calm: 503",
        lambda s: asked(s, "take", -1, Attempt(20.0, 20.1, 503), Attempt(20.2, 20.3, 409)),
    ),
    "no answer in calm": ("failed in calm: no answer", lambda s: asked(s, "take", -1, Attempt(20.0, 28.0))),
    "nobody is answered afterwards": (
        "somebody was not answered again",
        lambda s: replace(s, troubles=[Trouble(50.0, 51.0)]),
    ),
    "a board missed a change": ("a change follows 5, the board had 4", lambda s: heard(s, with_(4.7, seq=4))),
    "a board heard a change twice": (
        "a change follows 8, the board had 9",
        lambda s: heard(s, lambda one: with_(11.7, prev=8, seq=9)(one)),
    ),
    "a board went back": (
        "went back from 14 to 0",
        lambda s: replace(s, sessions=[[*s.sessions[0], *s.sessions[0]]]),
    ),
    "a board showed what never was kept": ("a board showed 99", lambda s: heard(s, with_(13.7, seq=99))),
    "a board showed a call that nobody made": (
        "a call that nobody made",
        lambda s: heard(s, with_(4.7, calls=[{"number": "B003", "window": 1}])),
    ),
    "the stream went on without a board": (
        "the stream is at 14",
        lambda s: heard(s, not_after(13.0, "change")),
    ),
    "a board heard of what never was kept": ("heard of 15 events", lambda s: heard(s, with_(60.0, head=15))),
    "a board stood still": ("did not show event 8", lambda s: heard(s, not_after(5.0, "change"))),
    "a board heard nothing": ("heard nothing for 60 s", lambda s: heard(s, not_after(2.0))),
    "a board did not come back": ("did not come back", lambda s: heard(s, lambda one: one, ended=40.0)),
    "a board never was there": ("did not come back", lambda s: replace(s, sessions=[[]])),
    "a board does not know the end": (
        "a board knows of 13 events",
        lambda s: heard(s, lambda one: (*one[:2], {**one[2], "head": 13})),
    ),
    "a board ends with other calls": (
        "in the end as calls",
        lambda s: heard(s, with_(13.7, calls=CALLS[1:])),
    ),
    "a board ends with nobody at hand": (
        "in the end as at hand",
        lambda s: heard(s, with_(13.7, windows=[])),
    ),
    "a board ends with people who went": (
        "in the end as waiting",
        lambda s: heard(s, with_(13.7, waiting=[])),
    ),
    "a board ends with who was revived": (
        "in the end as missed",
        lambda s: heard(s, with_(13.7, missed=["B002"])),
    ),
}


@pytest.mark.parametrize("how", SPOILT)
def test_a_spoilt_story_is_found_out(story: Run, how: str) -> None:
    words, spoil = SPOILT[how]

    assert words in "\n".join(check(spoil(story)).faults)


def test_what_fails_while_something_is_broken_is_explained(story: Run) -> None:
    story = asked(story, "take", -1, Attempt(8.0, 16.0), Attempt(16.1, 16.2, 503))
    story = asked(story, "call", -1, Attempt(20.0, 20.5, 204))

    assert check(replace(story, troubles=[Trouble(7.0, 15.0)])).faults == ()


def test_a_board_may_be_late_and_silent_while_its_process_stands_still(story: Run) -> None:
    story = heard(story, lambda one: (35.0, *one[1:]) if 4.0 < one[0] < 35.0 else one)
    story = asked(story, "call", -1, Attempt(40.0, 40.5, 204))

    assert check(story).faults
    assert check(replace(story, troubles=[Trouble(4.0, 30.0)])).faults == ()


def test_two_at_once_may_each_be_told_either(story: Run) -> None:
    story = asked(story, "call", -1, Attempt(0.6, 1.2, 204))
    story = asked(story, "finish", 0, Attempt(7.2, 7.3, 409))

    assert check(story).faults == ()
