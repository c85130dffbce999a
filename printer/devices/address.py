"""Open a printer by its URL."""

from collections.abc import Callable
from types import TracebackType
from typing import Protocol, Self
from urllib.parse import urlsplit

from printer.devices.errors import BadAddress
from printer.devices.files import FilePrinter
from printer.devices.memory import MemoryPrinter
from printer.devices.tcp import TcpPrinter


class Device(Protocol):
    """An open way to one printer."""

    def write(self, data: bytes) -> None:
        """Send bytes.

        Raises:
            Stalled: the printer does not take them in time.
        """

    def read(self, count: int, within: float) -> bytes:
        """Return up to `count` bytes that come within some seconds; fewer, or none, when they do not."""

    def __enter__(self) -> Self:
        """Use it."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""


KINDS: dict[str, Callable[[str], Device]] = {
    "tcp": TcpPrinter,
    "file": FilePrinter,
    "memory": MemoryPrinter,
}


def open_device(url: str) -> Device:
    """Open a printer: `tcp://host:9100`, `file:///dev/usb/lp0`, or `memory://name` in tests.

    Raises:
        BadAddress: the URL is none of these.
        Unreachable: nobody answers there within 5 s.
    """
    make = KINDS.get(urlsplit(url).scheme)
    if make is None:
        raise BadAddress(url)
    return make(url)
