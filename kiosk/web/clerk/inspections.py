"""上门排查: a clerk registers a place, finds what was prepared by code or phone, and gives its number."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from kiosk.hall.errors import HallError, UnknownTicket
from kiosk.hall.inspection import LONGEST_PLACE, LONGEST_WORDS, MOST_DAYS
from kiosk.hall.ticket import Ticket
from kiosk.operations import inspection, prepared
from kiosk.operations import inspection_views as views
from kiosk.storage.inspections import Site
from kiosk.web import language
from kiosk.web.clerk.place import chosen_window, only_clerks, place
from kiosk.web.context import hall
from kiosk.web.parts import inspecting
from kiosk.web.parts.inspection_shapes import Json, days_of, line_json, page_json
from kiosk.web.parts.presses import new_press, press_of_form

bp = Blueprint("inspections", __name__, url_prefix="/desk/inspections")
bp.before_request(only_clerks)


def serves_here(window: int | None) -> bool:
    """Tell whether a window serves a queue with a service that somebody is visited for, or helps it."""
    if window is None:
        return False
    wanted = {one.queue for one in views.services(hall().store, at=hall().now())}
    here = hall().catalogue().window(window)
    return bool(wanted & {*here.queues, *here.helps})


@bp.get("")
@bp.post("/find")
def overview() -> ResponseReturnValue:
    """Show what was prepared for the ticket in hand at once; else the search, the list and a form."""
    ticket = _ticket(request.values.get("ticket", ""))
    if ticket and "q" not in request.form:
        tied = views.of_ticket(hall().store, ticket=ticket.id)
        if tied:
            return redirect(url_for(".page", number=tied, ticket=ticket.id))
    return _overview(ticket)


@bp.post("")
def register() -> ResponseReturnValue:
    """Register a place that asks for an inspection."""
    try:
        number = inspecting.register()
    except HallError as error:
        return _overview(_ticket(request.form.get("ticket", "")), error)
    return redirect(url_for(".page", number=number), code=303)


@bp.get("/<number>")
def page(number: str) -> ResponseReturnValue:
    """Show one inspection with its next steps."""
    return _page(number)


@bp.post("/<number>/<any(visit, again, close):step>")
def take(number: str, step: str) -> ResponseReturnValue:
    """Take the next step with a place."""
    try:
        inspecting.step(step, number, place())
    except HallError as error:
        return _page(number, error)
    return redirect(url_for(".page", number=number, did=step), code=303)


@bp.post("/<number>/ticket")
def come(number: str) -> ResponseReturnValue:
    """Give the number for what was prepared."""
    press, said = press_of_form(request.form, [number, "come"]), language.chosen()
    try:
        taken = prepared.come(
            hall().store, number=number, press=press, place=place(), language=said, at=hall().now()
        )
    except HallError as error:
        return _page(number, error)
    return redirect(url_for("clerk.taking.form", taken=taken.ticket.id), code=303)


@bp.post("/<number>/tie")
def tie(number: str) -> ResponseReturnValue:
    """Tie the ticket in hand to what was prepared."""
    ticket = request.form.get("ticket", "")
    try:
        prepared.tie(hall().store, number=number, ticket=ticket, at=hall().now())
    except HallError as error:
        return _page(number, error)
    return redirect(url_for("clerk.cases.overview", ticket=ticket), code=303)


@bp.post("/<number>/person")
def reveal(number: str) -> ResponseReturnValue:
    """Show who and where it is without masks, once; who looked is written down."""
    site = inspection.reveal(hall().store, number=number, by=current_user.id, at=hall().now())
    return _page(number, site=site)


def _overview(ticket: Ticket | None, refused: HallError | None = None) -> ResponseReturnValue:
    at, said = hall().now(), language.chosen()
    text = request.form.get("q", "").strip()[:60]
    drawn = render_template(
        "clerk/inspections.html",
        ticket=ticket,
        text=text,
        found=_lines(views.search(hall().store, text=text, at=at)),
        under_way=_lines(views.under_way(hall().store, at=at)),
        services=views.services(hall().store, at=at),
        typed=request.form,
        longest=LONGEST_PLACE,
        press=new_press(),
        refused=refused.said(said) if refused else "",
        window=chosen_window(),
    )
    return drawn, refused.status if refused else 200


def _page(number: str, refused: HallError | None = None, site: Site | None = None) -> ResponseReturnValue:
    seen, said = prepared.one(hall().store, number=number, at=hall().now()), language.chosen()
    ticket = _ticket(request.values.get("ticket", ""))
    drawn = render_template(
        "clerk/inspection.html",
        one=page_json(seen, said, hall().mask),
        list=seen.checklist,
        ticket=ticket,
        tieable=ticket is not None and seen.may_come and seen.service in ticket.services,
        questions=inspecting.questions(seen),
        days=days_of(seen.catalogue, seen.service),
        typed=request.form,
        longest=LONGEST_WORDS,
        most_days=MOST_DAYS,
        press=new_press(),
        revealed=site,
        window=chosen_window(),
        refused=refused.said(said) if refused else "",
    )
    return drawn, refused.status if refused else 200


def _lines(lines: tuple[views.Line, ...]) -> list[Json]:
    return [line_json(one, language.chosen(), hall().mask) for one in lines]


def _ticket(ticket: str) -> Ticket | None:
    """Find the ticket in hand; none is no fault."""
    try:
        with hall().store.read() as reading:
            return reading.tickets.get(ticket[:32]) if ticket else None
    except UnknownTicket:
        return None
