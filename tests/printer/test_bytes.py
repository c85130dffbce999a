import io

import pytest
import zxingcpp
from PIL import Image

from printer.decode import UnknownCommand, decode, text_of
from printer.document import Document, Qr, Text
from printer.encode import escpos, plain, raster
from printer.encode.characters import safe
from printer.encode.lines import CutLine, PictureLine, QrLine, RuleLine, TextLine, lines_of
from printer.papers import checklist, ticket
from printer.profiles import GENERIC_58, GENERIC_80, PROFILES, Profile, Rom
from printer.station import marked
from tests.printer.slips import CHECKLIST, TICKET, WITH_QR, chinese

BOTH = pytest.mark.parametrize("profile", [GENERIC_58, GENERIC_80], ids=lambda one: one.name)
PAPERS = {
    "ticket": ticket.lay_out(WITH_QR, chinese),
    "checklist": checklist.lay_out(CHECKLIST, chinese),
}


@BOTH
@pytest.mark.parametrize("name", PAPERS)
def test_the_text_recovered_from_the_bytes_is_the_papers_text(name: str, profile: Profile) -> None:
    document = PAPERS[name]

    lines = decode(escpos.encode(document, profile))

    said = [one for one in lines_of(document, profile.columns) if isinstance(one, TextLine | RuleLine)]
    wanted = "".join(
        f"{' ' * one.pad}{one.text.rstrip()}\n" if isinstance(one, TextLine) else "-" * profile.columns + "\n"
        for one in said
    )
    assert text_of(lines) == wanted
    assert "�" not in text_of(lines)
    assert lines[-1] == CutLine()


@BOTH
def test_a_ticket_is_short_in_bytes(profile: Profile) -> None:
    assert len(escpos.encode(PAPERS["ticket"], profile)) < 700


def test_chinese_mode_is_switched_on_before_any_text() -> None:
    assert escpos.encode(PAPERS["ticket"], GENERIC_80).startswith(b"\x1b@\x1c&")


def test_a_larger_memory_prints_more_characters_as_text() -> None:
    assert not safe("䶮", Rom.GBK)
    assert safe("䶮", Rom.GB18030)
    assert safe("喆", Rom.GBK)
    assert not safe("喆", Rom.GB2312)
    assert not safe("\ue863", Rom.GB18030)


def test_a_yen_sign_becomes_the_full_width_one() -> None:
    (line, *_) = decode(escpos.encode(Document("x", (Text("费用¥12"),)), GENERIC_80))

    assert line == TextLine("费用￥12")


@pytest.mark.parametrize("name", ["raster-58", "raster-80"])
def test_a_printer_without_chinese_gets_only_pictures(name: str) -> None:
    lines = decode(escpos.encode(PAPERS["ticket"], PROFILES[name]))

    assert not any(isinstance(line, TextLine) for line in lines)
    assert max(line.height for line in lines if isinstance(line, PictureLine)) <= 240


@pytest.mark.parametrize("width", [58, 80])
def test_a_phone_reads_the_qr_from_the_paper(width: int) -> None:
    picture = Image.open(io.BytesIO(raster.picture(PAPERS["ticket"], width))).convert("L")

    (code,) = zxingcpp.read_barcodes(picture)

    assert code.text == WITH_QR.url


def test_the_native_qr_carries_the_same_address() -> None:
    lines = decode(escpos.encode(Document("x", (Qr(WITH_QR.url),)), GENERIC_80))

    assert QrLine(WITH_QR.url) in lines


@BOTH
@pytest.mark.parametrize("name", PAPERS)
def test_all_encoders_break_lines_alike(name: str, profile: Profile) -> None:
    document = PAPERS[name]
    as_text = plain.encode(document, columns=profile.columns).splitlines()
    from_bytes = text_of(decode(escpos.encode(document, profile))).splitlines()

    assert [line for line in as_text if line and "[QR" not in line and "====" not in line] == from_bytes
    drawn = raster.paper_of(lines_of(document, profile.columns), profile)
    assert drawn.width == profile.dots


def test_a_character_in_no_font_is_drawn_as_a_geta_mark() -> None:
    nowhere = raster.picture(Document("x", (Text("\U000f1234"),)), 80)
    geta = raster.picture(Document("x", (Text("〓"),)), 80)

    assert nowhere[:8] == geta[:8]
    assert Image.open(io.BytesIO(nowhere)).getbbox() is not None


def test_bytes_of_somebody_else_are_refused() -> None:
    with pytest.raises(UnknownCommand):
        decode(b"\x1bZ")
    with pytest.raises(UnknownCommand, match="end inside"):
        decode(b"\x1dv0\x00\x48\x00\x10")


def test_a_second_copy_is_marked() -> None:
    document = marked(ticket.lay_out(TICKET, chinese), 2)

    assert "【补打 1】" in plain.encode(document, columns=48).splitlines()[0]
