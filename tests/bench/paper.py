"""Paper: bytes and milliseconds for each, and from the tap to the last byte at the printer."""

import json
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from printer.document import Cut, Document, Text
from printer.encode import escpos, plain
from printer.machine import Sheet
from printer.papers import checklist
from printer.papers.checklist import ChecklistRow
from printer.profiles import PROFILES
from printer.samples import SAMPLES
from printer.virtual import VirtualPrinter
from tests.printer.slips import CHECKLIST, chinese
from tests.servers import HallServer

ROUNDS = 40
TAPS = 30
WARM = 3
PRINTED = ("generic-80", "generic-58", "raster-80")


@dataclass(frozen=True)
class Print:
    """One paper in one mode: its bytes, and the seconds of each encoding beside those of its floor."""

    paper: str
    profile: str
    size: int
    times: list[float]
    floor: list[float]


def fifteen_lines() -> Document:
    """Lay out a list of fifteen papers."""
    rows = tuple(ChecklistRow(f"第 {n} 种申请材料和说明", "原件 1 复印件 1") for n in range(1, 16))
    return checklist.lay_out(replace(CHECKLIST, rows=rows), chinese)


def rare_character() -> int:
    """Return how many bytes a character adds that no printer has."""
    generic = PROFILES["generic-80"]
    sizes = [len(escpos.encode(Document("x", (Text(word), Cut())), generic)) for word in ("王", "王𬭊")]
    return sizes[1] - sizes[0]


def encoded() -> Iterator[Print]:
    """Measure every paper in every mode, the fonts and glyphs already at hand."""
    papers: dict[str, Callable[[], Document]] = {"checklist of 15": fifteen_lines}
    papers |= {name: lambda make=make: make(chinese) for name, make in SAMPLES.items()}  # type: ignore[misc]
    for name, make in papers.items():
        document = make()
        characters = plain.encode(document, columns=PROFILES["generic-80"].columns)
        floor = _seconds(lambda words=characters: [one.encode("gb18030") for one in words])  # type: ignore[misc]
        for profile in PRINTED:
            encode = partial(escpos.encode, document, PROFILES[profile])
            yield Print(name, profile, len(encode()), _seconds(encode), floor)


def _seconds(act: Callable[[], object]) -> list[float]:
    times = []
    for n in range(WARM + ROUNDS):
        begun = time.perf_counter()
        act()
        times += [time.perf_counter() - begun] if n >= WARM else []
    return times


def tap_to_last_byte(server_at: Callable[[str, Path], HallServer], folder: Path) -> list[float]:
    """Measure from sending the request for a number to the printer's last byte of its paper, in seconds."""
    came = threading.Event()

    def received(_: Sheet) -> None:
        came.set()

    times = []
    with VirtualPrinter("127.0.0.1", 0, received) as printer:
        printer.start()
        server = server_at(f"tcp://127.0.0.1:{printer.port}", folder)
        token = server.token("kiosk")
        for n in range(WARM + TAPS):
            came.clear()
            begun = time.perf_counter()
            ask(server, token)
            if not came.wait(20):
                raise SystemExit("no paper came out")
            times += [time.perf_counter() - begun] if n >= WARM else []
        printer.shutdown()
    return times


def ask(server: HallServer, token: str) -> None:
    """Take one number."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    body = json.dumps({"services": ["B01"]}).encode()
    request = urllib.request.Request(f"{server.url}/api/v1/tickets", body, headers)
    with urllib.request.urlopen(request, timeout=20) as answer:
        answer.read()
