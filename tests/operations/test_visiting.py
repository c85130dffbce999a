"""A visit in parts, among people who change their minds: one place at a time for each person."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.hall.errors import HallError
from kiosk.hall.jobs import CallKind
from kiosk.hall.part import Outcome, PartKind
from kiosk.hall.ticket import Ticket, TicketState
from kiosk.hall.visit import PartsOutstanding, PersonElsewhere, Piece
from kiosk.operations import calling, floor, intake, undoing, upkeep, visiting
from kiosk.operations.intake import Press, Visit
from kiosk.operations.undoing import NothingToUndo
from kiosk.storage.store import Store, open_store
from kiosk.storage.windows import WindowState
from tests.hall.halls import CATALOGUE, HALL, NINE
from tests.play.halls import FOLLOWING

SOON = NINE + timedelta(seconds=5)
C_AND_D = (Piece("C", ("C01",)), Piece("D", ("D01",)))


@pytest.fixture(autouse=True)
def _windows_are_open(store: Store) -> None:
    for window in range(1, 7):
        floor.set_window(store, window=window, state=WindowState.OPEN, reason="", clerk="", at=NINE)


def served(store: Store, code: str = "A00", window: int = 1) -> Ticket:
    """Serve somebody at a window."""
    intake.take_ticket(store, visit=Visit((code,)), press=Press(code, ""), at=NINE)
    called = calling.call_next(store, window=window, at=NINE)
    assert called is not None
    return calling.start(store, ticket=called.id, window=window, at=NINE)


def split(store: Store, *pieces: Piece) -> tuple[Ticket, tuple[Ticket, ...]]:
    """Split a visit that window 1 serves."""
    visit = served(store)
    return visit, visiting.split(store, ticket=visit.id, pieces=pieces, window=1, at=NINE)


def state(store: Store, ticket: Ticket) -> TicketState:
    with store.read() as reading:
        return reading.tickets.get(ticket.id).state


def test_a_visit_whose_parts_are_out_is_not_sent_on(store: Store) -> None:
    visit, parts = split(store, *C_AND_D)

    with pytest.raises(PartsOutstanding, match=parts[0].number):
        calling.transfer(store, ticket=visit.id, to_window=2, window=1, at=SOON)

    assert state(store, visit) is TicketState.HELD


def test_a_call_cannot_be_undone_once_its_visit_is_split(store: Store) -> None:
    visit, _ = split(store, *C_AND_D)

    with pytest.raises(NothingToUndo):
        undoing.undo(store, ticket=visit.id, at=SOON)

    assert state(store, visit) is TicketState.HELD


def test_an_undone_miss_does_not_call_somebody_back_who_stands_elsewhere(store: Store) -> None:
    _, (first, second) = split(store, *C_AND_D)
    calling.call_next(store, window=3, at=NINE)
    calling.miss(store, ticket=first.id, window=3, at=NINE)
    calling.call_next(store, window=4, at=NINE)

    with pytest.raises(PersonElsewhere, match=second.called_as):
        undoing.undo(store, ticket=first.id, at=SOON)

    assert state(store, first) is TicketState.MISSED


def test_an_undone_end_does_not_call_somebody_back_who_stands_elsewhere(store: Store) -> None:
    _, (first, _) = split(store, *C_AND_D)
    calling.call_next(store, window=3, at=NINE)
    calling.finish(store, ticket=first.id, window=3, at=NINE)
    calling.call_next(store, window=4, at=NINE)

    with pytest.raises(PersonElsewhere):
        undoing.undo(store, ticket=first.id, at=SOON)

    assert state(store, first) is TicketState.DONE


def test_a_part_put_aside_is_not_taken_up_while_its_person_stands_elsewhere(store: Store) -> None:
    _, (first, second) = split(store, *C_AND_D)
    calling.call_next(store, window=3, at=NINE)
    calling.start(store, ticket=first.id, window=3, at=NINE)
    calling.hold(store, ticket=first.id, window=3, at=NINE)
    calling.call_next(store, window=4, at=NINE)

    with pytest.raises(PersonElsewhere):
        calling.resume(store, ticket=first.id, window=3, at=SOON)

    calling.finish(store, ticket=second.id, window=4, at=SOON)
    assert calling.resume(store, ticket=first.id, window=3, at=SOON).state is TicketState.SERVING


def test_an_undone_miss_leaves_the_call_on_the_board(database_url: str) -> None:
    store = open_store(database_url, hall_id=HALL.id, catalogue=lambda _: CATALOGUE, react=FOLLOWING)
    floor.set_window(store, window=2, state=WindowState.OPEN, reason="", clerk="", at=NINE)
    intake.take_ticket(store, visit=Visit(("B01",)), press=Press("1", ""), at=NINE)
    called = calling.call_next(store, window=2, at=NINE)
    assert called is not None
    calling.miss(store, ticket=called.id, window=2, at=NINE)

    undoing.undo(store, ticket=called.id, at=SOON)

    with store.read() as reading:
        shown = [(call.number, call.kind) for call in reading.calls.latest(9)]
    store.close()
    assert shown == [("B001", CallKind.CALL)]


def test_what_is_back_of_a_visit_is_forgotten_with_its_end(store: Store) -> None:
    visit, (_, task) = split(store, Piece("C", ("C01",)), Piece("D", ("D01",), PartKind.BACK_OFFICE))
    tomorrow = NINE + timedelta(days=1)

    upkeep.close_yesterday(store, today=tomorrow.date(), at=tomorrow)
    visiting.give_back(store, ticket=task.id, window=4, outcome=Outcome.DONE, words="", at=tomorrow)

    with store.read() as reading:
        assert reading.tickets.get(visit.id).state is TicketState.DONE
        assert reading.tickets.parts_back() == ()


def in_steps(store: Store, then: PartKind = PartKind.WALK) -> tuple[Ticket, Ticket]:
    """Split a visit into two steps, and call the first one to window 3."""
    _, (first, second) = split(store, C_AND_D[0], replace(C_AND_D[1], step=2, kind=then))
    calling.call_next(store, window=3, at=NINE)
    return first, second


def test_with_the_end_of_a_part_the_step_that_followed_is_taken_back(store: Store) -> None:
    first, second = in_steps(store)
    calling.finish(store, ticket=first.id, window=3, at=NINE)
    assert state(store, second) is TicketState.WAITING

    undoing.undo(store, ticket=first.id, at=SOON)

    assert (state(store, first), state(store, second)) == (TicketState.CALLED, TicketState.PLANNED)


@pytest.mark.parametrize(
    ("then", "refusal"), [(PartKind.WALK, PersonElsewhere), (PartKind.PAPERS, NothingToUndo)]
)
def test_the_end_of_a_part_stands_once_the_next_step_was_called(
    store: Store, then: PartKind, refusal: type[HallError]
) -> None:
    first, second = in_steps(store, then)
    calling.finish(store, ticket=first.id, window=3, at=NINE)
    calling.call_next(store, window=4, at=NINE)

    with pytest.raises(refusal):
        undoing.undo(store, ticket=first.id, at=SOON)

    assert (state(store, first), state(store, second)) == (TicketState.DONE, TicketState.CALLED)


def test_the_call_of_a_part_is_not_undone_behind_its_return(store: Store) -> None:
    first, second = in_steps(store)
    visiting.give_back(store, ticket=first.id, window=3, outcome=Outcome.DONE, words="", at=NINE)

    with pytest.raises(NothingToUndo):
        undoing.undo(store, ticket=first.id, at=SOON)

    assert (state(store, first), state(store, second)) == (TicketState.DONE, TicketState.WAITING)


def test_a_missed_part_that_was_withdrawn_does_not_come_back(store: Store) -> None:
    first, second = in_steps(store)
    calling.miss(store, ticket=first.id, window=3, at=NINE)
    visiting.withdraw(store, ticket=first.id, at=NINE)

    with pytest.raises(NothingToUndo):
        undoing.undo(store, ticket=first.id, at=SOON)

    assert (state(store, first), state(store, second)) == (TicketState.CANCELLED, TicketState.WAITING)
