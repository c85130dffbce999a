"""What the citizen of a visit in parts is to do now."""

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.hall import life, visit
from kiosk.hall.guidance import Guidance, Standing, guidance_of, in_words, shown_to_citizen
from kiosk.hall.part import Outcome, PartKind
from kiosk.hall.ticket import Ticket, TicketState
from kiosk.hall.visit import Piece
from kiosk.hall.words import Words
from tests.hall.halls import CATALOGUE, NINE, ticket

LATER = NINE + timedelta(minutes=20)
TO_C, TO_E, TO_F = Piece("C", ("C01",)), Piece("E", ("E05",)), Piece("F", ("F01",))


def split(*pieces: Piece, window: int | None = 1) -> tuple[Ticket, tuple[Ticket, ...]]:
    """Part a visit at the comprehensive window, or at the kiosk."""
    before = replace(ticket(12, "A"), services=("C01", "E05", "F01"))
    if window is not None:
        before = life.start(life.call(before, window=window, at=NINE), window=window, at=NINE)
    return visit.split(before, pieces, window=window, catalogue=CATALOGUE, at=LATER)


def having(one: Ticket, state: TicketState, **also: object) -> Ticket:
    return replace(one, state=state, **also)  # type: ignore[arg-type]


def guided(
    whole: Ticket, *parts: Ticket, ahead: dict[str, int] | None = None, revivable: Collection[str] = ()
) -> Guidance:
    return guidance_of(whole, parts, ahead=ahead or {}, revivable=revivable)


def test_a_visit_that_is_not_split_is_shown_as_it_stands() -> None:
    whole = ticket(12, "A")

    assert guided(whole) == Guidance(whole, "waiting")
    assert guided(replace(whole, state=TicketState.HELD)).standing == "held"


def test_a_visit_that_came_back_into_the_line_is_shown_itself_and_not_its_old_parts() -> None:
    held, (part,) = split(TO_C, window=None)
    again = having(held, TicketState.WAITING)

    assert guided(again, having(part, TicketState.RETURNED)) == Guidance(again, "waiting")


def test_the_part_that_is_called_comes_before_one_that_is_served_missed_or_waits() -> None:
    held, (waits, serving, called) = split(TO_C, TO_E, TO_F)
    serving, called = having(serving, TicketState.SERVING), having(called, TicketState.CALLED)
    missed = having(waits, TicketState.MISSED)

    assert guided(held, waits, serving, called) == Guidance(called, "called")
    assert guided(held, waits, serving) == Guidance(serving, "serving")
    assert guided(held, missed, serving, revivable=[missed.id]) == Guidance(serving, "serving")


def test_a_missed_part_that_may_come_back_comes_before_one_that_waits() -> None:
    held, (missed, waits) = split(TO_C, TO_E)
    missed = having(missed, TicketState.MISSED)

    assert guided(held, missed, waits, revivable=[missed.id]) == Guidance(missed, "missed")
    assert guided(held, missed, waits) == Guidance(waits, "waiting")


def test_of_the_parts_that_wait_the_one_with_fewest_people_ahead_is_shown() -> None:
    held, (first, second) = split(TO_C, TO_E)

    assert guided(held, first, second, ahead={first.id: 4, second.id: 1}).ticket == second
    assert guided(held, first, second, ahead={first.id: 1, second.id: 4}).ticket == first
    assert guided(held, second, first, ahead={first.id: 2, second.id: 2}).ticket == first


def test_a_part_of_which_nobody_knows_how_many_are_ahead_comes_after_the_others() -> None:
    held, (first, second) = split(TO_C, TO_E)

    assert guided(held, first, second, ahead={second.id: 0}).ticket == second


def test_where_only_his_papers_are_away_the_citizen_waits_whatever_becomes_of_them() -> None:
    held, (papers,) = split(replace(TO_E, kind=PartKind.PAPERS))

    for state in (TicketState.WAITING, TicketState.CALLED, TicketState.SERVING):
        assert guided(held, having(papers, state, window=5)) == Guidance(held, Standing.ELSEWHERE)


def test_when_everything_is_back_he_goes_to_the_window_that_split_the_visit() -> None:
    held, (part,) = split(TO_C)

    assert guided(held, having(part, TicketState.DONE)) == Guidance(held, Standing.BACK)
    assert guided(held, having(part, TicketState.MISSED)) == Guidance(held, Standing.BACK)


def test_a_visit_parted_at_the_kiosk_has_no_window_to_go_back_to() -> None:
    held, (part,) = split(TO_C, window=None)

    assert guided(held, having(part, TicketState.DONE)) == Guidance(held, Standing.ELSEWHERE)


@pytest.mark.parametrize(
    ("state", "zh", "en"),
    [
        (TicketState.WAITING, "等候叫号", "waiting for its call"),
        (TicketState.CALLED, "请到 3 号窗口", "please go to window 3"),
        (TicketState.SERVING, "3 号窗口正在办", "being done at window 3"),
        (TicketState.MISSED, "叫过您了，您不在", "called while you were away"),
        (TicketState.RETURNED, "没有办成：材料不齐", "not done: papers are missing"),
        (TicketState.BACK_OFFICE, "后台办理中，11月25日 前办好", "in the back office, done by 11月25日"),
    ],
)
def test_each_part_is_told_in_words(state: TicketState, zh: str, en: str) -> None:
    _, (part,) = split(TO_C)
    assert part.part is not None
    answered = replace(part.part, outcome=Outcome.PAPERS_MISSING)

    told = in_words(having(part, state, window=3, part=answered), "11月25日")

    assert told == Words(zh, en)


def test_a_part_that_came_back_without_a_reason_came_back_for_another_one() -> None:
    _, (part,) = split(TO_C)

    assert in_words(having(part, TicketState.RETURNED), "").zh == "没有办成：其他原因"


def test_nobody_is_sent_after_his_papers() -> None:
    _, (papers,) = split(replace(TO_E, kind=PartKind.PAPERS))

    assert in_words(papers, "").zh == "材料在那里，您不用过去"
    for state in (TicketState.CALLED, TicketState.SERVING):
        assert in_words(having(papers, state, window=5), "").zh == "5 号窗口正在办"
    assert in_words(having(papers, TicketState.DONE), "").zh == "已办好"


def test_what_is_between_the_windows_is_not_shown_to_the_citizen() -> None:
    ask = Piece("F", kind=PartKind.CONSULT, note="需要图纸吗")
    held, (part, asked, gone) = split(TO_C, ask, TO_E)

    assert shown_to_citizen([held, part, asked, having(gone, TicketState.CANCELLED)]) == (part,)
