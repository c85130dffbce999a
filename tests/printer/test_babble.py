"""What comes back on a printer's wire may be anything: nothing crashes, and nothing listens for ever."""

from itertools import cycle, islice
from typing import Self

from hypothesis import given
from hypothesis import strategies as st

from printer.devices.dialogue import Answers, Dialogue
from printer.devices.status import Condition
from printer.machine import Machine, Sheet

ANSWERED = st.lists(
    st.sampled_from(
        [
            b"\x12",
            b"\x16",
            b"\x1e",
            b"\x32",
            b"\x37\x220000\x00",
            b"\x37\x22",
            b"\x10\x00\x00\x00",
            b"\x00",
            b"\x03",
        ]
    )
    | st.binary(max_size=12),
    max_size=12,
).map(b"".join)


class Babbler:
    """A printer that answers whatever it likes, once or without an end."""

    def __init__(self, data: bytes, *, endless: bool) -> None:
        self._said = cycle(data) if endless and data else iter(data)

    def write(self, data: bytes) -> None:
        """Listen to nothing."""

    def read(self, count: int, within: float) -> bytes:
        """Say the next bytes."""
        return bytes(islice(self._said, count))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is held."""


@given(ANSWERED, st.booleans())
def test_whatever_a_printer_answers_is_a_condition(data: bytes, endless: bool) -> None:
    dialogue = Dialogue(Babbler(data, endless=endless))

    dialogue.drain()

    assert dialogue.condition() in Condition
    assert dialogue.has_fence() in {True, False}
    assert dialogue.has_process_id() in {True, False}


@given(ANSWERED, st.integers(1, 7))
def test_answers_are_told_apart_however_they_are_cut(data: bytes, size: int) -> None:
    whole, parts = Answers(), Answers()

    whole.feed(data)
    for at in range(0, len(data), size):
        parts.feed(data[at : at + size])

    assert (whole.marks, whole.fences, whole.realtime) == (parts.marks, parts.fences, parts.realtime)


@given(st.lists(st.binary(max_size=40), max_size=8))
def test_the_virtual_printer_takes_any_bytes(pieces: list[bytes]) -> None:
    sheets: list[Sheet] = []
    printer = Machine(sheets.append)

    for piece in pieces:
        printer.take(piece)
    printer.power_cycle()

    assert isinstance(printer.answers(), bytes)
    assert all(isinstance(one.lines, tuple) for one in sheets)
