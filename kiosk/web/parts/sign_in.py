"""登录: people of the hall say who they are, and the session remembers it."""

import logging
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TypeVar

from flask import Flask, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from kiosk.clock import now
from kiosk.hall.errors import HallError, NotAllowed
from kiosk.hall.roles import Permission, Role, may
from kiosk.operations import accounts, entry, patience
from kiosk.operations.accounts import SAMPLE_LABEL, WrongSignIn, roles_of
from kiosk.operations.patience import TooSoon
from kiosk.storage.accounts import Account
from kiosk.web.access import BOARD, ENROLLED, enrol, here
from kiosk.web.context import hall
from kiosk.web.parts import machine
from kiosk.web.parts.turn import in_turn

log = logging.getLogger(__name__)
T = TypeVar("T")

SESSION = "sign-in"  # session key: the secret of this sign-in, whose hash the store keeps
# Passwords are checked one at a time in each line, for each takes 64 MB: whoever floods the hall with wrong
# ones stands in the strangers' line, and keeps nobody waiting who has signed in on his machine before.
LINES = {True: threading.Semaphore(1), False: threading.Semaphore(1)}

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


def only(permission: Permission) -> ResponseReturnValue | None:
    """Let through who may do this; a stranger is sent to the sign-in page, and back here afterwards.

    Raises:
        NotAllowed: who signed in has another task.
    """
    if not current_user.is_authenticated:
        return redirect(url_for("clerk.entry.form", then=request.path))
    if not current_user.may(permission):
        raise NotAllowed(request.path)
    return None


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
    """Find who has signed in; a sign-in that was ended, or an account disabled since, opens nothing."""
    lasting, secret = entry.lasting_of(hall().settings), str(session.get(SESSION, ""))
    account = entry.account_of(hall().store, account=person, secret=secret, lasting=lasting, at=now())
    return None if account is None or _is_elsewhere(account) else _person(account)


def proven(name: str, password: str, *, only: Collection[Role] = frozenset(Role)) -> Account:
    """Return the account that fits a name and a password; wrong ones wait longer each time.

    Raises:
        WrongSignIn: they do not fit, or whoever it is does not come in by this door.
        TooSoon: too many did not, here.
    """
    store = hall().store

    def check() -> Account:
        known = machine.knows(name)
        found = slowly(lambda: accounts.sign_in(store, name=name, password=password), known=known)
        if Role(found.role) not in only:
            raise WrongSignIn
        return found

    account = patiently(machine.counted(name), WrongSignIn, check)
    machine.know(name)
    return account


def patience_header(error: TooSoon) -> dict[str, str]:
    """Tell a program how long to wait."""
    return {"Retry-After": str(error.details[0])}


def slowly(check: Callable[[], T], *, known: bool = False) -> T:
    """Hash a password beside the event loop; `known` says that no stranger asks.

    Raises:
        TryAgain: too many wait before this one.
    """
    return in_turn(LINES[known], check)


def patiently(counted: str, wrong: type[HallError], check: Callable[[], T]) -> T:
    """Do what can be guessed at, with a pause after wrong tries; `counted` says with whom they are counted.

    Raises:
        TooSoon: too many were wrong.
    """
    store = hall().store
    patience.count(store, name=counted, at=hall().now())
    try:
        found = check()
    except wrong:
        log.warning("what was typed was refused: wrong name, password, code or PIN")
        raise
    patience.forgive(store, name=counted)
    return found


def let_in(account: Account) -> None:
    """Remember in this browser who has shown that the account is his.

    Raises:
        SampleOnlyHere: the account is a sample one, and the browser is on another machine.
    """
    if _is_elsewhere(account):
        raise SampleOnlyHere
    let_out()  # a sign-in of before ends here, and its secret with it
    session[SESSION] = entry.begin(hall().store, account=account.id, at=now())
    login_user(_person(account))


def signature(name: str, password: str, permission: Permission) -> Account:
    """Return the colleague who signs here with his own name and password; nobody is signed in by it.

    Raises:
        WrongSignIn: they do not fit.
        MayNotSign: he may not sign for this.
        SampleOnlyHere: the account is a sample one, and the browser is on another machine.
    """
    account = proven(name, password)
    if not may(roles_of(account), permission):
        raise MayNotSign(account.name)
    if _is_elsewhere(account):
        raise SampleOnlyHere
    return account


def let_out() -> None:
    """Forget who it was, here and in the store."""
    if secret := session.get(SESSION):
        entry.end(hall().store, secret=str(secret))
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
