"""代收对账: what each drawer must hold, the book of a day, and the end of a day under a signature."""

from datetime import date

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from kiosk.hall.calendar import local_day
from kiosk.hall.custody_difference import WHY_WORDS, Why
from kiosk.hall.deposit import STATE_WORDS
from kiosk.hall.errors import BadRequest, HallError, NotAllowed, NotSignedIn
from kiosk.hall.fen import fen_of, yuan
from kiosk.hall.roles import Permission
from kiosk.operations import custody_day, custody_now, escalation_views
from kiosk.operations.custody_now import Day
from kiosk.operations.pressing import act_once
from kiosk.storage.store import Store
from kiosk.web import errors, language
from kiosk.web.access import needs
from kiosk.web.context import hall
from kiosk.web.parts.presses import new_press, press_of_form
from kiosk.web.parts.shapes import local
from kiosk.web.parts.sheets import csv_answer, xlsx_answer
from kiosk.web.parts.sign_in import signature

COUNTED = "counted."  # a form field: what lay in the drawer of the account that follows
MAX_FIELD = 200

bp = Blueprint("custody", __name__, url_prefix="/custody")


@bp.get("")
@needs(Permission.COUNT_CUSTODY)
def table() -> ResponseReturnValue:
    """Show drawers, what is open, and the book of a day."""
    return _drawn()


@bp.post("/close")
@needs(Permission.COUNT_CUSTODY)
def close() -> ResponseReturnValue:
    """End the day: drawers were counted; what is open is carried over with a manager's signature."""
    counted = {
        name.removeprefix(COUNTED): fen_of(value)
        for name, value in request.form.items()
        if name.startswith(COUNTED)
    }
    signed_by, by, at = _signed(Permission.SIGN_CARRIED), current_user.id, hall().now()

    def act(store: Store) -> object:
        return custody_day.reconcile(store, counted=counted, by=by, signed_by=signed_by, at=at)

    act_once(hall().store, press=press_of_form(request.form, ["close", counted]), at=at, act=act)
    return redirect(url_for(".table", did="closed"), code=303)


@bp.post("/difference")
@needs(Permission.COUNT_CUSTODY)
def differ() -> ResponseReturnValue:
    """Let the book of a drawer follow its count, with the reason and a second signature."""
    clerk, counted, why = (
        request.form.get("clerk", "")[:MAX_FIELD],
        fen_of(request.form.get("fen", "")),
        _why(),
    )
    signed_by, by, at = _signed(Permission.COUNTERSIGN), current_user.id, hall().now()

    def act(store: Store) -> object:
        return custody_day.differ(
            store, clerk=clerk, counted=counted, why=why, by=by, signed_by=signed_by, at=at
        )

    act_once(hall().store, press=press_of_form(request.form, ["differ", clerk, counted]), at=at, act=act)
    return redirect(url_for(".table", did="differed"), code=303)


@bp.get("/book.csv")
@needs(Permission.COUNT_CUSTODY)
def book() -> ResponseReturnValue:
    """Export the book of a day."""
    seen = _day()
    return csv_answer(f"custody-{seen.day:%Y-%m-%d}", _rows(seen))


@bp.get("/book.xlsx")
@needs(Permission.COUNT_CUSTODY)
def workbook() -> ResponseReturnValue:
    """Export the same as a workbook."""
    seen, say = _day(), hall().say_in(language.chosen())
    name, sheets = f"custody-{seen.day:%Y-%m-%d}", {say("代收"): _rows(seen)}
    answer: Response = hall().off_loop(lambda: xlsx_answer(name, sheets))
    return answer


@bp.errorhandler(NotSignedIn)
@bp.errorhandler(NotAllowed)
def strange(error: HallError) -> ResponseReturnValue:
    """Show nothing of the page to whoever may not open it."""
    return errors.refusal(error)


@bp.errorhandler(HallError)
def refused(error: HallError) -> ResponseReturnValue:
    """Say above the form what does not agree; what was counted stays there."""
    if not current_user.is_authenticated or not current_user.may(Permission.COUNT_CUSTODY):
        return errors.refusal(error)
    return _drawn(error.said(language.chosen())), error.status


def _signed(permission: Permission) -> str:
    """Return the account of whoever signs beside the one who counts, or nothing where nobody has.

    Raises:
        WrongSignIn, MayNotSign: name and password do not fit, or he may not sign for this.
    """
    name = request.form.get("second_name", "").strip()[:MAX_FIELD]
    if not name:
        return ""
    return signature(name, request.form.get("second_password", "")[:MAX_FIELD], permission).id


def _why() -> Why:
    try:
        return Why(request.form.get("why", ""))
    except ValueError:
        raise BadRequest("why") from None


def _rows(seen: Day) -> list[tuple[object, ...]]:
    say, said = hall().say_in(language.chosen()), language.chosen()
    head = (
        *(say("时间"), say("编号"), say("摘要"), say("交出"), say("接收")),
        *(say("金额（元）"), say("经办"), say("窗口"), say("原因"), say("复核")),
    )
    rows = [
        (
            f"{local(line.entry.at, hall().catalogue()):%Y-%m-%d %H:%M:%S}",
            line.entry.deposit,
            line.kind.said(said),
            line.giver.said(said),
            line.taker.said(said),
            f"{line.entry.fen // 100}.{line.entry.fen % 100:02d}",
            line.by,
            line.entry.window,
            line.why.said(said),
            line.signed_by,
        )
        for line in seen.lines
    ]
    return [head, *rows]


def _day() -> Day:
    at = hall().now()
    today = local_day(hall().catalogue(), at)
    try:
        wanted = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        wanted = today
    return custody_now.day(hall().store, of=wanted, at=at)


def _drawn(fault: str = "") -> str:
    at, catalogue = hall().now(), hall().catalogue()
    return render_template(
        "manager/custody.html",
        seen=_day(),
        today=local_day(catalogue, at),
        fault=fault,
        typed=request.form if fault else {},
        counted=COUNTED,
        press=new_press(),
        yuan=yuan,
        states=STATE_WORDS,
        whys=WHY_WORDS,
        colleagues=escalation_views.colleagues(hall().store),
        did=request.args.get("did", ""),
        time=lambda when: f"{local(when, catalogue):%H:%M}",
    )
