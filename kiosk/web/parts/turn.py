"""轮流: heavy work beside the event loop, one piece of its kind at a time."""

import threading
from collections.abc import Callable
from typing import TypeVar

from kiosk.hall.errors import TryAgain
from kiosk.web.context import hall

T = TypeVar("T")

WAIT_S = 10.0


def in_turn(line: threading.Semaphore, work: Callable[[], T]) -> T:
    """Do work beside the event loop when its line comes to it: a flood of it must not fill the memory.

    Raises:
        TryAgain: too much waits before it.
    """
    if not line.acquire(timeout=WAIT_S):
        raise TryAgain
    try:
        done: T = hall().off_loop(work)
    finally:
        line.release()
    return done
