"""Open a printer by its URL."""

from collections.abc import Callable
from types import TracebackType
from typing import Protocol, Self
from urllib.parse import urlsplit

from printer.devices.errors import BadAddress
from printer.devices.files import FilePrinter
from printer.devices.lock import Lock
from printer.devices.memory import MemoryPrinter
from printer.devices.serial import SerialPrinter
from printer.devices.tcp import TcpPrinter
from printer.devices.usb import UsbPrinter


class Device(Protocol):
    """An open way to one printer."""

    def write(self, data: bytes) -> None:
        """Send bytes.

        Raises:
            Stalled: the printer does not take them in time.
            Gone: it went away.
        """

    def read(self, count: int, within: float) -> bytes:
        """Return up to `count` bytes as soon as any have come; none when none come within some seconds."""

    def __enter__(self) -> Self:
        """Use it."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""


KINDS: dict[str, Callable[[str], Device]] = {
    "tcp": TcpPrinter,
    "usb": UsbPrinter,
    "serial": SerialPrinter,
    "file": FilePrinter,
    "memory": MemoryPrinter,
}


class Locked:
    """A device that nobody else writes to while it is open."""

    def __init__(self, make: Callable[[str], Device], url: str) -> None:
        self._lock = Lock(url)
        try:
            self._device = make(url)
        except BaseException:
            self._lock.close()
            raise

    def write(self, data: bytes) -> None:
        """Send bytes."""
        self._device.write(data)

    def read(self, count: int, within: float) -> bytes:
        """Return what comes in time."""
        return self._device.read(count, within)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._device.__exit__(kind, error, trace)
        self._lock.close()


def open_device(url: str) -> Device:
    """Open a printer by its URL and keep every other writer away from it until it is closed.

    `tcp://host:9100`, `usb://04b8:0e15/SERIAL`, `serial:///dev/ttyUSB0?baud=9600&flow=dsrdtr`,
    `file:///dev/usb/lp0`, or `memory://name` in tests.

    Raises:
        BadAddress, Ambiguous, NotPermitted, NoUsb: the URL or the machine's set-up must be changed.
        Unreachable: nobody answers there within 5 s.
        InUse: another program writes to it.
    """
    kind = urlsplit(url).scheme
    make = KINDS.get(kind)
    if make is None:
        raise BadAddress(url)
    return make(url) if kind == "memory" else Locked(make, url)
