"""本人账号: a new password, and the end of every sign-in that somebody left open elsewhere."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from kiosk.hall.errors import BadRequest, HallError
from kiosk.operations import accounts, entry
from kiosk.operations.accounts import ShortPassword, WrongSignIn
from kiosk.operations.patience import TooSoon
from kiosk.web import language
from kiosk.web.context import hall
from kiosk.web.parts.sign_in import let_out, patience_header, proven, slowly

MAX_FIELD = 200

bp = Blueprint("account", __name__, url_prefix="/desk/account")


class NotAlike(BadRequest):
    """A new password was typed in two ways."""

    zh = "两次输入的新密码不一样。"
    en = "The new password was not typed alike twice."


@bp.before_request
def must_be_in() -> ResponseReturnValue | None:
    """Send a stranger to the sign-in page, and back here afterwards."""
    return None if current_user.is_authenticated else redirect(url_for("clerk.entry.form", then=request.path))


@bp.get("")
def form() -> ResponseReturnValue:
    """Show both forms."""
    return render_template("clerk/account.html", fault="", least=accounts.MIN_PASSWORD)


@bp.post("/password")
def change() -> ResponseReturnValue:
    """Take a new password from whoever knows the old one; he signs in anew everywhere.

    Raises:
        NotAlike, ShortPassword: the new one does not do.
        WrongSignIn, TooSoon: the old one does not fit.
    """
    old, new = _typed("old"), _typed("new")
    if new != _typed("again"):
        raise NotAlike
    account = proven(current_user.name, old)
    if account.id != current_user.id:
        raise WrongSignIn
    kept = slowly(lambda: accounts.hash_password(new), known=True)
    entry.change_password(hall().store, account=account.id, password_hash=kept, at=hall().now())
    let_out()
    return redirect(url_for("clerk.entry.form"), code=303)


@bp.post("/sign-out")
def sign_out_everywhere() -> ResponseReturnValue:
    """End every sign-in of this account, here and elsewhere."""
    entry.end_all(hall().store, account=current_user.id, at=hall().now())
    let_out()
    return redirect(url_for("clerk.entry.form"), code=303)


@bp.errorhandler(NotAlike)
@bp.errorhandler(ShortPassword)
@bp.errorhandler(WrongSignIn)
@bp.errorhandler(TooSoon)
def refused(error: HallError) -> ResponseReturnValue:
    """Ask again, and say what was wrong."""
    said = error.said(language.chosen())
    page = render_template("clerk/account.html", fault=said, least=accounts.MIN_PASSWORD)
    return page, error.status, patience_header(error) if isinstance(error, TooSoon) else {}


def _typed(name: str) -> str:
    return request.form.get(name, "")[:MAX_FIELD]
