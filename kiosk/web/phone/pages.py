"""手机进度页: a citizen's own ticket, opened by the secret address on his paper."""

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.operations import progress
from kiosk.operations.progress import Page, UnknownProgress
from kiosk.web import language
from kiosk.web.context import hall
from kiosk.web.phone.shapes import progress_json

bp = Blueprint("phone", __name__)


@bp.get("/t/<token>")
def ticket(token: str) -> ResponseReturnValue:
    """Show how far the ticket has come."""
    page = progress.page_now(hall().store, token=token, at=hall().now())
    return _drawn(page)


@bp.post("/t/<token>/cancel")
def cancel(token: str) -> ResponseReturnValue:
    """Give the place to others."""
    progress.give_up(hall().store, token=token, at=hall().now())
    return redirect(url_for("phone.ticket", token=token, lang=request.form.get("lang")), code=303)


@bp.errorhandler(UnknownProgress)
def unknown(error: UnknownProgress) -> ResponseReturnValue:
    """Say kindly that there is no such page."""
    return render_template("phone/unknown.html", zh=error.said("zh"), en=error.said("en")), error.status


@bp.after_request
def keep_secret(response: Response) -> Response:
    """Keep the address, which is the key, out of caches, of other sites' logs and of search engines."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _drawn(page: Page) -> str:
    """Draw the page in the language asked for, else in the one the ticket was taken in."""
    asked = request.args.get("lang", "")
    g.language = asked if asked in language.LANGUAGES else page.progress.ticket.language
    g.say = hall().say_in(g.language)
    shown = progress_json(page.progress, page.catalogue, g.language)
    return render_template(
        "phone/ticket.html",
        seen=shown,
        page=page,
        ticked=page.progress.ticket.ticked,
        token=page.progress.ticket.token,
    )
