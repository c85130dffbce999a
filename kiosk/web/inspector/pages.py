"""上门排查页: an inspector on his way, with one thumb: whom to visit, what was found, what is put right."""

from functools import partial

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from kiosk.hall.errors import HallError
from kiosk.hall.inspection import LONGEST_PLACE, LONGEST_WORDS, MOST_DAYS
from kiosk.hall.roles import Permission
from kiosk.operations import inspection, prepared
from kiosk.operations import inspection_views as views
from kiosk.web import language
from kiosk.web.context import hall
from kiosk.web.parts import inspecting
from kiosk.web.parts.inspection_shapes import Json, days_of, line_json, page_json
from kiosk.web.parts.presses import new_press
from kiosk.web.parts.qr import svg
from kiosk.web.parts.sign_in import only

bp = Blueprint("inspector", __name__, url_prefix="/inspector")


bp.before_request(partial(only, Permission.INSPECT))


@bp.get("")
@bp.post("/find")
def today() -> ResponseReturnValue:
    """Show whom to visit, what is overdue, and what was sought, which comes into no address."""
    text = request.form.get("q", "").strip()[:60]
    seen = views.today(hall().store, at=hall().now())
    parts = ((name, getattr(seen, name)) for name in ("overdue", "to_visit", "rectifying", "told"))
    return render_template(
        "inspector/today.html",
        text=text,
        found=_lines(views.search(hall().store, text=text, at=hall().now())),
        parts={name: _lines(lines) for name, lines in parts},
    )


@bp.get("/new")
def new() -> ResponseReturnValue:
    """Ask who and where it is."""
    return _form()


@bp.post("/new")
def register() -> ResponseReturnValue:
    """Register a place."""
    try:
        number = inspecting.register()
    except HallError as error:
        return _form(error)
    return redirect(url_for(".page", number=number), code=303)


@bp.get("/<number>")
def page(number: str) -> ResponseReturnValue:
    """Show one place with the next step."""
    return _page(number)


@bp.post("/<number>/<any(visit, again, close):step>")
def take(number: str, step: str) -> ResponseReturnValue:
    """Take the next step with a place."""
    printed_at = inspecting.window_of(prepared.one(hall().store, number=number, at=hall().now()).service)
    try:
        inspecting.step(step, number, printed_at)
    except HallError as error:
        return _page(number, error)
    return redirect(url_for(".page", number=number, did=step), code=303)


@bp.post("/<number>/person")
def reveal(number: str) -> ResponseReturnValue:
    """Show who and where it is to another than who registered it; that he looked is written down."""
    inspection.reveal(hall().store, number=number, by=current_user.id, at=hall().now())
    return _page(number, whole=True)


@bp.after_request
def keep_fresh(response: Response) -> Response:
    """Keep these pages out of every cache, and the reader's language in his browser."""
    response.headers["Cache-Control"] = "no-store"
    if request.args.get("lang") in language.LANGUAGES:
        said = language.chosen()
        response.set_cookie(language.COOKIE, said, path="/inspector", samesite="Lax", httponly=True)
    return response


def _lines(lines: tuple[views.Line, ...]) -> list[Json]:
    return [line_json(one, language.chosen(), hall().mask) for one in lines]


def _form(refused: HallError | None = None) -> ResponseReturnValue:
    drawn = render_template(
        "inspector/new.html",
        services=views.services(hall().store, at=hall().now()),
        typed=request.form,
        longest=LONGEST_PLACE,
        press=new_press(),
        refused=refused.said(language.chosen()) if refused else "",
    )
    return drawn, refused.status if refused else 200


def _page(number: str, refused: HallError | None = None, *, whole: bool = False) -> ResponseReturnValue:
    seen, said = prepared.one(hall().store, number=number, at=hall().now()), language.chosen()
    whole = whole or seen.inspection.registered_by == current_user.id
    url = hall().phone_url(seen.inspection.token)
    drawn = render_template(
        "inspector/page.html",
        one=page_json(seen, said, None if whole else hall().mask),
        whole=whole,
        questions=inspecting.questions(seen),
        days=days_of(seen.catalogue, seen.service),
        qr=svg(url) if url and seen.inspection.is_open else "",
        typed=request.form,
        longest=LONGEST_WORDS,
        most_days=MOST_DAYS,
        press=new_press(),
        did=request.args.get("did", ""),
        refused=refused.said(said) if refused else "",
    )
    return drawn, refused.status if refused else 200
