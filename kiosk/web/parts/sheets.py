"""电子表格: lists to take away, without a formula in what somebody typed, and lists that people bring."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO, StringIO
from itertools import islice
from typing import Any
from zipfile import BadZipFile, ZipFile

from flask import Response

from kiosk.hall.errors import HallError

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # OWASP: CSV injection
BOM = "\ufeff"  # without it Excel takes UTF-8 for the system's own encoding
Rows = Iterable[Sequence[object]]
ZIP = b"PK"  # with which a workbook begins
MOST_UNPACKED = 32 * 1024 * 1024  # bytes; a roster of 5,000 lines has one of them
MOST_ROWS, MOST_COLUMNS = 6000, 20


class NotASheet(HallError):
    """A file is no spreadsheet."""

    status = 422
    zh = "读不出这个文件，请存为 XLSX 或 CSV 再导入。"
    en = "This file cannot be read. Please save it as XLSX or CSV and import it again."


def xlsx_answer(name: str, sheets: Mapping[str, Rows]) -> Response:
    """Answer with a workbook; a text is a text, whatever it begins with."""
    return _answer(xlsx(sheets), XLSX, f"{name}.xlsx")


def xlsx(sheets: Mapping[str, Rows]) -> bytes:
    """Write a workbook; a text is a text, whatever it begins with."""
    from openpyxl import Workbook  # here: a hall that starts should not wait for it

    book = Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title[:31])
        for row in rows:
            sheet.append([_cell(sheet, value) for value in row])
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def csv_answer(name: str, rows: Rows) -> Response:
    """Answer with comma-separated values."""
    return _answer(csv_file(rows), "text/csv; charset=utf-8", f"{name}.csv")


def csv_file(rows: Rows) -> bytes:
    """Write a file of comma-separated values that every office program opens with its Chinese right."""
    return (BOM + csv_text(rows)).encode()


def csv_text(rows: Rows) -> str:
    """Write comma-separated values; what a spreadsheet would calculate begins with an apostrophe."""
    written = StringIO()
    csv.writer(written).writerows([_plain(value) for value in row] for row in rows)
    return written.getvalue()


def _cell(sheet: Any, value: object) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if isinstance(value, int):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", "" if value is None else str(value)))
    cell.data_type = "s"  # or openpyxl makes a formula of what begins with =
    return cell


def _plain(value: object) -> object:
    text = "" if value is None else str(value)
    dangerous = text.startswith(FORMULA) or text.lstrip().startswith(FORMULA)
    return value if isinstance(value, int) else f"'{text}" if dangerous else text


def _answer(content: bytes, kind: str, file: str) -> Response:
    # Not make_response: it is written off the loop too, where no request is at hand.
    answer = Response(content)
    answer.headers["Content-Type"] = kind
    answer.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def read_sheet(content: bytes) -> list[list[str]]:
    """Read the first sheet of a workbook, or comma-separated values in UTF-8 or GB 18030, as text.

    Raises:
        NotASheet: it is neither, or unpacks to far more than an honest one.
    """
    if not content.startswith(ZIP):
        return _of_text(content)
    if _unpacked(content) > MOST_UNPACKED:
        raise NotASheet
    return _of_workbook(content)


def _unpacked(content: bytes) -> int:
    """Say to how many bytes a workbook claims to unpack."""
    try:
        with ZipFile(BytesIO(content)) as packed:
            return sum(one.file_size for one in packed.infolist())
    except BadZipFile:
        raise NotASheet from None


def _of_workbook(content: bytes) -> list[list[str]]:
    from openpyxl import load_workbook  # here: a hall that starts should not wait for it

    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)
        return [["" if value is None else str(value) for value in row] for row in rows]
    except Exception:  # noqa: BLE001  openpyxl lets through whatever a broken file makes it stumble over
        raise NotASheet from None


def _of_text(content: bytes) -> list[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            return [row[:MOST_COLUMNS] for row in islice(csv.reader(StringIO(text), strict=True), MOST_ROWS)]
        except (UnicodeDecodeError, csv.Error):
            continue
    raise NotASheet
