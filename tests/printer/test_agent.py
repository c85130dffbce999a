import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from printer.decode import text_of
from printer.devices.address import open_device
from printer.devices.errors import Unreachable
from printer.devices.memory import PRINTED
from printer.document import to_json
from printer.machine import Sheet
from printer.papers import ticket
from printer.spool import Journal
from printer.virtual import VirtualPrinter
from tests.printer.fake_hall import FakeHall
from tests.printer.slips import TICKET, chinese
from tests.servers import the_raw_port

TICKET_JSON = to_json(ticket.lay_out(TICKET, chinese))


class Tray:
    """What came out of a virtual printer."""

    def __init__(self) -> None:
        self.papers: list[str] = []
        self.sheets: list[Sheet] = []
        self.came = threading.Condition()

    def __call__(self, sheet: Sheet) -> None:
        with self.came:
            self.sheets.append(sheet)
            self.papers.append(text_of(sheet.lines))
            self.came.notify_all()

    def wait_for(self, count: int, within: float = 20) -> bool:
        with self.came:
            return self.came.wait_for(lambda: len(self.papers) >= count, within)


@contextmanager
def agent(hall: FakeHall, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "printer", "agent", "--server", hall.url, "--token", "t"]
    process = subprocess.Popen([*command, "--journal", str(folder / "agent.db")], stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(15)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_paper_comes_out_once_and_is_confirmed(tmp_path: Path) -> None:
    tray = Tray()
    with VirtualPrinter("127.0.0.1", 0, tray) as printer:
        printer.start()
        hall = FakeHall(f"tcp://127.0.0.1:{printer.port}")
        hall.offer("1-ticket", TICKET_JSON)
        with agent(hall, tmp_path):
            assert hall.wait_for("1-ticket", "confirmed")
            assert tray.wait_for(1)
        printer.shutdown()

    assert len(tray.papers) == 1
    assert "E012" in tray.papers[0]
    assert [state for _, _, state in hall.reports] == ["sending", "confirmed"]


def test_a_dead_printer_blocks_the_paper_and_it_comes_when_the_printer_is_back(tmp_path: Path) -> None:
    port, tray = free_port(), Tray()
    hall = FakeHall(f"tcp://127.0.0.1:{port}")
    hall.offer("1-ticket", TICKET_JSON)
    with agent(hall, tmp_path):
        assert hall.wait_for("1-ticket", "blocked")
        assert tray.papers == []
        with VirtualPrinter("127.0.0.1", port, tray) as printer:
            printer.start()
            assert hall.wait_for("1-ticket", "confirmed")
            assert tray.wait_for(1)
            printer.shutdown()

    assert len(tray.papers) == 1


def test_an_agent_killed_while_sending_says_unknown_and_prints_no_second_copy(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:  # takes the bytes and never answers
        hall = FakeHall(f"tcp://127.0.0.1:{deaf.getsockname()[1]}", profile="silent-80")
        journal = Journal(tmp_path / "agent.db")
        journal.begin("1-ticket", 1, 1)  # as a kill between the first byte and the last leaves it
        journal.close()
        hall.offer("1-ticket", TICKET_JSON)
        with agent(hall, tmp_path):
            assert hall.wait_for("1-ticket", "unknown")

    assert ("1-ticket", 1, "sending") not in hall.reports


def test_a_killed_agent_leaves_what_is_settled_alone(tmp_path: Path) -> None:
    tray = Tray()
    with VirtualPrinter("127.0.0.1", 0, tray) as printer:
        printer.start()
        hall = FakeHall(f"tcp://127.0.0.1:{printer.port}")
        hall.offer("1-ticket", TICKET_JSON)
        with agent(hall, tmp_path) as process:
            assert hall.wait_for("1-ticket", "confirmed")
            os.kill(process.pid, signal.SIGKILL)
            process.wait(10)
        hall.reports.clear()
        hall.offer("1-ticket", TICKET_JSON)  # the hall never heard the confirmation and leases it again
        with agent(hall, tmp_path):
            assert hall.wait_for("1-ticket", "confirmed")
        printer.shutdown()

    assert len(tray.papers) == 1


@pytest.mark.parametrize("profile", ["epson-80", "generic-80"])
def test_paper_out_after_the_send_waits_and_sends_nothing_again(tmp_path: Path, profile: str) -> None:
    tray = Tray()
    with VirtualPrinter("127.0.0.1", 0, tray) as printer:
        printer.start()
        printer.order("slow 0.05")
        hall = FakeHall(f"tcp://127.0.0.1:{printer.port}", profile=profile)
        hall.offer("1-ticket", TICKET_JSON)
        with agent(hall, tmp_path):
            assert hall.wait_for("1-ticket", "sending")
            printer.order("paper-out")
            assert hall.wait_until(lambda: ("1-ticket", "sending", "paper_out") in hall.details)
            assert tray.papers == []
            printer.order("ready")
            assert hall.wait_for("1-ticket", "confirmed")
        printer.shutdown()

    assert len(tray.papers) == 1


def test_a_cable_cut_in_the_middle_leaves_a_doubt_and_no_second_copy(tmp_path: Path) -> None:
    tray = Tray()
    with VirtualPrinter("127.0.0.1", 0, tray) as printer:
        printer.start()
        hall = FakeHall(f"tcp://127.0.0.1:{printer.port}")
        printer.order("cut 300")
        hall.offer("1-ticket", TICKET_JSON)
        with agent(hall, tmp_path):
            assert hall.wait_for("1-ticket", "unknown")
            hall.offer("2-ticket", TICKET_JSON)
            assert hall.wait_for("2-ticket", "confirmed")
        printer.shutdown()

    assert [sheet.complete for sheet in tray.sheets] == [False, True]


def test_a_printer_that_said_no_gets_no_byte_of_a_paper(tmp_path: Path) -> None:
    tray = Tray()
    with VirtualPrinter("127.0.0.1", 0, tray) as printer:
        printer.start()
        printer.order("cover-open")
        hall = FakeHall(f"tcp://127.0.0.1:{printer.port}")
        hall.offer("1-ticket", TICKET_JSON)
        with agent(hall, tmp_path):
            assert hall.wait_for("1-ticket", "blocked")
            assert ("1-ticket", 1, "sending") not in hall.reports
            printer.order("power")  # whatever it held is lost; so a byte sent would be missing now
            printer.order("ready")
            assert hall.wait_for("1-ticket", "confirmed")
        printer.shutdown()

    assert [sheet.complete for sheet in tray.sheets] == [True]


def test_what_the_hall_did_not_hear_is_said_again_when_it_is_back(tmp_path: Path) -> None:
    tray = Tray()
    with VirtualPrinter("127.0.0.1", 0, tray) as printer:
        printer.start()
        hall = FakeHall(f"tcp://127.0.0.1:{printer.port}")
        hall.deaf_to = {"confirmed"}
        hall.offer("1-ticket", TICKET_JSON)
        with agent(hall, tmp_path) as process:
            assert tray.wait_for(1)
            os.kill(process.pid, signal.SIGKILL)
            process.wait(10)
        hall.deaf_to = set()
        with agent(hall, tmp_path):
            assert hall.wait_until(lambda: any(one[0] == "1-ticket" for one in hall.reports[1:]))
        printer.shutdown()

    assert hall.reports[-1][2] in {"confirmed", "unknown"}
    assert len(tray.papers) == 1


def test_an_agent_asked_to_end_while_idle_ends_at_once(tmp_path: Path) -> None:
    hall = FakeHall(f"tcp://127.0.0.1:{free_port()}")
    with agent(hall, tmp_path) as process:
        assert hall.wait_until(lambda: hall.leases > 0)
        before = time.monotonic()
        process.terminate()
        process.wait(15)

    assert time.monotonic() - before < 5


def test_a_document_that_cannot_be_printed_is_reported_and_the_next_one_comes(tmp_path: Path) -> None:
    tray = Tray()
    with VirtualPrinter("127.0.0.1", 0, tray) as printer:
        printer.start()
        hall = FakeHall(f"tcp://127.0.0.1:{printer.port}")
        hall.offer("1-odd", {"title": "x", "blocks": [{"kind": "stamp"}]})
        hall.offer("2-ticket", TICKET_JSON)
        with agent(hall, tmp_path):
            assert hall.wait_for("1-odd", "failed")
            assert hall.wait_for("2-ticket", "confirmed")
        printer.shutdown()


def test_two_papers_come_in_their_order(tmp_path: Path) -> None:
    tray = Tray()
    with VirtualPrinter("127.0.0.1", 0, tray) as printer:
        printer.start()
        hall = FakeHall(f"tcp://127.0.0.1:{printer.port}")
        for n in range(1, 5):
            hall.offer(f"{n}-ticket", TICKET_JSON, copy=n)
        with agent(hall, tmp_path):
            assert hall.wait_for("4-ticket", "confirmed")
        printer.shutdown()

    assert [paper.startswith("【补打") for paper in tray.papers] == [False, True, True, True]


def test_a_printer_that_is_away_is_named() -> None:
    with pytest.raises(Unreachable, match="连不上"):
        open_device(f"tcp://127.0.0.1:{free_port()}")
    with pytest.raises(Unreachable):
        open_device("file:///dev/usb/no-such-printer")


def test_a_device_file_gets_the_bytes(tmp_path: Path) -> None:
    pipe = tmp_path / "lp0"
    os.mkfifo(pipe)
    with open_device(f"file://{pipe}") as device:
        device.write(b"hello")
        assert device.read(5, 1.0) == b"hello"


def test_memory_keeps_papers_for_a_test() -> None:
    with open_device("memory://here") as device:
        device.write(b"paper")

    assert PRINTED["here"][-1:] == [b"paper"]


@pytest.mark.parametrize("paper", ["ticket", "checklist"])
def test_a_sample_goes_to_port_9100(paper: str) -> None:
    tray = Tray()
    with the_raw_port() as port:
        try:
            printer = VirtualPrinter("127.0.0.1", port, tray)
        except OSError:
            printer = VirtualPrinter("127.0.0.1", 0, tray)  # a printer of somebody else is there
        with printer:
            printer.start()
            to = f"tcp://127.0.0.1:{printer.port}"
            command = [sys.executable, "-m", "printer", "sample", paper, "--to", to]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
            assert tray.wait_for(1)
            printer.shutdown()

    assert "样例" in tray.papers[0]
    assert "?" not in tray.papers[0]
