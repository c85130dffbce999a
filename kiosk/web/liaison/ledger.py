"""台账页: every parcel found, counted, exported, and held against slips and hand-over lists."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from kiosk.hall.calendar import local_day
from kiosk.hall.parcel import STATE_WORDS, ParcelState
from kiosk.hall.roles import Permission
from kiosk.operations import ledger as ledgers
from kiosk.operations.ledger import MOST_EXPORTED, Line
from kiosk.web import language
from kiosk.web.context import Masks, hall
from kiosk.web.liaison import ledger_file
from kiosk.web.liaison.answers import file_answer
from kiosk.web.liaison.shapes import Json, line_json
from kiosk.web.parts import sheets

PERIOD = timedelta(days=31)
LONGEST_PERIOD = timedelta(days=400)
PLAIN = Masks(str, str, str, str)

bp = Blueprint("ledger", __name__, url_prefix="/ledger")


@bp.route("", methods=["GET", "POST"])
def table() -> ResponseReturnValue:
    """Show what was searched for, which comes into no address, or the parcels of a period."""
    text, first, last = _asked()
    lines = _shown(_found(text, first, last), hall().mask)
    return render_template(
        "liaison/ledger.html",
        lines=lines,
        text=text,
        first=first,
        last=last,
        state=request.values.get("state", ""),
        states=[(one.value, words.said(language.chosen())) for one, words in STATE_WORDS.items()],
        delivered=sum(one["standing"] == ParcelState.DELIVERED for one in lines),
        is_cut=len(lines) == ledgers.MOST_SHOWN,
        may_see_all=current_user.may(Permission.SEE_UNMASKED),
    )


@bp.post("/file")
def export() -> ResponseReturnValue:
    """Write the same lines as a file, masked for everybody but the manager who asks for all; it is logged."""
    text, first, last = _asked()
    masked = not current_user.may(Permission.SEE_UNMASKED) or "full" not in request.form
    store, at, by = hall().store, hall().now(), current_user.id
    found = _found(text, first, last, MOST_EXPORTED)
    beside = ledgers.beside(store, lines=found)
    rows = ledger_file.rows(found, beside, hall().mask if masked else PLAIN)
    as_csv = request.form.get("kind") == "csv"
    ledgers.exported(store, lines=len(rows) - 1, masked=masked, by=by, at=at)
    title = hall().say_in(language.chosen())("台账")
    data = hall().off_loop(lambda: sheets.csv_file(rows) if as_csv else sheets.xlsx({title: rows}))
    return file_answer(data, f"ledger-{local_day(hall().catalogue(), at)}.{'csv' if as_csv else 'xlsx'}")


@bp.get("/comparison")
def compare() -> ResponseReturnValue:
    """Hold ledger, slips and hand-over lists against each other."""
    _, first, last = _asked()
    start, end = _moments(first, last)
    said, store = language.chosen(), hall().store
    found = hall().off_loop(lambda: ledgers.compare(store, start=start, end=end))
    lines = [
        {
            "id": one.parcel.id,
            "state": STATE_WORDS[one.parcel.state].said(said),
            "mail_number": one.parcel.mail_number,
            "pieces": one.parcel.pieces,
            "slip": one.slip,
            "lists": one.lists,
            "differences": [words.said(said) for words in one.differences],
        }
        for one in found
    ]
    return render_template(
        "liaison/compare.html",
        lines=sorted(lines, key=lambda one: not one["differences"]),
        wrong=sum(bool(one["differences"]) for one in lines),
        first=first,
        last=last,
    )


def _asked() -> tuple[str, date, date]:
    today = local_day(hall().catalogue(), hall().now())
    last = _day(request.values.get("last", "")) or today
    first = _day(request.values.get("first", "")) or last - PERIOD
    return request.form.get("q", "").strip()[:60], max(first, last - LONGEST_PERIOD), last


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _moments(first: date, last: date) -> tuple[datetime, datetime]:
    zone = ZoneInfo(hall().catalogue().hall.timezone)
    start, end = (datetime.combine(one, time(), zone) for one in (first, last))
    return start, end + timedelta(days=1)


def _found(text: str, first: date, last: date, limit: int = ledgers.MOST_SHOWN) -> tuple[Line, ...]:
    store, state = hall().store, request.values.get("state", "")
    if text:
        return ledgers.search(store, text=text, state=state, at=hall().now(), limit=limit)
    start, end = _moments(first, last)
    return ledgers.between(store, start=start, end=end, state=state, limit=limit)


def _shown(lines: tuple[Line, ...], mask: Masks) -> list[Json]:
    said, catalogue = language.chosen(), hall().catalogue()
    return [line_json(one, to, catalogue, said, mask) for one, to in lines]
