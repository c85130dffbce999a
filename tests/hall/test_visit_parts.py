"""What a part of a visit is, and what becomes of a visit when its parts end."""

from dataclasses import replace

import pytest

from kiosk.hall import life, visit
from kiosk.hall.life import IllegalMove, NotAtThisWindow
from kiosk.hall.part import Part, PartKind
from kiosk.hall.routing import Reason, Route
from kiosk.hall.ticket import TicketState
from kiosk.hall.visit import NothingToSplit
from kiosk.hall.why import Because, Why
from tests.hall.halls import NINE, ticket
from tests.hall.parts import LATER, THEN_E, TO_C, TO_E, finished, given_back, served, split


def test_nothing_that_happened_to_the_visit_sticks_to_its_part() -> None:
    taken = replace(ticket(12, "A"), services=("C01",), priority="elder")
    before = replace(
        life.start(life.call(taken, window=1, at=NINE), window=1, at=NINE),
        order_at=LATER,
        recalls=2,
        revivals=1,
        transferred_to=1,
        because=Because(Why.HELPING),
        ended_at=LATER,
        parts=3,
    )

    _, (part,) = split(before, [replace(TO_E, note=" 先看图纸 ")], window=1)

    assert part == replace(
        taken,
        id=f"{taken.id}-4",
        number="A012-4",
        token=f"{taken.token}-4",
        services=("E05",),
        route=Route("E", Reason.SPLIT),
        part=Part(taken.id, "A012", 3, 1, PartKind.WALK, from_window=1, note="先看图纸"),
    )


def test_a_part_that_the_kiosk_made_came_from_no_window() -> None:
    _, (part,) = split(replace(ticket(12, "A"), services=("C01", "E05")), [TO_E], window=None)

    assert part.route == Route("E", Reason.PARTS_IN_ORDER)
    assert part.part is not None
    assert part.part.from_window is None


def test_services_are_added_to_a_visit_once_and_by_the_window_that_serves_it() -> None:
    before = served()

    assert visit.with_services(before, ["E05", "C01", "E05"], window=1) == replace(
        before, services=("C01", "E05")
    )
    with pytest.raises(NothingToSplit):
        visit.with_services(before, [], window=1)
    with pytest.raises(NotAtThisWindow):
        visit.with_services(before, ["E05"], window=2)
    with pytest.raises(IllegalMove):
        visit.with_services(replace(before, state=TicketState.HELD), ["E05"], window=1)


def test_a_planned_part_that_can_do_nothing_any_more_ends_now() -> None:
    held, (first, second) = split(served(), [TO_C, THEN_E], window=1)

    (gone,) = visit.follow_up(held, [given_back(first), second], at=LATER)

    assert (gone.number, gone.state, gone.ended_at) == (second.number, TicketState.CANCELLED, LATER)


def test_a_visit_that_ends_by_itself_ends_now_and_one_that_a_window_split_never_does() -> None:
    before = replace(ticket(12, "A"), services=("C01",))
    held, (part,) = split(before, [TO_C], window=None)

    assert visit.ending(held, [finished(part)], at=LATER) == replace(
        held, state=TicketState.DONE, ended_at=LATER
    )
    for state in (TicketState.WAITING, TicketState.DONE):
        assert visit.ending(replace(held, state=state), [finished(part)], at=LATER) is None
    at_window, (part,) = split(served(), [TO_C], window=1)
    assert visit.ending(at_window, [finished(part)], at=LATER) is None


def test_the_end_of_a_part_is_undone_while_nobody_has_begun_what_followed() -> None:
    held, (first, second) = split(served(), [TO_C, THEN_E], window=1)
    for state in (TicketState.WAITING, TicketState.BACK_OFFICE, TicketState.CANCELLED):
        followed = replace(second, state=state, ended_at=LATER)
        moves = visit.taken_back(held, finished(first), [finished(first), followed])
        assert moves == ((followed, second),)
    begun = replace(second, state=TicketState.CALLED, window=5)
    assert visit.taken_back(held, finished(first), [finished(first), begun]) is None
    assert visit.taken_back(held, finished(first), [finished(first), second]) == ()


def test_other_parts_of_a_step_and_of_another_split_stay_when_one_is_taken_back() -> None:
    held, (first, beside) = split(served(), [TO_C, TO_E], window=1)
    held, (other, later) = split(held, [TO_C, replace(THEN_E, step=9)], window=1)
    begun = replace(later, state=TicketState.SERVING, window=5)
    parts = [finished(first), replace(beside, state=TicketState.SERVING, window=5), other, begun]

    assert visit.taken_back(held, finished(first), parts) == ()


def test_a_visit_that_ended_or_came_back_by_itself_is_held_again() -> None:
    held, (part,) = split(replace(ticket(12, "A"), services=("C01",)), [TO_C], window=None)
    over = replace(held, state=TicketState.DONE, ended_at=LATER)
    waiting = replace(held, state=TicketState.WAITING)

    assert visit.taken_back(over, finished(part), [finished(part)]) == ((over, held),)
    assert visit.taken_back(waiting, given_back(part), [given_back(part)]) == ((waiting, held),)


def test_nothing_is_undone_when_the_visit_has_gone_on() -> None:
    held, (part,) = split(replace(ticket(12, "A"), services=("C01",)), [TO_C], window=None)
    parts = [finished(part)]

    for state in (TicketState.CALLED, TicketState.CANCELLED, TicketState.EXPIRED):
        assert visit.taken_back(replace(held, state=state), finished(part), parts) is None
    closed = replace(held, state=TicketState.DONE, window=1, ended_at=LATER)
    assert visit.taken_back(closed, finished(part), parts) is None


def test_a_person_is_not_started_on_at_a_second_window() -> None:
    _, (first, second) = split(served(), [TO_C, TO_E], window=1)
    called = life.call(first, window=3, at=LATER)

    with pytest.raises(visit.PersonElsewhere, match="A012 号本人正在 3 号窗口"):
        visit.must_be_free(second, [called])
    visit.must_be_free(second, [])
    visit.must_be_free(called, [called])
    visit.must_be_free(ticket(9), [called])
    _, (papers,) = split(served(), [replace(TO_E, kind=PartKind.PAPERS)], window=1)
    visit.must_be_free(papers, [called])
