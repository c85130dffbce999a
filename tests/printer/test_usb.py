"""A printer at a USB port: found, taken from the kernel's driver, and missed when it is pulled out."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from printer.devices import usb
from printer.devices.address import open_device
from printer.devices.errors import Ambiguous, Gone, NotPermitted, Stalled, Unreachable
from printer.devices.usb import UsbPrinter
from tests.printer.usb_bus import Bus, Gadget

PAPER = bytes(range(256)) * 6


@pytest.fixture(autouse=True)
def locks_of_this_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))


@contextmanager
def plugged(monkeypatch: pytest.MonkeyPatch, *gadgets: Gadget) -> Iterator[None]:
    monkeypatch.setattr(UsbPrinter, "backend", Bus(*gadgets))
    yield


@pytest.mark.parametrize("url", ["usb://", "usb://04b8:0e15", "usb://04b8:0e15/A1"])
def test_a_usb_printer_takes_a_paper_and_answers(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    gadget = Gadget(out_end=0x01, in_end=0x81)
    gadget.says += b"\x12\x37"
    with plugged(monkeypatch, gadget), open_device(url) as device:
        device.write(PAPER)
        assert (device.read(1, 0.1), device.read(9, 0.1), device.read(1, 0.1)) == (b"\x12", b"\x37", b"")

    assert bytes(gadget.took) == PAPER


def test_the_kernels_driver_gets_the_printer_back(monkeypatch: pytest.MonkeyPatch) -> None:
    gadget = Gadget()
    with plugged(monkeypatch, gadget), open_device("usb://"):
        assert not gadget.driver

    assert gadget.driver


def test_a_short_transfer_is_gone_on_with(monkeypatch: pytest.MonkeyPatch) -> None:
    gadget = Gadget(at_most=7)
    with plugged(monkeypatch, gadget), open_device("usb://") as device:
        device.write(PAPER)

    assert bytes(gadget.took) == PAPER


@pytest.mark.parametrize(("after", "written"), [(0, False), (512, True)])
def test_a_usb_cable_pulled_in_the_middle_says_whether_anything_left(
    monkeypatch: pytest.MonkeyPatch, after: int, written: bool
) -> None:
    gadget = Gadget(fails_after=after)
    with plugged(monkeypatch, gadget), open_device("usb://") as device, pytest.raises(Gone) as gone:
        device.write(PAPER)

    assert gone.value.written is written


def test_a_printer_back_from_a_power_cycle_is_found_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    before, after = Gadget(fails_after=0), Gadget()
    with plugged(monkeypatch, before, after):
        after.plugged = False
        with open_device("usb://04b8:0e15/A1") as device, pytest.raises(Gone):
            device.write(PAPER)
        with pytest.raises(Unreachable):
            open_device("usb://04b8:0e15/A1")
        after.plugged = True
        with open_device("usb://04b8:0e15/A1") as device:
            device.write(PAPER)

    assert bytes(after.took) == PAPER


def test_a_usb_printer_that_takes_nothing_is_given_up_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(usb, "WRITE_S", 0.05)
    bus = plugged(monkeypatch, Gadget(stalls=True))
    with bus, open_device("usb://") as device, pytest.raises(Stalled) as stalled:
        device.write(PAPER)

    assert not stalled.value.written


def test_of_two_alike_the_serial_number_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = Gadget(serial="A1"), Gadget(serial="B2")
    with plugged(monkeypatch, first, second):
        with pytest.raises(Ambiguous, match="04b8:0e15/A1, usb://04b8:0e15/B2"):
            open_device("usb://04b8:0e15")
        with open_device("usb://04b8:0e15/B2") as device:
            device.write(b"x")

    assert (bytes(first.took), bytes(second.took)) == (b"", b"x")


def test_what_is_no_printer_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    with plugged(monkeypatch, Gadget(interface_class=3)), pytest.raises(Unreachable):
        open_device("usb://")


def test_a_missing_permission_names_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        plugged(monkeypatch, Gadget(denied=True, serial="")),
        pytest.raises(NotPermitted, match="lp") as error,
    ):
        open_device("usb://")

    assert not error.value.retry
