"""A roster of retirees, line by line: what is kept, and what is said of a line that is wrong."""

from datetime import date, timedelta

import pytest

from kiosk.hall.principal import (
    LONGEST_ROSTER,
    Principal,
    RosterFaults,
    RosterTooLong,
    WrongDay,
    WrongIdNumber,
    elsewhere,
    fault,
    id_number,
    roster,
)
from tests.retirees import HEADS, number_of

TODAY = date(2026, 11, 23)


def test_what_a_line_says_is_kept_in_one_form() -> None:
    rows = (HEADS, ("王  小明", f" {number_of(1)} ", "8555 0012", "2025/11/3"), ("李四", number_of(2)))

    first, second = roster(rows, area_code="0579", today=TODAY)

    assert first.who == Principal("王 小明", number_of(1), "0579-85550012")
    assert first.certified_on == date(2025, 11, 3)
    assert second.who == Principal("李四", number_of(2))
    assert (second.certified_on, second.due_on(TODAY)) == (None, TODAY)


def test_heads_may_bear_the_star_of_what_must_be_filled_in() -> None:
    (line,) = roster((("*姓名", "身份证号*"), ("王小明", number_of(1))), area_code="", today=TODAY)

    assert line.who.name == "王小明"


@pytest.mark.parametrize(("said", "kept"), [("2000-01-01", date(2000, 1, 1)), ("2026-11-23", TODAY)])
def test_the_last_time_may_be_today_or_long_ago(said: str, kept: date) -> None:
    (line,) = roster((HEADS, ("王小明", number_of(1), "", said)), area_code="", today=TODAY)

    assert line.certified_on == kept


@pytest.mark.parametrize("said", ["1999-12-31", f"{TODAY + timedelta(days=1)}", "2026-02-30", "去年"])
def test_the_last_time_is_a_day_that_was(said: str) -> None:
    with pytest.raises(RosterFaults, match="1 行有误") as refused:
        roster((HEADS, ("王小明", number_of(1), "", said)), area_code="", today=TODAY)

    assert [one.line for one in refused.value.faults] == [2]


def test_what_is_wrong_is_said_in_both_languages() -> None:
    said = fault(7, WrongDay())

    assert (said.line, said.what.zh, said.what.en) == (7, WrongDay.zh, WrongDay.en)


def test_wrong_lines_count_towards_the_most_that_is_read() -> None:
    wrong = ("", "1")

    with pytest.raises(RosterFaults, match=f"{LONGEST_ROSTER} 行有误"):
        roster((HEADS, *[wrong] * LONGEST_ROSTER), area_code="", today=TODAY)
    with pytest.raises(RosterTooLong, match=str(LONGEST_ROSTER)):
        roster((HEADS, *[wrong] * (LONGEST_ROSTER + 1)), area_code="", today=TODAY)


def test_every_line_of_another_village_is_named_and_none_where_all_belong_here() -> None:
    lines = roster((HEADS, *(("王小明", number_of(n)) for n in (1, 2, 3))), area_code="", today=TODAY)

    elsewhere(lines, lambda _: False)
    with pytest.raises(RosterFaults) as refused:
        elsewhere(lines, lambda line: line.who.id_number != number_of(2))

    assert [one.line for one in refused.value.faults] == [2, 4]
    assert refused.value.faults[0].what.zh.startswith("此人已在其他村的名册里")


@pytest.mark.parametrize("text", ["١1010519491231002X", "1101051949123100٢X"])
def test_figures_of_another_script_are_no_identity_number(text: str) -> None:
    with pytest.raises(WrongIdNumber):
        id_number(text)
