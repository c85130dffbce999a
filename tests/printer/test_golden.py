"""Every paper as it looks, at both widths: change it on purpose with YICHUANG_GOLDEN=write."""

import io
import os
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageChops

from printer.decode import decode
from printer.document import Barcode, Document, Qr
from printer.encode import escpos, plain, raster
from printer.encode.lines import PictureLine, TextLine, lines_of, width_of
from printer.profiles import GENERIC_58, GENERIC_80, PROFILES, Profile
from printer.samples import SAMPLES
from tests.printer.recovered import lines_from
from tests.printer.slips import chinese

GOLDEN = Path(__file__).parent / "golden"
WRITE = os.environ.get("YICHUANG_GOLDEN") == "write"
# Another version of the font moves some dots; a lost line or a wrong size moves many.
TOLERANCE = 0.02

EACH = pytest.mark.parametrize("name", sorted(SAMPLES))
BOTH = pytest.mark.parametrize("profile", [GENERIC_58, GENERIC_80], ids=lambda one: str(one.width))


def picture_of(document: Document, width: int) -> Image.Image:
    return Image.open(io.BytesIO(raster.picture(document, width))).convert("1")


@EACH
@BOTH
def test_a_paper_says_what_it_said(name: str, profile: Profile) -> None:
    path = GOLDEN / f"{name}-{profile.width}.txt"
    text = plain.encode(SAMPLES[name](chinese), columns=profile.columns)
    if WRITE:
        path.write_text(text, "utf-8")

    assert text == path.read_text("utf-8")


@EACH
@BOTH
def test_a_paper_looks_as_it_looked(name: str, profile: Profile) -> None:
    path = GOLDEN / f"{name}-{profile.width}.png"
    picture = picture_of(SAMPLES[name](chinese), profile.width)
    if WRITE:
        picture.save(path, optimize=True)
    golden = Image.open(path).convert("1")

    assert picture.size == golden.size
    moved = ImageChops.logical_xor(picture, golden).histogram()[255]
    assert moved <= TOLERANCE * picture.width * picture.height


@EACH
@BOTH
def test_its_bytes_say_the_same_and_hold_nothing_unknown(name: str, profile: Profile) -> None:
    document = SAMPLES[name](chinese)
    rare = "".join({one for one in plain.encode(document, columns=48) if ord(one) > 0x2000})

    found = lines_from(escpos.encode(document, profile), rare)

    said = [line.text.strip() for line in found if isinstance(line, TextLine)]
    wanted = [line.text.strip() for line in lines_of(document, profile.columns) if isinstance(line, TextLine)]
    assert [line for line in said if line.strip("-")] == [line for line in wanted if line]
    assert "?" not in "".join(said).replace("？", "")


@EACH
@pytest.mark.parametrize("mode", ["raster-58", "raster-80", "gb18030-58", "gb18030-80"])
def test_other_printers_get_no_unknown_command_either(name: str, mode: str) -> None:
    lines = decode(escpos.encode(SAMPLES[name](chinese), PROFILES[mode]))

    pictures = [line for line in lines if isinstance(line, PictureLine)]
    assert all(line.height <= 240 for line in pictures)


@EACH
@pytest.mark.parametrize("width", [58, 80])
def test_a_scanner_reads_every_code_on_it(name: str, width: int) -> None:
    document = SAMPLES[name](chinese)
    wanted = {block.data for block in document.blocks if isinstance(block, Qr | Barcode)}

    found = {code.text for code in zxingcpp.read_barcodes(picture_of(document, width).convert("L"))}

    assert found >= wanted


@EACH
@BOTH
def test_no_line_is_wider_than_its_paper(name: str, profile: Profile) -> None:
    for line in lines_of(SAMPLES[name](chinese), profile.columns):
        if isinstance(line, TextLine):
            assert line.pad + width_of(line.text) * line.size <= profile.columns


@BOTH
def test_an_elder_reads_six_lines(profile: Profile) -> None:
    lines = lines_of(SAMPLES["elder-ticket"](chinese), profile.columns)
    words = [line for line in lines if isinstance(line, TextLine)]

    assert len(words) <= 6
    assert {line.text for line in words if line.size == 2} == {"5 号窗口", "前面 3 人"}
    assert "E 规划建设" in {line.text for line in words}


@pytest.mark.parametrize("name", sorted(SAMPLES.keys() - {"courier-slip", "courier-request"}))
def test_only_the_posts_papers_show_name_and_phone(name: str) -> None:
    text = plain.encode(SAMPLES[name](chinese), columns=48)

    for secret in ("王䶮", "王喆龘", "欧阳喆", "张三丰", "买买提", "13800002046", "11010519491231002X"):
        assert secret not in text
