"""登录: people of the hall say who they are, and the session remembers it."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_limiter import RateLimitExceeded
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from kiosk.hall.errors import HallError
from kiosk.operations import accounts
from kiosk.operations.accounts import SAMPLE_LABEL, Role, WrongSignIn
from kiosk.storage.accounts import Account
from kiosk.web import language
from kiosk.web.access import ENROLLED, enrol, here
from kiosk.web.context import hall
from kiosk.web.limits import limiter

TRIES = "10 per minute; 60 per hour"  # wrong tries for one name, whoever makes them
MAX_FIELD = 200
CLERKS = frozenset({Role.DESK, Role.MANAGER})

bp = Blueprint("sign_in", __name__)
login_manager = LoginManager()


class SampleOnlyHere(HallError):
    """A sample sign-in was used on a machine that others reach."""

    status = 403
    zh = "样例账号只能在本机登录。请让管理员建立正式账号。"
    en = "Sample sign-ins work on this machine only. Please ask for an account of your own."


@dataclass(frozen=True)
class Person(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """Somebody who has signed in; no windows means any window."""

    id: str
    name: str
    role: Role
    windows: tuple[int, ...]


def install(app: Flask) -> None:
    """Give an application its sign-in."""
    login_manager.init_app(app)
    app.register_blueprint(bp)


def may_stand_at(person: object, window: int) -> bool:
    """Tell whether somebody is a clerk (or the manager) who may work at a window."""
    if not isinstance(person, Person) or person.role not in CLERKS:
        return False
    return not person.windows or window in person.windows


@login_manager.user_loader  # type: ignore[untyped-decorator]  # Flask-Login has no types
def load(person: str) -> Person | None:
    """Find who has signed in; an account that was disabled since opens nothing."""
    account = accounts.account(hall().store, person)
    return None if account is None or _is_elsewhere(account) else _person(account)


@bp.get("/desk/sign-in")
def form() -> ResponseReturnValue:
    """Ask who it is."""
    if current_user.is_authenticated:
        return redirect(_after())
    return _drawn()


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
    if _is_elsewhere(account):
        raise SampleOnlyHere
    _forget()
    login_user(_person(account))
    return redirect(_after(), code=303)


@bp.post("/desk/sign-out")
def sign_out() -> ResponseReturnValue:
    """Forget who it was."""
    logout_user()
    _forget()
    return redirect(url_for("sign_in.form"), code=303)


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


def _forget() -> None:
    """Leave nothing of whoever sat here before; the machine itself may still be a kiosk."""
    place = session.get(ENROLLED)
    session.clear()
    if place:
        enrol(str(place))


def _drawn(fault: str = "", status: int = 200) -> tuple[str, int]:
    name = request.form.get("name", "")[:MAX_FIELD]
    return render_template("clerk/sign_in.html", fault=fault, name=name, then=_after()), status


def _after() -> str:
    """Return where to go after signing in: a page of ours, never another site."""
    wanted = request.values.get("then", "")
    parts = urlsplit(wanted)
    ours = wanted.startswith("/") and not parts.scheme and not parts.netloc and "\\" not in wanted
    return wanted if ours else url_for("clerk.desk")


def _is_elsewhere(account: Account) -> bool:
    return account.label == SAMPLE_LABEL and not here()


def _person(account: Account) -> Person:
    return Person(account.id, account.name, Role(account.role), account.windows)
