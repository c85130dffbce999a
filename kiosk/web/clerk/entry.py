"""进门: the sign-in page of the hall's people."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_limiter import RateLimitExceeded
from flask_login import current_user

from kiosk.hall.errors import HallError
from kiosk.operations import accounts
from kiosk.operations.accounts import WrongSignIn
from kiosk.storage.accounts import Account
from kiosk.web import language
from kiosk.web.context import hall
from kiosk.web.limits import limiter
from kiosk.web.parts.sign_in import SampleOnlyHere, let_in, let_out

TRIES = "10 per minute; 60 per hour"  # wrong tries for one name, whoever makes them
MAX_FIELD = 200

bp = Blueprint("entry", __name__)


@bp.get("/desk/sign-in")
def form() -> ResponseReturnValue:
    """Ask who it is."""
    return redirect(_after()) if current_user.is_authenticated else _drawn()


def _name_typed() -> str:
    return "sign-in " + request.form.get("name", "").strip().casefold()[:MAX_FIELD]


def _was_wrong(response: Response) -> bool:
    return response.status_code == WrongSignIn.status


@bp.post("/desk/sign-in")
@limiter.limit(TRIES, key_func=_name_typed, deduct_when=_was_wrong)
def sign_in() -> ResponseReturnValue:
    """Let somebody in whose name and password fit."""
    name = request.form.get("name", "")[:MAX_FIELD]
    password = request.form.get("password", "")[:MAX_FIELD]
    store = hall().store
    account: Account = hall().off_loop(lambda: accounts.sign_in(store, name=name, password=password))
    let_in(account)
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


@bp.errorhandler(RateLimitExceeded)
def too_often(error: RateLimitExceeded) -> ResponseReturnValue:
    """Ask for patience."""
    said = hall().say_in(language.chosen())
    page, status = _drawn(said("输错次数太多，请过一分钟再试。"), 429)
    return page, status, error.get_headers()


def _drawn(fault: str = "", status: int = 200) -> tuple[str, int]:
    name = request.form.get("name", "")[:MAX_FIELD]
    return render_template("clerk/sign_in.html", fault=fault, name=name, then=_after()), status


def _after() -> str:
    """Return where to go after signing in: a page of ours, never another site."""
    wanted = request.values.get("then", "")
    parts = urlsplit(wanted)
    ours = wanted.startswith("/") and not parts.scheme and not parts.netloc and "\\" not in wanted
    return wanted if ours else url_for("clerk.desk")
