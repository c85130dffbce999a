"""A USB bus with printers of pixels on it, below pyusb: everything above is the real thing."""

import array
import errno
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import usb.core
from usb.backend import IBackend

ENGLISH = 0x0409


@dataclass
class Gadget:
    """One device: which ends it has, what it took, what it will say, and how it fails."""

    vendor: int = 0x04B8
    product: int = 0x0E15
    serial: str = "A1"
    interface_class: int = 7
    out_end: int = 0x02
    in_end: int | None = 0x83
    took: bytearray = field(default_factory=bytearray)
    says: bytearray = field(default_factory=bytearray)
    at_most: int = 4096  # bytes taken in one transfer
    fails_after: int | None = None  # bytes; then it is unplugged
    stalls: bool = False
    denied: bool = False
    driver: bool = True  # the kernel's usblp holds it
    plugged: bool = True


class Bus(IBackend):  # type: ignore[misc]  # pyusb has no types
    """What pyusb needs of an operating system."""

    def __init__(self, *gadgets: Gadget) -> None:
        self.gadgets = list(gadgets)

    def enumerate_devices(self) -> Any:
        return iter([one for one in self.gadgets if one.plugged])

    def get_device_descriptor(self, dev: Gadget) -> Any:
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x200, bDeviceClass=0, bDeviceSubClass=0, bDeviceProtocol=0,
            bMaxPacketSize0=64, idVendor=dev.vendor, idProduct=dev.product, bcdDevice=0x100, iManufacturer=1,
            iProduct=2, iSerialNumber=3 if dev.serial else 0, bNumConfigurations=1, address=1, bus=1,
            port_number=1, port_numbers=(1,), speed=3,
        )  # fmt: skip

    def get_configuration_descriptor(self, dev: Gadget, config: int) -> Any:
        if config > 0:
            raise IndexError
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=32, bNumInterfaces=1, bConfigurationValue=1,
            iConfiguration=0, bmAttributes=0x80, bMaxPower=50, extra_descriptors=[],
        )  # fmt: skip

    def get_interface_descriptor(self, dev: Gadget, intf: int, alt: int, config: int) -> Any:
        if intf > 0 or alt > 0:
            raise IndexError
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=0, bAlternateSetting=0,
            bNumEndpoints=2 if dev.in_end else 1, bInterfaceClass=dev.interface_class, bInterfaceSubClass=1,
            bInterfaceProtocol=2, iInterface=0, extra_descriptors=[],
        )  # fmt: skip

    def get_endpoint_descriptor(self, dev: Gadget, ep: int, intf: int, alt: int, config: int) -> Any:
        ends = [dev.out_end, *([dev.in_end] if dev.in_end else [])]
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=ends[ep], bmAttributes=2, wMaxPacketSize=64,
            bInterval=0, bRefresh=0, bSynchAddress=0, extra_descriptors=[],
        )  # fmt: skip

    def open_device(self, dev: Gadget) -> Gadget:
        if dev.denied:
            raise usb.core.USBError("denied", -3, errno.EACCES)
        return dev

    def close_device(self, dev_handle: Gadget) -> None:
        pass

    def get_configuration(self, dev_handle: Gadget) -> int:
        return 1

    def is_kernel_driver_active(self, dev_handle: Gadget, intf: int) -> bool:
        return dev_handle.driver

    def detach_kernel_driver(self, dev_handle: Gadget, intf: int) -> None:
        dev_handle.driver = False

    def attach_kernel_driver(self, dev_handle: Gadget, intf: int) -> None:
        dev_handle.driver = True

    def claim_interface(self, dev_handle: Gadget, intf: int) -> None:
        if dev_handle.driver:
            raise usb.core.USBError("busy", -6, errno.EBUSY)

    def release_interface(self, dev_handle: Gadget, intf: int) -> None:
        pass

    def ctrl_transfer(
        self, dev_handle: Gadget, kind: int, request: int, value: int, index: int, data: Any, timeout: int
    ) -> int:
        """Answer the requests for strings: languages, then the serial number."""
        text = b"\x04\x03" + ENGLISH.to_bytes(2, "little")
        if value & 0xFF:
            words = dev_handle.serial.encode("utf-16-le")
            text = bytes([len(words) + 2, 3]) + words
        piece = text[: len(data)]
        data[: len(piece)] = array.array("B", piece)
        return len(piece)

    def bulk_write(self, dev_handle: Gadget, ep: int, intf: int, data: Any, timeout: int) -> int:
        gadget = dev_handle
        assert ep == gadget.out_end
        if not gadget.plugged:
            raise usb.core.USBError("no such device", -4, errno.ENODEV)
        if gadget.stalls:
            raise usb.core.USBTimeoutError("timeout", -7, errno.ETIMEDOUT)
        piece = bytes(data)[: gadget.at_most]
        if gadget.fails_after is not None and len(gadget.took) + len(piece) > gadget.fails_after:
            gadget.plugged = False
            raise usb.core.USBError("no such device", -4, errno.ENODEV)
        gadget.took += piece
        return len(piece)

    def bulk_read(self, dev_handle: Gadget, ep: int, intf: int, buff: Any, timeout: int) -> int:
        if not dev_handle.plugged:
            raise usb.core.USBError("no such device", -4, errno.ENODEV)
        if not dev_handle.says:
            raise usb.core.USBTimeoutError("timeout", -7, errno.ETIMEDOUT)
        piece = bytes(dev_handle.says[: len(buff)])
        del dev_handle.says[: len(piece)]
        buff[: len(piece)] = array.array("B", piece)
        return len(piece)
