import pytest

from display.board import Call, CallKind, Label
from display.voice import Diction, One, announcement, clauses, digits, ordinal
from tests.display.words import speaker

CALL = Call(7, "A012", 3, Label("规划建设", "Planning"), "2026-11-23T09:41:00+08:00")
RECALL = Call(8, "A012", 3, Label("规划建设", "Planning"), "2026-11-23T09:42:00+08:00", CallKind.RECALL)


@pytest.mark.parametrize(
    ("number", "one", "heard"),
    [
        ("A012", One.YI, "A零一二"),
        ("A012", One.YAO, "A零幺二"),
        ("B110", One.YAO, "B幺幺零"),
        ("E1000", One.YI, "E一零零零"),
    ],
)
def test_a_number_is_read_digit_by_digit(number: str, one: One, heard: str) -> None:
    assert digits(number, one) == heard


@pytest.mark.parametrize(
    ("window", "heard"),
    [(1, "一"), (9, "九"), (10, "十"), (12, "十二"), (20, "二十"), (21, "二十一"), (99, "九十九")],
)
def test_a_window_is_read_by_its_ordinal(window: int, heard: str) -> None:
    assert ordinal(window) == heard


def test_a_call_as_it_is_read_out() -> None:
    assert announcement(CALL, speaker("zh")) == "请A零一二号，到三号窗口办理"
    assert announcement(CALL, speaker("en")) == "Number A, 0, 1, 2, please go to window 3."


def test_a_recall_says_that_it_is_one() -> None:
    assert announcement(RECALL, speaker("zh"), Diction(One.YAO)) == "再次请A零幺二号，到三号窗口办理"
    assert announcement(RECALL, speaker("en")) == "Calling again: number A, 0, 1, 2, please go to window 3."


def test_the_last_call_says_that_it_is_the_last() -> None:
    last = Call(9, "A012", 3, Label(""), "", CallKind.LAST)

    assert announcement(last, speaker("zh")) == "最后一次请A零一二号，到三号窗口办理"
    assert announcement(last, speaker("en")) == "Last call: number A, 0, 1, 2, please go to window 3."


def test_a_word_takes_the_place_of_a_letter_where_the_hall_wants_it() -> None:
    diction = Diction(letters={"A": "综合"}, words=(("综合", "宗合"),))

    assert clauses(CALL, speaker("zh"), diction) == ("请宗合零一二号", "到三号窗口办理")


def test_a_hall_with_more_than_a_hundred_windows_reads_their_digits() -> None:
    assert ordinal(108) == "一零八"
