"""How the live sockets carry a message: uncompressed, and made into a frame once for all who are sent it."""

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from engineio.async_drivers.gevent import WebSocketWSGI
from flask_socketio import SocketIO
from gevent.queue import JoinableQueue
from wsproto.frame_protocol import FrameProtocol

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

OFFERED = "HTTP_SEC_WEBSOCKET_EXTENSIONS"
FRAMES = FrameProtocol(client=False, extensions=[])


class Sending(Protocol):
    """A socket, as far as it sends."""

    def send(self, data: bytes, /) -> int:
        """Send what there is room for."""

    def sendall(self, data: bytes, /) -> None:
        """Send everything, however long that takes."""


class Wire(WebSocketWSGI):  # type: ignore[misc]  # Engine.IO has no types
    """One socket of a screen; a change that a thousand are sent is framed once and not a thousand times."""

    def send(self, message: str | bytes) -> None:
        """Send one message.

        Raises:
            OSError: the socket is closed.
        """
        if not self.ws.connected:
            raise OSError
        deliver(self.ws.sock, frame(message))


class Outbox(JoinableQueue):  # type: ignore[misc]  # gevent has no types
    """What one socket is still to be sent; the pings keep it moving, so no message needs a timer."""

    def get(self, block: bool = True, timeout: float | None = None) -> Any:  # noqa: ARG002, FBT001, FBT002
        """Wait for the next message; `timeout` is left to the pings."""
        return super().get(block)


@lru_cache(maxsize=4)
def frame(message: str | bytes) -> bytes:
    """Write a message as a frame of RFC 6455; the last few stay at hand."""
    return bytes(FRAMES.send_data(message, fin=True))


def deliver(sending: Sending, data: bytes) -> None:
    """Send all of it; nearly always there is room at once."""
    sent = sending.send(data)
    if sent < len(data):
        sending.sendall(data[sent:])


def lay(sockets: SocketIO) -> None:
    """Let a gevent server send over this wire.

    Engine.IO names the parts of a driver in one table and has no other place to say which is used.
    """
    engine = sockets.server.eio
    engine._async = {**engine._async, "websocket": Wire, "queue": Outbox}  # noqa: SLF001


def plain(app: "WSGIApplication") -> "WSGIApplication":
    """Decline compression: a message of two kilobytes is not worth 130 KiB and 70 µs for each socket."""

    def asked(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        environ.pop(OFFERED, None)
        return app(environ, start_response)

    return asked
