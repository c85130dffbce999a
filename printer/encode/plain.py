"""Plain text: what a test compares and a log shows."""

from typing import assert_never

from printer.document import Document
from printer.encode.lines import (
    BarcodeLine,
    CutLine,
    FeedLine,
    Line,
    PictureLine,
    QrLine,
    RuleLine,
    TextLine,
    lines_of,
)


def encode(document: Document, *, columns: int) -> str:
    """Write a document as text; larger sizes are written once, at their place."""
    return "".join(f"{_written(line, columns)}\n" for line in lines_of(document, columns))


def _written(line: Line, columns: int) -> str:
    match line:
        case TextLine():
            return (" " * line.pad + line.text).rstrip()
        case RuleLine():
            return "-" * columns
        case QrLine():
            return f"[QR {line.data}]"
        case BarcodeLine():
            return f"[Code128 {line.data}]"
        case PictureLine():
            return f"[{line.width}x{line.height}]"
        case FeedLine():
            return ""
        case CutLine():
            return "=" * columns
        case _:
            assert_never(line)
