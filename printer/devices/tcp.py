"""A printer in the network, at TCP port 9100 as a rule."""

import select
import socket
import time
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from printer.devices.errors import BadAddress, Gone, Stalled, Unreachable

CONNECT_S = 5.0
WRITE_S = 10.0
CHUNK = 4096
PORT = 9100


class TcpPrinter:
    """One connection for one paper: after a clean close by the printer a write would be lost in silence."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        try:
            host, port = parts.hostname, parts.port or PORT
        except ValueError:
            raise BadAddress(url) from None
        if not host:
            raise BadAddress(url)
        self._name = f"{host}:{port}"
        try:
            self._socket = socket.create_connection((host, port), timeout=CONNECT_S)
        except OSError as error:
            raise Unreachable(self._name) from error
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        self._heard = b""
        self._closed = False

    def write(self, data: bytes) -> None:
        """Send bytes in time; a printer that has closed meanwhile gets none."""
        self._listen(0)
        if self._closed:
            raise Gone(self._name)
        deadline, sent = time.monotonic() + WRITE_S, 0
        while sent < len(data):
            self._socket.settimeout(max(0.01, deadline - time.monotonic()))
            try:
                sent += self._socket.send(data[sent : sent + CHUNK])
            except TimeoutError as error:
                raise Stalled(f"{WRITE_S:.0f} s", written=sent > 0) from error
            except OSError as error:
                raise Gone(self._name, written=sent > 0) from error

    def read(self, count: int, within: float) -> bytes:
        """Return what comes in time, as soon as anything has come.

        Raises:
            Gone: the printer has closed the connection.
        """
        if not self._heard:
            self._listen(within)
        if not self._heard and self._closed:
            raise Gone(self._name)
        got, self._heard = self._heard[:count], self._heard[count:]
        return got

    def _listen(self, within: float) -> None:
        ready, _, _ = select.select([self._socket], [], [], within)
        if not ready or self._closed:
            return
        try:
            part = self._socket.recv(4096)
        except OSError:
            part = b""
        self._closed = not part
        self._heard += part

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()
