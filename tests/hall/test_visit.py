"""分办: one visit, several windows, one number."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from kiosk.hall import life, visit
from kiosk.hall.errors import HallError
from kiosk.hall.life import IllegalMove, NobodyToCome, NotAtThisWindow
from kiosk.hall.part import Outcome, PartKind
from kiosk.hall.queue import order_of
from kiosk.hall.ticket import Ticket, TicketState
from kiosk.hall.visit import NothingToSplit, PartsOutstanding, Piece, TooManyParts
from tests.hall.halls import CATALOGUE, EVERYBODY, NINE, RULES, staffing, ticket
from tests.hall.parts import LATER, THEN_E, TO_C, TO_E, finished, given_back, served, split

SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_the_citizen_keeps_his_number_and_his_time() -> None:
    before = served(priority="elder", needs=("wheelchair",))

    held, (first, second) = split(before, [TO_C, TO_E], window=1)

    assert (held.state, held.services, held.parts) == (TicketState.HELD, ("C01", "E05"), 2)
    assert [first.number, second.number] == ["A012-1", "A012-2"]
    assert {first.called_as, second.called_as} == {"A012"}
    for part in (first, second):
        assert part.order_at == before.taken_at
        assert (part.priority, part.needs, part.state) == ("elder", ("wheelchair",), TicketState.WAITING)


def test_a_second_split_goes_on_counting() -> None:
    held, _ = split(served(), [TO_C], window=1)

    again, parts = split(held, [TO_E], window=1)

    assert (again.parts, parts[0].number) == (2, "A012-2")


def test_a_part_comes_before_newcomers_of_its_new_queue() -> None:
    _, (part,) = split(served(), [TO_E], window=1)
    newcomers = [ticket(n, "E", minutes=n) for n in range(1, 5)]

    choice = order_of(CATALOGUE).choose(
        staffing(*EVERYBODY).place(CATALOGUE, 6), [*newcomers, part], at=LATER
    )

    assert choice is None
    first = order_of(CATALOGUE).choose(staffing(*EVERYBODY).place(CATALOGUE, 5), [*newcomers, part], at=LATER)
    assert first is not None
    assert first.ticket.id == part.id


def test_the_next_step_waits_for_the_one_before() -> None:
    held, (first, second) = split(served(), [TO_C, THEN_E], window=1)

    assert second.state is TicketState.PLANNED
    assert visit.follow_up(held, [first, second], at=LATER) == ()
    (begun,) = visit.follow_up(held, [finished(first), second], at=LATER)
    assert (begun.id, begun.state) == (second.id, TicketState.WAITING)


def test_a_part_that_could_not_be_done_stops_the_steps_after_it() -> None:
    held, (first, second) = split(served(), [TO_C, THEN_E], window=1)

    (withdrawn,) = visit.follow_up(held, [given_back(first), second], at=LATER)

    assert (withdrawn.id, withdrawn.state) == (second.id, TicketState.CANCELLED)


def test_a_visit_parted_at_the_kiosk_goes_on_and_ends_by_itself() -> None:
    held, (first, second) = split(ticket(12, "A"), [TO_C, THEN_E], window=None)

    (begun,) = visit.follow_up(held, [given_back(first), second], at=LATER)

    assert begun.state is TicketState.WAITING
    assert visit.ending(held, [given_back(first), begun], at=LATER) is None
    over = visit.ending(held, [finished(first), finished(second)], at=LATER)
    assert over is not None
    assert over.state is TicketState.DONE
    back = visit.ending(held, [given_back(first), finished(second)], at=LATER)
    assert back is not None
    assert (back.state, back.order_at) == (TicketState.WAITING, held.taken_at)


def test_nobody_is_called_to_two_windows_at_once() -> None:
    _, (first, second) = split(served(), [TO_C, TO_E], window=1)
    other = ticket(3, "E", minutes=30)
    called = life.call(first, window=3, at=LATER)

    assert visit.callable_now([second, other], [called]) == (other,)
    assert visit.callable_now([second, other], []) == (second, other)


def test_papers_may_go_while_the_citizen_stands_elsewhere() -> None:
    papers = replace(TO_E, kind=PartKind.PAPERS)
    _, (first, second) = split(served(), [TO_C, papers], window=1)
    called = life.call(first, window=3, at=LATER)

    assert visit.callable_now([second], [called]) == (second,)


def test_papers_can_be_neither_called_again_nor_missed() -> None:
    _, (part,) = split(served(), [replace(TO_E, kind=PartKind.PAPERS)], window=1)
    called = life.call(part, window=5, at=LATER)

    with pytest.raises(NobodyToCome):
        life.miss(called, window=5, at=LATER)
    with pytest.raises(NobodyToCome):
        life.recall(called, window=5, rules=RULES)


def test_a_visit_is_closed_when_its_parts_are_back() -> None:
    held, (first, second) = split(served(), [TO_C, TO_E], window=1)

    with pytest.raises(PartsOutstanding, match="A012 号还有 A012-1、A012-2 没有回来"):
        visit.close(held, [first, second], window=1, at=LATER)
    with pytest.raises(PartsOutstanding, match="A012-2"):
        visit.close(held, [finished(first), second], window=1, at=LATER)
    over = visit.close(held, [finished(first), given_back(second)], window=1, at=LATER)
    assert over == replace(held, state=TicketState.DONE, ended_at=LATER)
    never_started = replace(held, started_at=None)
    over = visit.close(never_started, [], window=1, at=LATER)
    assert over.started_at == LATER


def test_nobody_waits_for_the_back_office() -> None:
    due = replace(TO_E, kind=PartKind.BACK_OFFICE, due_days=2)
    held, (part,) = split(served(), [due], window=1)

    assert part.state is TicketState.BACK_OFFICE
    assert part.part is not None
    assert part.part.due_at == datetime(2026, 11, 25, 17, tzinfo=SHANGHAI)  # by five on the second day
    assert visit.close(held, [part], window=1, at=LATER).state is TicketState.DONE


@pytest.mark.parametrize(("window", "refusal"), [(5, None), (1, None), (2, NotAtThisWindow)])
def test_back_office_work_is_given_back_by_who_serves_its_queue(
    window: int, refusal: type[HallError] | None
) -> None:
    _, (part,) = split(served(), [replace(TO_E, kind=PartKind.BACK_OFFICE)], window=1)

    def back() -> Ticket:
        return visit.give_back(
            part, window=window, outcome=Outcome.DONE, words="", catalogue=CATALOGUE, at=LATER
        )

    if refusal is None:
        assert (back().state, back().started_at, back().ended_at) == (TicketState.DONE, LATER, LATER)
    else:
        with pytest.raises(refusal):
            back()


def test_a_part_comes_back_with_a_reason_and_a_word() -> None:
    _, (part,) = split(served(), [TO_E], window=1)
    called = life.start(life.call(part, window=5, at=NINE), window=5, at=NINE)

    back = visit.give_back(
        called, window=5, outcome=Outcome.PAPERS_MISSING, words="缺合同", catalogue=CATALOGUE, at=LATER
    )

    assert back.part is not None
    assert (back.state, back.part.outcome, back.part.words) == (
        TicketState.RETURNED,
        Outcome.PAPERS_MISSING,
        "缺合同",
    )
    assert (back.started_at, back.ended_at) == (NINE, LATER)


def test_a_visit_of_its_own_is_not_given_back() -> None:
    with pytest.raises(visit.NoPart):
        visit.give_back(served(), window=1, outcome=Outcome.DONE, words="", catalogue=CATALOGUE, at=LATER)


@pytest.mark.parametrize("pieces", [[], [Piece("E")], [TO_C, Piece("E", note="  ")]])
def test_a_part_has_something_to_do(pieces: list[Piece]) -> None:
    with pytest.raises(NothingToSplit):
        split(served(), pieces, window=1)


def test_a_question_to_a_colleague_names_no_service() -> None:
    ask = Piece("E", kind=PartKind.CONSULT, note="需要图纸吗")

    _, (part,) = split(served(), [ask], window=1)

    assert part.part is not None
    assert (part.part.note, part.walks) == ("需要图纸吗", False)


@pytest.mark.parametrize("state", [state for state in TicketState if state not in {"serving", "held"}])
def test_only_a_visit_that_is_served_is_split(state: TicketState) -> None:
    with pytest.raises(IllegalMove):
        split(replace(served(), state=state), [TO_E], window=1)


def test_another_window_does_not_split_it_and_a_part_is_not_split_again() -> None:
    with pytest.raises(NotAtThisWindow):
        split(served(), [TO_E], window=2)
    _, (part,) = split(served(), [TO_E], window=1)
    with pytest.raises(IllegalMove):
        split(replace(part, state=TicketState.SERVING, window=5), [TO_C], window=5)


def test_a_visit_is_not_split_without_end() -> None:
    split(replace(served(), parts=visit.MAX_PARTS - 1), [TO_E], window=1)
    with pytest.raises(TooManyParts, match="A012 号已经分了 20 件"):
        split(replace(served(), parts=visit.MAX_PARTS), [TO_E], window=1)


def test_a_visit_parted_at_the_kiosk_is_at_no_window_and_none_is_told_to_see_to_it() -> None:
    held, parts = split(replace(ticket(12, "A"), services=("C01", "E05")), [TO_C, TO_E], window=None)

    with pytest.raises(IllegalMove, match="已挂起"):
        visit.close(held, [finished(part) for part in parts], window=1, at=LATER)
