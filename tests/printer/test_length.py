"""How many bytes a paper takes: at 9600 baud a thousand of them take a second."""

from dataclasses import replace

import pytest

from printer.document import Barcode, Block, Cut, Document, Feed, Qr, Rule, Text
from printer.encode import escpos
from printer.encode.length import millimetres
from printer.papers import checklist
from printer.papers.checklist import ChecklistRow
from printer.profiles import GENERIC_58, GENERIC_80, Profile
from printer.samples import SAMPLES
from tests.printer.slips import CHECKLIST, chinese

BOTH = pytest.mark.parametrize("profile", [GENERIC_58, GENERIC_80], ids=lambda one: str(one.width))
LIMITS = {"ticket": 600, "elder-ticket": 300, "courier-slip": 900, "custody-receipt": 1200}


@BOTH
@pytest.mark.parametrize("name", sorted(LIMITS))
def test_a_paper_is_short_in_bytes(name: str, profile: Profile) -> None:
    assert len(escpos.encode(SAMPLES[name](chinese), profile)) <= LIMITS[name]


@BOTH
def test_a_list_of_fifteen_papers_is_short_in_bytes(profile: Profile) -> None:
    rows = tuple(ChecklistRow(f"申请材料第 {n} 项", "原件 1") for n in range(1, 16))

    assert len(escpos.encode(checklist.lay_out(replace(CHECKLIST, rows=rows), chinese), profile)) <= 1500


def test_a_paper_is_as_long_as_its_lines_codes_and_cuts() -> None:
    def long(*blocks: Block) -> float:
        return millimetres(Document(title="样例", blocks=blocks), GENERIC_80)

    line = long(Text("一"))

    assert 3 < line < 5  # 24 dots and what is left between lines, at 8 dots to the millimetre
    assert long(Text("一"), Text("二")) == 2 * line
    assert line < long(Text("一", size=2)) <= 2 * line
    assert long(Rule()) == long(Feed()) == long(Cut()) == line
    assert long(Feed(3)) == 3 * line
    assert 20 < long(Qr("https://hall.example/t/x")) < 60
    assert long(Barcode("123456")) > 2 * line
