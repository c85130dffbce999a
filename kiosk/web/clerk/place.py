"""站位: which window a clerk works at, kept in his session."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import request, session
from flask.typing import ResponseReturnValue
from flask_login import current_user

from kiosk.hall.errors import NotAllowed, NotSignedIn
from kiosk.hall.roles import Permission
from kiosk.web.parts.sign_in import may_stand_at, only

WINDOW = "desk-window"  # session key: the window chosen at sign-in; none is the guide desk


@dataclass(frozen=True, slots=True)
class Door:
    """A page that one key of the desk opens, for the ticket in hand if there is one; at some windows only."""

    page: str
    name: str
    icon: str
    key: str
    is_at: Callable[[int], bool] = lambda _: True


def chosen_window() -> int | None:
    """Return the clerk's window, or none when he stands at the guide desk or has not chosen."""
    window = session.get(WINDOW)
    return window if isinstance(window, int) and may_stand_at(current_user, window) else None


def place() -> str:
    """Name the place of the clerk's acts; the printer of that place is his."""
    window = chosen_window()
    return f"window {window}" if window is not None else "desk"


def must_be_clerk() -> None:
    """Let only clerks and the manager through.

    Raises:
        NotSignedIn: nobody has signed in.
        NotAllowed: somebody with another task has.
    """
    if not current_user.is_authenticated:
        raise NotSignedIn
    if not current_user.may(Permission.WORK_AT_WINDOW):
        raise NotAllowed(request.path)


def only_clerks() -> ResponseReturnValue | None:
    """Let only clerks and the manager through; a stranger who opens a page signs in and comes back to it.

    Raises:
        NotSignedIn: a form is sent, and nobody has signed in.
        NotAllowed: somebody with another task has.
    """
    if request.method == "GET":
        return only(Permission.WORK_AT_WINDOW)
    must_be_clerk()
    return None


def must_stand_here() -> None:
    """Let only a clerk through who may work at the window of the address.

    Raises:
        NotSignedIn, NotAllowed: see `must_be_clerk`; or the window is not one of his.
    """
    must_be_clerk()
    window = (request.view_args or {}).get("window")
    if window is not None and not may_stand_at(current_user, window):
        raise NotAllowed(request.path)
