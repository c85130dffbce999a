"""The smaller rooms: presses, windows, calls, people, programs, help and suspended queues."""

from datetime import timedelta

import pytest

from kiosk.hall.errors import PressReused
from kiosk.hall.jobs import Announcement, CallKind
from kiosk.hall.queue import Owed
from kiosk.storage.accounts import Account, Token
from kiosk.storage.store import Store
from kiosk.storage.windows import WindowNow, WindowState
from tests.databases import open_test_store
from tests.hall.halls import NINE

LATER = NINE + timedelta(minutes=5)
CLERK = Account("a1", "li", "desk", "hash", (2, 3), disabled=False, label="sample")
AGENT = Token("k1", "agent", "kiosk PC", "f" * 64, NINE, revoked=False)


def test_a_press_that_comes_again_gets_its_first_answer(store: Store) -> None:
    with store.begin() as work:
        assert work.presses.earlier("kiosk 1", "B01") is None
        work.presses.keep("kiosk 1", "B01", "20261123-B001", NINE)

    with store.read() as reading:
        assert reading.presses.earlier("kiosk 1", "B01") == "20261123-B001"
        with pytest.raises(PressReused):
            reading.presses.earlier("kiosk 1", "C01")


def test_a_window_stands_as_it_was_last_put(store: Store) -> None:
    paused = WindowNow(3, WindowState.PAUSED, "午休", "a1", owed=Owed(1, 2), changed_at=LATER)
    with store.begin() as work:
        work.windows.put(WindowNow(3, WindowState.OPEN, "", "a1", owed=Owed(), changed_at=NINE))
        work.windows.put(paused)

    with store.read() as reading:
        assert reading.windows.all() == {3: paused}


def test_the_newest_calls_of_a_zone_are_listed_however_many_the_other_zone_has(store: Store) -> None:
    with store.begin() as work:
        work.calls.add(Announcement("t1", "B001", 2, CallKind.CALL, "east"), 1, NINE)
        for seq in range(2, 9):
            work.calls.add(Announcement(f"t{seq}", f"C{seq:03d}", 3, CallKind.CALL, "west"), seq, NINE)
        work.calls.add(Announcement("t1", "B001", 2, CallKind.RECALL, "east"), 9, LATER)

    with store.read() as reading:
        assert [(one.seq, one.kind) for one in reading.calls.latest(3, "east")] == [
            (9, "recall"),
            (1, "call"),
        ]
        assert [one.seq for one in reading.calls.latest(3)] == [9, 8, 7]


def test_the_calls_of_a_ticket_can_be_taken_back(store: Store) -> None:
    with store.begin() as work:
        work.calls.add(Announcement("t1", "B001", 2, CallKind.CALL), 1, NINE)
        work.calls.add(Announcement("t2", "B002", 2, CallKind.CALL), 2, NINE)
        work.calls.withdraw("t1")

    with store.read() as reading:
        assert [one.ticket for one in reading.calls.latest(9)] == ["t2"]


def test_people_and_programs_are_found_by_what_they_show(store: Store) -> None:
    with store.begin() as work:
        work.accounts.add(CLERK, NINE)
        work.tokens.add(AGENT)

    with store.read() as reading:
        assert reading.accounts.by_name("li") == reading.accounts.get("a1") == CLERK
        assert reading.accounts.by_name("wang") is None
        assert reading.tokens.by_hash("f" * 64) == AGENT
        assert reading.tokens.by_hash("") is None


def test_a_revoked_token_says_so(store: Store) -> None:
    with store.begin() as work:
        work.tokens.add(AGENT)
        assert (work.tokens.revoke("k1"), work.tokens.revoke("k2")) == (True, False)
        found = work.tokens.by_hash("f" * 64)

    assert found
    assert found.revoked


def test_a_call_for_help_is_answered_once(store: Store) -> None:
    with store.begin() as work:
        call = work.help_calls.add("kiosk 1", NINE)
        answered = (
            work.help_calls.acknowledge(call, "a1", LATER),
            work.help_calls.acknowledge(call, "a2", LATER),
        )
        found = work.help_calls.get(call)

    assert answered == (True, False)
    assert found
    assert found.acknowledged_at == LATER
    with store.read() as reading:
        assert reading.help_calls.open() == ()
        assert reading.help_calls.get(99) is None


def test_a_suspension_ends_by_itself_or_by_hand(store: Store) -> None:
    with store.begin() as work:
        work.suspensions.put("B", "停电", None)
        work.suspensions.put("C", "会议", LATER)
        work.suspensions.put("D", "培训", LATER)
        work.suspensions.lift("D")

    with store.read() as reading:
        assert reading.suspensions.now(NINE) == {"B": "停电", "C": "会议"}
        assert reading.suspensions.now(LATER) == {"B": "停电"}


def test_halls_in_one_database_are_kept_apart(database_url: str) -> None:
    east, west = open_test_store(database_url, hall="east"), open_test_store(database_url, hall="west")
    for store in (east, west):
        with store.begin() as work:
            assert work.tickets.next_number("B", NINE.date()) == 1
            assert work.help_calls.add("kiosk 1", NINE) == 1
            work.presses.keep("press", store.hall_id, store.hall_id, NINE)
            work.accounts.add(CLERK, NINE)

    with west.begin() as work:
        work.help_calls.acknowledge(1, "a1", NINE)

    with east.read() as reading:
        assert len(reading.help_calls.open()) == 1
        assert reading.presses.earlier("press", "east") == "east"
    for store in (east, west):
        store.close()
