"""The virtual printer speaks as a real one, and fails by order; the probe finds out what it can do."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from printer import probe
from printer.devices.address import Device, open_device
from printer.devices.dialogue import Answers, Dialogue, process_id
from printer.devices.status import Condition
from printer.encode import escpos
from printer.machine import Sheet
from printer.profiles import GENERIC_80
from printer.samples import SAMPLES
from printer.virtual import CONDITIONS, UnknownOrder, VirtualPrinter
from tests.printer.slips import chinese

TICKET = escpos.encode(SAMPLES["ticket"](chinese), GENERIC_80)


@contextmanager
def virtual(*, confirms: bool = True) -> Iterator[tuple[VirtualPrinter, Device, list[Sheet]]]:
    sheets: list[Sheet] = []
    with VirtualPrinter("127.0.0.1", 0, sheets.append, confirms=confirms) as printer:
        printer.start()
        with open_device(f"tcp://127.0.0.1:{printer.port}") as device:
            yield printer, device, sheets
        printer.shutdown()


@pytest.mark.parametrize("order", CONDITIONS)
def test_it_says_how_it_is_when_it_is_asked(order: str) -> None:
    with virtual() as (printer, device, _):
        printer.order(order)

        assert Dialogue(device).condition() is CONDITIONS[order]


def test_it_answers_a_mark_when_the_paper_before_it_is_out() -> None:
    with virtual() as (_, device, sheets):
        dialogue = Dialogue(device)
        device.write(TICKET + process_id("0042"))
        while "0042" not in dialogue.answers.marks:
            assert dialogue.hear(2.0)

        assert [sheet.data for sheet in sheets] == [TICKET]


def test_it_holds_a_paper_while_it_cannot_print_and_prints_it_after() -> None:
    with virtual() as (printer, device, sheets):
        dialogue = Dialogue(device)
        printer.order("paper-out")
        device.write(TICKET + b"\x1dr\x01")
        assert not dialogue.hear(0.3)
        assert dialogue.condition() is Condition.PAPER_OUT
        printer.order("near-end")
        assert dialogue.hear(2.0)

        assert (dialogue.answers.fences, len(sheets)) == (1, 1)


def test_it_pushes_its_state_once_asked_to() -> None:
    with virtual() as (printer, device, _):
        device.write(b"\x1da\x0f")
        assert device.read(4, 2.0) == b"\x10\x00\x00\x00"
        printer.order("paper-out")

        pushed = device.read(4, 2.0)
        assert (pushed[0] & 0x93, pushed[0] & 0x08, pushed[2] & 0x0C) == (0x10, 0x08, 0x0C)


def test_a_power_cut_tears_the_paper() -> None:
    with virtual() as (printer, device, sheets):
        printer.order("slow 0.05")
        device.write(TICKET)
        Dialogue(device).condition()
        printer.order("power")

        assert [sheet.complete for sheet in sheets] == [False]


@pytest.mark.parametrize("order", ["", "fire", "slow", "slow x", "cut", "cut -1"])
def test_an_order_that_it_does_not_know_is_refused_with_those_it_knows(order: str) -> None:
    with (
        VirtualPrinter("127.0.0.1", 0, lambda _: None) as printer,
        pytest.raises(UnknownOrder, match="paper-out"),
    ):
        printer.order(order)


def test_answers_on_one_wire_are_told_apart() -> None:
    answers = Answers()

    wire = b"\x10\x00\x00\x00" + b"\x12" + b"7\x220042\x00" + b"\x03" + b"\x1e"
    for byte in wire:
        answers.feed(bytes([byte]))

    assert (answers.marks, answers.fences, answers.realtime) == ({"0042"}, 1, [0x12, 0x1E])


@pytest.mark.parametrize(("confirms", "said"), [(True, "process-id"), (False, "fence")])
def test_the_probe_tells_how_a_printer_confirms(confirms: bool, said: str) -> None:
    with virtual(confirms=confirms) as (_, device, _):
        table = {one.question: one.answer for one in probe.ask(device)}

    assert table["状态 condition"] == "ready"
    assert table["DLE EOT 4"] == "0x12"
    assert table["GS I 67"] == "Yichuang virtual"
    assert said in table["打印确认 confirms"]


def test_the_probes_slip_shows_memory_beside_picture() -> None:
    with virtual() as (_, device, sheets):
        dialogue = Dialogue(device)
        device.write(probe.rom_test() + b"\x1dr\x01")
        assert dialogue.hear(2.0)

        texts = [line.text for line in sheets[0].lines if hasattr(line, "text")]
    assert any("GB2312" in text and "义 = \ufffc" in text for text in texts)
    assert any("𬭊 = \ufffc" in text for text in texts)


def test_a_newcomer_starts_one_and_orders_it_about(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "printer", "virtual", "--port", "0", "--out", str(tmp_path)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdin
        assert process.stdout
        url = process.stdout.readline().split()[0]
        assert "paper-out" in process.stdout.readline()
        process.stdin.write("cover-open\n")
        process.stdin.flush()
        assert "cover-open" in process.stdout.readline()
        asked = [sys.executable, "-m", "printer", "probe", "--no-paper", url]
        table = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    finally:
        process.terminate()
        process.wait(10)

    assert "cover_open" in table
