"""上门排查: what is asked is asked at once, time is given, and nothing but a pass tells the materials."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.config import SAMPLE_HALL
from kiosk.hall import inspection as rules
from kiosk.hall.inspection import (
    LONGEST_DEMAND,
    LONGEST_PLACE,
    LONGEST_WORDS,
    MOST_DAYS,
    MOST_DEMANDS,
    Inspection,
    NoInspection,
    NoSite,
    NotNow,
    WordsTooLong,
    WrongDays,
    WrongDemand,
    standing,
)
from kiosk.hall.inspection_words import CloseReason, State, said_code
from kiosk.loading import load
from tests.hall.halls import NINE

DAY = date(2026, 11, 23)
LATER = NINE + timedelta(minutes=10)
NEW = Inspection("PC20261123-001", "E05", NINE, "a1", "token", "48219036")


def visited(demands: int = 2, days: int = 15) -> Inspection:
    answers = {"kind": "general"}
    return rules.visit(NEW, answers=answers, demands=demands, days=days, on=DAY, at=NINE, by="a1")


def again(inspection: Inspection, *mended: int, days: int = 7, later: int = 10) -> Inspection:
    on = DAY + timedelta(days=later)
    return rules.visit_again(inspection, mended=mended, days=days, on=on, at=NINE, by="a1")


def test_a_first_visit_that_finds_nothing_passes_at_once() -> None:
    passed = visited(demands=0, days=0)

    assert passed.state is State.TOLD
    assert passed.told_at == NINE
    assert passed.due_on is None


def test_what_must_be_put_right_has_a_last_day_and_is_overdue_after_it() -> None:
    ordered = visited()

    assert ordered.state is State.RECTIFYING
    assert ordered.due_on == date(2026, 12, 8)
    assert not ordered.is_overdue(date(2026, 12, 8))
    assert ordered.is_overdue(date(2026, 12, 9))
    assert standing(ordered, DAY).zh == "整改中，12-08 前"
    assert standing(ordered, date(2026, 12, 9)).en == "overdue since 12-08"


def test_a_re_inspection_goes_on_with_what_is_left_and_its_new_day() -> None:
    left = again(visited(demands=3), 1)

    assert left.left == (0, 2)
    assert left.due_on == date(2026, 12, 10)
    assert left.demands[1].mended_on == date(2026, 12, 3)
    assert [one.left for one in left.visits] == [3, 2]


def test_it_passes_when_all_is_put_right_however_often_somebody_came() -> None:
    passed = again(again(visited(), 0), 1, later=20)

    assert passed.state is State.TOLD
    assert len(passed.visits) == 3
    assert passed.left == ()


def test_a_place_that_is_not_on_the_list_puts_nothing_right() -> None:
    assert again(visited(), 7, 19).left == (0, 1)


def test_a_case_needs_a_pass_and_ends_the_inspection() -> None:
    with pytest.raises(NotNow, match="整改中"):
        rules.apply(visited(), case="BJ1", at=NINE)
    with pytest.raises(NotNow, match="待上门"):
        rules.come(NEW, ticket="t")

    over = rules.apply(rules.come(visited(0), ticket="t"), case="BJ1", at=NINE)

    assert (over.state, over.ticket, over.case, over.is_open) == (State.APPLIED, "t", "BJ1", False)
    with pytest.raises(NotNow, match="已来办理"):
        rules.come(over, ticket="u")
    with pytest.raises(NotNow, match="已来办理"):
        rules.tick(over, ["x"])
    with pytest.raises(NotNow, match="已来办理"):
        rules.close(over, why=CloseReason.GONE, at=NINE)


@pytest.mark.parametrize("before", [NEW, visited(), visited(0)])
def test_what_is_open_may_be_closed_once(before: Inspection) -> None:
    closed = rules.close(before, why=CloseReason.WITHDRAWN, at=NINE)

    assert closed.closed_why is CloseReason.WITHDRAWN
    assert closed.due_on is None
    with pytest.raises(NotNow, match="已结束"):
        rules.close(closed, why=CloseReason.GONE, at=NINE)


@pytest.mark.parametrize("days", [0, -1, MOST_DAYS + 1])
def test_a_time_that_nobody_can_keep_is_refused(days: int) -> None:
    with pytest.raises(WrongDays):
        visited(days=days)
    with pytest.raises(WrongDays):
        again(visited(), 0, days=days)


def test_demands_are_lines_without_loose_space() -> None:
    assert rules.demands_of("  加装隔油池 \n\n雨污\t分流\n") == ("加装隔油池", "雨污 分流")
    assert rules.demands_of(" \n ") == ()
    for bad in ("长" * 201, "\n".join("项" * (MOST_DEMANDS + 1)), "看不见\x07的"):
        with pytest.raises(WrongDemand):
            rules.demands_of(bad)


def test_a_site_has_a_name_and_a_note_an_end() -> None:
    assert rules.site_words(" 样例  小吃店 ") == "样例 小吃店"
    for bad in ("", "  ", "长" * 101, "\u202e店"):
        with pytest.raises(NoSite):
            rules.site_words(bad)
    assert rules.note(" \n") == ""
    with pytest.raises(WordsTooLong):
        rules.note("长" * 501)


def test_only_the_services_that_say_so_have_an_inspection_before() -> None:
    sample = load(SAMPLE_HALL)

    rules.must_be_before(sample.service("E05"))
    with pytest.raises(NoInspection, match="建设用地"):
        rules.must_be_before(sample.service("E01"))


def test_a_code_is_read_in_two_halves() -> None:
    assert said_code("48219036") == "4821 9036"


@given(
    demands=st.integers(0, MOST_DEMANDS),
    rounds=st.lists(st.tuples(st.sets(st.integers(0, MOST_DEMANDS)), st.integers(1, MOST_DAYS)), max_size=6),
)
def test_nothing_is_ever_added_and_only_all_put_right_passes(
    demands: int, rounds: list[tuple[set[int], int]]
) -> None:
    seen = visited(demands)
    for later, (mended, days) in enumerate(rounds, 1):
        if seen.state is not State.RECTIFYING:
            break
        before = seen
        seen = again(seen, *mended, days=days, later=later)

        assert set(seen.left) == set(before.left) - mended
        assert len(seen.demands) == demands
        assert seen.visits[-1].left == len(seen.left)
    assert (seen.state is State.TOLD) == (seen.left == ())
    assert (seen.told_at is not None) == (seen.state is State.TOLD)


def test_what_was_found_is_kept_and_the_end_has_its_time() -> None:
    assert visited().answers == {"kind": "general"}
    assert [one.mended_on for one in visited(demands=3).demands] == [None, None, None]
    assert rules.tick(visited(0), ["form"]).ticked == ("form",)
    assert rules.apply(visited(0), case="BJ1", at=LATER).ended_at == LATER
    assert rules.close(NEW, why=CloseReason.GONE, at=LATER).ended_at == LATER


def test_the_most_that_is_allowed_is_allowed() -> None:
    assert (
        rules.demands_of("\n".join(["长" * LONGEST_DEMAND] * MOST_DEMANDS))
        == ("长" * LONGEST_DEMAND,) * MOST_DEMANDS
    )
    assert rules.site_words("长" * LONGEST_PLACE) == "长" * LONGEST_PLACE
    assert rules.note("长" * LONGEST_WORDS) == "长" * LONGEST_WORDS
    assert visited(days=1).due_on == DAY + timedelta(days=1)
    assert visited(days=MOST_DAYS).due_on == DAY + timedelta(days=MOST_DAYS)
    with pytest.raises(
        WrongDemand, match=rf"{MOST_DEMANDS}.*{LONGEST_DEMAND}|{LONGEST_DEMAND}.*{MOST_DEMANDS}"
    ):
        rules.demands_of("长" * (LONGEST_DEMAND + 1))


def test_a_note_keeps_its_lines_and_loses_loose_space() -> None:
    assert rules.note("  隔油池\t太小 \n\n 已  说明 ") == "隔油池 太小\n\n已 说明"


def test_how_long_there_is_for_putting_right_is_said_in_english_too() -> None:
    assert standing(visited(), DAY).en == "to be put right by 12-08"
    assert standing(visited(), date(2026, 12, 9)).zh == "整改逾期（12-08）"
    assert standing(NEW, DAY).zh == "待上门"
