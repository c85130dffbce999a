"""登记: a browser becomes a kiosk, or a board that may speak, by a token that a technician pastes once."""

from typing import NamedTuple

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from kiosk.hall.errors import NotAllowed
from kiosk.operations import accounts
from kiosk.operations.accounts import Role
from kiosk.web import access
from kiosk.web.context import hall

bp = Blueprint("enrol", __name__)


class Screen(NamedTuple):
    """What a browser may become: the role of its token, and where that is kept in the browser."""

    role: Role
    kept_as: str


SCREENS = {"kiosk": Screen(Role.KIOSK, access.ENROLLED), "board": Screen(Role.BOARD, access.BOARD)}


@bp.get("/<any(kiosk, board):screen>/enrol")
def form(screen: str) -> ResponseReturnValue:
    """Ask for the token that makes a browser a kiosk or a board."""
    return render_template("enrol.html", screen=screen)


@bp.post("/<any(kiosk, board):screen>/enrol")
def enrolled(screen: str) -> ResponseReturnValue:
    """Make this browser a kiosk or a board.

    Raises:
        NotAllowed: it is not the token of one.
    """
    wanted = SCREENS[screen]
    known = accounts.token_role(hall().store, request.form.get("token", "").strip())
    if known is None or known.role is not wanted.role:
        raise NotAllowed(request.path)
    access.enrol(known.label or screen, as_=wanted.kept_as)
    return redirect(f"/{screen}", 303)
