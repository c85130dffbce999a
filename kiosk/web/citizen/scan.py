"""扫码: a kiosk shows the state of the ticket whose code was scanned, and gives a missed one its place again.

Whoever finds a paper may scan it, so nothing is shown but the number and where it stands.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.hall.calendar import local_day
from kiosk.hall.catalogue import Catalogue
from kiosk.hall.errors import HallError
from kiosk.operations import prepared, progress
from kiosk.operations.pressing import act_once
from kiosk.operations.progress import UnknownProgress
from kiosk.web import limits
from kiosk.web.citizen import looks
from kiosk.web.citizen import prepared as prepared_page
from kiosk.web.context import hall
from kiosk.web.parts.presses import new_press, press_of_form

bp = Blueprint("scan", __name__, url_prefix="/kiosk/scan")
prepared_page.install(bp)
FOREIGN = "foreign"


class UnreadCode(HallError):
    """What was scanned is no ticket of this hall, or one whose visit ended long ago."""

    status = 404
    zh = "没有认出这个码。请扫本大厅小票上的二维码；小票太旧或坏了，请看大屏或找工作人员。"
    en = "This code was not recognised. Please scan the code on a ticket of this hall, or ask the staff."


@bp.get("")
def how() -> ResponseReturnValue:
    """Say where to hold the paper."""
    if FOREIGN in request.args:
        return _how(UnreadCode())
    return _how()


@bp.get("/<token>")
def scanned(token: str) -> ResponseReturnValue:
    """Show how far the ticket is, or what was prepared under this code."""
    if prepared.opens(hall().store, token=token):
        return prepared_page.shown(token)
    page = progress.page_now(hall().store, token=token, at=hall().now())
    return render_template(
        "citizen/scanned.html",
        idle=looks.idle_seconds("lists" if page.progress.may_revive else "scanned"),
        press=new_press(),
        seen=page.progress,
        today=local_day(page.catalogue, page.progress.at),
        until=_clock(page.catalogue, page.progress.back_until),
        rules=page.catalogue.hall.calls,
        token=token,
    )


@bp.post("/<token>/back")
def back(token: str) -> ResponseReturnValue:
    """Give a missed ticket its place again."""
    at: datetime = hall().now()
    press = press_of_form(request.form, [token, "back"])
    act_once(
        hall().store, press=press, at=at, act=lambda store: progress.come_back(store, token=token, at=at)
    )
    return redirect(url_for(".scanned", token=token), 303)


@bp.errorhandler(UnknownProgress)
def unknown(error: UnknownProgress) -> ResponseReturnValue:
    """Ask to scan again; a flood of wrong codes is answered as on a phone."""
    counted = limits.of_wrong_token(error)
    return _how(UnreadCode() if counted is error else counted)


def _clock(catalogue: Catalogue, at: datetime | None) -> str:
    return f"{at.astimezone(ZoneInfo(catalogue.hall.timezone)):%H:%M}" if at else ""


def _how(refusal: HallError | None = None) -> ResponseReturnValue:
    page = render_template(
        "citizen/scan.html",
        idle=looks.idle_seconds("scanned"),
        press=new_press(),
        zh=refusal.said("zh") if refusal else "",
        en=refusal.said("en") if refusal else "",
    )
    return make_response(page, refusal.status if refusal else 200)
