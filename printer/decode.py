"""From a printer's bytes back to lines: what the virtual printer draws and the tests read."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from printer.encode import code128
from printer.encode.lines import BarcodeLine, CutLine, FeedLine, Line, PictureLine, QrLine, TextLine

ESC, FS, GS, DLE, LF = 0x1B, 0x1C, 0x1D, 0x10, 0x0A
PICTURE = "\ufffc"  # stands for a picture among the text
LEAD = 0x81  # first byte of a character of two bytes or four
STORE_QR, PRINT_QR = 80, 81


class UnknownCommand(ValueError):
    """The bytes hold something that no document of ours sends."""


@dataclass
class Reader:
    """Walks through the bytes and keeps the printer's state."""

    data: bytes
    at: int = 0
    size: int = 1
    bold: bool = False
    inverted: bool = False
    text: bytearray = field(default_factory=bytearray)
    style: tuple[int, bool, bool] = (1, False, False)
    pad: int = 0
    qr: str = ""
    glyphs: tuple[bytes, ...] = ()

    def take(self, count: int) -> bytes:
        """Return the next bytes.

        Raises:
            UnknownCommand: the bytes end inside a command.
        """
        taken = self.data[self.at : self.at + count]
        if len(taken) < count:
            raise UnknownCommand(f"the bytes end inside a command at {self.at}")
        self.at += count
        return taken

    def lines(self) -> Iterator[Line]:
        """Read all lines."""
        while self.at < len(self.data):
            first = self.take(1)[0]
            if first == LF:
                yield self.end_of_line()
            elif first == ESC:
                yield from self.escape()
            elif first == GS:
                yield from self.group()
            elif first == FS:
                self.expect(self.take(1), b"&.")
            elif first == DLE:
                self.take(2)
            else:
                self.character(first)
        if self.text:
            yield self.end_of_line()

    def character(self, first: int) -> None:
        """Keep one byte of text, or the blanks before it."""
        if first == 0x20 and not self.text and self.size == 1:
            self.pad += 1
            return
        if not self.text:
            self.style = (self.size, self.bold, self.inverted)
        self.text.append(first)
        if first >= LEAD:
            second = self.take(1)[0]
            self.text.append(second)
            if 0x30 <= second <= 0x39:
                self.text += self.take(2)

    def end_of_line(self) -> Line:
        """Close a line."""
        if not self.text:
            self.pad = 0
            return FeedLine()
        size, bold, inverted = self.style
        line = TextLine(self.text.decode("gb18030", "replace"), size, bold, inverted, self.pad, self.glyphs)
        self.text, self.pad, self.glyphs = bytearray(), 0, ()
        return line

    def escape(self) -> Iterator[Line]:
        """Read a command that begins with ESC."""
        match self.take(1):
            case b"@":
                self.size, self.bold, self.inverted = 1, False, False
            case b"E":
                self.bold = self.take(1) != b"\x00"
            case b"3" | b"a" | b"M":
                self.take(1)
            case b"*":
                self.glyph()
            case b"B":  # the buzzer of some Chinese models
                self.take(2)
            case b"d":
                yield from (FeedLine() for _ in range(self.take(1)[0]))
            case other:
                raise UnknownCommand(f"ESC {other!r} at {self.at}")

    def glyph(self) -> None:
        """Read ESC *, a picture among the text."""
        self.expect(self.take(1), b"\x21")
        if not self.text:
            self.style = (self.size, self.bold, self.inverted)
        self.glyphs += (self.take(3 * int.from_bytes(self.take(2), "little")),)
        self.text += PICTURE.encode("gb18030")

    def group(self) -> Iterator[Line]:
        """Read a command that begins with GS."""
        match self.take(1):
            case b"!":
                self.size = (self.take(1)[0] & 0x07) + 1
            case b"B":
                self.inverted = self.take(1) != b"\x00"
            case b"V":
                if self.take(1)[0] > 60:
                    self.take(1)
                yield CutLine()
            case b"v":
                yield self.picture()
            case b"(":
                yield from self.extended()
            case b"k":
                self.expect(self.take(1), b"I")
                yield BarcodeLine(code128.from_printer(self.take(self.take(1)[0])))
                self.after_mark()
            case b"r" | b"a" | b"h" | b"w" | b"H" | b"I":
                self.take(1)
            case other:
                raise UnknownCommand(f"GS {other!r} at {self.at}")

    def picture(self) -> Line:
        """Read GS v 0."""
        self.expect(self.take(1), b"0")
        self.take(1)
        row = int.from_bytes(self.take(2), "little")
        rows = int.from_bytes(self.take(2), "little")
        return PictureLine(row * 8, rows, self.take(row * rows))

    def extended(self) -> Iterator[Line]:
        """Read GS ( k, a QR code, or GS ( H, a request to confirm."""
        kind = self.take(1)
        body = self.take(int.from_bytes(self.take(2), "little"))
        self.expect(kind, b"kH")
        if kind == b"k" and body[1] == STORE_QR:
            self.qr = body[3:].decode("utf-8")
        elif kind == b"k" and body[1] == PRINT_QR:
            yield QrLine(self.qr)
            self.after_mark()

    def after_mark(self) -> None:
        """Pass over the line feed that belongs to a code, not to the text."""
        if self.data[self.at : self.at + 1] == b"\n":
            self.at += 1

    def expect(self, got: bytes, among: bytes) -> None:
        """Refuse what no document of ours sends.

        Raises:
            UnknownCommand: it is something else.
        """
        if got not in {bytes([one]) for one in among}:
            raise UnknownCommand(f"{got!r} at {self.at}")


def decode(data: bytes) -> tuple[Line, ...]:
    """Read the lines that a printer would put on paper.

    Raises:
        UnknownCommand: the bytes hold something that no document of ours sends.
    """
    return tuple(Reader(data).lines())


def length_at(data: bytes, at: int) -> int | None:
    """Tell how many bytes the command or character at a place takes; None while its end has not come."""
    head = data[at : at + 3]
    length: int | None = 1
    match head[0]:
        case 0x10 | 0x1C:
            length = 3 if head[0] == DLE else 2
        case 0x1B:
            length = _of_escape(head, data, at)
        case 0x1D:
            length = _of_group(head, data, at)
        case first if first >= LEAD:
            length = 4 if len(head) > 1 and 0x30 <= head[1] <= 0x39 else 2
    return length if length is not None and at + length <= len(data) else None


def _of_escape(head: bytes, data: bytes, at: int) -> int | None:
    match head[1:2]:
        case b"@":
            return 2
        case b"*":
            return 5 + 3 * int.from_bytes(data[at + 3 : at + 5], "little") if len(data) >= at + 5 else None
        case b"B":
            return 4
        case _:
            return 3


def _of_group(head: bytes, data: bytes, at: int) -> int | None:
    sized = {b"v": 8, b"(": 5, b"k": 4}.get(head[1:2])
    if sized is None:
        return 4 if head[1:2] == b"V" and head[2:3] > b"\x3c" else 3
    if len(data) < at + sized:
        return None
    if head[1:2] == b"k":
        return 4 + data[at + 3]
    if head[1:2] == b"(":
        return 5 + int.from_bytes(data[at + 3 : at + 5], "little")
    row, rows = (int.from_bytes(data[n : n + 2], "little") for n in (at + 4, at + 6))
    return 8 + row * rows


def text_of(lines: tuple[Line, ...]) -> str:
    """Return the words among the lines, as plain text."""
    return "".join(f"{' ' * line.pad}{line.text.rstrip()}\n" for line in lines if isinstance(line, TextLine))
