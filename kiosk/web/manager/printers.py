"""打印机与单据: how each printer is, and the papers that somebody must look after."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from kiosk.hall.roles import Permission
from kiosk.operations import printers as of_hall
from kiosk.operations import printing, staff
from kiosk.operations.pressing import act_once
from kiosk.storage.paper_rows import PaperRow
from kiosk.storage.store import Store
from kiosk.web import language
from kiosk.web.access import needs
from kiosk.web.context import hall
from kiosk.web.parts.paper_words import condition_in_words, state_in_words
from kiosk.web.parts.presses import new_press, press_of_form
from kiosk.web.parts.shapes import local

PLACE = "manage"

bp = Blueprint("printers", __name__, url_prefix="/printers")


@dataclass(frozen=True, slots=True)
class Letter:
    """One paper that somebody must look after."""

    id: str
    time: str
    title: str
    number: str
    printer: str
    state: str
    detail: str
    copies: int
    open: bool
    erased: bool


@bp.get("")
def table() -> ResponseReturnValue:
    """Show the printers and the papers in doubt."""
    at, catalogue = hall().now(), hall().catalogue()
    say = hall().say_in(language.chosen())
    return render_template(
        "manager/printers.html",
        printers=of_hall.all_now(hall().store, at=at),
        letters=[_letter(one) for one in of_hall.dead_letters(hall().store)],
        condition=lambda one: condition_in_words(one, say),
        time=lambda when: _since(local(when, catalogue), local(at, catalogue)),
        has_pin=staff.has_pin(hall().store),
        may_set_pin=current_user.may(Permission.SET_UP),
        press=new_press(),
        did=request.args.get("did", ""),
    )


@bp.post("/<printer>/test")
def try_out(printer: str) -> ResponseReturnValue:
    """Print a test page."""
    return _once(
        "test", printer, lambda store: of_hall.try_out(store, printer=printer, place=PLACE, at=hall().now())
    )


@bp.post("/<printer>/refill")
def refill(printer: str) -> ResponseReturnValue:
    """Say that a new roll is in."""
    return _once(
        "refill", printer, lambda store: of_hall.refill(store, printer=printer, place=PLACE, at=hall().now())
    )


@bp.post("/papers/<paper>/reprint")
def reprint(paper: str) -> ResponseReturnValue:
    """Print a paper once more, marked 补打."""
    return _once("reprint", paper, lambda store: printing.reprint(store, paper=paper, at=hall().now()))


@bp.post("/papers/<paper>/out")
def out(paper: str) -> ResponseReturnValue:
    """Say that a paper was found to be out."""
    return _once("out", paper, lambda store: _settle(store, paper, is_out=True))


@bp.post("/papers/<paper>/drop")
def drop(paper: str) -> ResponseReturnValue:
    """Say that nobody needs a paper any more."""
    return _once("drop", paper, lambda store: _settle(store, paper, is_out=False))


@bp.post("/pin")
@needs(Permission.SET_UP)
def pin() -> ResponseReturnValue:
    """Set the number by which staff open a kiosk's paper drawer."""
    store, typed = hall().store, request.form.get("pin", "")[:64]
    by, at = current_user.id, hall().now()
    hall().off_loop(lambda: staff.set_pin(store, pin=typed, by=by, at=at))
    return redirect(url_for(".table", did="pin"), code=303)


def _settle(store: Store, paper: str, *, is_out: bool) -> None:
    of_hall.settle(store, paper=paper, is_out=is_out, by=current_user.id, at=hall().now())


def _once(act: str, of: str, verb: Callable[[Store], object]) -> ResponseReturnValue:
    press = press_of_form(request.form, [act, of])
    act_once(hall().store, press=press, at=hall().now(), act=verb)
    return redirect(url_for(".table", did=act), code=303)


def _since(when: datetime, now: datetime) -> str:
    return f"{when:%H:%M:%S}" if when.date() == now.date() else f"{when:%m-%d %H:%M}"


def _letter(paper: PaperRow) -> Letter:
    say = hall().say_in(language.chosen())
    return Letter(
        id=paper.id,
        time=f"{local(paper.created_at, hall().catalogue()):%m-%d %H:%M:%S}",
        title=paper.title or paper.name,
        number=paper.ticket.rpartition("-")[2],
        printer=paper.printer,
        state=state_in_words(paper.state, say),
        detail=paper.detail,
        copies=paper.copy - 1,
        open=of_hall.is_open(paper),
        erased=paper.is_erased,
    )
