"""The tail of the event log: this process's sockets are told in order what was committed anywhere."""

import logging
import threading
import time
from collections.abc import Callable, Sequence

from kiosk.storage.store import Store

log = logging.getLogger(__name__)

NET_S = 1.0  # a poll as safety net, should a wake-up be lost
REFRESH_S = 15.0  # waits and opening hours change without an event
BREATH_S = 0.005  # so that a burst of acts becomes one message and not a thousand
REST = 2  # times as long as the telling took: in a flood the acts come first
HEARTBEAT_S = 5.0


class Tail:
    """Follows one hall's log and lets each teller look at the hall again when something was committed."""

    def __init__(
        self, store: Store, tellers: Sequence[Callable[[], None]], beats: Sequence[Callable[[], None]]
    ) -> None:
        self._store = store
        self._tellers = tellers
        self._beats = beats
        self._woken = threading.Event()
        self._stopped = False
        self._head = -1
        self._is_changed = False
        store.on_commit(self.wake)

    def wake(self) -> None:
        """Look at the log now; called after commits of this process and by other processes' notices."""
        self._woken.set()

    def tell_all(self) -> None:
        """Let each teller look now, though nothing was committed: the hall's files have changed."""
        self._is_changed = True
        self.wake()

    def start(self) -> None:
        """Follow the log beside the requests until `stop`."""
        threading.Thread(target=self._follow, name="tail", daemon=True).start()
        threading.Thread(target=self._beat, name="heartbeat", daemon=True).start()

    def stop(self) -> None:
        """Stop following."""
        self._stopped = True
        self._woken.set()

    def _follow(self) -> None:
        told_at = 0.0
        while not self._stopped:
            self._woken.wait(NET_S)
            self._woken.clear()
            begun = time.monotonic()
            is_changed, self._is_changed = self._is_changed, False
            try:
                with self._store.read() as reading:
                    head = reading.events.head()
                if is_changed or head != self._head or time.monotonic() - told_at > REFRESH_S:
                    self._tell()
                    self._head, told_at = head, time.monotonic()
            except Exception:
                log.exception("the hall could not be read; trying again")
            time.sleep(max(BREATH_S, REST * (time.monotonic() - begun)))

    def _tell(self) -> None:
        for tell in self._tellers:
            tell()

    def _beat(self) -> None:
        while not self._stopped:
            time.sleep(HEARTBEAT_S)
            for beat in self._beats:
                try:
                    beat()
                except Exception:
                    log.exception("a heartbeat failed")
