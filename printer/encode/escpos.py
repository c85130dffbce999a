"""Bytes for a thermal printer: GB18030 text in Chinese mode, and a picture of each line it cannot print.

Command names after Epson's ESC/POS reference; Chinese mode (FS &) as in the manuals of Chinese models.
"""

import logging
from functools import lru_cache
from typing import assert_never

from escpos.printer import Dummy
from PIL import Image

from printer.document import Document
from printer.encode import code128
from printer.encode.characters import in_rom, runs
from printer.encode.fonts import GETA
from printer.encode.lines import (
    BarcodeLine,
    CutLine,
    FeedLine,
    Line,
    PictureLine,
    QrLine,
    RuleLine,
    TextLine,
    broken,
    cells_of,
    lines_of,
)
from printer.encode.raster import BARCODE_HEIGHT, GLYPH, LEADING, barcode_module, drawn, glyph
from printer.profiles import Mode, Profile

INITIALISE = b"\x1b@\x1c&"  # ESC @, then FS &: ESC @ may leave Chinese mode
LINE_HEIGHT = b"\x1b3" + bytes([GLYPH + LEADING])
SIZE = b"\x1d!"
BOLD = b"\x1bE"
INVERTED = b"\x1dB"
RASTER = b"\x1dv0\x00"
BAND = 240  # rows of one picture: more overruns the buffer of small printers
RULE = "-"
CENTRE, LEFT = b"\x1ba\x01", b"\x1ba\x00"
GLYPH_24 = b"\x1b*\x21"  # a picture among the text, 24 dots high: three bytes for each column
BARCODE = b"\x1dkI"  # GS k 73: Code128 with its length

INVERTED_BITS = bytes(255 - byte for byte in range(256))  # Pillow's ink is 0, a printer's is 1

log = logging.getLogger(__name__)


def encode(document: Document, profile: Profile) -> bytes:
    """Turn a document into the bytes that print it."""
    lines = lines_of(document, profile.columns)
    body = b"".join(_printed(line, profile) for line in lines)
    return INITIALISE + LINE_HEIGHT + body


def _printed(line: Line, profile: Profile) -> bytes:
    match line:
        case TextLine():
            return _text(line, profile)
        case RuleLine():
            return _text(TextLine(RULE * profile.columns), profile)
        case QrLine():
            return _qr(line, profile)
        case BarcodeLine():
            return _barcode(line, profile)
        case PictureLine():
            return _picture(drawn(line, profile))
        case FeedLine():
            return b"\n"
        case CutLine():
            return cut()
        case _:
            assert_never(line)


def _text(line: TextLine, profile: Profile) -> bytes:
    if profile.mode is Mode.TEXT:
        return _words_only(line, profile)
    lacking = [one for one in line.text if not in_rom(one, profile.rom)]
    inline = line.size == 1 and not line.inverted and all(map(cells_of, lacking))
    if profile.mode is Mode.RASTER or (lacking and not inline):
        return _picture(drawn(line, profile))
    return _styled(line, b"".join(_run(run, known, line) for known, run in runs(line.text, profile.rom)))


def _run(run: str, known: bool, line: TextLine) -> bytes:  # noqa: FBT001  a pair as `runs` gives it
    return run.encode("gb18030") if known else _glyph(run, bold=line.bold)


def _styled(line: TextLine, words: bytes) -> bytes:
    out = b" " * line.pad
    if line.size > 1:
        out += SIZE + bytes([(line.size - 1) * 0x11])
    out += BOLD + b"\x01" if line.bold else b""
    out += INVERTED + b"\x01" if line.inverted else b""
    out += words
    out += INVERTED + b"\x00" if line.inverted else b""
    out += BOLD + b"\x00" if line.bold else b""
    if line.size > 1:
        out += SIZE + b"\x00"
    return out + b"\n"


def _words_only(line: TextLine, profile: Profile) -> bytes:
    """Write a line for a printer that takes no pictures: 〓 for what it lacks, the code points under it."""
    lacking = [one for one in line.text if not in_rom(one, profile.rom)]
    shown = "".join(GETA if one in lacking else one for one in line.text)
    out = _styled(line, shown.encode("gb18030"))
    if lacking:
        log.warning("printer without pictures: %s", " ".join(f"U+{ord(one):04X}" for one in lacking))
        codes = " ".join(f"U+{ord(one):04X}" for one in lacking)
        out += b"".join(
            piece.encode("gb18030") + b"\n" for piece in broken(f"{GETA} {codes}", profile.columns)
        )
    return out


@lru_cache(maxsize=4096)
def _glyph(character: str, *, bold: bool) -> bytes:
    """Write one character as a picture of its own cell, which keeps its place in the line."""
    image = glyph(character, bold=bold)
    columns = bytearray()
    for x in range(image.width):
        dots = "".join("0" if image.getpixel((x, y)) else "1" for y in range(GLYPH))
        columns += int(dots, 2).to_bytes(3, "big")
    return GLYPH_24 + image.width.to_bytes(2, "little") + bytes(columns)


def _qr(line: QrLine, profile: Profile) -> bytes:
    if not profile.native_qr or profile.mode is Mode.RASTER:
        return _picture(drawn(line, profile))
    builder = Dummy()
    builder.qr(line.data, ec=1, size=profile.qr_module, native=True)  # ec 1 is level M
    return CENTRE + bytes(builder.output) + b"\n" + LEFT


def _barcode(line: BarcodeLine, profile: Profile) -> bytes:
    module = barcode_module(line.data, profile)
    if not module:
        return b""  # its characters stand under it
    if profile.mode is Mode.RASTER:
        return _picture(drawn(line, profile))
    payload = code128.for_printer(line.data)
    form = b"\x1dh" + bytes([BARCODE_HEIGHT]) + b"\x1dw" + bytes([module]) + b"\x1dH\x00"
    return CENTRE + form + BARCODE + bytes([len(payload)]) + payload + b"\n" + LEFT


def cut() -> bytes:
    """Write the end of a slip: feed it past the knife, and cut but for a corner."""
    builder = Dummy()
    builder.cut(mode="PART")
    return bytes(builder.output)


def glyph_bytes(character: str, *, bold: bool = False) -> bytes:
    """Write one character as a picture among the text, whatever the printer's memory holds."""
    return _glyph(character, bold=bold)


def _picture(image: Image.Image) -> bytes:
    row = (image.width + 7) // 8
    bits = image.tobytes().translate(INVERTED_BITS)
    out = b""
    for top in range(0, image.height, BAND):
        rows = min(BAND, image.height - top)
        size = row.to_bytes(2, "little") + rows.to_bytes(2, "little")
        out += RASTER + size + bits[top * row : (top + rows) * row]
    return out
