"""门房: how requests come in from the network: whole, one at a time, and within a time."""

import logging
import time
from typing import Any

from gevent import Timeout
from gevent.pywsgi import Input, WSGIHandler

from kiosk.web.hearing import NoWords

HEAD_S = (
    20.0  # from the first byte of a request to the end of its line, and from there to the end of its head
)
SILENCE_S = 75.0  # on an open connection: longer than an agent's or a browser's own pause
BODY_S = 20.0  # between two pieces of a body
WHOLE_S = 180.0  # for a whole body: the longest honest one is four megabytes
STRANGE = "message handler error"  # Socket.IO's words when what came is no message


class TwoLengths(ValueError):
    """A request says twice, or not at all clearly, where it ends: a second one could hide in it."""


def check_lengths(head: Any) -> None:
    """Make sure that a request says once and clearly where it ends.

    Raises:
        TwoLengths: it does not.
    """
    lengths, encodings = head.get_all("content-length") or [], head.get_all("transfer-encoding") or []
    if len(lengths) + len(encodings) > 1 or any(name.strip() != name for name in head):
        raise TwoLengths("more than one length")
    if any(not one.strip().isdigit() for one in lengths):
        raise TwoLengths("no length")
    if any(one.strip().lower() != "chunked" for one in encodings):
        raise TwoLengths("an unknown encoding")


class Content(Input):  # type: ignore[misc]  # gevent has no types
    """A request's body, which must be there within a time."""

    __slots__ = ("_until",)

    def _do_read(self, *given: Any, **named: Any) -> bytes:
        """Read some of it.

        Raises:
            TimeoutError: it comes in drops.
        """
        if not hasattr(self, "_until"):
            self._until = time.monotonic() + WHOLE_S
        with Timeout(max(0.001, self._until - time.monotonic()), TimeoutError("the body took too long")):
            return bytes(super()._do_read(*given, **named))


class Porter(WSGIHandler):  # type: ignore[misc]  # gevent has no types
    """Reads one connection's requests; those who send slowly or unclearly are hung up on."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.socket.settimeout(SILENCE_S)

    def MessageClass(self, *given: Any) -> Any:  # noqa: N802  gevent's name
        """Read the lines of a head, before gevent decides between two lengths."""
        head = super().MessageClass(*given)
        check_lengths(head)
        return head

    def read_requestline(self) -> Any:
        """Read the first line, once it begins.

        Raises:
            TimeoutError: it took too long.
        """
        self.rfile.peek(1)
        with Timeout(HEAD_S, TimeoutError("the first line took too long")):
            return super().read_requestline()

    def get_environ(self) -> dict[str, Any]:
        """Describe the request, with a body that must come within a time."""
        environ: dict[str, Any] = super().get_environ()
        given: Any = vars(self)["wsgi_input"]
        if environ["wsgi.input"] is given:  # a live socket's is read by its own reader
            self.wsgi_input = environ["wsgi.input"] = Content(
                given.rfile, given.content_length, socket=given.socket, chunked_input=given.chunked_input
            )
        return environ

    def read_request(self, raw_requestline: str) -> bool:
        """Read a request's head.

        Raises:
            ValueError: it is no request, or its length is in doubt, or it took too long.
        """
        with Timeout(HEAD_S, TwoLengths("the head took too long")):
            return bool(super().read_request(raw_requestline))

    def handle_one_response(self) -> None:
        """Answer a request; a socket of a screen is silent for as long as it likes."""
        lives_on = self._connection_upgrade_requested()
        self.socket.settimeout(None if lives_on else BODY_S)
        try:
            super().handle_one_response()
        finally:
            if lives_on:
                self.close_connection = True  # what a socket leaves behind is no request
            if self.socket is not None:
                self.socket.settimeout(SILENCE_S)


class Calm(logging.Filter):
    """Keeps a stranger's nonsense on a socket to one line of the log; our own faults keep their trace."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Shorten what the Socket.IO library itself stumbled over."""
        if record.msg == STRANGE and record.exc_info and record.exc_info[2]:
            trace = record.exc_info[2]
            while trace.tb_next:
                trace = trace.tb_next
            strange = isinstance(record.exc_info[1], NoWords)
            if strange or "socketio" in trace.tb_frame.f_globals.get("__name__", ""):
                record.msg, record.exc_info, record.exc_text = (
                    "what came on a socket is no message",
                    None,
                    None,
                )
        return True


def be_calm() -> None:
    """Keep the log readable whatever is sent on the sockets."""
    logging.getLogger("engineio.server").addFilter(Calm())
