"""导出: rows as CSV that a spreadsheet opens with its Chinese right, and without running anything."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

BEGINS_A_FORMULA = ("=", "+", "-", "@")
BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads UTF-8 as something else


def csv_answer(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """Answer with rows as a file to be saved."""
    response = Response(BYTE_ORDER_MARK + csv_text((head, *rows)), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """Write rows; a cell that a spreadsheet would take for a formula begins with an apostrophe."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def _harmless(cell: object) -> str:
    """Source: the advice of OWASP against CSV injection."""
    text = str(cell)
    dangerous = text.lstrip().startswith(BEGINS_A_FORMULA) or text.startswith(("\t", "\r"))
    return f"'{text}" if dangerous else text
