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

from printer.devices import files, serial, tcp
from printer.devices.address import open_device
from printer.devices.errors import (
    BadAddress,
    DeviceError,
    Gone,
    InUse,
    Stalled,
    Unreachable,
)
from printer.devices.lock import Lock

PAPER = bytes(range(256)) * 6


@pytest.fixture(autouse=True)
def locks_of_this_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))


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
