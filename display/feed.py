"""The board's live stream: a snapshot to whoever comes, then every change to all, then a sign of life."""

from collections.abc import Callable
from datetime import UTC, datetime
from threading import RLock

from flask import request
from flask_socketio import SocketIO, join_room

from display.board import Board, difference, to_json

NAMESPACE = "/board"
TOLD = "told"  # the room of those who have their snapshot: no change comes before it


class Feed:
    """The namespace `/board` of one process.

    One lock orders all that is sent: whoever gets a snapshot gets the next change after it, with the
    snapshot's `seq` as its `prev`. A snapshot is what was told last, not a newer look: only so do they join.
    """

    def __init__(
        self,
        socketio: SocketIO,
        snapshot: Callable[[], Board],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        met: Callable[[], None] = lambda: None,
        left: Callable[[], None] = lambda: None,
    ) -> None:
        self._socketio = socketio
        self._snapshot = snapshot
        self._clock = clock
        self._met, self._left = met, left  # told in the request of a watcher who comes or goes
        # Reentrant: a watcher is found gone while he is sent something, and leaves in the midst of it.
        self._lock = RLock()
        self._told: Board | None = None
        self._watching: set[str] = set()
        self._windows: dict[str, int] = {}  # which watcher is the screen of which window
        socketio.on_event("connect", self._greet, namespace=NAMESPACE)
        socketio.on_event("snapshot", self._answer, namespace=NAMESPACE)
        socketio.on_event("disconnect", self._leave, namespace=NAMESPACE)

    def tell(self) -> None:
        """Look at the hall, if anybody watches, and send every board what has changed."""
        if not self._watching:
            return
        board = self._snapshot()
        with self._lock:
            before = self._told
            if before and board.seq >= before.seq:  # an older look that comes late is dropped
                self._send_change(before, board)

    def beat(self, head: int) -> None:
        """Send every board a sign of life, after a look at what time alone has changed (closing, waits).

        The beat carries `seq`, the last message of this stream, `head`, the end of the hall's log, and `at`,
        the hall's time, which keeps the boards' clocks right.
        """
        self.tell()
        with self._lock:
            seq = self._told.seq if self._told else head
            self._emit("heartbeat", {"seq": seq, "head": head, "at": self._clock().isoformat()}, to=TOLD)

    def write(self, window: int, text: str) -> int:
        """Show a sentence on the screens of a window ("" takes it away); returns how many there are here.

        It goes past the hall's log and the board's state: whoever comes later does not see it.
        """
        with self._lock:
            screens = sum(one == window for one in self._windows.values())
        self._emit("writing", {"text": text}, to=_room(window))
        return screens

    def _send_change(self, before: Board, board: Board) -> None:
        change = difference(before, board)
        if len(change) > len(("seq", "prev")):
            self._told = board
            self._emit("change", change, to=TOLD)

    def _greet(self, _auth: object = None) -> None:
        with self._lock:
            if not self._watching:
                self._told = None  # what was told last is older than the first who comes now
            self._watching.add(_watcher())
            if window := request.args.get("window", 0, int):
                self._windows[_watcher()] = window
                join_room(_room(window), sid=_watcher(), namespace=NAMESPACE)
        self._met()
        with self._lock:
            self._answer()
            join_room(TOLD, sid=_watcher(), namespace=NAMESPACE)

    def _leave(self, *_reason: object) -> None:
        with self._lock:
            self._watching.discard(_watcher())
            self._windows.pop(_watcher(), None)
        self._left()

    def _answer(self, *_request: object) -> None:
        """Send what was told last to the one who asks, however many ask at once after a cut."""
        with self._lock:
            if self._told is None:
                self._told = self._snapshot()
            self._emit("snapshot", to_json(self._told), to=_watcher())

    def _emit(self, event: str, message: dict[str, object], to: str) -> None:
        self._socketio.emit(event, message, to=to, namespace=NAMESPACE)


def _room(window: int) -> str:
    return f"window {window}"


def _watcher() -> str:
    return str(request.sid)  # type: ignore[attr-defined]  # Flask-SocketIO's
