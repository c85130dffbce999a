"""A printer behind a device file of the kernel, such as /dev/usb/lp0."""

import errno
import os
import select
import time
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

from printer.devices.errors import BadAddress, Gone, NotPermitted, Stalled, Unreachable

WRITE_S = 10.0
CHUNK = 512  # cheap USB heads lose bytes of larger writes


class FilePrinter:
    """Written without blocking: an off-line printer must not hold up the agent."""

    def __init__(self, url: str) -> None:
        self._path = unquote(urlsplit(url).path)
        if not self._path.startswith("/"):
            raise BadAddress(url)
        try:
            self._file = os.open(self._path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)
        except PermissionError as error:
            raise NotPermitted(self._path) from error
        except OSError as error:
            raise Unreachable(self._path) from error

    def write(self, data: bytes) -> None:
        """Send bytes in time."""
        deadline, sent = time.monotonic() + WRITE_S, 0
        while sent < len(data):
            _, ready, _ = select.select([], [self._file], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                raise Stalled(f"{WRITE_S:.0f} s", written=sent > 0)
            try:
                sent += os.write(self._file, data[sent : sent + CHUNK])
            except BlockingIOError:
                continue
            except OSError as error:
                kind = Stalled if error.errno == errno.ENOSPC else Gone  # the kernel's word for "no paper"
                raise kind(self._path, written=sent > 0) from error

    def read(self, count: int, within: float) -> bytes:
        """Return what comes in time; a device that cannot be read says nothing."""
        ready, _, _ = select.select([self._file], [], [], within)
        try:
            return os.read(self._file, count) if ready else b""
        except OSError:
            return b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._file)
