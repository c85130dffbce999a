"""进门: a village assistant signs in on her phone, or comes back by a one-time code."""

from flask import Blueprint, Response, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_limiter import RateLimitExceeded
from flask_login import current_user

from kiosk.hall.errors import HallError, NotAllowed
from kiosk.operations import accounts, delegation, villages
from kiosk.operations.accounts import Role, ShortPassword, WrongSignIn
from kiosk.operations.villages import WrongCode
from kiosk.storage.accounts import Account
from kiosk.storage.villages import UnknownVillage, Village
from kiosk.web import language
from kiosk.web.context import hall
from kiosk.web.limits import limiter
from kiosk.web.parts.sign_in import SampleOnlyHere, let_in, let_out

ACCESS = "assistant-access"  # session key: ends with every reset of the assistant's access
TRIES = "10 per minute; 60 per hour"  # wrong tries for one name, whoever makes them
MAX_FIELD = 200

bp = Blueprint("entry", __name__)


@bp.get("/sign-in")
def form() -> ResponseReturnValue:
    """Ask who it is."""
    return _drawn()


def _name_typed() -> str:
    return "assistant " + request.form.get("name", "").strip().casefold()[:MAX_FIELD]


def _was_wrong(response: Response) -> bool:
    return response.status_code == WrongSignIn.status


@bp.post("/sign-in")
@limiter.limit(TRIES, key_func=_name_typed, deduct_when=_was_wrong)
def sign_in() -> ResponseReturnValue:
    """Let an assistant in whose name and password fit."""
    name, password = _typed("name"), _typed("password")
    store = hall().store
    account: Account = hall().off_loop(lambda: accounts.sign_in(store, name=name, password=password))
    if account.role != Role.ASSISTANT.value:
        raise WrongSignIn
    village = delegation.village_of(store, account=account.id)
    let_in(account)
    session[ACCESS] = village.access
    return redirect(url_for("assistant.due"), code=303)


@bp.get("/code")
def code() -> ResponseReturnValue:
    """Ask for the one-time code and a new password."""
    return _drawn(by_code=True)


@bp.post("/code")
@limiter.limit(TRIES, key_func=_name_typed, deduct_when=_was_wrong)
def renew() -> ResponseReturnValue:
    """Take a new password by the one-time code."""
    password = _typed("password")
    kept: str = hall().off_loop(lambda: accounts.hash_password(password))
    villages.renew(
        hall().store,
        sign_in=_typed("name"),
        code=_typed("code"),
        password_hash=kept,
        at=hall().now(),
    )
    return redirect(url_for(".form", renewed=1), code=303)


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """Forget who it was."""
    let_out()
    return redirect(url_for(".form"), code=303)


@bp.errorhandler(WrongSignIn)
@bp.errorhandler(SampleOnlyHere)
@bp.errorhandler(UnknownVillage)
def refused(error: HallError) -> ResponseReturnValue:
    """Ask again, and say what was wrong; who has no village may not come in either."""
    said = WrongSignIn() if isinstance(error, UnknownVillage) else error
    return _drawn(said.said(language.chosen()), said.status)


@bp.errorhandler(WrongCode)
@bp.errorhandler(ShortPassword)
def code_refused(error: HallError) -> ResponseReturnValue:
    """Ask for the code again."""
    return _drawn(error.said(language.chosen()), error.status, by_code=True)


@bp.errorhandler(RateLimitExceeded)
def too_often(error: RateLimitExceeded) -> ResponseReturnValue:
    """Ask for patience."""
    said = hall().say_in(language.chosen())
    by_code = request.endpoint == "assistant.entry.renew"
    page, status = _drawn(said("输错次数太多，请过一分钟再试。"), 429, by_code=by_code)
    return page, status, error.get_headers()


def own_village() -> Village:
    """Return the village of whoever asks."""
    found = g.village
    assert isinstance(found, Village)  # noqa: S101  set before every page that asks
    return found


def is_in() -> bool:
    """Tell whether an assistant asks who was let in since her last reset, and note her village.

    Raises:
        NotAllowed: somebody with another task asks.
    """
    if not current_user.is_authenticated:
        return False
    if current_user.role is not Role.ASSISTANT:
        raise NotAllowed(request.path)
    try:
        g.village = delegation.village_of(hall().store, account=current_user.id)
    except UnknownVillage:
        return False
    return bool(session.get(ACCESS) == g.village.access)


def _typed(name: str) -> str:
    return request.form.get(name, "")[:MAX_FIELD]


def _drawn(fault: str = "", status: int = 200, *, by_code: bool = False) -> tuple[str, int]:
    page = render_template(
        "assistant/sign_in.html",
        fault=fault,
        name=_typed("name"),
        by_code=by_code,
        renewed="renewed" in request.args,
    )
    return page, status
