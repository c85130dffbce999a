"""进门: the sign-in page of the hall's people."""

from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from kiosk.hall.errors import HallError
from kiosk.operations.accounts import WrongSignIn
from kiosk.operations.patience import TooSoon
from kiosk.web import language
from kiosk.web.parts.sign_in import SampleOnlyHere, let_in, let_out, patience_header, proven

MAX_FIELD = 200

bp = Blueprint("entry", __name__)


@bp.get("/desk/sign-in")
def form() -> ResponseReturnValue:
    """Ask who it is."""
    return redirect(_after()) if current_user.is_authenticated else _drawn()


@bp.post("/desk/sign-in")
def sign_in() -> ResponseReturnValue:
    """Let somebody in whose name and password fit."""
    name = request.form.get("name", "")[:MAX_FIELD]
    password = request.form.get("password", "")[:MAX_FIELD]
    let_in(proven(name, password))
    return redirect(_after(), code=303)


@bp.post("/desk/sign-out")
def sign_out() -> ResponseReturnValue:
    """Forget who it was."""
    let_out()
    return redirect(url_for(".form"), code=303)


@bp.errorhandler(WrongSignIn)
@bp.errorhandler(SampleOnlyHere)
def refused(error: HallError) -> ResponseReturnValue:
    """Ask again, and say what was wrong."""
    return _drawn(error.said(language.chosen()), error.status)


@bp.errorhandler(TooSoon)
def too_soon(error: TooSoon) -> ResponseReturnValue:
    """Ask for patience."""
    page, status = _drawn(error.said(language.chosen()), error.status)
    return page, status, patience_header(error)


def _drawn(fault: str = "", status: int = 200) -> tuple[str, int]:
    name = request.form.get("name", "")[:MAX_FIELD]
    return render_template("clerk/sign_in.html", fault=fault, name=name, then=_after()), status


def _after() -> str:
    """Return where to go after signing in: a page of ours, never another site."""
    wanted = request.values.get("then", "")
    parts = urlsplit(wanted)
    ours = wanted.startswith("/") and not parts.scheme and not parts.netloc and "\\" not in wanted
    return wanted if ours else url_for("clerk.desk")
