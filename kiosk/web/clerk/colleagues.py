"""同事: a window asks for help, hands held tickets over, and frees what was forgotten at another one."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from kiosk.operations import floor, handover
from kiosk.web.clerk.answer import done, said
from kiosk.web.clerk.place import must_stand_here
from kiosk.web.context import hall
from kiosk.web.parts.forms import TransferBody, parsed

bp = Blueprint("colleagues", __name__, url_prefix="/desk/<int:window>")
bp.before_request(must_stand_here)


@bp.post("/help")
def call_help(window: int) -> ResponseReturnValue:
    """Ask a colleague to come to this window."""
    floor.call_help(hall().store, place=f"window {window}", at=hall().now())
    return said(window, "help-called")


@bp.post("/help/<int:call>")
def acknowledge_help(window: int, call: int) -> ResponseReturnValue:
    """Go and help somebody at a kiosk or at another window; or need no help any more."""
    floor.acknowledge_help(hall().store, call=call, by=current_user.id, at=hall().now())
    return said(window, "help")


@bp.post("/tickets/<ticket>/give")
def give(window: int, ticket: str) -> ResponseReturnValue:
    """Hand a held ticket over to another window."""
    to, at = parsed(TransferBody, request.get_data()).window, hall().now()
    given = handover.give(hall().store, ticket=ticket, window=window, to_window=to, by=current_user.id, at=at)
    return done(window, "give", given, window=to)


@bp.post("/tickets/<ticket>/free")
def free(window: int, ticket: str) -> ResponseReturnValue:
    """Put a forgotten ticket of another window back into the line."""
    return done(
        window, "free", handover.free(hall().store, ticket=ticket, by=current_user.id, at=hall().now())
    )


@bp.post("/tickets/<ticket>/take-over")
def take_over(window: int, ticket: str) -> ResponseReturnValue:
    """Hold here what was forgotten at another window."""
    at = hall().now()
    taken = handover.take_over(hall().store, ticket=ticket, window=window, by=current_user.id, at=at)
    return done(window, "take-over", taken)
