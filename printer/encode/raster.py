"""Pictures of paper: for the paper viewer, for printers without Chinese, and for lines a ROM cannot print."""

import io
import logging
from collections.abc import Sequence
from functools import lru_cache
from typing import assert_never

import qrcode
from PIL import Image, ImageDraw
from qrcode.constants import ERROR_CORRECT_M

from printer.document import Document
from printer.encode import code128
from printer.encode.fonts import drawable
from printer.encode.lines import (
    BarcodeLine,
    CutLine,
    FeedLine,
    Line,
    PictureLine,
    QrLine,
    RuleLine,
    TextLine,
    cells_of,
    lines_of,
)
from printer.profiles import Profile, profile_for

log = logging.getLogger(__name__)

CELL = 12  # dots of half a Chinese character at 203 dpi
GLYPH = 24
LEADING = 6
BLACK, WHITE = 0, 1
MARGIN = 24
PICTURE = "\ufffc"  # stands for a picture among the text
BARCODE_HEIGHT = 80
THINNEST = 2  # dots: a thinner bar cannot be read at 203 dpi
QR_QUIET = 4  # modules of white around a QR code (ISO/IEC 18004)


def picture(document: Document, width: int) -> bytes:
    """Draw a document as PNG, with the margins of real paper of a width in mm."""
    profile = profile_for(width)
    strip = paper_of(lines_of(document, profile.columns), profile)
    sheet = Image.new("1", (strip.width + 2 * MARGIN, strip.height + 2 * MARGIN), WHITE)
    sheet.paste(strip, (MARGIN, MARGIN))
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()


def paper_of(lines: Sequence[Line], profile: Profile) -> Image.Image:
    """Draw lines on a strip as wide as the printer's head."""
    parts = [drawn(line, profile) for line in lines]
    strip = Image.new("1", (profile.dots, sum(part.height for part in parts) or 1), WHITE)
    top = 0
    for part in parts:
        strip.paste(part, (0, top))
        top += part.height
    return strip


def drawn(line: Line, profile: Profile) -> Image.Image:
    """Draw one line, exactly as high as the printer would feed for it."""
    match line:
        case TextLine():
            return _text(line, profile)
        case RuleLine():
            canvas = _blank(profile, GLYPH + LEADING)
            ImageDraw.Draw(canvas).line([(0, GLYPH // 2), (profile.dots, GLYPH // 2)], fill=BLACK, width=2)
            return canvas
        case QrLine():
            return _qr(line.data, profile)
        case BarcodeLine():
            return _barcode(line.data, profile)
        case PictureLine():
            canvas = _blank(profile, line.height)
            canvas.paste(
                Image.frombytes("1", (line.width, line.height), bytes(255 - b for b in line.bits)), (0, 0)
            )
            return canvas
        case FeedLine():
            return _blank(profile, GLYPH + LEADING)
        case CutLine():
            return _blank(profile, GLYPH)
        case _:
            assert_never(line)


def _blank(profile: Profile, height: int) -> Image.Image:
    return Image.new("1", (profile.dots, height), WHITE)


def _text(line: TextLine, profile: Profile) -> Image.Image:
    canvas = _blank(profile, GLYPH * line.size + LEADING)
    left = line.pad * CELL
    ink = BLACK
    if line.inverted:
        right = left + sum(map(cells_of, line.text)) * CELL * line.size
        ImageDraw.Draw(canvas).rectangle([left, 0, right, GLYPH * line.size + 2], fill=BLACK)
        ink = WHITE
    glyphs = iter(line.glyphs)
    for character in line.text:
        if character == PICTURE and (bits := next(glyphs, b"")):
            left = _paste(canvas, bits, left)
            continue
        if not character.isspace():
            canvas.paste(ink, (left - CELL * line.size, 0), _ink(character, line.size, bold=line.bold))
        left += cells_of(character) * CELL * line.size
    return canvas


@lru_cache(maxsize=8192)
def _ink(character: str, size: int, *, bold: bool) -> Image.Image:
    """Draw where ink goes for one character, with a cell of room on both sides: some letters lean out."""
    shown, font = drawable(character, GLYPH * size)
    box = cells_of(character) * CELL * size
    mask = Image.new("1", (box + 2 * CELL * size, GLYPH * size + LEADING), 0)
    pen = ImageDraw.Draw(mask)
    pen.fontmode = "1"
    for dot in range(size + 1 if bold else 1):
        pen.text((CELL * size + box / 2 + dot, GLYPH * size * 0.86), shown, font=font, fill=1, anchor="ms")
    return mask


def _paste(canvas: Image.Image, bits: bytes, left: int) -> int:
    """Put a picture of 24 dots' height among the text, three bytes for each column; returns where it ends."""
    columns = [int.from_bytes(bits[at : at + 3], "big") for at in range(0, len(bits), 3)]
    for x, column in enumerate(columns):
        for y in range(GLYPH):
            if column >> (GLYPH - 1 - y) & 1:
                canvas.putpixel((left + x, y), BLACK)
    return left + len(columns)


def glyph(character: str, *, bold: bool = False) -> Image.Image:
    """Draw one character in its cell, as it stands in a line of running text."""
    line = TextLine(character, bold=bold)
    return _text(line, profile_for(80)).crop((0, 0, cells_of(character) * CELL, GLYPH))


def _qr(data: str, profile: Profile) -> Image.Image:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, box_size=profile.qr_module, border=QR_QUIET)
    code.add_data(data)
    code.make(fit=True)
    drawing = code.make_image().get_image().convert("1")
    canvas = _blank(profile, drawing.height)
    canvas.paste(drawing, ((profile.dots - drawing.width) // 2, 0))
    return canvas


def barcode_module(data: str, profile: Profile) -> int:
    """Return how many dots wide the thinnest bar may be for the paper, 2 at least; 0 when it does not fit.

    A printer leaves out a barcode that is too wide, and says nothing; so it is checked before sending.
    """
    try:
        fits = profile.dots // code128.width_of(data)
    except code128.NotABarcode:
        fits = 0
    if fits < THINNEST:
        log.error("a barcode does not fit %d dots or Code128: %d characters", profile.dots, len(data))
        return 0
    return min(fits, profile.barcode_module)


def _barcode(data: str, profile: Profile) -> Image.Image:
    module = barcode_module(data, profile)
    if not module:
        return _blank(profile, 0)
    bars = code128.bars(data)
    canvas = _blank(profile, BARCODE_HEIGHT + LEADING)
    pen = ImageDraw.Draw(canvas)
    left = (profile.dots - len(bars) * module) // 2
    for n, black in enumerate(bars):
        if black:
            pen.rectangle([left + n * module, 0, left + (n + 1) * module - 1, BARCODE_HEIGHT], fill=BLACK)
    return canvas
