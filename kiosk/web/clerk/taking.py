"""导办: a clerk takes a number or prints a list for somebody, and looks after a ticket by its number."""

from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.hall.errors import HallError, NotToday, UnknownTicket
from kiosk.hall.ticket import Ticket
from kiosk.operations import calling, desk, finding, intake, prepared, printing, returning
from kiosk.operations.intake import Visit
from kiosk.operations.progress import UnknownProgress
from kiosk.web import language, limits
from kiosk.web.clerk.place import chosen_window, only_clerks, place
from kiosk.web.clerk.shapes import card_json
from kiosk.web.clerk.wish import sheet_of, visit_of
from kiosk.web.context import hall
from kiosk.web.parts.presses import new_press, press_of_form

bp = Blueprint("taking", __name__, url_prefix="/desk/take")
bp.before_request(only_clerks)


@bp.get("")
def form() -> ResponseReturnValue:
    """Show the form as far as it is filled in."""
    at, catalogue = hall().now(), hall().catalogue()
    visit = visit_of(request.args, catalogue, place())
    chosen = visit.services or visit.not_sure
    offer = intake.offer(hall().store, visit=visit, at=at) if chosen else None
    return render_template(
        "clerk/take.html",
        sheet=sheet_of(visit, catalogue, offer),
        press=new_press(),
        window=chosen_window(),
        taken=_card(request.args.get("taken", "")),
        found=_found(request.args.get("find", "")) or _card(request.args.get("ticket", "")),
        did=request.args.get("did", ""),
    )


@bp.post("/ticket")
def ticket() -> ResponseReturnValue:
    """Take the number."""
    visit = _visit()
    press = press_of_form(request.form, visit)
    taken = intake.take_ticket(hall().store, visit=visit, press=press, at=hall().now())
    return redirect(url_for(".form", taken=taken.ticket.id), code=303)


@bp.post("/scan")
def scan() -> ResponseReturnValue:
    """Find the ticket whose code was scanned, or what was prepared under it."""
    token, window = request.form.get("code", ""), chosen_window() or 0
    if prepared.opens(hall().store, token=token):
        known = prepared.page(hall().store, token=token, at=hall().now())
        return redirect(url_for("clerk.inspections.page", number=known.inspection.number), code=303)
    found = finding.by_code(hall().store, token=token, window=window, at=hall().now())
    return redirect(url_for(".form", ticket=found.id), code=303)


@bp.post("/checklist")
def checklist() -> ResponseReturnValue:
    """Print the list instead of a number."""
    visit = replace(_visit(), ticked=(), papers_missing=False)
    press = press_of_form(request.form, ("checklist", visit))
    intake.print_checklist(hall().store, visit=visit, press=press, at=hall().now())
    return redirect(url_for(".form", did="checklist"), code=303)


@bp.post("/tickets/<ticket>/reprint")
def reprint(ticket: str) -> ResponseReturnValue:
    """Print a ticket once more, marked 补打."""
    at = hall().now()
    found = desk.card_now(hall().store, ticket=ticket, at=at).ticket
    printing.reprint_ticket(hall().store, ticket=found, at=at)
    return _back_to(found, "reprint")


@bp.post("/tickets/<ticket>/cancel")
def cancel(ticket: str) -> ResponseReturnValue:
    """End a ticket whose person does not wait any more."""
    return _back_to(calling.cancel(hall().store, ticket=ticket, at=hall().now()), "cancel")


@bp.post("/tickets/<ticket>/revive")
def revive(ticket: str) -> ResponseReturnValue:
    """Give a missed ticket a place again."""
    return _back_to(returning.revive(hall().store, ticket=ticket, at=hall().now()), "revive")


def _visit() -> Visit:
    return visit_of(request.form, hall().catalogue(), place())


def _back_to(found: Ticket, did: str) -> ResponseReturnValue:
    return redirect(url_for(".form", find=found.number, did=did), code=303)


def _found(number: str) -> object:
    if not number.strip():
        return None
    found = finding.find(hall().store, number=number[:16], window=chosen_window() or 0, at=hall().now())
    return _card(found.id)


def _card(ticket: str) -> object:
    if not ticket:
        return None
    return card_json(desk.card_now(hall().store, ticket=ticket, at=hall().now()), language.chosen())


@bp.errorhandler(NotToday)
def no_number(error: NotToday) -> ResponseReturnValue:
    """Say beside the filled form why there is no number now; the list can still be printed."""
    values = request.form if request.method == "POST" else request.args
    visit = visit_of(values, hall().catalogue(), place())
    return _refused(visit, error, "refused")


@bp.errorhandler(UnknownTicket)
def unknown(error: UnknownTicket) -> ResponseReturnValue:
    """Say beside the empty form that nobody has this number today."""
    return _refused(Visit(), error, "fault")


@bp.errorhandler(UnknownProgress)
def unread(error: UnknownProgress) -> ResponseReturnValue:
    """Say beside the empty form that what was scanned is no ticket of this hall."""
    return _refused(Visit(), limits.of_wrong_token(error), "fault")


def _refused(visit: Visit, error: HallError, said_as: str) -> ResponseReturnValue:
    page = render_template(
        "clerk/take.html",
        sheet=sheet_of(visit, hall().catalogue(), None),
        press=new_press(),
        window=chosen_window(),
        taken=None,
        found=None,
        did="",
        **{said_as: error.said(language.chosen())},
    )
    return page, error.status
