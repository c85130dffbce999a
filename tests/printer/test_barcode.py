"""Code128 as short as it can be, checked against the paper, and read back by a scanner."""

from dataclasses import replace

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from printer.decode import decode
from printer.document import Barcode, Document
from printer.encode import code128, escpos
from printer.encode.lines import BarcodeLine, TextLine
from printer.encode.raster import barcode_module, paper_of
from printer.profiles import GENERIC_58, GENERIC_80, Mode

PRINTABLE = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=12)


def scanned(data: str, width: int) -> list[str]:
    profile = GENERIC_80 if width == 80 else GENERIC_58
    strip = paper_of([BarcodeLine(data)], profile)
    return [found.text for found in zxingcpp.read_barcodes(strip.convert("L"))]


@given(PRINTABLE)
def test_a_printer_is_told_what_was_meant(data: str) -> None:
    assert code128.from_printer(code128.for_printer(data)) == data


@given(st.from_regex(r"[0-9A-Z]{4,12}", fullmatch=True))
def test_a_scanner_reads_what_was_meant(data: str) -> None:
    assert scanned(data, 80) == [data]


@pytest.mark.parametrize(("data", "modules"), [("1234567890123", 143), ("EA473124829CN", 176)])
def test_mail_numbers_are_coded_as_short_as_they_can_be(data: str, modules: int) -> None:
    assert code128.width_of(data) == modules


@pytest.mark.parametrize("width", [58, 80])
@pytest.mark.parametrize("data", ["1234567890123", "EA473124829CN"])
def test_mail_numbers_fit_both_papers_and_are_read(data: str, width: int) -> None:
    assert scanned(data, width) == [data]


def test_thirteen_digits_have_bars_of_two_dots_on_narrow_paper_and_three_on_wide() -> None:
    assert barcode_module("1234567890123", GENERIC_58) == 2
    assert barcode_module("1234567890123", GENERIC_80) == 3


@pytest.mark.parametrize("data", ["K1-20261123-0001234567890", "编号", ""])
def test_what_does_not_fit_or_has_no_code_is_printed_as_words_only(data: str) -> None:
    lines = decode(escpos.encode(Document("x", (Barcode(data),)), GENERIC_58))

    assert not any(isinstance(line, BarcodeLine) for line in lines)
    assert "".join(line.text for line in lines if isinstance(line, TextLine)) == data


def test_a_printer_of_pictures_gets_the_bars_as_a_picture() -> None:
    profile = replace(GENERIC_80, mode=Mode.RASTER)

    lines = decode(escpos.encode(Document("x", (Barcode("1234567890123"),)), profile))

    (found,) = zxingcpp.read_barcodes(paper_of(lines, profile).convert("L"))
    assert found.text == "1234567890123"
