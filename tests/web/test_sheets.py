"""Spreadsheets go out as text and come back as text, whatever somebody has put into a cell."""

import csv
import io
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

import kiosk
from kiosk.web.parts import sheets, uploaded

DANGEROUS = ["=1+1", '=HYPERLINK("http://x.example")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"]
CELL = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30)


@pytest.mark.parametrize("text", DANGEROUS)
def test_nothing_is_a_formula_in_a_workbook(text: str) -> None:
    book = load_workbook(io.BytesIO(sheets.xlsx({"台账": [["姓名"], [text]]})))

    assert book.active is not None
    cell = book.active["A2"]

    assert cell.data_type == "s"
    assert str(cell.value).strip() == text.strip()


@pytest.mark.parametrize("text", DANGEROUS)
def test_nothing_is_a_formula_in_a_csv(text: str) -> None:
    written = sheets.csv_file([[text, 3]]).decode("utf-8-sig")

    (row,) = csv.reader(io.StringIO(written, newline=""))

    assert row == [f"'{text}", "3"]


def test_a_file_is_answered_from_a_thread_where_no_request_is_at_hand() -> None:
    answer = sheets.xlsx_answer("list", {"x": [["y"]]})

    assert answer.headers["Content-Disposition"] == 'attachment; filename="list.xlsx"'
    assert answer.headers["Cache-Control"] == "no-store"


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=5))
def test_what_is_written_is_read_again(rows: list[list[str]]) -> None:
    read = uploaded.read(sheets.xlsx({"x": rows}))
    cells = [cell for row in rows for cell in row]

    for cell in (one.strip() for one in cells):
        assert not cell or any(cell in row for row in read)


def test_a_csv_of_the_post_may_be_in_its_own_encoding() -> None:
    text = "客户订单号,邮件号\nYJ20261123-001, 1234567890123 \n"

    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        read = uploaded.read(text.encode(encoding))
        assert read == [["客户订单号", "邮件号"], ["YJ20261123-001", "1234567890123"]]


def test_a_number_in_a_cell_is_read_as_it_was_typed() -> None:
    book, out = Workbook(), io.BytesIO()
    assert book.active is not None
    book.active.append([1234567890123, 1234567890123.0, None, "=1+1"])
    book.save(out)

    assert uploaded.read(out.getvalue())[0][:3] == ["1234567890123", "1234567890123", ""]


def _zip(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04 broken", b"\xff\xfe\x00\x01", b"\x89PNG\r\n\x1a\n\0\0", _zip("a.txt", b"hello"), b'"a'],
)
def test_what_is_no_spreadsheet_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(uploaded.UnreadableSheet):
        uploaded.read(data)


@pytest.mark.parametrize(
    ("part", "element", "most"),
    [
        ("xl/worksheets/sheet1.xml", b'<c r="A1"/>', uploaded.MOST_ELEMENTS),
        ("xl/sharedStrings.xml", b"<si></si>", uploaded.MOST_ELEMENTS),
        ("xl/styles.xml", b"<font/>", uploaded.MOST_AROUND),
    ],
)
def test_a_small_file_of_a_million_cells_is_not_read(part: str, element: bytes, most: int) -> None:
    sent = _zip(part, element * (most + 1))

    assert len(sent) < 100_000
    with pytest.raises(uploaded.TooLong):
        uploaded.read(sent)


def test_what_would_unpack_to_the_whole_memory_is_not_unpacked() -> None:
    with pytest.raises(uploaded.TooLong):
        uploaded.read(_zip("xl/worksheets/sheet1.xml", b" " * (uploaded.MOST_UNPACKED + 1)))
    with pytest.raises(uploaded.TooLong):
        uploaded.read(b"a\n" * (uploaded.MOST_ROWS + 1))


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
ENTITIES = {
    "a billion laughs": f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>',
    "a file of the server": '<!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
}


def _workbook_with(head: str) -> bytes:
    """A workbook whose first cell is an entity."""
    book = Workbook()
    assert book.active is not None
    book.active["A1"] = 3
    plain, made = io.BytesIO(), io.BytesIO()
    book.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            body = old.read(name).decode()
            if name.endswith("sheet1.xml"):
                body = head + body.replace("<v>3</v>", "<v>&l9;</v>")
            new.writestr(name, body)
    return made.getvalue()


@pytest.mark.parametrize("head", ENTITIES.values(), ids=ENTITIES)
def test_no_entity_of_a_sheet_is_followed(head: str) -> None:
    try:
        rows = uploaded.read(_workbook_with(head))
    except uploaded.UnreadableSheet:
        return
    assert len(str(rows)) < 1000
    assert "root:" not in str(rows)


def test_one_place_writes_sheets() -> None:
    """Every list that somebody takes away goes through the file that disarms formulas."""
    web = Path(kiosk.__file__).parent / "web"
    writers = {
        path.name
        for path in web.rglob("*.py")
        if re.search(r"^\s*(import csv|from openpyxl)", path.read_text("utf-8"), re.MULTILINE)
    }

    assert writers == {"sheets.py", "uploaded.py"}
