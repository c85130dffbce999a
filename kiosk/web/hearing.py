"""听: how much a live socket is heard: a screen of ours says little; who shouts is hung up on.

Anybody may open a socket. What he sends is kept and answered in the memory and on the event loop of the whole
hall, so it is bounded here, before anything looks at it.
"""

import time
from collections.abc import Mapping
from typing import Any

import gevent
from gevent.exceptions import ConcurrentObjectUseError
from simple_websocket import Server
from socketio.packet import BINARY_ACK, BINARY_EVENT, Packet

LONGEST = 16 * 1024  # bytes of one message; what a speaking board asks is a tenth of a kilobyte
MOST = 100  # messages or pieces of one in a period; the busiest board says ten
PERIOD_S = 10.0
UNREAD = 500  # messages that wait for a screen; one that was asleep so long asks for the whole state anyway


class Ear(Server):  # type: ignore[misc]  # simple-websocket has no types
    """One socket as it is read: other sockets have their turn between two pieces, and nobody floods."""

    def __init__(self, environ: dict[str, Any], **given: Any) -> None:
        self._met, self._since, self._heard = False, time.monotonic(), 0
        super().__init__(environ, max_message_size=LONGEST, **given)

    def _handle_events(self) -> bool:
        """Take in the piece that came; false ends the connection."""
        greets, before = not self._met, len(self.input_buffer)
        self._met = True
        try:
            goes_on = bool(super()._handle_events())
        except ConcurrentObjectUseError:  # he sends, but does not read: there is no room for an answer
            goes_on = False
        if self._is_flooded(max(1, len(self.input_buffer) - before)):
            self.input_buffer.clear()
            goes_on = False
        if not goes_on:
            self.connected = False
            self.event.set()
            return False
        gevent.sleep(0)
        return greets or bool(self.connected)  # it may have been closed meanwhile

    def _is_flooded(self, came: int) -> bool:
        now = time.monotonic()
        if now - self._since > PERIOD_S:
            self._since, self._heard = now, 0
        self._heard += came
        return self._heard > MOST


class NoWords(ValueError):
    """What came is no packet, or announces pieces of bytes."""


class Words(Packet):  # type: ignore[misc]  # Socket.IO has no types
    """A packet of words; none of ours has pieces of bytes, for which the library would wait for ever."""

    uses_binary_events = False

    def decode(self, encoded_packet: str) -> int:
        """Read a packet.

        Raises:
            NoWords: it is none, or announces bytes.
        """
        try:
            pieces = int(super().decode(encoded_packet))
        except (ValueError, IndexError, TypeError, RecursionError) as strange:
            raise NoWords from strange
        if self.packet_type in {BINARY_EVENT, BINARY_ACK}:
            raise NoWords
        return pieces


BOUNDS: Mapping[str, Any] = {"serializer": Words, "max_http_buffer_size": LONGEST}  # of Socket.IO's server
