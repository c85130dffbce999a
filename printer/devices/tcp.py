"""A printer in the network, at TCP port 9100 as a rule."""

import socket
import time
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from printer.devices.errors import BadAddress, Stalled, Unreachable

CONNECT_S = 5.0
WRITE_S = 10.0
CHUNK = 4096
PORT = 9100


class TcpPrinter:
    """One connection for one paper: after a clean close by the printer a write would be lost in silence."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if not parts.hostname:
            raise BadAddress(url)
        self._address = (parts.hostname, parts.port or PORT)
        try:
            self._socket = socket.create_connection(self._address, timeout=CONNECT_S)
        except OSError as error:
            raise Unreachable(url) from error
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)

    def write(self, data: bytes) -> None:
        """Send bytes in time."""
        deadline = time.monotonic() + WRITE_S
        sent = 0
        while sent < len(data):
            self._socket.settimeout(max(0.01, deadline - time.monotonic()))
            try:
                sent += self._socket.send(data[sent : sent + CHUNK])
            except OSError as error:
                raise Stalled(error, written=sent > 0) from error

    def read(self, count: int, within: float) -> bytes:
        """Return what comes in time."""
        deadline, got = time.monotonic() + within, b""
        while len(got) < count and (left := deadline - time.monotonic()) > 0:
            self._socket.settimeout(left)
            try:
                part = self._socket.recv(count - len(got))
            except OSError:
                break
            if not part:
                break
            got += part
        return got

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()
