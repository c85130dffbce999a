"""What a clerk leaves behind: who may take it, and when it counts as forgotten."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from kiosk.hall import handover, life
from kiosk.hall.life import IllegalMove, NotAtThisWindow, NotSignedTo
from kiosk.hall.ticket import Ticket, TicketState
from tests.hall.halls import NINE, RULES, ticket

MINUTE = timedelta(minutes=1)
CALLED = life.call(ticket(1), window=2, at=NINE)
SERVING = life.start(CALLED, window=2, at=NINE)
HELD = life.hold(SERVING, window=2)


def stuck(one: Ticket, minutes: float, *, usual: float = 10, closed_since: datetime | None = None) -> bool:
    at = NINE + minutes * MINUTE
    return handover.is_stuck(one, usual_min=usual, closed_since=closed_since, rules=RULES, at=at)


def test_a_call_that_nobody_ended_is_forgotten_after_half_an_hour() -> None:
    assert not stuck(CALLED, 29)
    assert stuck(CALLED, 30)


def test_a_service_is_forgotten_only_far_beyond_its_usual_time() -> None:
    assert not stuck(SERVING, 29, usual=1)
    assert stuck(SERVING, 30, usual=1)
    assert not stuck(SERVING, 119, usual=40)
    assert stuck(SERVING, 120, usual=40)


def test_a_held_ticket_is_forgotten_only_where_the_window_is_closed() -> None:
    assert not stuck(HELD, 300)
    assert not stuck(HELD, 60, closed_since=NINE + 31 * MINUTE)
    assert stuck(HELD, 60, closed_since=NINE + 30 * MINUTE)


@pytest.mark.parametrize("state", [TicketState.WAITING, TicketState.MISSED, TicketState.DONE])
def test_a_ticket_that_is_at_no_window_is_not_forgotten(state: TicketState) -> None:
    assert not stuck(replace(CALLED, state=state), 600, closed_since=NINE)


def test_a_freed_ticket_has_its_old_place_again() -> None:
    freed = handover.free(SERVING)

    assert freed == ticket(1)


def test_a_split_visit_cannot_be_put_back_but_taken_over() -> None:
    split = replace(HELD, parts=2)

    with pytest.raises(handover.SplitVisit, match="B001"):
        handover.free(split)
    assert handover.take_over(split, window=1) == replace(split, window=1)


def test_what_has_not_begun_is_not_taken_over() -> None:
    with pytest.raises(handover.NothingToTakeOver):
        handover.take_over(CALLED, window=1)


def test_a_window_hands_over_only_what_it_holds() -> None:
    assert handover.give(HELD, window=2, to_window=1) == replace(HELD, window=1)
    with pytest.raises(IllegalMove):
        handover.give(SERVING, window=2, to_window=1)
    with pytest.raises(NotAtThisWindow):
        handover.give(HELD, window=3, to_window=1)


def test_nobody_who_cannot_hear_is_missed_before_the_clerk_has_signed_to_him() -> None:
    deaf = replace(CALLED, needs=("hearing",))

    with pytest.raises(NotSignedTo, match="当面示意"):
        life.miss(deaf, window=2, at=NINE, sign_first=frozenset({"hearing"}))
    signed = life.miss(deaf, window=2, at=NINE, sign_first=frozenset({"hearing"}), signed=True)
    assert signed.state is TicketState.MISSED
    heard = life.miss(replace(CALLED, needs=("sight",)), window=2, at=NINE, sign_first=frozenset({"hearing"}))
    assert heard.state is TicketState.MISSED


def test_a_service_is_forgotten_by_when_it_began_and_not_by_when_it_was_called() -> None:
    late = life.start(CALLED, window=2, at=NINE + 20 * MINUTE)

    assert not stuck(late, 49, usual=1)
    assert stuck(late, 50, usual=1)


def test_whoever_takes_over_holds_it_at_his_own_window() -> None:
    assert handover.take_over(SERVING, window=5) == replace(SERVING, state=TicketState.HELD, window=5)


@pytest.mark.parametrize(
    ("one", "may"),
    [(CALLED, True), (SERVING, True), (HELD, True), (ticket(1), False), (replace(HELD, parts=1), False)],
)
def test_only_a_whole_visit_at_a_window_has_a_place_to_go_back_to(one: Ticket, may: bool) -> None:
    assert handover.may_be_freed(one) is may
