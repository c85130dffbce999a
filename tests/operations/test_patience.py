"""Wrong tries are counted for the whole hall: more processes hear no more of them."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from kiosk.hall.patience import FORGOTTEN, FREE
from kiosk.operations import patience
from kiosk.operations.patience import TooSoon
from kiosk.storage.store import Store
from tests.databases import open_test_store
from tests.hall.halls import NINE


@pytest.fixture
def processes(store: Store, database_url: str) -> Iterator[tuple[Store, ...]]:
    """Three processes of one hall, and what each remembers."""
    others = [open_test_store(database_url) for _ in range(2)]
    yield store, *others
    for one in others:
        one.close()


def heard(store: Store, name: str = "li") -> bool:
    try:
        patience.count(store, name=name, at=NINE)
    except TooSoon:
        return False
    return True


def test_tries_at_several_processes_are_counted_together(processes: tuple[Store, ...]) -> None:
    tries = [heard(processes[n % 3]) for n in range(9)]

    assert tries == [True] * FREE + [False] * (9 - FREE)


def test_tries_sent_at_once_are_heard_no_more_often(processes: tuple[Store, ...]) -> None:
    with ThreadPoolExecutor(12) as crowd:
        tries = list(crowd.map(lambda n: heard(processes[n % 3]), range(24)))

    assert tries.count(True) == FREE


def test_each_name_is_counted_alone_and_a_right_try_forgives(store: Store) -> None:
    for _ in range(FREE):
        assert heard(store)

    assert heard(store, "zhao")
    with pytest.raises(TooSoon, match="2"):
        patience.count(store, name="li", at=NINE + timedelta(seconds=0.1))
    patience.forgive(store, name="li")
    assert [heard(store) for _ in range(FREE + 1)] == [True] * FREE + [False]


def test_each_hall_of_a_database_counts_its_own(store: Store, database_url: str) -> None:
    other = open_test_store(database_url, hall="other")
    tries = [heard(store) for _ in range(FREE + 1)]

    assert (tries[-1], heard(other)) == (False, True)
    other.close()


def test_tries_that_count_no_more_are_forgotten(store: Store) -> None:
    for name in ("li", "zhao"):
        heard(store, name)
    patience.count(store, name="li", at=NINE + timedelta(seconds=1))

    patience.forget_old(store, at=NINE + FORGOTTEN)

    with store.read() as reading:
        assert [bool(reading.tries.get(name)) for name in ("li", "zhao")] == [True, False]
