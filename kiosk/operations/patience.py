"""耐心: tries at a password or PIN are counted for the whole hall, whichever process hears them.

A try is counted before it is looked at and taken back when it was right: so a hundred tries sent at once,
to as many processes as there are, are heard no more often than one after the other.
"""

from datetime import datetime

from kiosk.hall import patience
from kiosk.hall.errors import HallError
from kiosk.storage.store import Store


class TooSoon(HallError):
    """What can be guessed at was tried too often; the next try is heard later."""

    status = 429
    retry = True
    zh = "输错次数太多，请等 {0} 秒再试。"
    en = "Too many wrong tries. Please wait {0} seconds."


def count(store: Store, *, name: str, at: datetime) -> None:
    """Count a try under a name before it is looked at.

    Raises:
        TooSoon: the last ones were wrong; this one is not heard and costs nothing.
    """
    with store.read() as reading:
        _must_be_heard(patience.left(reading.tries.get(name), at))
    with store.begin() as work:
        before = work.tries.get(name)
        _must_be_heard(patience.left(before, at))
        work.tries.put(name, patience.once_more(before, at))


def forgive(store: Store, *, name: str) -> None:
    """Forget the tries under a name, after a right one."""
    with store.begin() as work:
        work.tries.drop(name)


def forget_old(store: Store, *, at: datetime) -> None:
    """Forget tries that count no more."""
    with store.begin() as work:
        work.tries.forget(at - patience.FORGOTTEN)


def _must_be_heard(left: int) -> None:
    if left:
        raise TooSoon(left)
