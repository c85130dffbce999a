"""How long a paper is: what a printer needs for it, in millimetres."""

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
from printer.encode.raster import BARCODE_HEIGHT, GLYPH, LEADING
from printer.profiles import Profile

DOTS_PER_MM = 8  # 203 dots to the inch
QR_MODULES = 45  # of version 5 with its quiet zone: the longest address that a paper carries


def millimetres(document: Document, profile: Profile) -> float:
    """Tell how much paper a document takes."""
    return sum(_dots(line, profile) for line in lines_of(document, profile.columns)) / DOTS_PER_MM


def _dots(line: Line, profile: Profile) -> int:
    match line:
        case TextLine():
            return GLYPH * line.size + LEADING
        case QrLine():
            return QR_MODULES * profile.qr_module
        case BarcodeLine():
            return BARCODE_HEIGHT + LEADING
        case PictureLine():
            return line.height
        case RuleLine() | FeedLine() | CutLine():
            return GLYPH + LEADING
        case _:
            assert_never(line)
