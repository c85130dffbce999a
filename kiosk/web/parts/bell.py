"""门铃: wakes the requests that wait in this process for something to be committed."""

import threading
import time
from typing import cast

from flask import current_app

from kiosk.storage.store import Store

EXTENSION = "yichuang-bell"


class Bell:
    """Counts its rings, so that none is missed between a look and the wait after it."""

    def __init__(self) -> None:
        self._rung = threading.Condition()
        self.count = 0

    def ring(self) -> None:
        """Wake everybody who waits."""
        with self._rung:
            self.count += 1
            self._rung.notify_all()

    def wait(self, heard: int, until: float) -> None:
        """Wait until it rings again after `heard` rings, at most until a time of `time.monotonic`."""
        with self._rung:
            self._rung.wait_for(lambda: self.count != heard, timeout=max(0.0, until - time.monotonic()))


def bell(store: Store) -> Bell:
    """Return the bell of this process; it is hung at the first call."""
    fresh = Bell()
    hung = cast(Bell, current_app.extensions.setdefault(EXTENSION, fresh))
    if hung is fresh:
        store.on_commit(fresh.ring)
    return hung
