"""进门: a village assistant signs in on her phone, or comes back by a one-time code."""

from flask import Blueprint, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from kiosk.hall.errors import HallError, NotAllowed
from kiosk.operations import accounts, delegation, villages
from kiosk.operations.accounts import Role, ShortPassword, WrongSignIn
from kiosk.operations.patience import TooSoon
from kiosk.operations.villages import WrongCode
from kiosk.storage.villages import UnknownVillage, Village
from kiosk.web import language
from kiosk.web.context import hall
from kiosk.web.parts import machine
from kiosk.web.parts.sign_in import (
    SampleOnlyHere,
    let_in,
    let_out,
    patience_header,
    patiently,
    proven,
    slowly,
)

ACCESS = "assistant-access"  # session key: ends with every reset of the assistant's access
MAX_FIELD = 200

bp = Blueprint("entry", __name__)


@bp.get("/sign-in")
def form() -> ResponseReturnValue:
    """Ask who it is."""
    return _drawn()


@bp.post("/sign-in")
def sign_in() -> ResponseReturnValue:
    """Let an assistant in whose name and password fit."""
    account = proven(_typed("name"), _typed("password"), only={Role.ASSISTANT})
    village = delegation.village_of(hall().store, account=account.id)
    let_in(account)
    session[ACCESS] = village.access
    return redirect(url_for("assistant.due"), code=303)


@bp.get("/code")
def code() -> ResponseReturnValue:
    """Ask for the one-time code and a new password."""
    return _drawn(by_code=True)


@bp.post("/code")
def renew() -> ResponseReturnValue:
    """Take a new password by the one-time code."""
    name, code, password = _typed("name"), _typed("code"), _typed("password")
    kept: str = slowly(lambda: accounts.hash_password(password))
    store, at = hall().store, hall().now()

    def take() -> None:
        villages.renew(store, sign_in=name, code=code, password_hash=kept, at=at)

    patiently(machine.counted(name), WrongCode, take)
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


@bp.errorhandler(TooSoon)
def too_soon(error: TooSoon) -> ResponseReturnValue:
    """Ask for patience."""
    by_code = request.endpoint == "assistant.entry.renew"
    page, status = _drawn(error.said(language.chosen()), error.status, by_code=by_code)
    return page, status, patience_header(error)


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
