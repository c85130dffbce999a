"""The ways to a printer: what goes through, and what is said when it does not."""

import os
import pty
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from printer.devices import files, serial, tcp, usb
from printer.devices.address import open_device
from printer.devices.errors import (
    Ambiguous,
    BadAddress,
    DeviceError,
    Gone,
    InUse,
    NotPermitted,
    Stalled,
    Unreachable,
)
from printer.devices.lock import Lock
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


# USB


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


# Serial


@pytest.fixture
def line() -> Iterator[tuple[int, str]]:
    ours, theirs = pty.openpty()
    yield ours, f"serial://{os.ttyname(theirs)}?flow=none"
    for end in (ours, theirs):
        with suppress(OSError):
            os.close(end)


def test_a_serial_printer_takes_bytes_and_answers(line: tuple[int, str]) -> None:
    ours, url = line
    with open_device(url) as device:
        device.write(b"paper")
        assert os.read(ours, 5) == b"paper"
        os.write(ours, b"\x12")
        assert device.read(4, 1.0) == b"\x12"
        assert device.read(1, 0.05) == b""


def test_a_busy_serial_printer_is_given_up_in_time(
    line: tuple[int, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serial, "WRITE_S", 0.2)
    with open_device(line[1]) as device, pytest.raises(Stalled) as stalled:
        device.write(bytes(200_000))

    assert stalled.value.written


def test_a_serial_line_that_goes_away_is_gone(line: tuple[int, str]) -> None:
    ours, url = line
    with open_device(url) as device:
        os.close(ours)
        with pytest.raises(Gone):
            device.read(1, 0.05)


def test_a_serial_port_that_is_not_there_is_named() -> None:
    with pytest.raises(Unreachable, match="no-such-port"):
        open_device("serial:///dev/no-such-port")


# Network


@contextmanager
def listening() -> Iterator[tuple[socket.socket, str]]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener, f"tcp://127.0.0.1:{listener.getsockname()[1]}"


def test_a_printer_that_closed_before_the_paper_gets_no_byte() -> None:
    with listening() as (listener, url):
        device = open_device(url)
        there, _ = listener.accept()
        there.close()
        time.sleep(0.05)
        with device, pytest.raises(Gone) as gone:
            device.write(PAPER)

    assert not gone.value.written


def test_a_printer_that_reads_nothing_is_given_up_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tcp, "WRITE_S", 0.3)
    with listening() as (_, url), open_device(url) as device, pytest.raises(Stalled) as stalled:
        device.write(bytes(20_000_000))

    assert stalled.value.written


def test_a_closed_connection_is_not_taken_for_silence() -> None:
    with listening() as (listener, url), open_device(url) as device:
        there, _ = listener.accept()
        assert device.read(1, 0.01) == b""
        there.sendall(b"\x12")
        assert device.read(8, 1.0) == b"\x12"
        there.close()
        with pytest.raises(Gone):
            device.read(1, 1.0)


# Device files


def test_a_device_file_that_takes_nothing_is_given_up_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "WRITE_S", 0.1)
    os.mkfifo(tmp_path / "lp0")
    with open_device(f"file://{tmp_path}/lp0") as device, pytest.raises(Stalled) as stalled:
        device.write(bytes(1_000_000))

    assert stalled.value.written


def test_no_paper_as_the_kernel_says_it_is_a_stall() -> None:
    with open_device("file:///dev/full") as device, pytest.raises(Stalled):
        device.write(b"paper")


# One writer

HOLD = """
import sys
from printer.devices.lock import Lock
with Lock(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_another_programs_printer_is_left_alone_until_it_dies() -> None:
    with listening() as (_, url):
        other = subprocess.Popen(
            [sys.executable, "-c", HOLD, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert other.stdout
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(InUse, match=r"127\.0"):
            Lock(url, patience=0.1)
        os.kill(other.pid, signal.SIGKILL)
        other.wait(10)
        with open_device(url) as device:
            device.write(b"x")


def test_two_papers_at_one_printer_wait_for_each_other(tmp_path: Path) -> None:
    (tmp_path / "lp0").touch()
    url, order = f"file://{tmp_path}/lp0", []

    def print_paper(name: str) -> None:
        with open_device(url) as device:
            order.append(f"{name} begins")
            device.write(name.encode())
            time.sleep(0.05)
            order.append(f"{name} ends")

    threads = [threading.Thread(target=print_paper, args=(name,)) for name in "ab"]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert [step.split()[1] for step in order] == ["begins", "ends", "begins", "ends"]


# Words


@pytest.mark.parametrize(
    "url",
    [
        "lpt1",
        "tcp://",
        "tcp://host:port",
        "usb://xyz",
        "serial:///dev/ttyS0?baud=fast",
        "file:lp0",
        "ftp://x",
    ],
)
def test_a_wrong_address_is_refused_in_words(url: str) -> None:
    with pytest.raises(BadAddress, match=r"docs/printing\.md") as error:
        open_device(url)

    assert not error.value.retry


def test_every_fault_says_what_to_do_in_both_languages() -> None:
    for kind in DeviceError.__subclasses__():
        chinese, _, english = str(kind("x")).partition(" / ")
        assert chinese
        assert english.isascii()
