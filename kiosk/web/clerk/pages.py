"""窗口页面: a clerk chooses his window and works at its desk."""

from flask import Blueprint, Response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from kiosk.hall.errors import NotAllowed, UnknownWindow
from kiosk.hall.roles import Permission, Role
from kiosk.operations import desk as desks
from kiosk.operations import floor, handover
from kiosk.storage.windows import WindowState
from kiosk.web import language
from kiosk.web.clerk import (
    account,
    acts,
    cases,
    colleagues,
    custody,
    entry,
    handing,
    inspections,
    posting,
    problems,
    retirees,
    taking,
    writing,
)
from kiosk.web.clerk.place import WINDOW, Door, chosen_window, must_be_clerk
from kiosk.web.clerk.shapes import desk_json, local, services_json, window_json
from kiosk.web.context import hall
from kiosk.web.parts.paper_words import NOT_READY, condition_in_words
from kiosk.web.parts.sign_in import may_stand_at

bp = Blueprint("clerk", __name__)
ELSEWHERE = {
    Role.COURIER: "liaison.today",
    Role.INSPECTOR: "inspector.today",
    Role.DIRECTOR: "manager.overview",
    Role.SECOND: "manager.custody.table",
}
DOORS = (
    Door("clerk.cases.overview", "办件", "file-text", "C"),
    Door("clerk.custody.table", "代收", "phone", "M"),
    Door("clerk.problems.form", "办不成事", "circle-alert", "B"),
    Door("clerk.retirees.overview", "退休认证", "users-round", "V", retirees.serves_here),
    Door("clerk.inspections.overview", "上门排查", "map-pin", "I", inspections.serves_here),
)
bp.register_blueprint(entry.bp)
bp.register_blueprint(account.bp)
bp.register_blueprint(acts.bp)
bp.register_blueprint(handing.bp)
bp.register_blueprint(colleagues.bp)
bp.register_blueprint(writing.bp)
bp.register_blueprint(taking.bp)
bp.register_blueprint(cases.bp)
bp.register_blueprint(custody.bp)
bp.register_blueprint(problems.bp)
bp.register_blueprint(posting.bp)
bp.register_blueprint(retirees.bp)
bp.register_blueprint(inspections.bp)


@bp.get("/desk")
def desk() -> ResponseReturnValue:
    """Show the desk of the clerk's window, or the way to it."""
    if not current_user.is_authenticated:
        return redirect(url_for("clerk.entry.form"))
    if not current_user.may(Permission.WORK_AT_WINDOW):  # he has no window; his work is elsewhere
        return redirect(url_for(ELSEWHERE.get(current_user.role, "clerk.choose")))
    window, at = chosen_window(), hall().now()
    if window is None:
        return redirect(url_for("clerk.choose"))
    seen, say = desks.desk_now(hall().store, window=window, at=at), hall().say_in(language.chosen())
    return render_template(
        "clerk/desk.html",
        seen=desk_json(seen, hall().catalogue(), language.chosen()),
        now=local(at, hall().catalogue()),
        name=current_user.name,
        takes_over="left" in request.args,
        doors=[door for door in DOORS if door.is_at(window)],
        offered=services_json(hall().catalogue(), language.chosen()),
        not_ready=NOT_READY,
        condition=lambda one: condition_in_words(one, say),
    )


@bp.get("/desk/window")
def choose() -> ResponseReturnValue:
    """Ask at which window the clerk works today."""
    if not current_user.is_authenticated:
        return redirect(url_for("clerk.entry.form"))
    must_be_clerk()
    lines = desks.windows_now(hall().store, at=hall().now())
    mine = [line for line in lines if may_stand_at(current_user, line.window.number)]
    shown = [window_json(line, language.chosen()) for line in mine]
    return render_template("clerk/choose.html", windows=shown, name=current_user.name)


@bp.post("/desk/window")
def open_window() -> ResponseReturnValue:
    """Open a window and work there; no window is the guide desk."""
    must_be_clerk()
    window = request.form.get("window", type=int)
    session.pop(WINDOW, None)
    if window is None:
        return redirect(url_for("clerk.taking.form"), code=303)
    if not may_stand_at(current_user, window):
        raise NotAllowed(str(window))
    left = handover.arrive(hall().store, window=window, clerk=current_user.id, at=hall().now())
    session[WINDOW] = window
    return redirect(url_for("clerk.desk", left=len(left) or None), code=303)


@bp.post("/desk/window/close")
def close_window() -> ResponseReturnValue:
    """Close the clerk's window; nobody is called there until somebody opens it again."""
    must_be_clerk()
    window = chosen_window()
    if window is not None:
        floor.set_window(
            hall().store,
            window=window,
            state=WindowState.CLOSED,
            reason="",
            clerk=current_user.id,
            at=hall().now(),
        )
    session.pop(WINDOW, None)
    return redirect(url_for("clerk.choose"), code=303)


@bp.errorhandler(UnknownWindow)
def gone(_: UnknownWindow) -> ResponseReturnValue:
    """Ask again when the hall has lost a clerk's window."""
    session.pop(WINDOW, None)
    return redirect(url_for("clerk.choose"), code=303)


@bp.after_request
def keep_fresh(response: Response) -> Response:
    """Keep pages of the desk out of every cache, and the clerk's language in his browser."""
    response.headers["Cache-Control"] = "no-store"
    if request.args.get("lang") in language.LANGUAGES:
        response.set_cookie(language.COOKIE, language.chosen(), path="/desk", samesite="Lax", httponly=True)
    return response
