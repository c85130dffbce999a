"""电子表格: lists to take away, without a formula in what somebody typed."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO, StringIO
from typing import Any

from flask import Response

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # OWASP: CSV injection
BOM = "\ufeff"  # without it Excel takes UTF-8 for the system's own encoding
Rows = Iterable[Sequence[object]]


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
