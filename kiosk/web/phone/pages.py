"""手机进度页: a citizen's own ticket, opened by the secret address on his paper."""

import re
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from flask import Blueprint, Response, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.hall.errors import HallError
from kiosk.hall.escalation_words import STATE_WORDS
from kiosk.hall.fen import yuan
from kiosk.hall.ticket import Ticket
from kiosk.operations import prepared, progress
from kiosk.operations.pressing import act_once
from kiosk.operations.progress import Page, UnknownProgress
from kiosk.storage.store import Store
from kiosk.web import errors, language, limits
from kiosk.web.context import hall
from kiosk.web.parts.forms import TicksBody, checked
from kiosk.web.parts.presses import new_press, press_of_form
from kiosk.web.phone import prepared as prepared_page
from kiosk.web.phone.shapes import progress_json

bp = Blueprint("phone", __name__)

INDENT = re.compile(r"\n\s+")  # nobody on a slow network waits for our indentation
SIZES = ("normal", "large")
SIZE = "size"
KEPT_S = 400 * 24 * 3600  # as long as a browser keeps anything
Verb = Callable[..., Ticket]


@bp.get("/t/<token>")
def ticket(token: str) -> ResponseReturnValue:
    """Show how far the ticket has come, or the inspection before it."""
    if prepared.opens(hall().store, token=token):
        return prepared_page.drawn(token, large=_large())
    return _drawn(progress.page_now(hall().store, token=token, at=hall().now()))


@bp.post("/t/<token>/ticks")
def tick(token: str) -> ResponseReturnValue:
    """Note which papers he has; the clerk sees it at once."""
    body = checked(TicksBody, {"ticked": tuple(request.form.getlist("ticked"))})
    verbs = prepared if prepared.opens(hall().store, token=token) else progress
    seq = verbs.tick_papers(hall().store, token=token, codes=body.ticked, at=hall().now())
    return _done(token, seq=seq)


@bp.post("/t/<token>/later")
def later(token: str) -> ResponseReturnValue:
    """Let a few people go first."""
    return _once(token, progress.let_others_first)


@bp.post("/t/<token>/back")
def back(token: str) -> ResponseReturnValue:
    """Take a place again after a missed call."""
    return _once(token, progress.come_back)


@bp.post("/t/<token>/cancel")
def cancel(token: str) -> ResponseReturnValue:
    """Give the place to others."""
    return _once(token, progress.give_up)


@bp.errorhandler(UnknownProgress)
def unknown(error: UnknownProgress) -> ResponseReturnValue:
    """Say kindly that there is no such page."""
    if errors.wants_json():
        return errors.refusal(error)
    said = limits.of_wrong_token(error)
    page = render_template("phone/unknown.html", zh=said.said("zh"), en=said.said("en"), large=_large())
    wait = {"Retry-After": str(limits.WRONG_TOKENS.get_expiry())} if said is not error else {}
    return page, said.status, wait


@bp.errorhandler(HallError)
def refused(error: HallError) -> ResponseReturnValue:
    """Show the ticket as it is now, and above it why the act was refused."""
    if errors.wants_json():
        return errors.refusal(error)
    token = str((request.view_args or {})["token"])
    if prepared.opens(hall().store, token=token):
        return prepared_page.drawn(token, large=_large(), refusal=error)
    try:
        page = progress.page_now(hall().store, token=token, at=hall().now())
    except UnknownProgress as nobody:  # a wrong form, and for nobody's ticket
        return unknown(nobody)
    return _drawn(page, refusal=error), error.status


@bp.after_request
def keep_secret(response: Response) -> Response:
    """Keep the address, which is the key, out of caches and of search engines.

    No other site is told it either (`guarded`); the hall itself is, since over TLS it takes no form without.
    """
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    if request.args.get(SIZE) in SIZES:
        size = request.args[SIZE]
        response.set_cookie(SIZE, size, max_age=KEPT_S, path="/t", samesite="Lax", httponly=True)
    return response


def _once(token: str, verb: Verb) -> ResponseReturnValue:
    at: datetime = hall().now()
    press = press_of_form(request.form, [token, verb.__name__])

    def act(store: Store) -> Ticket:
        return verb(store, token=token, at=at)

    act_once(hall().store, press=press, at=at, act=act)
    return _done(token)


def _done(token: str, **more: int) -> ResponseReturnValue:
    """Give the page's script a press for its next act, and a page without script the ticket as it is now."""
    if errors.wants_json():
        return jsonify(press=new_press(), **more)
    asked = request.form.get("lang")
    return redirect(url_for("phone.ticket", token=token, lang=asked), HTTPStatus.SEE_OTHER)


def _drawn(page: Page, refusal: HallError | None = None) -> str:
    """Draw the page in the language asked for, else in the one the ticket was taken in."""
    asked = request.values.get("lang", "")
    g.language = asked if asked in language.LANGUAGES else page.progress.ticket.language
    g.say = hall().say_in(g.language)
    drawn = render_template(
        "phone/ticket.html",
        seen=progress_json(page.progress, page.catalogue, g.language),
        page=page,
        states=STATE_WORDS,
        rules=page.catalogue.hall.calls,
        token=page.progress.ticket.token,
        press=new_press(),
        yuan=yuan,
        large=_large(),
        refusal=refusal.said(g.language) if refusal else "",
    )
    return INDENT.sub("\n", drawn)


def _large() -> bool:
    asked = request.args.get(SIZE)
    return (asked if asked in SIZES else request.cookies.get(SIZE)) == "large"
