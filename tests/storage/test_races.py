"""Three races, on SQLite and on PostgreSQL: nobody gets another's number, nobody is called by two."""

import sqlite3
from collections import Counter
from collections.abc import Callable
from functools import partial
from threading import Event

from kiosk.hall.errors import TryAgain
from kiosk.hall.life import NotCallable
from kiosk.hall.ticket import Ticket, TicketState
from kiosk.hall.visit import Piece
from kiosk.operations import calling, floor, intake, visiting
from kiosk.operations.intake import Press, Visit
from kiosk.storage.store import Store
from kiosk.storage.windows import WindowState
from tests.databases import open_test_store
from tests.hall.halls import NINE
from tests.storage.together import together

LETTERS = "BCDEF"


def take(store: Store, press: str, service: str = "B01") -> Ticket:
    return intake.take_ticket(store, visit=Visit((service,)), press=Press(press, service), at=NINE).ticket


def open_windows(store: Store) -> None:
    for window in range(1, 7):
        floor.set_window(store, window=window, state=WindowState.OPEN, reason="", clerk="", at=NINE)


def test_sixteen_kiosks_of_fifty_taps_give_eight_hundred_numbers_without_a_gap(store: Store) -> None:
    def fifty(kiosk: int) -> list[str]:
        return [take(store, f"{kiosk}-{tap}").number for tap in range(50)]

    given = together([partial(fifty, kiosk) for kiosk in range(16)])

    numbers = sorted(number for part in given if not isinstance(part, Exception) for number in part)
    assert [part for part in given if isinstance(part, Exception)] == []
    assert numbers == [f"B{n:03d}" for n in range(1, 801)]


def test_eight_clerks_calling_until_nobody_waits_call_each_ticket_once(store: Store) -> None:
    open_windows(store)
    taken = {take(store, f"{n}", f"{LETTERS[n % 5]}01").id for n in range(120)}

    def until_nobody_waits(window: int) -> list[str]:
        called = []
        while ticket := calling.call_next(store, window=window, at=NINE):
            called.append(ticket.id)
        return called

    clerks = [1, 2, 3, 4, 5, 6, 1, 2]
    called = together([partial(until_nobody_waits, window) for window in clerks])

    assert [part for part in called if isinstance(part, Exception)] == []
    assert Counter(one for part in called if not isinstance(part, Exception) for one in part) == Counter(
        taken
    )


def test_of_four_clerks_calling_the_same_number_one_succeeds(store: Store) -> None:
    open_windows(store)
    for n in range(10):
        ticket = take(store, f"{n}").id
        call = partial(calling.call_ticket, store, ticket=ticket, at=NINE, reason="mistaken")

        answers = together([partial(call, window=window) for window in (1, 2, 3, 4)])

        won = [answer for answer in answers if isinstance(answer, Ticket)]
        assert len(won) == 1
        assert [type(answer) for answer in answers if answer not in won] == [NotCallable] * 3


def test_nobody_is_refused_for_what_is_not_kept(sqlite_url: str) -> None:
    broken = Event()

    def disk(commit: Callable[[], object]) -> object:
        if broken.is_set():
            raise sqlite3.OperationalError("disk I/O error")
        return commit()

    store = open_test_store(sqlite_url, off_loop=disk)
    ticket = take(store, "one").id
    cancel = partial(calling.cancel, store, ticket=ticket, at=NINE)

    broken.set()
    told = together([cancel] * 20)
    broken.clear()

    assert {type(one) for one in told} == {TryAgain}, "somebody was told of a cancelling that never was"
    assert cancel().state is TicketState.CANCELLED
    store.close()


def test_the_same_press_at_four_places_at_once_is_one_ticket(store: Store) -> None:
    for n in range(10):
        answers = together([partial(take, store, f"press {n}")] * 4)

        assert {answer.number for answer in answers if isinstance(answer, Ticket)} == {f"B{n + 1:03d}"}
        assert [answer for answer in answers if isinstance(answer, Exception)] == []


def test_one_person_is_never_called_to_two_windows_at_once(store: Store) -> None:
    open_windows(store)
    for n in range(10):
        visit = intake.take_ticket(
            store, visit=Visit(("C01", "E05")), press=Press(f"v{n}", ""), at=NINE
        ).ticket.id
        calling.call_ticket(store, window=1, ticket=visit, at=NINE)
        calling.start(store, ticket=visit, window=1, at=NINE)
        pieces = [Piece(queue, (f"{queue}01",)) for queue in "CDEF"]
        parts = visiting.split(store, ticket=visit, pieces=pieces, window=1, at=NINE)

        answers = together([partial(calling.call_next, store, window=w, at=NINE) for w in (3, 4, 5, 6)])

        won = [answer for answer in answers if isinstance(answer, Ticket)]
        assert [answer for answer in answers if isinstance(answer, Exception)] == []
        assert len(won) == 1
        for part in parts:
            if part.id != won[0].id:
                visiting.withdraw(store, ticket=part.id, at=NINE)
        calling.finish(store, ticket=won[0].id, window=won[0].window or 0, at=NINE)
        visiting.close(store, ticket=visit, window=1, at=NINE)
