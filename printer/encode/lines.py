"""From blocks to lines: the one place that breaks text, so that every encoder breaks it alike.

Widths are in cells of half a Chinese character. Wide, full-width and ambiguous characters take two, as
a printer in Chinese mode prints them (UAX 11).
"""

import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import assert_never

from printer.document import (
    Align,
    Barcode,
    Block,
    Box,
    CheckRow,
    Cut,
    Document,
    Feed,
    KeyValue,
    Qr,
    Rule,
    Table,
    Text,
)
from printer.encode.characters import normal

NEVER_FIRST = frozenset("，。；：、）》！？”’】」』〉…—％℃,.;:)]}!?%-–")
NEVER_LAST = frozenset("（《“‘【「『〈([{¥￥$#№")
BOXES = {Box.EMPTY: "□ ", Box.TICKED: "■ ", Box.NONE: ""}
PAGE = 72  # lines, about 27 cm of paper: what an old man can hold and a head prints without a rest
UNTORN = 4  # lines of a usual block: a page may be so much longer than its share
FOOT = {"zh": "第 {n}/{m} 页", "en": "Page {n} of {m}"}


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line: `pad` cells of running text to the left, then the words at their size.

    `glyphs` are pictures that came among a printer's bytes, one for each U+FFFC of the text.
    """

    text: str
    size: int = 1
    bold: bool = False
    inverted: bool = False
    pad: int = 0
    glyphs: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A line across the paper."""


@dataclass(frozen=True, slots=True)
class QrLine:
    """A QR code in the middle."""

    data: str


@dataclass(frozen=True, slots=True)
class BarcodeLine:
    """A barcode in the middle."""

    data: str


@dataclass(frozen=True, slots=True)
class PictureLine:
    """Dots as they came from a printer's bytes: rows of packed bits."""

    width: int
    height: int
    bits: bytes


@dataclass(frozen=True, slots=True)
class FeedLine:
    """An empty line."""


@dataclass(frozen=True, slots=True)
class CutLine:
    """The end of a slip."""


Line = TextLine | RuleLine | QrLine | BarcodeLine | PictureLine | FeedLine | CutLine


@lru_cache(maxsize=8192)
def cells_of(character: str) -> int:
    """Return how many cells a character takes: 0, 1 or 2."""
    if unicodedata.combining(character) or unicodedata.category(character) in {"Cc", "Cf", "Mn"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1


def width_of(text: str) -> int:
    """Return how many cells a text takes."""
    return sum(cells_of(character) for character in text)


def lines_of(document: Document, columns: int, *, paged: bool = True) -> tuple[Line, ...]:
    """Lay a document out on paper of so many cells; a long one in pages, unless the encoder has its own."""
    blocks = [tuple(_of_block(block, columns)) for block in document.blocks]
    if not paged:
        return tuple(line for block in blocks for line in block)
    return tuple(_paged(blocks, columns, FOOT.get(document.language, FOOT["zh"])))


def _paged(blocks: Sequence[tuple[Line, ...]], columns: int, foot: str) -> Iterator[Line]:
    """Put a foot under each page of a paper that is too long for one; a block is never torn.

    The pages are about equally long: nobody is handed a second one with two lines on it.
    """
    total = sum(map(len, blocks))
    room = min(PAGE, math.ceil(total / math.ceil(total / PAGE)) + UNTORN) if total else PAGE
    pages: list[list[Line]] = [[]]
    for block in blocks:
        if len(pages[-1]) + len(block) > room and pages[-1] and not _only_cuts(block):
            pages.append([])
        pages[-1].extend(block)
    if len(pages) == 1:
        yield from pages[0]
        return
    for n, page in enumerate(pages, 1):
        cut = [line for line in page[-1:] if isinstance(line, CutLine)]
        yield from page[: len(page) - len(cut)]
        yield from _of_text(Text(foot.format(n=n, m=len(pages)), align=Align.CENTER), columns)
        yield CutLine()


def _only_cuts(block: Sequence[Line]) -> bool:
    return all(isinstance(line, CutLine) for line in block)


def _of_block(block: Block, columns: int) -> Iterator[Line]:
    match block:
        case Text():
            yield from _of_text(block, columns)
        case KeyValue():
            label = f"{block.label}  " if block.label else ""
            yield from _hanging(label, block.value, columns, bold=block.bold)
        case CheckRow():
            yield from _of_row(block, columns)
        case Table():
            yield from _of_table(block, columns)
        case Rule():
            yield RuleLine()
        case _:
            yield from _of_mark(block, columns)


def _of_mark(block: Qr | Barcode | Feed | Cut, columns: int) -> Iterator[Line]:
    match block:
        case Qr():
            yield QrLine(block.data)
            if block.caption:
                yield from _of_text(Text(block.caption), columns)
        case Barcode():
            yield BarcodeLine(block.data)
            yield from _of_text(Text(block.caption or block.data, align=Align.CENTER), columns)
        case Feed():
            yield from (FeedLine() for _ in range(block.lines))
        case Cut():
            yield CutLine()
        case _:
            assert_never(block)


def _of_text(block: Text, columns: int) -> Iterator[Line]:
    for paragraph in block.text.split("\n"):
        for piece in broken(paragraph, columns // block.size):
            free = columns - width_of(piece) * block.size
            pad = {Align.LEFT: 0, Align.CENTER: free // 2, Align.RIGHT: free}[block.align]
            yield TextLine(piece, block.size, block.bold, block.inverted, pad)


def _of_row(block: CheckRow, columns: int) -> Iterator[Line]:
    head = f"{BOXES[block.box]}{block.number}. "
    indent = width_of(head)
    yield from _hanging(head, block.text, columns)
    for extra in (block.counts, block.note):
        if extra:
            yield from (TextLine(piece, pad=indent) for piece in broken(extra, columns - indent))


def _of_table(block: Table, columns: int) -> Iterator[Line]:
    total = sum(block.widths)
    widths = [share * columns // total for share in block.widths[:-1]]
    widths.append(columns - sum(widths))
    for row in block.rows:
        cells = [broken(text, width - 1) for text, width in zip(row, widths, strict=True)]
        for n in range(max(map(len, cells))):
            parts = [cell[n] if n < len(cell) else "" for cell in cells]
            joined = "".join(
                part + " " * (width - width_of(part)) for part, width in zip(parts, widths, strict=True)
            )
            yield TextLine(joined.rstrip())


def _hanging(head: str, text: str, columns: int, *, bold: bool = False) -> Iterator[Line]:
    head = normal(head)
    indent = width_of(head)
    if indent > columns // 2:
        yield from (TextLine(piece, bold=bold) for piece in broken(head + text, columns))
        return
    first, *rest = broken(text, columns - indent)
    yield TextLine(head + first, bold=bold)
    yield from (TextLine(piece, bold=bold, pad=indent) for piece in rest)


def broken(text: str, columns: int) -> list[str]:
    """Break one paragraph into lines of at most so many cells, by the rules of Chinese typesetting.

    No line begins with closing punctuation or ends with an opening one, and words and numbers in Latin
    letters stay whole where they fit (GB/T 15834 for the punctuation).
    """
    rest = normal(text).strip()
    lines = []
    while width_of(rest) > columns:
        end = _end_of_line(rest, columns)
        lines.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*lines, rest]


def _end_of_line(text: str, columns: int) -> int:
    end, width = 0, 0
    while end < len(text) and width + cells_of(text[end]) <= columns:
        width += cells_of(text[end])
        end += 1
    full = max(end, 1)
    best = full
    while best > 1 and not _may_break(text, best):
        best -= 1
    return best if best > full // 2 or best > 1 else full


def _may_break(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at] if at < len(text) else " "
    if after in NEVER_FIRST or before in NEVER_LAST:
        return False
    return not (_latin(before) and _latin(after))


def _latin(character: str) -> bool:
    return character.isascii() and not character.isspace()
