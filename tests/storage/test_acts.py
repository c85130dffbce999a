"""One act is one transaction: whole or not at all, durable when it answers, and no burden to the others."""

import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from threading import Event, Thread

import pytest

from kiosk.hall.errors import BadRequest, HallError, TryAgain
from kiosk.hall.floor_events import HelpCalled
from kiosk.storage.store import Store
from tests.databases import open_test_store
from tests.hall.halls import NINE, ticket
from tests.storage.together import together


class Stumble(Exception):
    """Something in the middle of an act went wrong."""


def call_help(store: Store, place: str = "kiosk", *, stumbles: bool = False) -> int:
    with store.begin() as work:
        call = work.help_calls.add(place, NINE)
        work.record(HelpCalled(call, place), NINE)
        if stumbles:
            raise Stumble(place)
    return call


def calls(store: Store) -> set[int]:
    with store.read() as reading:
        return {call.id for call in reading.help_calls.open()}


def events(store: Store) -> list[int]:
    with store.read() as reading:
        return [seq for seq, _, _ in reading.events.after(0, 10_000)]


def test_an_act_that_stumbles_leaves_nothing_behind(store: Store) -> None:
    with pytest.raises(Stumble):
        call_help(store, stumbles=True)

    assert (calls(store), events(store)) == (set(), [])


def test_events_have_no_gap_however_many_acts_stumble(store: Store) -> None:
    acts = [partial(call_help, store, f"{n}", stumbles=n % 3 == 0) for n in range(24)]

    given = together(acts)

    done = {call for call in given if isinstance(call, int)}
    assert [type(call) for n, call in enumerate(given) if n % 3 == 0] == [Stumble] * 8
    assert calls(store) == done == set(range(1, 17))
    assert events(store) == list(range(1, 17))


def test_nobody_sees_an_act_before_it_is_committed(store: Store) -> None:
    with store.begin() as work:
        work.help_calls.add("kiosk", NINE)
        before = calls(store)

    assert before == set()
    assert calls(store) == {1}


def test_a_look_shows_one_moment_whatever_happens_meanwhile(store: Store) -> None:
    call_help(store)
    with store.read() as reading:
        first = reading.events.head()
        call_help(store)

        assert (first, reading.events.head(), len(reading.help_calls.open())) == (1, 1, 1)


def test_a_look_can_change_nothing(store: Store) -> None:
    with pytest.raises(Exception, match=r"read-?only|正忙"), store.read() as reading:
        reading.help_calls.add("kiosk", NINE)

    assert calls(store) == set()


def test_an_act_answers_only_when_its_commit_is_durable(sqlite_url: str) -> None:
    committing, may_end = Event(), Event()

    def slow_disk(commit: Callable[[], object]) -> object:
        committing.set()
        may_end.wait(10)
        return commit()

    store = open_test_store(sqlite_url, off_loop=slow_disk)
    act = Thread(target=call_help, args=(store,))
    act.start()
    committing.wait(10)

    assert (act.is_alive(), calls(store)) == (True, set())

    may_end.set()
    act.join(10)
    assert (act.is_alive(), calls(store)) == (False, {1})
    store.close()


@contextmanager
def full_disk(file: Path) -> Iterator[None]:
    """No file may grow beyond the present size of this one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    former = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (file.stat().st_size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, former)


def test_a_full_disk_fails_every_act_of_the_commit_and_later_acts_work_again(
    sqlite_url: str, tmp_path: Path
) -> None:
    store = open_test_store(sqlite_url)
    for n in range(40):
        call_help(store, "x" * 60 + str(n))

    with full_disk(tmp_path / "hall.db-wal"):
        refused = together([partial(call_help, store, f"{n}") for n in range(8)])

    assert [type(one) for one in refused] == [TryAgain] * 8
    assert "没有保存" in str(refused[0])
    assert calls(store) == set(range(1, 41))
    assert together([partial(call_help, store, f"{n}") for n in range(8)]) != refused
    assert events(store) == list(range(1, 49))
    store.close()


def test_a_file_that_may_grow_no_further_fails_one_act_and_never_half_of_it(sqlite_url: str) -> None:
    store = open_test_store(sqlite_url)
    call_help(store)
    writer = store._database._writer  # type: ignore[attr-defined]
    pages = writer.execute("PRAGMA page_count").fetchone()[0]
    writer.execute(f"PRAGMA max_page_count={pages}")

    refused = together([partial(_write_much, store) for _ in range(4)])

    assert [type(one) for one in refused] == [TryAgain] * 4
    writer.execute("PRAGMA max_page_count=1000000")
    assert call_help(store) == 2
    assert (calls(store), events(store)) == ({1, 2}, [1, 2])
    store.close()


def _write_much(store: Store) -> None:
    with store.begin() as work:
        work.record(HelpCalled(99, "x"), NINE)
        work.presses.keep("key", "digest", "x" * 200_000, NINE)


@pytest.mark.parametrize("bad", ["\ud800", "\x00"])
def test_text_that_no_database_takes_is_a_bad_request(store: Store, bad: str) -> None:
    try:
        call_help(store, bad)
    except HallError as refused:
        assert type(refused) is BadRequest
        assert (calls(store), events(store)) == (set(), [])
    else:
        assert calls(store) == {1}  # SQLite stores what PostgreSQL cannot

    assert call_help(store)


def test_a_number_too_large_for_any_database_is_a_bad_request(store: Store) -> None:
    with pytest.raises(BadRequest), store.read() as reading:
        reading.events.after(10**30)


def test_after_a_refusal_of_the_database_the_act_cannot_go_on(store: Store) -> None:
    def go_on() -> None:
        with store.begin() as work:
            work.tickets.add(ticket(1))
            with suppress(TryAgain):
                work.tickets.add(ticket(1))
            work.help_calls.add("kiosk", NINE)

    with pytest.raises(RuntimeError):
        go_on()

    assert calls(store) == set()


def test_whoever_asks_is_told_of_each_commit_that_recorded_something(store: Store) -> None:
    told: list[int] = []
    store.on_commit(lambda: told.append(1))
    started = len(told)

    with store.begin() as work:
        work.help_calls.add("kiosk", NINE)
    silent = len(told)
    call_help(store)

    assert silent - started <= 1  # PostgreSQL's listener also tells when it begins to listen
    assert len(told) > silent
