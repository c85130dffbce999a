"""What is sealed, signed or kept comes on A4, in two copies, and can be searched."""

import io
from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from printer.document import Barcode, Document, Qr, Text
from printer.encode.lines import TextLine, lines_of
from printer.encode.pdf import A4, PLATE, SEALED, pdf
from printer.samples import SAMPLES
from tests.printer.slips import chinese, english

DPI = 150 / 72


def pages_of(document: Document) -> list[str]:
    opened = pypdfium2.PdfDocument(pdf(document))
    return [page.get_textpage().get_text_range() for page in opened]


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("name", sorted(SEALED))
def test_both_copies_say_what_the_document_says(name: str) -> None:
    document = SAMPLES[name](chinese)
    kept = tuple(one for one in document.blocks if not (isinstance(one, Text) and one.thermal))
    lines = lines_of(replace(document, blocks=kept), A4.columns, paged=False)

    first, second = (squeezed(page) for page in pages_of(document))

    for page, copy in ((first, "第一联申请人留存"), (second, "第二联大厅存档")):
        assert copy in page
        assert "（盖章处）" in page
        for line in lines:
            if isinstance(line, TextLine):
                assert squeezed(line.text) in page
    assert "热敏纸" not in first


def test_an_english_sheet_has_an_english_foot() -> None:
    (first, second) = pages_of(replace(SAMPLES["acceptance-notice"](english), language="en"))

    assert "Copy 1: applicant Page 1 of 1" in " ".join(first.split())
    assert "Copy 2: hall Page 1 of 1" in " ".join(second.split())


def test_the_plate_is_one_page_of_a5_without_a_seal() -> None:
    opened = pypdfium2.PdfDocument(pdf(SAMPLES[PLATE](chinese)))

    (page,) = opened
    assert [round(side / 72 * 25.4) for side in page.get_size()] == [148, 210]
    assert "盖章" not in page.get_textpage().get_text_range()


def test_codes_on_a_sheet_are_read_by_a_scanner() -> None:
    document = Document("x", (Qr("https://hall.example/t/abc"), Barcode("1234567890123")), paper="roster")

    picture = pypdfium2.PdfDocument(pdf(document))[0].render(scale=DPI).to_pil().convert("L")

    found = {code.text for code in zxingcpp.read_barcodes(picture)}
    assert found == {"https://hall.example/t/abc", "1234567890123"}


def test_a_long_list_goes_over_pages_and_the_seal_stands_on_the_last() -> None:
    long = Document("x", tuple(Text(f"第 {n} 行") for n in range(80)), paper="handover-list")

    pages = pages_of(long)

    assert len(pages) == 6
    assert [("盖章处" in page) for page in pages] == [False, False, True] * 2
    assert "第 1/3 页" in pages[0]


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_nothing_stands_outside_the_sheet(name: str) -> None:
    page = pypdfium2.PdfDocument(pdf(SAMPLES[name](chinese)))[0]
    picture: Image.Image = page.render(scale=1).to_pil().convert("L")
    inner = picture.crop((20, 20, picture.width - 20, picture.height - 20))
    around = Image.new("L", picture.size, 255)
    around.paste(inner, (20, 20))

    assert around.tobytes() == picture.tobytes()


def test_a_character_of_no_font_is_a_geta_mark() -> None:
    assert "〓" in pages_of(Document("x", (Text("\U000f1234"),), paper="roster"))[0]


def test_a_document_is_named_in_the_file() -> None:
    reader = pypdfium2.PdfDocument(io.BytesIO(pdf(SAMPLES["roster"](chinese))))

    assert reader.get_metadata_dict()["Title"] == "村级代办名册"
