"""How the live sockets carry a message: uncompressed, framed once for all who are sent it, and sent at once.

Engine.IO queues each message for each socket and wakes a greenlet to send it. With a thousand boards that was
most of the time between a press and the last board (docs/performance.md).
"""

from contextlib import suppress
from functools import lru_cache
from typing import Any

from engineio.async_drivers.gevent import WebSocketWSGI
from flask_socketio import SocketIO
from gevent.queue import JoinableQueue
from gevent.socket import SHUT_RDWR
from gevent.socket import socket as plain
from gevent.ssl import SSLSocket
from wsproto.frame_protocol import FrameProtocol

from kiosk.web.hearing import UNREAD, Ear

KINDS = frozenset("0123456")  # of Engine.IO's packets
OFFERED = "HTTP_SEC_WEBSOCKET_EXTENSIONS"
FRAMES = FrameProtocol(client=False, extensions=[])


class Rest(bytes):
    """The part of a frame that a socket had no room for; it waits in the place of its message."""

    __slots__ = ()

    def encode(self) -> "Rest":
        """Return itself: it is a piece of a frame already."""
        return self


class Wire(WebSocketWSGI):  # type: ignore[misc]  # Engine.IO has no types
    """One socket of a screen."""

    def __init__(self, handler: Any, server: Any) -> None:
        super().__init__(handler, server)
        self._screen = handler.__self__
        self._screen.queue.wire = self

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:  # noqa: ARG002  WSGI
        """Decline compression: for a message of two kilobytes it takes 70 µs and 130 KiB of each socket."""
        environ.pop(OFFERED, None)
        self.ws = Ear(environ, **self.server_args)
        return self.app(self)

    def wait(self) -> str | None:
        """Wait for a message; what is none of ours ends the connection: Engine.IO would stumble over it."""
        message = super().wait()
        return message if isinstance(message, str) and message[:1] in KINDS and message else None

    def send(self, message: str | bytes) -> None:
        """Send one message, however long that takes.

        Raises:
            OSError: the socket is closed.
        """
        if not self.ws.connected:
            raise OSError
        self.ws.sock.sendall(message if isinstance(message, Rest) else frame(message))

    def close(self) -> None:
        """Close the socket, whether he takes leave or not; so it goes without a search for garbage."""
        self._screen.queue.wire = None
        with suppress(OSError):  # he is gone already
            super().close()
        self.cut()

    def cut(self) -> None:
        """End a connection; whoever waits to send over it wakes up."""
        with suppress(OSError):
            plain.shutdown(self.ws.sock, SHUT_RDWR)  # no farewell of TLS: he may not read it

    def send_at_once(self, packet: Any) -> Rest | None:
        """Send as much of a message as there is room for; returns the rest, or None if it must wait whole."""
        if packet is None or not (self._screen.upgraded and self.ws.connected):
            return None
        if isinstance(self.ws.sock, SSLSocket):
            return None  # it would wait for room, and everybody behind it with it
        data = frame(packet.encode())
        try:
            sent = self.ws.sock.send(data, timeout=0.0)
        except OSError:
            return None  # no room, or closed: the greenlet that empties the queue finds out which
        return Rest(data[sent:])


class Outbox(JoinableQueue):  # type: ignore[misc]  # gevent has no types
    """What one socket is still to be sent; a message that finds nothing before it does not wait here."""

    def __init__(self) -> None:
        super().__init__()
        self.wire: Wire | None = None
        self._at_rest = False  # whoever empties the queue has sent everything and waits for more

    def put(self, packet: Any) -> None:
        """Send a message, after all that were put before it; too many of them end the connection.

        Who polls is not told what finds no room: `prev` of the next message shows him the gap.
        """
        if packet is not None and self.qsize() >= UNREAD:
            if self.wire:
                self.wire.cut()
            return
        if self._at_rest and self.wire and self.empty():
            rest = self.wire.send_at_once(packet)
            if rest is not None:
                if rest:
                    super().put(rest)
                return
        super().put(packet)

    def get(self, block: bool = True, timeout: float | None = None) -> Any:  # noqa: ARG002, FBT001, FBT002
        """Wait for the next message; the pings keep it moving, so that no message needs a timer."""
        self._at_rest = block
        packet = super().get(block)
        self._at_rest = False
        return packet


@lru_cache(maxsize=4)
def frame(message: str | bytes) -> bytes:
    """Write a message as a frame of RFC 6455; the last few stay at hand."""
    return bytes(FRAMES.send_data(message, fin=True))


def lay(sockets: SocketIO) -> None:
    """Let a gevent server send over this wire.

    Engine.IO names the parts of a driver in one table and has no other place to say which is used.
    """
    engine = sockets.server.eio
    engine._async = {**engine._async, "websocket": Wire, "queue": Outbox}  # noqa: SLF001
