"""A drawer that holds more or less than was booked."""

import pytest

from kiosk.hall.custody import SameEyes
from kiosk.hall.custody_book import UNEXPLAINED, Entry, Kind, totals
from kiosk.hall.custody_difference import (
    DrawerTooLow,
    NoDifference,
    TwoSignatures,
    Why,
    difference,
    must_hold_enough,
)
from tests.hall.halls import NINE


def counted(booked: int, found: int, *, signed_by: str = "zhou", by: str = "wang") -> Entry:
    return difference(
        "wang", booked=booked, counted=found, why=Why.CHANGE, by=by, signed_by=signed_by, at=NINE
    )


@pytest.mark.parametrize(
    ("booked", "found", "kind"), [(30000, 29000, Kind.SHORTAGE), (30000, 31050, Kind.SURPLUS)]
)
def test_the_book_says_afterwards_what_was_counted(booked: int, found: int, kind: Kind) -> None:
    entry = counted(booked, found)

    assert (entry.kind, entry.why, entry.by, entry.signed_by) == (kind, "change", "wang", "zhou")
    assert (entry.deposit, entry.window, entry.at) == ("", 0, NINE)
    assert totals([entry]) == {"drawer:wang": found - booked, UNEXPLAINED: booked - found}


def test_nothing_is_entered_where_the_book_is_right() -> None:
    with pytest.raises(NoDifference, match=r"300\.00"):
        counted(30000, 30000)


def test_two_people_sign_and_neither_twice() -> None:
    with pytest.raises(TwoSignatures):
        counted(30000, 29000, signed_by="")
    with pytest.raises(SameEyes):
        counted(30000, 29000, signed_by="wang")
    with pytest.raises(SameEyes):
        counted(30000, 29000, by="li", signed_by="li")
    with pytest.raises(SameEyes):
        counted(30000, 29000, by="li", signed_by="wang")  # whose drawer it is


def test_no_more_leaves_a_drawer_than_lies_in_it() -> None:
    must_hold_enough(30000, 30000)

    with pytest.raises(DrawerTooLow, match=r"300\.00 yuan, not 300\.01"):
        must_hold_enough(30000, 30001)
