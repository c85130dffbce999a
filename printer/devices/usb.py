"""A printer at a USB port, spoken to directly: `usb://04b8:0e15` or `usb://04b8:0e15/SERIAL`."""

import errno
import re
import time
from collections.abc import Iterable
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote, urlsplit

import usb.core
import usb.util
from usb.backend import libusb1

from printer.devices.errors import Ambiguous, BadAddress, Gone, NotPermitted, NoUsb, Stalled, Unreachable

PRINTER_CLASS = 7  # of an interface, in the USB standard
WRITE_S = 10.0
CHUNK = 512  # bytes of one transfer: cheap heads lose what is longer
TURN_MS = 1000  # of one transfer; 0 would wait for ever
IDS = re.compile(r"([0-9a-fA-F]{4}):([0-9a-fA-F]{4})")
READ_SIZE = 64


class UsbPrinter:
    """Finds the printer and its ends anew for each paper: after a power cycle the old handle is dead."""

    backend: Any = None  # another USB library, or the tests' own; pyusb finds libusb when it is None

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        ids = IDS.fullmatch(unquote(parts.netloc))
        if parts.netloc and not ids:
            raise BadAddress(url)
        self._name = url.partition("://")[2] or "usb"
        self._device = self._found(ids, unquote(parts.path).strip("/"))
        self._heard = b""
        try:
            self._open()
        except usb.core.USBError as error:
            raise self._refusal(error, written=False) from error

    def _found(self, ids: re.Match[str] | None, serial: str) -> Any:
        backend = self.backend or libusb1.get_backend()
        if backend is None:
            raise NoUsb(self._name)
        wanted = {"idVendor": int(ids[1], 16), "idProduct": int(ids[2], 16)} if ids else {}
        found = usb.core.find(find_all=True, backend=backend, **wanted)
        devices = [one for one in found if _interface(one) is not None]
        if serial:
            devices = [one for one in devices if _serial(one) == serial]
        if not devices:
            raise Unreachable(self._name)
        if len(devices) > 1:
            raise Ambiguous(", ".join(sorted(_name(one) for one in devices)))
        return devices[0]

    def _open(self) -> None:
        interface = _interface(self._device)
        self._number = interface.bInterfaceNumber
        self._detached = False
        try:
            if self._device.is_kernel_driver_active(self._number):
                self._device.detach_kernel_driver(self._number)  # usblp holds printers by default
                self._detached = True
        except NotImplementedError:
            pass  # this system has no kernel driver to send away
        usb.util.claim_interface(self._device, self._number)
        self._out = _end(interface, usb.util.ENDPOINT_OUT)
        self._in = _end(interface, usb.util.ENDPOINT_IN)
        if self._out is None:
            raise Unreachable(self._name)

    def write(self, data: bytes) -> None:
        """Send bytes in time, piece by piece; what a transfer did not take is sent again."""
        deadline, sent = time.monotonic() + WRITE_S, 0
        while sent < len(data):
            if time.monotonic() >= deadline:
                raise Stalled(f"{WRITE_S:.0f} s", written=sent > 0)
            try:
                sent += int(self._out.write(data[sent : sent + CHUNK], TURN_MS))
            except usb.core.USBTimeoutError:
                continue
            except usb.core.USBError as error:
                raise self._refusal(error, written=sent > 0) from error

    def read(self, count: int, within: float) -> bytes:
        """Return what comes in time; a printer without a way back says nothing.

        Raises:
            Gone: the printer is no longer there.
        """
        if not self._heard and self._in is not None:
            try:
                self._heard = bytes(self._in.read(READ_SIZE, max(1, int(within * 1000))))
            except usb.core.USBTimeoutError:
                self._heard = b""
            except usb.core.USBError as error:
                raise self._refusal(error, written=False) from error
        got, self._heard = self._heard[:count], self._heard[count:]
        return got

    def _refusal(self, error: usb.core.USBError, *, written: bool) -> Exception:
        if error.errno == errno.EACCES:
            return NotPermitted(self._name)
        if error.errno == errno.EPIPE:
            return Stalled(self._name, written=written)
        return Gone(self._name, written=written)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            usb.util.release_interface(self._device, self._number)
            if self._detached:
                self._device.attach_kernel_driver(self._number)
        except usb.core.USBError:
            pass  # it is gone: there is nothing to give back
        usb.util.dispose_resources(self._device)


def _interface(device: Any) -> Any:
    """Find the interface of class 7; a printer may have a scanner or a display beside it."""
    try:
        of_device: Iterable[Any] = (one for configuration in device for one in configuration)
        return next((one for one in of_device if one.bInterfaceClass == PRINTER_CLASS), None)
    except usb.core.USBError:
        return None


def _end(interface: Any, direction: int) -> Any:
    """Find the bulk end in a direction: clones put them at other numbers than the famous makes."""
    return usb.util.find_descriptor(
        interface,
        custom_match=lambda one: (
            usb.util.endpoint_direction(one.bEndpointAddress) == direction
            and usb.util.endpoint_type(one.bmAttributes) == usb.util.ENDPOINT_TYPE_BULK
        ),
    )


def _serial(device: Any) -> str:
    try:
        return str(usb.util.get_string(device, device.iSerialNumber) or "") if device.iSerialNumber else ""
    except (usb.core.USBError, ValueError):
        return ""


def _name(device: Any) -> str:
    return f"usb://{device.idVendor:04x}:{device.idProduct:04x}/{_serial(device)}"
