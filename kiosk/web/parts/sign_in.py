"""登录: people of the hall say who they are, and the session remembers it."""

from dataclasses import dataclass

from flask import Flask, Response, request, session
from flask_login import LoginManager, UserMixin, login_user, logout_user

from kiosk.hall.errors import HallError
from kiosk.hall.roles import Permission, Role, may
from kiosk.operations import accounts
from kiosk.operations.accounts import SAMPLE_LABEL, WrongSignIn, roles_of
from kiosk.storage.accounts import Account
from kiosk.web.access import BOARD, ENROLLED, enrol, here
from kiosk.web.context import hall

TRIES = "10 per minute; 60 per hour"  # wrong tries for one name, whoever makes them

login_manager = LoginManager()


class SampleOnlyHere(HallError):
    """A sample sign-in was used on a machine that others reach."""

    status = 403
    zh = "样例账号只能在本机登录。请让管理员建立正式账号。"
    en = "Sample sign-ins work on this machine only. Please ask for an account of your own."


class MayNotSign(HallError):
    """Somebody signed whose role does not reach so far."""

    status = 403
    zh = "{0} 没有这项签字的权限。请有权限的同事来签（复核人、大厅负责人、管理员）。"
    en = "{0} may not sign for this. A colleague who may (second pair of eyes, director, manager) signs."


@dataclass(frozen=True)
class Person(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """Somebody who has signed in; no windows means any window."""

    id: str
    name: str
    role: Role
    windows: tuple[int, ...]
    roles: frozenset[Role]

    def may(self, permission: Permission) -> bool:
        """Tell whether he may do something."""
        return may(self.roles, permission)


def install(app: Flask) -> None:
    """Give an application its sign-in."""
    login_manager.init_app(app)


def may_stand_at(person: object, window: int) -> bool:
    """Tell whether somebody is a clerk (or the manager) who may work at a window."""
    if not isinstance(person, Person) or not person.may(Permission.WORK_AT_WINDOW):
        return False
    return not person.windows or window in person.windows


@login_manager.user_loader  # type: ignore[untyped-decorator]  # Flask-Login has no types
def load(person: str) -> Person | None:
    """Find who has signed in; an account that was disabled since opens nothing."""
    account = accounts.account(hall().store, person)
    return None if account is None or _is_elsewhere(account) else _person(account)


def let_in(account: Account) -> None:
    """Remember in this browser who has shown that the account is his.

    Raises:
        SampleOnlyHere: the account is a sample one, and the browser is on another machine.
    """
    if _is_elsewhere(account):
        raise SampleOnlyHere
    _forget()
    login_user(_person(account))


def signature(name: str, password: str, permission: Permission) -> Account:
    """Return the colleague who signs here with his own name and password; nobody is signed in by it.

    Raises:
        WrongSignIn: they do not fit.
        MayNotSign: he may not sign for this.
        SampleOnlyHere: the account is a sample one, and the browser is on another machine.
    """
    store = hall().store
    account: Account = hall().off_loop(lambda: accounts.sign_in(store, name=name, password=password))
    if not may(roles_of(account), permission):
        raise MayNotSign(account.name)
    if _is_elsewhere(account):
        raise SampleOnlyHere
    return account


def signer_typed() -> str:
    """Name whose wrong signatures are counted together."""
    return "signature " + request.form.get("second_name", "").strip().casefold()[:200]


def was_wrong(response: Response) -> bool:
    """Tell whether a name and a password did not fit."""
    return response.status_code == WrongSignIn.status


def let_out() -> None:
    """Forget who it was."""
    logout_user()
    _forget()


def _forget() -> None:
    """Leave nothing of whoever sat here before; the machine itself may still be a kiosk or a board."""
    places = {key: session[key] for key in (ENROLLED, BOARD) if session.get(key)}
    session.clear()
    for key, place in places.items():
        enrol(str(place), as_=key)


def _is_elsewhere(account: Account) -> bool:
    return account.label == SAMPLE_LABEL and not here()


def _person(account: Account) -> Person:
    return Person(account.id, account.name, Role(account.role), account.windows, roles_of(account))
