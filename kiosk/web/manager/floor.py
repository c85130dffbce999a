"""大厅现场: suspended queues, the notice line, numbers after hours, and written places for the next day."""

from collections.abc import Callable
from datetime import datetime, time
from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from kiosk.hall.calendar import local_day
from kiosk.hall.roles import Permission
from kiosk.hall.words import Words
from kiosk.operations import calling, floor, handover, next_day, today
from kiosk.operations.hall_now import hall_now
from kiosk.operations.pressing import act_once
from kiosk.storage.store import Store
from kiosk.web import language
from kiosk.web.access import needs
from kiosk.web.context import hall
from kiosk.web.parts.forms import InvalidInput, NoticeBody, SuspensionBody, checked
from kiosk.web.parts.presses import new_press, press_of_form
from kiosk.web.parts.shapes import local

PLACE = "manage"

bp = Blueprint("floor", __name__, url_prefix="/floor")


@bp.get("")
def table() -> ResponseReturnValue:
    """Show what holds in the hall today, and what a manager may decide."""
    at, catalogue = hall().now(), hall().catalogue()
    return render_template(
        "manager/floor.html",
        seen=hall_now(hall().store, at=at),
        time=lambda when: f"{local(when, catalogue):%H:%M}",
        may_act=current_user.may(Permission.ORDER_DAY),
        press=new_press(),
        did=request.args.get("did", ""),
    )


@bp.post("/queues/<letter>/suspend")
@needs(Permission.ORDER_DAY)
def suspend(letter: str) -> ResponseReturnValue:
    """Suspend a queue with a reason."""
    given = {"reason": request.form.get("reason", "").strip(), "until": _today_at(request.form.get("until"))}
    wanted = checked(SuspensionBody, given)

    def act(store: Store) -> None:
        floor.suspend_queue(
            store, queue=letter, reason=wanted.reason, until=wanted.until, at=hall().now(), by=current_user.id
        )

    return _once("suspended", [letter, wanted], act)


@bp.post("/queues/<letter>/resume")
@needs(Permission.ORDER_DAY)
def resume(letter: str) -> ResponseReturnValue:
    """Resume a queue."""

    def act(store: Store) -> None:
        floor.resume_queue(store, queue=letter, at=hall().now(), by=current_user.id)

    return _once("resumed", letter, act)


@bp.post("/forgotten/<ticket>/free")
@needs(Permission.ORDER_DAY)
def free(ticket: str) -> ResponseReturnValue:
    """Put a ticket that was forgotten at a window back into the line."""

    def act(store: Store) -> None:
        handover.free(store, ticket=ticket, by=current_user.id, at=hall().now())

    return _once("freed", ticket, act)


@bp.post("/notice")
@needs(Permission.ORDER_DAY)
def notice() -> ResponseReturnValue:
    """Show another notice line than the hall's file, or the file's again."""
    given = checked(NoticeBody, {name: request.form.get(name, "").strip() for name in ("zh", "en")})
    words = Words(given.zh, given.en)

    def act(store: Store) -> None:
        today.write_notice(store, notice=words, by=current_user.id, at=hall().now())

    return _once("notice", given, act)


@bp.post("/stop")
@needs(Permission.ORDER_DAY)
def stop() -> ResponseReturnValue:
    """Give numbers after hours until a time, or no longer."""
    until = _today_at(request.form.get("until"))

    def act(store: Store) -> None:
        today.lift_stop(store, until=until, by=current_user.id, at=hall().now())

    return _once("stop", str(until), act)


@bp.post("/next-day")
@needs(Permission.ORDER_DAY)
def next_day_place() -> ResponseReturnValue:
    """Give a written place on the next day on which the service is handled."""
    service, said = request.form.get("service", "")[:64], request.form.get("language", "zh")
    given = next_day.give_place(
        hall().store,
        services=(service,) if service else (),
        language=said if said in language.LANGUAGES else "zh",
        place=PLACE,
        press=press_of_form(request.form, ["next-day", service, said]),
        by=current_user.id,
        at=hall().now(),
    )
    return redirect(url_for(".table", did="next-day", number=given.number, day=given.day), code=303)


@bp.post("/next-day/<ticket>/cancel")
@needs(Permission.ORDER_DAY)
def cancel_place(ticket: str) -> ResponseReturnValue:
    """Take a place back that nobody needs any more."""

    def act(store: Store) -> None:
        calling.cancel(store, ticket=ticket, at=hall().now())

    return _once("cancelled", ticket, act)


def _today_at(typed: str | None) -> datetime | None:
    """Read a time of today; nothing typed is no time.

    Raises:
        InvalidInput: it is no time, or it is over.
    """
    if not typed:
        return None
    at, catalogue = hall().now(), hall().catalogue()
    try:
        clock = time.fromisoformat(typed).replace(tzinfo=None)
    except ValueError:
        raise InvalidInput("时间写成 17:30 这样", "a time is written like 17:30", ("/until",)) from None
    when = datetime.combine(local_day(catalogue, at), clock, ZoneInfo(catalogue.hall.timezone))
    if when <= at:
        raise InvalidInput(f"{clock:%H:%M} 已经过了", f"{clock:%H:%M} is over", ("/until",))
    return when


def _once(act: str, of: object, verb: Callable[[Store], object]) -> ResponseReturnValue:
    press = press_of_form(request.form, [act, str(of)])
    act_once(hall().store, press=press, at=hall().now(), act=verb)
    return redirect(url_for(".table", did=act), code=303)
