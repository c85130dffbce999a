"""What a clerk types or scans finds the ticket that he means."""

from datetime import timedelta

import pytest

from kiosk.hall.errors import HallError, UnknownTicket
from kiosk.hall.ticket import Ticket
from kiosk.hall.visit import Piece
from kiosk.operations import calling, finding, floor, intake, visiting
from kiosk.operations.intake import Press, Visit
from kiosk.storage.store import Store
from kiosk.storage.windows import WindowState
from tests.hall.halls import NINE

SOON = NINE + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def _windows_are_open(store: Store) -> None:
    for window in range(1, 7):
        floor.set_window(store, window=window, state=WindowState.OPEN, reason="", clerk="", at=NINE)


def take(store: Store, *services: str, key: str = "") -> Ticket:
    press = Press(key or str(services), "")
    taken = intake.take_ticket(store, visit=Visit(services), press=press, at=NINE).ticket
    assert isinstance(taken, Ticket)
    return taken


def found(store: Store, typed: str, window: int = 2) -> str:
    return finding.find(store, number=typed, window=window, at=SOON).number


def split(store: Store) -> tuple[Ticket, Ticket, Ticket]:
    """Split a visit that window 1 serves between the windows 3 and 4."""
    taken = take(store, "A00")
    calling.call_next(store, window=1, at=NINE)
    calling.start(store, ticket=taken.id, window=1, at=NINE)
    pieces = (Piece("C", ("C01",)), Piece("D", ("D01",)))
    first, second = visiting.split(store, ticket=taken.id, pieces=pieces, window=1, at=NINE)
    return taken, first, second


@pytest.mark.parametrize("typed", ["B001", "b1", " b001 ", "Ｂ００１", "1", "001", "１", "B1-"])
def test_a_number_is_found_however_it_is_typed(store: Store, typed: str) -> None:
    take(store, "B01")

    assert found(store, typed) == "B001"


def test_digits_alone_mean_the_queues_of_the_window_then_those_it_helps_then_all_others(store: Store) -> None:
    take(store, "E05")
    assert found(store, "1", window=2) == "E001"
    take(store, "C01")
    assert found(store, "1", window=2) == "C001"
    take(store, "B01")
    assert found(store, "1", window=2) == "B001"
    assert found(store, "1", window=5) == "E001"
    assert found(store, "1", window=99) == "B001"


def test_who_still_waits_is_meant_before_whose_turn_is_over(store: Store) -> None:
    own = take(store, "B01")
    take(store, "E05")
    calling.call_next(store, window=2, at=NINE)
    calling.finish(store, ticket=own.id, window=2, at=NINE)

    assert found(store, "1") == "E001"
    assert found(store, "B1") == "B001"


def test_the_number_of_a_split_visit_means_the_part_of_this_window(store: Store) -> None:
    visit, first, second = split(store)

    assert found(store, visit.number, window=3) == first.number
    assert found(store, visit.number, window=4) == second.number
    assert found(store, visit.number, window=5) == visit.number
    assert found(store, f"{visit.number}-2", window=5) == second.number


@pytest.mark.parametrize("typed", ["", " ", "B", "B9", "Z001", "B1234567", "B1-x", "B1-123", "B-1", "²"])
def test_what_nobody_got_today_is_refused(store: Store, typed: str) -> None:
    take(store, "B01")

    with pytest.raises(UnknownTicket):
        found(store, typed)


def test_a_refusal_repeats_no_more_than_a_number_has(store: Store) -> None:
    with pytest.raises(UnknownTicket, match="号票 XXXXXXXX。"):
        found(store, f" {'X' * 30}")


def test_a_scanned_code_finds_the_part_of_this_window_then_a_missed_one_then_the_visit(store: Store) -> None:
    visit, first, second = split(store)

    def scanned(window: int) -> str:
        return finding.by_code(store, token=visit.token, window=window, at=SOON).number

    assert (scanned(3), scanned(4), scanned(5)) == (first.number, second.number, visit.number)
    calling.call_next(store, window=3, at=NINE)
    calling.miss(store, ticket=first.id, window=3, at=NINE)
    assert (scanned(3), scanned(4), scanned(5)) == (first.number, second.number, first.number)


def test_a_ticket_that_was_never_split_is_found_by_its_code_and_an_unknown_code_is_refused(
    store: Store,
) -> None:
    alone = take(store, "B01")

    assert finding.by_code(store, token=alone.token, window=5, at=SOON).id == alone.id
    with pytest.raises(HallError):
        finding.by_code(store, token="nobody", window=5, at=SOON)
