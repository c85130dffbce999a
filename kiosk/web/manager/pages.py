"""管理: the signed-in pages of those who keep the hall running."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from kiosk.hall.calendar import local_day, unknown_year
from kiosk.hall.roles import Permission
from kiosk.operations import desk as desks
from kiosk.operations import escalation_views, inspection_views, messages, villages
from kiosk.operations import printers as of_hall
from kiosk.operations.hall_now import hall_now
from kiosk.web import language
from kiosk.web.context import hall
from kiosk.web.manager import (
    calls,
    custody,
    devices,
    figures,
    floor,
    inspections,
    pad,
    people,
    printers,
    problems,
    voice,
)
from kiosk.web.papers import pdf_answer
from kiosk.web.parts.shapes import local
from kiosk.web.parts.sign_in import only


@dataclass(frozen=True, slots=True)
class OutletLine:
    """How the outlet is, in words, and what the gateway said last when it is not well."""

    words: str
    trouble: str
    is_well: bool


bp = Blueprint("manager", __name__, url_prefix="/manage")
bp.register_blueprint(printers.bp)
bp.register_blueprint(voice.bp)
bp.register_blueprint(pad.bp)
bp.register_blueprint(floor.bp)
bp.register_blueprint(calls.bp)
bp.register_blueprint(figures.bp)
bp.register_blueprint(custody.bp)
bp.register_blueprint(problems.bp)
bp.register_blueprint(people.bp)
bp.register_blueprint(inspections.bp)
bp.register_blueprint(devices.bp)


bp.before_request(partial(only, Permission.SEE_HALL))


@bp.get("")
def overview() -> ResponseReturnValue:
    """Say in one look how the hall stands."""
    at = hall().now()
    with hall().store.read() as reading:
        waiting = len(reading.tickets.waiting())
    return render_template(
        "manager/overview.html",
        waiting=waiting,
        lines=desks.windows_now(hall().store, at=at),
        printers=of_hall.all_now(hall().store, at=at),
        letters=of_hall.dead_letters(hall().store),
        voices=voice.lines(at),
        outlet=_outlet(at),
        unknown_year=unknown_year(hall().catalogue().hall.days, local_day(hall().catalogue(), at)),
        without_assistant=villages.without_assistant(hall().store),
        floor=hall_now(hall().store, at=at),
        inspections_late=len(inspection_views.today(hall().store, at=at).overdue),
        problems=escalation_views.figures(hall().store, at=at),
        time=lambda when: f"{local(when, hall().catalogue()):%H:%M}",
    )


def _outlet(at: datetime) -> OutletLine | None:
    """Say how messages to phones get out; none where the hall has no gateway."""
    now = messages.outlet_now(hall().store, at=at)
    if now is None:
        return None
    say, zone = hall().say_in(language.chosen()), ZoneInfo(hall().catalogue().hall.timezone)
    sent = f"{now.sent_at.astimezone(zone):%m-%d %H:%M:%S}" if now.sent_at else say("还没有")
    words = say(
        "通知出口：最近送达 {sent}，待发 {waiting} 条，一天内放弃 {failed} 条",
        sent=sent,
        waiting=now.waiting,
        failed=now.failed,
    )
    return OutletLine(words, now.trouble, now.is_well)


@bp.get("/plates/<int:window>.pdf")
def plate(window: int) -> ResponseReturnValue:
    """Write the reminder plate that stands at a window: licences come by post, free."""
    write, said = hall().plate, language.chosen()
    return pdf_answer(hall().off_loop(lambda: write(window, said)), f"plate-{window}")


@bp.after_request
def keep_fresh(response: Response) -> Response:
    """Keep these pages out of every cache, and the reader's language in his browser."""
    response.headers["Cache-Control"] = "no-store"
    if request.args.get("lang") in language.LANGUAGES:
        response.set_cookie(language.COOKIE, language.chosen(), path="/manage", samesite="Lax", httponly=True)
    return response
