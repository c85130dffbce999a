"""下载: a file that the browser keeps."""

from flask import Response

from kiosk.web.parts.sheets import XLSX


def file_answer(data: bytes, name: str) -> Response:
    """Answer a spreadsheet that the browser saves under a name."""
    kind = XLSX if name.endswith(".xlsx") else "text/csv; charset=utf-8"
    response = Response(data, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
