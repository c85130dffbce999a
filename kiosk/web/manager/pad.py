"""应急号: print the pad for a dead morning, and enter its numbers when the server is back."""

from datetime import time

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from kiosk.hall.errors import HallError, NotAllowed, NotSignedIn
from kiosk.operations import pad
from kiosk.operations.pad import Written
from kiosk.operations.pressing import act_once
from kiosk.web import errors, language
from kiosk.web.context import hall
from kiosk.web.papers import pdf_answer
from kiosk.web.parts.forms import InvalidInput
from kiosk.web.parts.presses import new_press, press_of_form
from kiosk.web.parts.shapes import local

PLACE = "manage"

bp = Blueprint("pad", __name__, url_prefix="/pad")


@bp.get("")
def table() -> ResponseReturnValue:
    """Show both forms, and which numbers were entered and still wait."""
    return _drawn()


@bp.post("/print")
def print_pad() -> ResponseReturnValue:
    """Print the next numbers of a queue as slips, or write them on sheets."""
    queue, count = request.form.get("queue", "")[:8], request.form.get("count", 0, type=int)
    on_sheets, at = "sheets" in request.form, hall().now()
    press = press_of_form(request.form, ["pad", queue, count, on_sheets])
    printed = act_once(
        hall().store,
        press=press,
        at=at,
        act=lambda store: pad.print_pad(
            store, queue=queue, count=count, place=PLACE, at=at, on_sheets=on_sheets
        ),
    )
    first, last = getattr(printed, "first", 0), getattr(printed, "last", 0)
    if on_sheets:
        return redirect(url_for(".sheets", queue=queue, first=first, last=last), code=303)
    return redirect(url_for(".table", did="print", first=f"{queue}{first}", last=f"{queue}{last}"), code=303)


@bp.get("/<queue>/<int:first>-<int:last>.pdf")
def sheets(queue: str, first: int, last: int) -> ResponseReturnValue:
    """Write numbers of a queue's pad on A4."""
    numbers, of_pad = range(first, last + 1), hall().catalogue().queue(queue).pad
    if not numbers or len(numbers) > pad.MOST or first not in of_pad or last not in of_pad:
        abort(404)
    write = hall().pad
    return pdf_answer(hall().off_loop(lambda: write(queue, numbers)), f"pad-{queue}{first}-{last}")


@bp.post("/enter")
def enter() -> ResponseReturnValue:
    """Put somebody with an emergency number in line by the time written on it."""
    service = request.form.get("service", "")[:64]
    written = Written(request.form.get("number", "")[:16], _time(), (service,) if service else ())
    press = press_of_form(request.form, ["enter", written])
    by, at = current_user.id, hall().now()
    ticket = pad.enter(hall().store, written=written, by=by, press=press, at=at)
    return redirect(url_for(".table", did="enter", number=ticket.number), code=303)


@bp.errorhandler(NotSignedIn)
@bp.errorhandler(NotAllowed)
def strange(error: HallError) -> ResponseReturnValue:
    """Show nothing of the page to whoever may not open it."""
    return errors.refusal(error)


@bp.errorhandler(HallError)
def refused(error: HallError) -> ResponseReturnValue:
    """Say beside the form what is wrong; what was typed stays there."""
    return _drawn(error.said(language.chosen())), error.status


def _time() -> time:
    try:
        return time.fromisoformat(request.form.get("time", ""))
    except ValueError:
        raise InvalidInput(
            "手写时间应为时和分，例如 08:35", "the written time is like 08:35", ("/time",)
        ) from None


def _drawn(fault: str = "") -> str:
    at, catalogue = hall().now(), hall().catalogue()
    return render_template(
        "manager/pad.html",
        fault=fault,
        typed=request.form,
        did=request.args.get("did", ""),
        said=request.args,
        most=pad.MOST,
        press=new_press(),
        entered=pad.entered(hall().store, at=at),
        time=lambda when: f"{local(when, catalogue):%H:%M}",
    )
