"""The hall as its files describe it: seasons, reasons, and which printer stands where."""

from dataclasses import replace
from datetime import date

import pytest

from kiosk.hall.catalogue import Panel, Printer, Reasons, Season
from kiosk.hall.floor import printer_at, printers_of
from kiosk.hall.jobs import reprints_itself
from kiosk.hall.words import Words
from tests.hall.halls import CATALOGUE, HALL

FRONT, BACK, AGENTS = Printer("front", "lp:1"), Printer("back", "lp:2"), Printer("kiosk", "lp:3", agent="k1")


@pytest.mark.parametrize(
    ("season", "day", "inside"),
    [
        (Season((6, 1), (9, 30)), (6, 1), True),
        (Season((6, 1), (9, 30)), (9, 30), True),
        (Season((6, 1), (9, 30)), (5, 31), False),
        (Season((6, 1), (9, 30)), (10, 1), False),
        (Season((10, 1), (5, 31)), (10, 1), True),
        (Season((10, 1), (5, 31)), (5, 31), True),
        (Season((10, 1), (5, 31)), (1, 1), True),
        (Season((10, 1), (5, 31)), (6, 1), False),
        (Season((2, 29), (2, 29)), (2, 29), True),
        (Season((2, 28), (2, 28)), (3, 1), False),
    ],
)
def test_both_ends_of_a_season_belong_to_it(season: Season, day: tuple[int, int], inside: bool) -> None:
    assert (date(2028, *day) in season) is inside


def test_a_chosen_reason_has_its_english_and_a_written_one_is_as_it_was_written() -> None:
    reasons = Reasons(
        jump=(Words("身体不适", "unwell"),),
        pause=(Words("开会", "a meeting"),),
        suspend=(Words("停电", "no power"),),
    )

    for chosen in (*reasons.jump, *reasons.pause, *reasons.suspend):
        assert reasons.words(chosen.zh) == reasons.words(chosen.en) == chosen
    assert reasons.words("接孩子") == Words("接孩子", "接孩子")


def test_an_agent_has_its_own_printers_and_else_those_that_nobody_has() -> None:
    hall = replace(HALL, printers=(FRONT, BACK, AGENTS))

    assert printers_of(hall, "k1") == (AGENTS,)
    assert printers_of(hall, "k2") == printers_of(hall, "") == (FRONT, BACK)


def test_a_place_prints_where_it_says_and_else_at_the_halls_first_printer() -> None:
    windows = tuple(replace(one, printer={3: "back", 4: "gone"}.get(one.number, "")) for one in HALL.windows)
    panels = (Panel("door", 21.5, 1920, 1080, 800.0, printer="kiosk"), Panel("hall", 21.5, 1920, 1080, 800.0))
    hall = replace(HALL, windows=windows, panels=panels, printers=(FRONT, BACK, AGENTS))

    named = {place: printer_at(hall, place) for place in ("door", "hall", "window 3", "window 4", "window 9")}

    assert named == {
        "door": "kiosk",
        "hall": "front",
        "window 3": "back",
        "window 4": "front",
        "window 9": "front",
    }
    assert printer_at(replace(hall, printers=()), "door") == ""


def test_only_a_ticket_is_printed_again_without_asking_and_only_once() -> None:
    assert reprints_itself("ticket", 1)
    assert not reprints_itself("ticket", 2)
    assert not reprints_itself("custody-receipt", 1)


def test_a_service_that_the_hall_has_lost_is_named_by_its_code() -> None:
    assert CATALOGUE.name_of("E05") == Words("E05", "E05")
    assert CATALOGUE.name_of("X99") == Words("X99", "X99")
    renamed = replace(CATALOGUE.service("E05"), name=Words("排水许可", "Drainage"))
    assert replace(CATALOGUE, services=(renamed,)).name_of("E05") == Words("排水许可", "Drainage")
