"""换纸: staff open the kiosk's paper drawer with a PIN: new roll, test page, and away again."""

import time

from flask import Blueprint, Response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_limiter import RateLimitExceeded

from kiosk.hall.errors import HallError
from kiosk.hall.floor import printer_at
from kiosk.operations import printers, staff
from kiosk.operations.printers import PrinterLine
from kiosk.operations.staff import NoPin, WrongPin
from kiosk.web import language
from kiosk.web.access import kiosk_place
from kiosk.web.citizen import looks
from kiosk.web.context import hall
from kiosk.web.limits import limiter
from kiosk.web.parts.paper_words import condition_in_words

TRIES = "5 per 5 minutes"  # wrong tries at one kiosk
OPEN_S = 180.0
UNTIL = "staff-until"  # session key: until when the drawer is open at this kiosk

bp = Blueprint("staff", __name__, url_prefix="/kiosk/staff")


@bp.get("")
def drawer() -> ResponseReturnValue:
    """Ask for the PIN, or show the printer of this kiosk."""
    return _shown() if _is_open() else _asked()


def _wrong(response: Response) -> bool:
    return response.status_code == WrongPin.status


@bp.post("")
@limiter.limit(TRIES, key_func=lambda: f"pin {kiosk_place()}", deduct_when=_wrong)
def enter() -> ResponseReturnValue:
    """Open the drawer for three minutes."""
    store, typed = hall().store, request.form.get("pin", "")[:64]
    hall().off_loop(lambda: staff.check_pin(store, pin=typed))
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


@bp.errorhandler(RateLimitExceeded)
def too_often(error: RateLimitExceeded) -> ResponseReturnValue:
    """Ask for patience."""
    said = hall().say_in(language.chosen())
    return _asked(said("输错次数太多，请过五分钟再试。")), 429, error.get_headers()


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
