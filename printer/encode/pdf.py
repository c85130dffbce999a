"""PDF for paper that is sealed, signed or kept: the same document on A4, or a plate on A5.

Text stays text, so that a copy can be searched; every character stands in the cell where the other
encoders put it, so that lines break alike.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, assert_never

import qrcode
from qrcode.constants import ERROR_CORRECT_M

from printer.document import Document, Text
from printer.encode import code128
from printer.encode.fonts import drawable, faces
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

if TYPE_CHECKING:
    from fpdf import FPDF

SEALED = frozenset(
    {
        "acceptance-notice",
        "refusal-notice",
        "supplement-notice",
        "tolerance-notice",
        "undertaking",
        "handover-list",
        "roster",
    }
)
PLATE = "mail-reminder"
PAD = "pad"  # slips to be cut apart: none stands on two sheets
POINTS = 72 / 25.4  # to the millimetre
BASE = 0.86  # of the height of a letter: where its foot stands
LEAD = 0.55  # white between two lines, in heights of running text
QR_MM, BAR_MM, BAR_MODULE_MM = 32.0, 16.0, 0.4
SEAL_MM = 42.0  # across: a county's round seal
PROBE = 24
COPIES = ("第一联 申请人留存", "第二联 大厅存档")
COPIES_EN = ("Copy 1: applicant", "Copy 2: hall")
FOOT = {"zh": "{copy}　第 {n}/{m} 页", "en": "{copy}    Page {n} of {m}"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of paper in mm, and how many half characters stand in one of its lines."""

    width: float
    height: float
    margin: float
    columns: int

    @property
    def cell(self) -> float:
        """The width of half a character."""
        return (self.width - 2 * self.margin) / self.columns


A4 = Sheet(210, 297, 25, 64)
A4_TO_CUT = Sheet(210, 297, 12, 108)  # three slips with room for a hand
A5 = Sheet(148, 210, 12, 30)  # a plate is read from two steps away


def pdf(document: Document) -> bytes:
    """Write a document: on A4, what is sealed in two copies with a place for the seal; the plate on A5.

    An emergency pad fills sheets of A4 that are cut up.
    """
    if document.paper == PLATE:
        return _write(document, A5, copies=(), seal=False)
    if document.paper == PAD:
        return _write(document, A4_TO_CUT, copies=(), seal=False)
    copies = COPIES_EN if document.language == "en" else COPIES
    return _write(document, A4, copies=copies, seal=document.paper in SEALED)


def _write(document: Document, sheet: Sheet, *, copies: Sequence[str], seal: bool) -> bytes:
    pages = list(_pages(_lines(document, sheet), sheet, seal=seal))
    if document.paper == PAD:
        pages = list(_pages_of_slips(lines_of(document, sheet.columns, paged=False), sheet))
    from fpdf import FPDF  # here: a hall that starts should not wait for it

    out = FPDF(unit="mm", format=(sheet.width, sheet.height))
    out.set_auto_page_break(auto=False)
    out.set_title(document.title)
    for n, (path, index) in enumerate(faces()):
        out.add_font(f"cjk{n}", "", path, collection_font_number=index)
    out.set_fallback_fonts([f"cjk{n}" for n in range(1, len(faces()))], exact_match=False)
    for copy in copies or ("",):
        for n, page in enumerate(pages, 1):
            _page(out, page, sheet)
            foot = FOOT.get(document.language, FOOT["zh"]) if copy else ""
            _foot(out, sheet, foot.format(copy=copy, n=n, m=len(pages)))
        if seal:
            _seal(out, sheet)
    return bytes(out.output())


def _lines(document: Document, sheet: Sheet) -> tuple[Line, ...]:
    """Leave out what belongs to thermal paper only, and the knife."""
    kept = tuple(one for one in document.blocks if not (isinstance(one, Text) and one.thermal))
    lines = lines_of(replace(document, blocks=kept), sheet.columns, paged=False)
    return tuple(line for line in lines if not isinstance(line, CutLine))


def _pages(lines: Sequence[Line], sheet: Sheet, *, seal: bool) -> Iterator[list[Line]]:
    room = sheet.height - 2 * sheet.margin
    page: list[Line] = []
    left = room
    for line in lines:
        if _height(line, sheet) > left:
            yield page
            page, left = [], room
        page.append(line)
        left -= _height(line, sheet)
    if seal and left < SEAL_MM:
        yield page
        page = []
    yield page


def _pages_of_slips(lines: Sequence[Line], sheet: Sheet) -> Iterator[list[Line]]:
    """Put whole slips on each page, a rule where the scissors go."""
    page: list[Line] = []
    for is_cut, group in groupby(lines, key=lambda line: isinstance(line, CutLine)):
        slip = [RuleLine()] if is_cut else list(group)
        room = sheet.height - 2 * sheet.margin
        if page and not is_cut and sum(_height(line, sheet) for line in (*page, *slip)) > room:
            yield page
            page = []
        page += slip
    yield page


def _height(line: Line, sheet: Sheet) -> float:
    em = 2 * sheet.cell
    match line:
        case TextLine():
            return em * (line.size + LEAD)
        case QrLine():
            return QR_MM + em * LEAD
        case BarcodeLine():
            return BAR_MM + em * LEAD
        case RuleLine() | FeedLine() | CutLine() | PictureLine():
            return em
        case _:
            assert_never(line)


def _page(out: "FPDF", page: Sequence[Line], sheet: Sheet) -> None:
    out.add_page()
    top = sheet.margin
    for line in page:
        match line:
            case TextLine():
                _text(out, line, sheet, top)
            case RuleLine():
                out.set_line_width(0.3)
                out.line(sheet.margin, top + sheet.cell, sheet.width - sheet.margin, top + sheet.cell)
            case QrLine():
                _qr(out, line.data, sheet, top)
            case BarcodeLine():
                _barcode(out, line.data, sheet, top)
            case FeedLine() | CutLine() | PictureLine():
                pass
            case _:
                assert_never(line)
        top += _height(line, sheet)


def _text(out: "FPDF", line: TextLine, sheet: Sheet, top: float) -> None:
    size = 2 * sheet.cell * line.size
    left = sheet.margin + line.pad * sheet.cell
    from fpdf.enums import TextMode  # here: a hall that starts should not wait for it

    mode = TextMode.FILL_STROKE if line.bold else TextMode.FILL
    with out.local_context(text_mode=mode, line_width=size / 60):
        out.set_font("cjk0", size=size * POINTS)
        for run in _runs(line.text):
            width = sum(map(cells_of, run)) * sheet.cell * line.size
            natural = 0.0 if run.isspace() else out.get_string_width(run)
            stretch = min(1.0, width / natural) if natural else 1.0
            out.set_stretching(100 * stretch)
            if natural:
                out.text(left + (width - natural * stretch) / 2, top + size * BASE, run)
            out.set_stretching(100)
            left += width


def _runs(text: str) -> Iterator[str]:
    """Part a line into wide characters, narrow words and blanks; what no font has becomes 〓."""
    for _, characters in groupby(text, key=lambda one: (cells_of(one) == 2, one.isspace())):
        yield "".join(drawable(one, PROBE)[0] for one in characters)


def _foot(out: "FPDF", sheet: Sheet, words: str) -> None:
    if words:
        out.set_font("cjk0", size=9)
        out.text((sheet.width - out.get_string_width(words)) / 2, sheet.height - 12, words)


def _seal(out: "FPDF", sheet: Sheet) -> None:
    """Leave the place for the seal at the foot of the last page, where nothing else stands."""
    left, top = sheet.width - sheet.margin - SEAL_MM, sheet.height - sheet.margin - SEAL_MM
    out.set_line_width(0.2)
    out.set_dash_pattern(dash=1.5, gap=1.5)
    out.circle(left + SEAL_MM / 2, top + SEAL_MM / 2, SEAL_MM / 2)
    out.set_dash_pattern()
    out.set_font("cjk0", size=10)
    for words, below in (("（盖章处）", 0.0), ("年    月    日", 7.0)):
        out.text(left + (SEAL_MM - out.get_string_width(words)) / 2, top + SEAL_MM / 2 + below, words)


def _qr(out: "FPDF", data: str, sheet: Sheet, top: float) -> None:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(data)
    code.make(fit=True)
    matrix = code.get_matrix()
    module = QR_MM / len(matrix)
    left = (sheet.width - QR_MM) / 2
    for y, row in enumerate(matrix):
        for x, black in enumerate(row):
            if black:
                out.rect(left + x * module, top + y * module, module, module, style="F")


def _barcode(out: "FPDF", data: str, sheet: Sheet, top: float) -> None:
    bars = code128.bars(data)
    left = (sheet.width - len(bars) * BAR_MODULE_MM) / 2
    for n, black in enumerate(bars):
        if black:
            out.rect(left + n * BAR_MODULE_MM, top, BAR_MODULE_MM, BAR_MM, style="F")
