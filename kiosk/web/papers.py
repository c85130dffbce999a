"""单据: what was printed, drawn from the stored documents as it looks on paper."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, abort, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.hall.calendar import local_day
from kiosk.hall.catalogue import Catalogue
from kiosk.hall.jobs import TROUBLE
from kiosk.hall.ticket import ticket_id
from kiosk.operations import printing
from kiosk.operations.accounts import Role
from kiosk.storage.paper_rows import PaperRow
from kiosk.web import language
from kiosk.web.access import here, needs
from kiosk.web.context import Say, hall
from kiosk.web.parts.asker import asker
from kiosk.web.parts.paper_words import state_in_words
from kiosk.web.parts.shapes import local

PAGE = 12
WIDTHS = (58, 80)
USUAL_WIDTH = 80
DRAWING = "2"  # changes when pictures of the same document look different

bp = Blueprint("papers", __name__)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One paper on the table."""

    id: str
    title: str
    number: str
    width: int
    time: str
    copies: int
    state: str
    trouble: bool
    printer: str
    detail: str
    erased: bool
    hidden: bool
    matter: str  # where it can be laid out anew


@bp.get("/paper")
def table() -> ResponseReturnValue:
    """Lay the newest papers on the table, or those of one ticket."""
    return _for_those_who_may(_table)


@bp.get("/paper/<paper>.png")
def picture(paper: str) -> ResponseReturnValue:
    """Draw one paper; a browser that has the picture is told so before anything is drawn."""
    return _for_those_who_may(lambda: _picture(paper))


@bp.get("/paper/<paper>.pdf")
def sheets(paper: str) -> ResponseReturnValue:
    """Write one paper on A4, to be sealed, signed and kept."""
    return _for_those_who_may(lambda: _sheets(paper))


def _for_those_who_may(answer: Callable[[], Response]) -> Response:
    """Let anybody at this machine look while the data is only a sample, else those who have signed in."""
    return answer() if _is_open_to_all() else needs(Role.DESK)(answer)()


def _is_open_to_all() -> bool:
    return hall().settings.is_sample and here()


def _table() -> Response:
    number = request.args.get("number", "").strip().upper()[:16]
    say = hall().say_in(language.chosen())
    before = request.args.get("before", type=int)
    at = hall().now()
    with hall().store.read() as reading:
        catalogue = reading.catalogue(at)
        if number:
            day = local_day(catalogue, at)
            of = number if _is_matter(number) else ticket_id(day, number) if number.isalnum() else ""
            found = reading.papers.of_ticket(of)[::-1] if of else ()
        elif before is not None and 0 <= before < 2**62:
            found = reading.papers.recent(PAGE + 1, before)
        else:
            found = reading.papers.recent(PAGE + 1)
    shown = found[:PAGE]
    page = render_template(
        "papers/table.html",
        sheets=[_sheet(one, catalogue, say) for one in shown],
        number=number,
        older=shown[-1].seq if len(found) > PAGE and not number else None,
        newest=before is None,
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


def _picture(paper: str) -> Response:
    if not paper.isprintable():
        abort(HTTPStatus.NOT_FOUND)
    found, catalogue = _looked_at(paper), hall().catalogue()
    width = request.args.get("width", type=int)
    width = width if width in WIDTHS else _width(found, catalogue)
    response = Response(content_type="image/png")
    draw, document = hall().picture, found.document
    tag = _etag(document, width)
    response.set_etag(tag)
    response.headers["Cache-Control"] = "private, no-cache"  # kept, but asked for each time who may see it
    if found.is_personal:
        response.headers["Cache-Control"] = "no-store"
    elif request.if_none_match.contains(tag):
        response.status_code = HTTPStatus.NOT_MODIFIED
        return response
    response.data = hall().off_loop(lambda: draw(document, width))
    return response


def _sheets(paper: str) -> Response:
    if not paper.isprintable():
        abort(HTTPStatus.NOT_FOUND)
    found = _looked_at(paper)
    write, document = hall().sheets, found.document
    return pdf_answer(hall().off_loop(lambda: write(document)), paper)


def _looked_at(paper: str) -> PaperRow:
    """Take a paper out; who looks at one that names somebody is written down, but for the sample's."""
    return printing.shown(hall().store, paper=paper, by=asker(), at=hall().now())


def pdf_answer(data: bytes, name: str) -> Response:
    """Answer a PDF that the browser shows, and keeps under a name when asked."""
    response = Response(data, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _etag(document: Any, width: int) -> str:
    text = json.dumps(document, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(f"{DRAWING} {width} {text}".encode()).hexdigest()[:32]


def _width(paper: PaperRow, catalogue: Catalogue) -> int:
    widths = {one.name: one.width for one in catalogue.hall.printers}
    return widths.get(paper.printer, USUAL_WIDTH)


def _is_matter(of: str) -> bool:
    """Tell whether a paper is about a parcel, a case and the like, whose number is shown whole."""
    return of.startswith(("YJ", "JJ", "BJ", "DS", "PC")) and "-" in of


def _matter(of: str) -> str:
    """Say where a paper can be laid out anew: the page of its case, parcel or deposit."""
    match of.partition("-")[0][:2]:
        case "BJ":
            return url_for("clerk.cases.case", case=of)
        case "YJ":
            return url_for("liaison.parcels.page", parcel=of)
        case "PC":
            return url_for("clerk.inspections.page", number=of)
        case "DS":
            return url_for("clerk.custody.one", deposit=of)
        case _:
            return ""


def _sheet(paper: PaperRow, catalogue: Catalogue, say: Say) -> Sheet:
    number = paper.ticket if _is_matter(paper.ticket) else paper.ticket.rpartition("-")[2]
    return Sheet(
        id=paper.id,
        title=(paper.title or paper.name).removesuffix(number).rstrip(),
        number=number,
        width=_width(paper, catalogue),
        time=f"{local(paper.created_at, catalogue):%m-%d %H:%M:%S}",
        copies=paper.copy - 1,
        state=state_in_words(paper.state, say),
        trouble=paper.state in TROUBLE,
        printer=paper.printer,
        detail=paper.detail,
        erased=paper.is_erased,
        hidden=paper.is_personal and not _is_open_to_all(),
        matter=_matter(paper.ticket),
    )
