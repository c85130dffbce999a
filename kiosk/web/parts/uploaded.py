"""上传的表格: XLSX and CSV as people send them, read as rows of text, and no longer than an honest file."""

import csv
import io
import threading
import zipfile
import zlib
from itertools import islice

from kiosk.hall.errors import HallError

MOST_ROWS = 20_000
MOST_COLUMNS = 100
MOST_UNPACKED = 32 * 2**20  # bytes that a spreadsheet may unpack to
# Each XML element takes some 30 µs and half a kilobyte to read, and five million fit into 100 KB packed.
MOST_ELEMENTS = 300_000  # of the cells and texts: 5,000 lines of 30 columns, with their values
MOST_AROUND = 20_000  # of any other part: styles and names
CELLS = ("xl/worksheets/", "xl/sharedStrings.xml")
PIECE = 2**16
# Sheets are read in turn (`in_turn`): the longest takes seven seconds and 185 MB.
READING = threading.Semaphore(1)


class UnreadableSheet(HallError):
    """This is no spreadsheet."""

    status = 422
    zh = "这个文件读不出来。请另存为 XLSX，或 UTF-8、GBK 编码的 CSV，再上传。"
    en = "This file cannot be read. Save it as XLSX, or as CSV in UTF-8 or GBK, and send it again."


class TooLong(HallError):
    """No honest file is as long."""

    status = 413
    zh = "文件太大：最多 {0} 行。请分成几个文件。"
    en = "The file is too long: at most {0} lines. Please split it."


def read(data: bytes) -> list[list[str]]:
    """Read the first sheet of an XLSX, or a CSV, as rows of text.

    Raises:
        UnreadableSheet: it is neither.
        TooLong: it has too many rows, or unpacks to too much.
    """
    rows = _workbook(data) if data.startswith(b"PK") else _csv(data)
    if len(rows) > MOST_ROWS:
        raise TooLong(MOST_ROWS)
    return rows


def _workbook(data: bytes) -> list[list[str]]:
    from openpyxl import load_workbook  # here: a hall that starts should not wait for it

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(one.file_size for one in packed.infolist()) > MOST_UNPACKED:
                raise TooLong(MOST_ROWS)
            for one in packed.infolist():
                _must_be_short(packed, one)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError):
        raise UnreadableSheet from None
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        found = sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS)
        return [[_text(value) for value in row] for row in islice(found, MOST_ROWS + 1)]
    except Exception:  # noqa: BLE001  openpyxl lets through whatever a broken file makes it stumble over
        raise UnreadableSheet from None


def _must_be_short(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Count the elements of a part before anything is made of them."""
    most = MOST_ELEMENTS if part.filename.startswith(CELLS) else MOST_AROUND
    found = 0
    with packed.open(part) as content:
        while piece := content.read(PIECE):
            found += piece.count(b"<") - piece.count(b"</")
            if found > most:
                raise TooLong(MOST_ROWS)


def _csv(data: bytes) -> list[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            if "\0" in text:
                raise UnreadableSheet
            lines = csv.reader(io.StringIO(text), strict=True)
            return [[one.strip() for one in row[:MOST_COLUMNS]] for row in islice(lines, MOST_ROWS + 1)]
        except UnicodeDecodeError:
            continue
        except csv.Error:
            break
    raise UnreadableSheet


def _text(value: object) -> str:
    """Write a cell; a long number that a spreadsheet took for one stays as it was typed."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
