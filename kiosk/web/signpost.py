"""路标: which pages this hall has, and what each is for."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from kiosk.hall.hours import hours_line
from kiosk.web.context import hall

bp = Blueprint("signpost", __name__)


@bp.get("/")
def signpost() -> ResponseReturnValue:
    """Show the way to every page."""
    return render_template("signpost.html", hours=hours_line(hall().catalogue(), hall().now()))
