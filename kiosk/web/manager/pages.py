"""管理: the signed-in pages of those who keep the hall running."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from kiosk.hall.errors import NotAllowed
from kiosk.operations import desk as desks
from kiosk.operations import printers as of_hall
from kiosk.operations.hall_now import hall_now
from kiosk.web import language
from kiosk.web.context import hall
from kiosk.web.manager import calls, floor, printers, voice
from kiosk.web.papers import pdf_answer
from kiosk.web.parts.shapes import local
from kiosk.web.parts.sign_in import CLERKS

bp = Blueprint("manager", __name__, url_prefix="/manage")
bp.register_blueprint(printers.bp)
bp.register_blueprint(voice.bp)
bp.register_blueprint(floor.bp)
bp.register_blueprint(calls.bp)


@bp.before_request
def only_the_halls_people() -> ResponseReturnValue | None:
    """Send a stranger to the sign-in page, and back here afterwards.

    Raises:
        NotAllowed: who signed in has another task.
    """
    if not current_user.is_authenticated:
        return redirect(url_for("clerk.entry.form", then=request.path))
    if current_user.role not in CLERKS:
        raise NotAllowed(request.path)
    return None


@bp.get("")
def overview() -> ResponseReturnValue:
    """Say in one look how the hall stands."""
    at = hall().now()
    return render_template(
        "manager/overview.html",
        lines=desks.windows_now(hall().store, at=at),
        printers=of_hall.all_now(hall().store, at=at),
        letters=of_hall.dead_letters(hall().store),
        voices=voice.lines(at),
        floor=hall_now(hall().store, at=at),
        time=lambda when: f"{local(when, hall().catalogue()):%H:%M}",
    )


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
