"""换纸: staff open the kiosk's paper drawer with a PIN: new roll, test page, and away again."""

import time

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from kiosk.hall.errors import HallError
from kiosk.hall.floor import printer_at
from kiosk.operations import printers, staff
from kiosk.operations.patience import TooSoon
from kiosk.operations.printers import PrinterLine
from kiosk.operations.staff import NoPin, WrongPin
from kiosk.web import language
from kiosk.web.access import kiosk_place
from kiosk.web.citizen import looks
from kiosk.web.context import hall
from kiosk.web.parts import machine
from kiosk.web.parts.paper_words import condition_in_words
from kiosk.web.parts.sign_in import patience_header, patiently, slowly

OPEN_S = 180.0
UNTIL = "staff-until"  # session key: until when the drawer is open at this kiosk

bp = Blueprint("staff", __name__, url_prefix="/kiosk/staff")


@bp.get("")
def drawer() -> ResponseReturnValue:
    """Ask for the PIN, or show the printer of this kiosk."""
    return _shown() if _is_open() else _asked()


@bp.post("")
def enter() -> ResponseReturnValue:
    """Open the drawer for three minutes; wrong PINs wait longer each time, at this kiosk alone.

    Nobody is shut out by a stranger for more than five minutes, and a signed-in colleague never: he does
    the same at /manage/printers.

    Raises:
        WrongPin, NoPin: it does not open.
        TooSoon: too many did not, here.
    """
    store, typed = hall().store, request.form.get("pin", "")[:64]
    if not staff.has_pin(store):
        raise NoPin

    def check() -> None:
        slowly(lambda: staff.check_pin(store, pin=typed), known=True)

    patiently(machine.counted_at(kiosk_place()), WrongPin, check)
    session[UNTIL] = time.time() + OPEN_S
    return redirect(url_for(".drawer"), 303)


@bp.post("/refill")
def refill() -> ResponseReturnValue:
    """A new roll is in: what waited comes out."""
    return _done("refill")


@bp.post("/test")
def test_page() -> ResponseReturnValue:
    """Print a test page."""
    return _done("test")


@bp.post("/close")
def close() -> ResponseReturnValue:
    """Close the drawer for the next visitor."""
    session.pop(UNTIL, None)
    return redirect(url_for("citizen.again"), 303)


@bp.errorhandler(WrongPin)
@bp.errorhandler(NoPin)
def refused(error: HallError) -> ResponseReturnValue:
    """Ask again, and say what was wrong."""
    return _asked(error.said(language.chosen())), error.status


@bp.errorhandler(TooSoon)
def too_soon(error: TooSoon) -> ResponseReturnValue:
    """Ask for patience."""
    return _asked(error.said(language.chosen())), error.status, patience_header(error)


def _done(act: str) -> ResponseReturnValue:
    place, at = kiosk_place(), hall().now()
    own = _own()
    if _is_open() and own:
        if act == "test":
            printers.try_out(hall().store, printer=own.printer.name, place=place, at=at)
        else:
            printers.refill(hall().store, printer=own.printer.name, place=place, at=at)
    return redirect(url_for(".drawer", did=act), 303)


def _is_open() -> bool:
    return float(session.get(UNTIL, 0)) > time.time()


def _own() -> PrinterLine | None:
    """Find the printer of this kiosk."""
    at = hall().now()
    name = printer_at(hall().catalogue().hall, kiosk_place())
    lines = printers.all_now(hall().store, at=at)
    return next((one for one in lines if one.printer.name == name), None)


def _asked(fault: str = "") -> str:
    return render_template("citizen/staff_pin.html", idle=looks.idle_seconds("lists"), press="", fault=fault)


def _shown() -> str:
    own, say = _own(), hall().say_in(language.chosen())
    return render_template(
        "citizen/staff.html",
        idle=looks.idle_seconds("forms"),
        press="",
        own=own,
        condition=condition_in_words(own.condition, say) if own else "",
        did=request.args.get("did", ""),
    )
