"""The log keeps each kind of event whole."""

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.hall.events import Event
from kiosk.hall.floor_events import HelpCalled
from kiosk.storage.event_log import KINDS, read, written
from kiosk.storage.store import Store
from tests.hall.halls import NINE

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
st.register_type_strategy(str, WORDS)
st.register_type_strategy(int, st.integers(-(2**53), 2**53))


@given(st.one_of([st.from_type(kind) for kind in get_args(Event)]))
def test_every_event_comes_back_as_it_was_written(event: Any) -> None:
    assert read(type(event).__name__, written(event)) == event


def test_every_event_of_the_hall_is_known_to_the_log() -> None:
    assert set(KINDS.values()) == set(get_args(Event))


def test_an_event_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(KeyError):
        read("HallFlooded", "{}")


def test_the_log_is_read_in_order_from_any_place(store: Store) -> None:
    for n in range(1, 6):
        with store.begin() as work:
            assert work.record(HelpCalled(n, "kiosk"), NINE) == n

    with store.read() as reading:
        assert reading.events.head() == 5
        assert reading.events.after(2, 2) == [
            (3, NINE, HelpCalled(3, "kiosk")),
            (4, NINE, HelpCalled(4, "kiosk")),
        ]
        assert reading.events.after(5) == []
