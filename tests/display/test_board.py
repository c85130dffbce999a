import string
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from display.board import (
    Board,
    Call,
    CallKind,
    Gap,
    Label,
    QueueLine,
    Range,
    WindowLine,
    WindowState,
    apply,
    difference,
    newest,
    to_json,
)
from tests.display.halls import busy_board, called, sample_board

labels = st.builds(Label, st.text(max_size=4), st.text(max_size=4))
numbers = st.builds(lambda letter, n: f"{letter}{n:03}", st.sampled_from("ABCDEF"), st.integers(0, 1200))
calls = st.builds(
    Call,
    st.integers(1, 99),
    numbers,
    st.integers(1, 12),
    labels,
    st.just("2026-11-23T09:41:00+08:00"),
    st.sampled_from(CallKind),
)
windows = st.builds(
    WindowLine,
    st.integers(1, 12),
    labels,
    st.sampled_from(string.ascii_uppercase[:6]),
    st.sampled_from(WindowState),
    st.none() | numbers,
    st.none() | labels,
)
waits = st.none() | st.builds(Range, st.integers(0, 600), st.integers(600, 5400))
queues = st.builds(
    QueueLine, st.sampled_from("ABCDEF"), labels, st.integers(0, 99), waits, st.none() | labels
)
boards = st.builds(
    Board,
    seq=st.integers(0, 50),
    hall=labels,
    calls=st.lists(calls, max_size=3).map(tuple),
    waiting=st.lists(queues, max_size=2).map(tuple),
    windows=st.lists(windows, max_size=2).map(tuple),
    missed=st.lists(numbers, max_size=3).map(tuple),
    notice=labels,
    hours=labels,
    open=st.booleans(),
)


@given(before=boards, after=boards)
def test_a_board_that_takes_in_the_difference_is_the_new_board(before: Board, after: Board) -> None:
    assert apply(to_json(before), difference(before, after)) == to_json(after)


@given(board=boards, seq=st.integers(51, 99))
def test_what_did_not_change_is_not_sent(board: Board, seq: int) -> None:
    assert difference(board, replace(board, seq=seq)) == {"seq": seq, "prev": board.seq}


def test_a_call_changes_the_calls_and_the_windows_and_nothing_else() -> None:
    before = sample_board()

    change = difference(before, called(before, "A012", 1))

    assert set(change) == {"seq", "prev", "calls", "windows"}


def test_a_change_that_follows_another_state_is_refused() -> None:
    before = sample_board()
    change = difference(replace(before, seq=7), called(replace(before, seq=7), "A012", 1))

    with pytest.raises(Gap):
        apply(to_json(before), change)


def test_a_number_called_again_stands_on_the_board_once_and_in_front() -> None:
    board = called(called(called(sample_board(), "A001", 1), "B002", 2), "A001", 1, kind=CallKind.RECALL)

    assert [(call.number, call.kind) for call in board.calls] == [
        ("A001", CallKind.RECALL),
        ("B002", CallKind.CALL),
    ]


def test_the_board_has_room_for_six_calls() -> None:
    board = sample_board()
    for n in range(9):
        board = called(board, f"A{n:03}", 1)

    assert [call.number for call in newest(board.calls)] == ["A008", "A007", "A006", "A005", "A004", "A003"]


def test_the_board_as_other_programs_read_it() -> None:
    board = to_json(busy_board(seq=100))

    assert board["seq"] == 109
    assert board["calls"][0].keys() == {"id", "number", "window", "window_name", "at", "kind", "zone", "lit"}
    assert board["windows"][1] == {
        "id": 2,
        "name": {"zh": "数字电视", "en": "Digital TV"},
        "letter": "B",
        "state": "paused",
        "number": None,
        "reason": {"zh": "午休", "en": "Lunch"},
        "zone": "",
        "arrived": True,
    }
    assert board["waiting"][0]["expected_wait"] == {"low": 600, "high": 1200}
    assert board["missed"] == ["A003", "B005", "E001"]


def test_every_zone_keeps_its_own_six_calls() -> None:
    east = [Call(n, f"A{n:03}", 1, Label("东"), "", zone="east") for n in range(20)]
    west = [Call(100 + n, f"B{n:03}", 2, Label("西"), "", zone="west") for n in range(20)]

    kept = newest((*west, *east))

    assert [call.id for call in kept if call.zone == "east"] == [19, 18, 17, 16, 15, 14]
    assert [call.id for call in kept if call.zone == "west"] == [119, 118, 117, 116, 115, 114]
