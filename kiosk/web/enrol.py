"""登记: a browser becomes a kiosk or a speaking board: a manager approves its code, or a token is pasted."""

from typing import NamedTuple

from flask import Blueprint, redirect, render_template, request, session
from flask.typing import ResponseReturnValue

from kiosk.hall.errors import NotAllowed
from kiosk.operations import pairing
from kiosk.operations.accounts import Role
from kiosk.storage.entries import APPROVED, REFUSED, WAITING
from kiosk.web import access
from kiosk.web.context import hall
from kiosk.web.limits import code_asked, code_lasts

PAIRING = "pairing"  # session key: the screen, the code it shows and the token it waits for
LOOK_AGAIN_S = 4

bp = Blueprint("enrol", __name__)


class Screen(NamedTuple):
    """What a browser may become: the role of its token, and where that is kept in the browser."""

    role: Role
    kept_as: str


SCREENS = {"kiosk": Screen(Role.KIOSK, access.ENROLLED), "board": Screen(Role.BOARD, access.BOARD)}


@bp.get("/<any(kiosk, board):screen>/enrol")
def form(screen: str) -> ResponseReturnValue:
    """Show the code that a manager types, until he has; beside it a token may be pasted."""
    wanted = SCREENS[screen]
    asked_as, code, token = session.get(PAIRING, ("", "", ""))
    state = pairing.state(hall().store, token=token, at=hall().now()) if asked_as == screen else ""
    if state == APPROVED and (device := pairing.of_token(hall().store, token=token)):
        session.pop(PAIRING)
        access.enrol(device.id, as_=wanted.kept_as)
        return redirect(f"/{screen}", 303)
    waits = state == WAITING
    page = render_template("enrol.html", screen=screen, code=code if waits else "", refused=state == REFUSED)
    return page, 200, {"Refresh": str(LOOK_AGAIN_S), "Cache-Control": "no-store"} if waits else {}


@bp.post("/<any(kiosk, board):screen>/code")
def ask(screen: str) -> ResponseReturnValue:
    """Ask for a code to show."""
    code_asked()
    machine, address = str(request.user_agent)[:200], request.remote_addr or ""
    role, at, lasts = SCREENS[screen].role, hall().now(), code_lasts()
    asking = pairing.ask(hall().store, role=role, machine=machine, address=address, at=at, lasts=lasts)
    session[PAIRING] = (screen, asking.code, asking.token)
    return redirect(f"/{screen}/enrol", 303)


@bp.post("/<any(kiosk, board):screen>/enrol")
def enrolled(screen: str) -> ResponseReturnValue:
    """Make this browser a kiosk or a board by a token.

    Raises:
        NotAllowed: it is not the token of one.
    """
    wanted = SCREENS[screen]
    known = pairing.of_token(hall().store, token=request.form.get("token", "").strip())
    if known is None or known.role != wanted.role.value:
        raise NotAllowed(request.path)
    access.enrol(known.id, as_=wanted.kept_as)
    return redirect(f"/{screen}", 303)
