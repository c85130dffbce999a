"""How many bytes a paper takes: at 9600 baud a thousand of them take a second."""

from dataclasses import replace

import pytest

from printer.encode import escpos
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
