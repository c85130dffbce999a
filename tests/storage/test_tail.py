"""What is committed, or has changed in the hall's files, is told at once."""

from threading import Event

from kiosk.storage.store import Store
from kiosk.tail import Tail
from tests.storage.test_races import take

WITHIN_S = 8  # far less than the hall waits by itself


def test_a_commit_and_changed_files_are_told_at_once_and_nothing_else_is(store: Store) -> None:
    told = Event()
    tail = Tail(store, (told.set,), ())
    tail.start()
    try:
        assert told.wait(WITHIN_S), "the hall as it stands at the start"

        told.clear()
        tail.wake()
        assert not told.wait(1.5), "nothing has happened"

        take(store, "a press")
        assert told.wait(WITHIN_S)

        told.clear()
        tail.tell_all()
        assert told.wait(WITHIN_S), "the files have changed"
    finally:
        tail.stop()
