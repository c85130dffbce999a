"""Bytes for a thermal printer: GB18030 text in Chinese mode, and a picture of each line it cannot print.

Command names after Epson's ESC/POS reference; Chinese mode (FS &) as in the manuals of Chinese models.
"""

from typing import assert_never

from escpos.printer import Dummy
from PIL import Image

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
from printer.encode.raster import GLYPH, LEADING, drawn
from printer.profiles import Mode, Profile, Rom

INITIALISE = b"\x1b@\x1c&"  # ESC @, then FS &: ESC @ may leave Chinese mode
LINE_HEIGHT = b"\x1b3" + bytes([GLYPH + LEADING])
SIZE = b"\x1d!"
BOLD = b"\x1bE"
INVERTED = b"\x1dB"
RASTER = b"\x1dv0\x00"
BAND = 240  # rows of one picture: more overruns the buffer of small printers
RULE = "-"
PRIVATE_USE = {"\ue863": "䶮"}  # old databases keep 䶮 in the private use area


def encode(document: Document, profile: Profile) -> bytes:
    """Turn a document into the bytes that print it."""
    lines = lines_of(document, profile.columns)
    body = b"".join(_printed(line, profile) for line in lines)
    return INITIALISE + LINE_HEIGHT + body


def safe(text: str, rom: Rom) -> bool:
    """Tell whether a printer has every character of a text in its memory."""
    return all(_in_rom(character, rom) for character in text)


def _in_rom(character: str, rom: Rom) -> bool:
    if character.isascii():
        return character.isprintable()
    if 0xE000 <= ord(character) <= 0xF8FF:
        return False
    codec = "gb18030" if rom is Rom.GB18030 else rom.value
    try:
        encoded = character.encode(codec)
    except UnicodeEncodeError:
        return False
    return len(encoded) == 2 or rom is Rom.GB18030


def _printed(line: Line, profile: Profile) -> bytes:
    match line:
        case TextLine():
            return _text(line, profile)
        case RuleLine():
            return _text(TextLine(RULE * profile.columns), profile)
        case QrLine():
            return _qr(line, profile)
        case BarcodeLine() | PictureLine():
            return _picture(drawn(line, profile))
        case FeedLine():
            return b"\n"
        case CutLine():
            return _cut()
        case _:
            assert_never(line)


def _text(line: TextLine, profile: Profile) -> bytes:
    text = "".join(PRIVATE_USE.get(character, character) for character in line.text)
    if profile.mode is Mode.RASTER or not safe(text, profile.rom):
        changed = TextLine(text, line.size, line.bold, line.inverted, line.pad)
        return _picture(drawn(changed, profile))
    out = b" " * line.pad
    if line.size > 1:
        out += SIZE + bytes([(line.size - 1) * 0x11])
    out += BOLD + b"\x01" if line.bold else b""
    out += INVERTED + b"\x01" if line.inverted else b""
    out += text.encode("gb18030")
    out += INVERTED + b"\x00" if line.inverted else b""
    out += BOLD + b"\x00" if line.bold else b""
    if line.size > 1:
        out += SIZE + b"\x00"
    return out + b"\n"


def _qr(line: QrLine, profile: Profile) -> bytes:
    if not profile.native_qr:
        return _picture(drawn(line, profile))
    builder = Dummy()
    builder.qr(line.data, ec=1, size=profile.qr_module, native=True)  # ec 1 is level M
    return bytes(builder.output) + b"\n"


def _cut() -> bytes:
    builder = Dummy()
    builder.cut(mode="PART")
    return bytes(builder.output)


def _picture(image: Image.Image) -> bytes:
    row = (image.width + 7) // 8
    bits = bytes(255 - byte for byte in image.tobytes())
    out = b""
    for top in range(0, image.height, BAND):
        rows = min(BAND, image.height - top)
        size = row.to_bytes(2, "little") + rows.to_bytes(2, "little")
        out += RASTER + size + bits[top * row : (top + rows) * row]
    return out
