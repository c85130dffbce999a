"""路标: which pages this hall has, and what each is for."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

bp = Blueprint("signpost", __name__)


@bp.get("/")
def signpost() -> ResponseReturnValue:
    """Show the way to every page."""
    return render_template("signpost.html")
