from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.hall import life
from kiosk.hall.errors import HallError
from kiosk.hall.life import (
    IllegalMove,
    NobodyBehind,
    NoDelayLeft,
    NoRecallLeft,
    NotAtThisWindow,
    NotCallable,
    TooLateToRevive,
)
from kiosk.hall.routing import Reason, Route
from kiosk.hall.ticket import Ticket, TicketState, number_of
from tests.hall.halls import NINE, RULES, ticket

LATER = NINE + timedelta(minutes=10)
E_QUEUE = Route("E", Reason.TRANSFERRED, instead_of="B")

Move = Callable[[Ticket, datetime], Ticket]
MOVES: dict[str, Move] = {
    "call": lambda one, at: life.call(one, window=2, at=at),
    "recall": lambda one, _: life.recall(one, window=2, rules=RULES),
    "start": lambda one, at: life.start(one, window=2, at=at),
    "finish": lambda one, at: life.finish(one, window=2, at=at),
    "miss": lambda one, at: life.miss(one, window=2, at=at),
    "revive": lambda one, at: life.revive(one, order_at=at, at=at, rules=RULES),
    "delay": lambda one, at: life.delay(one, order_at=at, rules=RULES),
    "tick": lambda one, _: life.tick(one, ticked=("form",)),
    "hold": lambda one, _: life.hold(one, window=2),
    "resume": lambda one, _: life.resume(one, window=2),
    "transfer": lambda one, _: life.transfer(one, to_window=5, route=E_QUEUE),
    "cancel": lambda one, at: life.cancel(one, at=at),
    "abandon": lambda one, at: life.abandon(one, at=at),
    "expire": lambda one, at: life.expire(one, at=at),
}
EDGES: dict[TicketState, dict[str, TicketState]] = {
    TicketState.WAITING: {
        "tick": TicketState.WAITING,
        "delay": TicketState.WAITING,
        "call": TicketState.CALLED,
        "cancel": TicketState.CANCELLED,
        "expire": TicketState.EXPIRED,
    },
    TicketState.CALLED: {
        "tick": TicketState.CALLED,
        "recall": TicketState.CALLED,
        "start": TicketState.SERVING,
        "finish": TicketState.DONE,
        "miss": TicketState.MISSED,
        "transfer": TicketState.WAITING,
        "expire": TicketState.EXPIRED,
    },
    TicketState.SERVING: {
        "tick": TicketState.SERVING,
        "finish": TicketState.DONE,
        "hold": TicketState.HELD,
        "transfer": TicketState.WAITING,
        "expire": TicketState.DONE,
    },
    TicketState.HELD: {
        "tick": TicketState.HELD,
        "resume": TicketState.SERVING,
        "transfer": TicketState.WAITING,
        "expire": TicketState.DONE,
    },
    TicketState.MISSED: {
        "tick": TicketState.MISSED,
        "revive": TicketState.WAITING,
        "cancel": TicketState.CANCELLED,
        "abandon": TicketState.ABANDONED,
        "expire": TicketState.EXPIRED,
    },
    TicketState.PLANNED: {
        "cancel": TicketState.CANCELLED,
        "expire": TicketState.EXPIRED,
        "tick": TicketState.PLANNED,
    },
    TicketState.BACK_OFFICE: {
        "cancel": TicketState.CANCELLED,
        "expire": TicketState.EXPIRED,
        "tick": TicketState.BACK_OFFICE,
    },
}


def in_state(state: TicketState) -> Ticket:
    waiting = ticket(1)
    called = life.call(waiting, window=2, at=NINE)
    serving = life.start(called, window=2, at=NINE)
    missed = life.miss(called, window=2, at=NINE)
    return {
        TicketState.WAITING: waiting,
        TicketState.CALLED: called,
        TicketState.SERVING: serving,
        TicketState.HELD: life.hold(serving, window=2),
        TicketState.MISSED: missed,
        TicketState.DONE: life.finish(serving, window=2, at=NINE),
        TicketState.CANCELLED: life.cancel(waiting, at=NINE),
        TicketState.ABANDONED: life.abandon(missed, at=NINE),
        TicketState.EXPIRED: life.expire(waiting, at=NINE),
        TicketState.PLANNED: replace(waiting, state=TicketState.PLANNED),
        TicketState.BACK_OFFICE: replace(waiting, state=TicketState.BACK_OFFICE),
        TicketState.RETURNED: replace(waiting, state=TicketState.RETURNED, ended_at=NINE),
    }[state]


@pytest.mark.parametrize("state", TicketState)
@pytest.mark.parametrize("move", MOVES)
def test_a_ticket_moves_along_its_life_and_no_other_way(state: TicketState, move: str) -> None:
    before = in_state(state)

    expected = EDGES.get(state, {}).get(move)

    if expected is None:
        with pytest.raises((IllegalMove, NotCallable)):
            MOVES[move](before, LATER)
    else:
        assert MOVES[move](before, LATER).state is expected


@given(st.lists(st.sampled_from(sorted(MOVES)), max_size=25))
def test_whatever_is_pressed_a_ticket_keeps_its_number_and_its_time(moves: list[str]) -> None:
    first = now = ticket(7)

    for name in moves:
        try:
            now = MOVES[name](now, LATER)
        except HallError:
            continue

    assert (now.id, now.number, now.taken_at, now.token) == (
        first.id,
        first.number,
        first.taken_at,
        first.token,
    )
    assert (now.window is not None) == (now.called_at is not None)


@pytest.mark.parametrize("move", ["recall", "start", "finish", "miss"])
def test_another_window_cannot_touch_a_called_ticket(move: str) -> None:
    elsewhere = life.call(ticket(1), window=3, at=NINE)

    with pytest.raises(NotAtThisWindow, match="3"):
        MOVES[move](elsewhere, LATER)


def test_a_ticket_is_recalled_twice_and_not_more() -> None:
    called = life.call(ticket(1), window=2, at=NINE)
    twice = life.recall(life.recall(called, window=2, rules=RULES), window=2, rules=RULES)

    with pytest.raises(NoRecallLeft):
        life.recall(twice, window=2, rules=RULES)


def test_a_missed_ticket_comes_back_within_half_an_hour() -> None:
    missed = in_state(TicketState.MISSED)
    limit = NINE + timedelta(minutes=RULES.revive_within_min)

    assert life.revive(missed, order_at=limit, at=limit, rules=RULES).state is TicketState.WAITING
    with pytest.raises(TooLateToRevive):
        life.revive(missed, order_at=limit, at=limit + timedelta(seconds=1), rules=RULES)


def test_a_missed_ticket_comes_back_twice_at_most() -> None:
    now = in_state(TicketState.MISSED)
    for _ in range(RULES.revivals):
        waiting = life.revive(now, order_at=NINE, at=NINE, rules=RULES)
        now = life.miss(life.call(waiting, window=2, at=NINE), window=2, at=NINE)

    with pytest.raises(TooLateToRevive):
        life.revive(now, order_at=NINE, at=NINE, rules=RULES)


def test_finish_without_start_counts_as_both() -> None:
    done = life.finish(life.call(ticket(1), window=2, at=NINE), window=2, at=LATER)

    assert (done.started_at, done.ended_at) == (LATER, LATER)


@pytest.mark.parametrize(("count", "number"), [(1, "A001"), (12, "A012"), (999, "A999"), (1000, "A1000")])
def test_numbers_have_three_digits_and_go_on_after_999(count: int, number: str) -> None:
    assert number_of("A", count) == number


def test_a_refusal_speaks_both_languages() -> None:
    refusal = IllegalMove("A012", "等候中", "waiting")

    assert "A012" in refusal.said("zh")
    assert "waiting" in refusal.said("en")
    assert refusal.code == "illegal-move"


def test_a_person_lets_others_go_first_twice_and_not_oftener() -> None:
    once = life.delay(ticket(1), order_at=LATER, rules=RULES)
    twice = life.delay(once, order_at=LATER, rules=RULES)

    assert (once.delays, twice.delays, twice.order_at, twice.taken_at) == (1, 2, LATER, NINE)
    assert not life.may_delay(twice, rules=RULES)
    with pytest.raises(NoDelayLeft, match="B001"):
        life.delay(twice, order_at=LATER, rules=RULES)


def test_who_is_last_is_told_that_nobody_is_behind_him() -> None:
    with pytest.raises(NobodyBehind, match="后面没有人"):
        life.delay(ticket(1), order_at=None, rules=RULES)
