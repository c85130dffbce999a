"""叫号记录: every call of today, and why this one."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from kiosk.operations.hall_now import calls_now
from kiosk.web.context import hall
from kiosk.web.parts.shapes import local

bp = Blueprint("calls", __name__, url_prefix="/calls")


@bp.get("")
def table() -> ResponseReturnValue:
    """Show the newest calls, each with its reason, and the counts of the day."""
    at, catalogue = hall().now(), hall().catalogue()
    return render_template(
        "manager/calls.html",
        seen=calls_now(hall().store, at=at),
        time=lambda when: f"{local(when, catalogue):%H:%M:%S}",
    )
