"""A printer at a serial port: `serial:///dev/ttyUSB0?baud=9600&flow=dsrdtr`."""

from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, unquote, urlsplit

import serial

from printer.devices.errors import BadAddress, Gone, NotPermitted, Stalled, Unreachable

WRITE_S = 10.0
BAUD = 9600  # what most heads are set to when they leave the factory
FLOWS = ("dsrdtr", "rtscts", "xonxoff", "none")
USUAL_FLOW = "dsrdtr"
CHUNK = 256


class SerialPrinter:
    """Both directions have a deadline: a busy printer holds its line for ever."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        wish = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        flow, baud = wish.get("flow", USUAL_FLOW), wish.get("baud", str(BAUD))
        self._path = unquote(parts.path)
        if flow not in FLOWS or not baud.isdecimal() or not self._path.startswith("/"):
            raise BadAddress(url)
        try:
            self._port = serial.Serial(
                self._path,
                int(baud),
                timeout=0,
                write_timeout=WRITE_S,
                dsrdtr=flow == "dsrdtr",
                rtscts=flow == "rtscts",
                xonxoff=flow == "xonxoff",
            )
        except ValueError:
            raise BadAddress(url) from None
        except serial.SerialException as error:
            denied = isinstance(error.__context__, PermissionError) or "Permission" in str(error)
            raise (NotPermitted if denied else Unreachable)(self._path) from error

    def write(self, data: bytes) -> None:
        """Send bytes in time."""
        sent = 0
        while sent < len(data):
            try:
                sent += self._port.write(data[sent : sent + CHUNK]) or 0
            except serial.SerialTimeoutException as error:
                # How much of the piece went out nobody can tell.
                raise Stalled(f"{WRITE_S:.0f} s", written=True) from error
            except serial.SerialException as error:
                raise Gone(self._path, written=sent > 0) from error

    def read(self, count: int, within: float) -> bytes:
        """Return what comes in time.

        Raises:
            Gone: the port is no longer there.
        """
        try:
            self._port.timeout = within
            first = bytes(self._port.read(1))
            self._port.timeout = 0
            return first + bytes(self._port.read(count - 1)) if first else b""
        except (serial.SerialException, OSError) as error:
            raise Gone(self._path) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._port.cancel_write()
        self._port.close()
