"""Invented retirees: names nobody has, identity numbers whose check digit is right."""

from io import BytesIO

from openpyxl import Workbook
from stdnum.cn import ric

HEADS = ("姓名", "身份证号", "电话", "上次认证日期")
Row = tuple[str, ...]


def number_of(n: int) -> str:
    """Make the n-th invented identity number."""
    body = f"330782{1945 + n % 15}{n // 1000 % 12 + 1:02d}{n % 28 + 1:02d}{n % 1000:03d}"
    return body + ric.calc_check_digit(f"{body}0")


def rows(count: int, first: int = 1, last_time: str = "") -> tuple[Row, ...]:
    """Make a roster with its heads."""
    people = range(first, first + count)
    return (HEADS, *((f"样{n:04d}", number_of(n), f"138{n:08d}", last_time) for n in people))


def workbook(lines: tuple[Row, ...]) -> bytes:
    """Write a roster as XLSX."""
    book, written = Workbook(), BytesIO()
    sheet = book.active
    assert sheet is not None
    for line in lines:
        sheet.append(line)
    book.save(written)
    return written.getvalue()
