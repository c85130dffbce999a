"""门: sockets that came in by a sign-in or as a known machine go out when that ends."""

from dataclasses import dataclass
from threading import Lock

from flask import request, session
from flask_socketio import SocketIO

from kiosk.clock import now
from kiosk.config import Settings
from kiosk.operations import entry
from kiosk.storage.store import Reading, Store
from kiosk.web.access import BOARD
from kiosk.web.parts.sign_in import SESSION


@dataclass(frozen=True, slots=True)
class Pass:
    """By what a socket came in: the secret of a sign-in, or the id of a machine's token."""

    namespace: str
    secret: str = ""
    device: str = ""


class Doors:
    """The sockets of one process whose owner can be shut out."""

    def __init__(self, socketio: SocketIO, store: Store, settings: Settings) -> None:
        self._socketio, self._store = socketio, store
        self._lasting = entry.lasting_of(settings)
        self._passes: dict[str, Pass] = {}
        self._lock = Lock()

    def let_in(self, namespace: str) -> None:
        """Note by what the socket of this request came in; one that anybody may open is not noted."""
        shown = Pass(namespace, str(session.get(SESSION, "")), str(session.get(BOARD, "")))
        if shown.secret or shown.device:
            with self._lock:
                self._passes[str(request.sid)] = shown  # type: ignore[attr-defined]  # Flask-SocketIO's

    def let_out(self) -> None:
        """Forget the socket of this request."""
        with self._lock:
            self._passes.pop(str(request.sid), None)  # type: ignore[attr-defined]

    def look(self) -> None:
        """Close every socket whose sign-in has ended, or whose machine was shut out."""
        with self._lock:
            passes = dict(self._passes)
        if not passes:
            return
        with self._store.read() as reading:
            gone = [sid for sid, shown in passes.items() if not self._holds(reading, shown)]
        for sid in gone:
            with self._lock:
                self._passes.pop(sid, None)
            self._socketio.server.disconnect(sid, namespace=passes[sid].namespace)

    def _holds(self, reading: Reading, shown: Pass) -> bool:
        if shown.secret and not entry.is_in(reading, secret=shown.secret, lasting=self._lasting, at=now()):
            return False
        if not shown.device:
            return True
        found = reading.tokens.get(shown.device)
        return found is not None and not found.revoked
