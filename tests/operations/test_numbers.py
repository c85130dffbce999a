"""票号: a day counts from 001, without a gap but for the emergency pad."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.storage.store import Store, open_store
from tests.hall.halls import HALL
from tests.operations.test_day import OFFICE, at, take


def test_numbers_jump_over_the_pad(store: Store) -> None:
    nine = at("2026-11-23 09:00")
    with store.begin() as work:
        numbers = [
            work.tickets.next_number("B", date(2026, 11, 23), but=HALL.queues[1].pad) for _ in range(903)
        ]

    assert numbers == [*range(1, 901), 1000, 1001, 1002]
    assert take(store, "next", nine).number == "B1003"


pads = st.integers(0, 40).flatmap(lambda first: st.integers(first, 60).map(lambda last: (first, last)))


@settings(max_examples=25)
@given(pads, st.integers(1, 90))
def test_the_numbers_of_a_day_have_no_gap_but_the_pad(
    day_of_numbers: Store, pad: tuple[int, int], count: int
) -> None:
    row = uuid4().hex
    queue = replace(HALL.queues[1], pad_from=pad[0], pad_until=pad[1])

    with day_of_numbers.begin() as work:
        numbers = [work.tickets.next_number(row, date(2026, 11, 23), but=queue.pad) for _ in range(count)]

    free = (n for n in range(1, 200) if n not in queue.pad)
    assert numbers == list(islice(free, count))


@pytest.fixture(scope="module")
def day_of_numbers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One store for many rows of numbers."""
    path = tmp_path_factory.mktemp("numbers") / "hall.db"
    opened = open_store(f"sqlite:///{path}", hall_id=HALL.id, catalogue=lambda _: OFFICE)
    yield opened
    opened.close()
