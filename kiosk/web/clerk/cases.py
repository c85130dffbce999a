"""办件页: a clerk receives an application, says what came of it, and follows it to its end."""

from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from kiosk.hall.bills import bills_of
from kiosk.hall.calendar import local_day
from kiosk.hall.case import Case, Delivery, Mark, Procedure, Receipt, VisitReason
from kiosk.hall.case_visits import likely_reason
from kiosk.hall.errors import HallError
from kiosk.operations import case_files, case_steps, casework, desk
from kiosk.operations.case_waiting import CaseWaiting
from kiosk.web import language
from kiosk.web.clerk import case_forms
from kiosk.web.clerk.case_shapes import case_json, row_json
from kiosk.web.clerk.inspection_shapes import found_json, prepared_json
from kiosk.web.clerk.parcel_shapes import is_postable, parcel_json
from kiosk.web.clerk.place import chosen_window, only_clerks
from kiosk.web.context import hall

Act = Callable[[int], Case]

bp = Blueprint("cases", __name__, url_prefix="/desk/cases")
bp.before_request(only_clerks)


@bp.get("")
def overview() -> ResponseReturnValue:
    """Show the cases of the ticket in hand, what is due, and the search."""
    ticket = request.args.get("ticket", "")
    mine = case_files.of_ticket(hall().store, ticket=ticket) if ticket else ()
    wanted = _wanted(ticket, mine)
    if len(mine) == 1 and not wanted and "q" not in request.args:
        return redirect(url_for(".case", case=mine[0].id, ticket=ticket))
    return _overview(ticket, mine, wanted)


@bp.post("/find")
def find() -> ResponseReturnValue:
    """Search by number, phone or name; nothing of it comes into an address."""
    ticket = request.form.get("ticket", "")
    mine = case_files.of_ticket(hall().store, ticket=ticket) if ticket else ()
    return _overview(ticket, mine, _wanted(ticket, mine))


@bp.post("")
def open_case() -> ResponseReturnValue:
    """Receive an application."""
    ticket = request.form.get("ticket", "")
    try:
        opened = casework.open_case(
            hall().store,
            service=request.form.get("service", ""),
            ticket=ticket,
            applicant=case_forms.applicant(ticket),
            window=chosen_window(),
            clerk=current_user.name,
            at=hall().now(),
            elsewhere_id=request.form.get("elsewhere_id", "").strip()[:40],
            anew="anew" in request.form,
        )
    except HallError as error:
        mine = case_files.of_ticket(hall().store, ticket=ticket) if ticket else ()
        return _overview(ticket, mine, _wanted(ticket, mine), error)
    return redirect(url_for(".case", case=opened.id, ticket=ticket or None), code=303)


@bp.get("/<case>")
def case(case: str) -> ResponseReturnValue:
    """Show one case with the next steps."""
    return _page(case)


@bp.post("/<case>/receipt")
def receive(case: str) -> ResponseReturnValue:
    """Note what was found of each paper, and the outcome."""
    return _step(
        case,
        lambda version: casework.receive(
            hall().store,
            case=case,
            version=version,
            found=case_forms.found(),
            outcome=case_forms.one_of(Receipt, "outcome"),
            elsewhere=request.form.get("elsewhere", ""),
            promised_on=case_forms.day("promised_on"),
            bills=bills_of(request.form.get("bills_count", ""), request.form.get("bills_total", "")),
            at=hall().now(),
            coming=case_forms.coming(),
        ),
    )


@bp.post("/<case>/completion")
def complete(case: str) -> ResponseReturnValue:
    """Note that the papers that were to follow have come."""
    return _step(
        case,
        lambda version: casework.complete(
            hall().store,
            case=case,
            version=version,
            found=case_forms.found(),
            at=hall().now(),
            coming=case_forms.coming(),
        ),
    )


@bp.post("/<case>/procedure")
def procedure(case: str) -> ResponseReturnValue:
    """Stop the clock for a special procedure, or let it run again."""
    store, at = hall().store, hall().now()
    if "procedure" not in request.form:
        return _step(case, lambda version: case_steps.go_on(store, case=case, version=version, at=at))
    chosen = case_forms.one_of(Procedure, "procedure")
    return _step(
        case, lambda version: case_steps.stop(store, case=case, version=version, procedure=chosen, at=at)
    )


@bp.post("/<case>/decision")
def decide(case: str) -> ResponseReturnValue:
    """Note the decision."""
    granted = request.form.get("decision") == "granted"
    return _step(
        case,
        lambda version: case_steps.decide(
            hall().store, case=case, version=version, granted=granted, at=hall().now()
        ),
    )


@bp.post("/<case>/result")
def issue(case: str) -> ResponseReturnValue:
    """Note that the result is there."""
    return _step(
        case,
        lambda version: case_steps.issue(hall().store, case=case, version=version, at=hall().now()),
    )


@bp.post("/<case>/delivery")
def deliver(case: str) -> ResponseReturnValue:
    """Note that the applicant has his result."""
    return _step(
        case,
        lambda version: case_steps.deliver(
            hall().store,
            case=case,
            version=version,
            delivery=Delivery.COUNTER,
            at=hall().now(),
            ticket=request.form.get("ticket", ""),
        ),
    )


@bp.post("/<case>/withdrawal")
def withdraw(case: str) -> ResponseReturnValue:
    """Let the applicant take his application back."""
    return _step(
        case,
        lambda version: case_steps.withdraw(hall().store, case=case, version=version, at=hall().now()),
    )


@bp.post("/<case>/visits")
def come_again(case: str) -> ResponseReturnValue:
    """Note that somebody came again, and why."""
    ticket = request.form.get("ticket", "")
    return _step(
        case,
        lambda _version: casework.come_again(
            hall().store,
            case=case,
            ticket=ticket,
            reason=case_forms.one_of(VisitReason, "reason"),
            at=hall().now(),
        ),
    )


@bp.post("/<case>/person")
def reveal(case: str) -> ResponseReturnValue:
    """Show the applicant without masks, once; who looked is written down."""
    known = case_files.reveal(hall().store, case=case, by=current_user.id, at=hall().now())
    return _page(case, person=known)


@bp.post("/<case>/notices")
def reprint(case: str) -> ResponseReturnValue:
    """Print the notices of a case anew; who did is written down."""
    try:
        case_files.reprint(hall().store, case=case, by=current_user.id, at=hall().now())
    except HallError as error:
        return _page(case, refused=error)
    ticket = request.form.get("ticket") or None
    return redirect(url_for(".case", case=case, ticket=ticket, did="reprint"), code=303)


def _step(case: str, act: Act) -> ResponseReturnValue:
    try:
        act(request.form.get("version", 0, int))
    except HallError as error:
        return _page(case, refused=error)
    return redirect(url_for(".case", case=case, ticket=request.form.get("ticket") or None), code=303)


def _page(case: str, *, refused: HallError | None = None, person: object = None) -> ResponseReturnValue:
    found, applicant = case_files.one(hall().store, case=case)
    if refused:  # what the clerk has marked is not lost
        found = replace(found, materials=casework.checked(found.materials, case_forms.found()))
    said, catalogue = language.chosen(), hall().catalogue()
    ticket = request.values.get("ticket", "")
    page = render_template(
        "clerk/case.html",
        case=case_json(found, applicant, catalogue, said, hall().mask, hall().now()),
        ticket=ticket,
        again=bool(ticket) and case_files.comes_again(hall().store, case=found, ticket=ticket),
        parcel=parcel_json(case, said),
        postable=is_postable(found, catalogue),
        marks=Mark,
        person=person,
        printed=request.args.get("did") == "reprint",
        refused=refused.said(said) if refused else "",
        reason=request.form.get("reason") or likely_reason(found) or "",
    )
    return page, refused.status if refused else 200


def _overview(
    ticket: str, mine: tuple[Case, ...], wanted: list[object], refused: HallError | None = None
) -> ResponseReturnValue:
    catalogue, said, at = hall().catalogue(), language.chosen(), hall().now()
    text = request.form.get("q", "").strip()[:60]
    today = local_day(catalogue, at)
    found = case_files.search(hall().store, text=text, at=at) if text else ()
    page = render_template(
        "clerk/cases.html",
        ticket=ticket,
        prepared=prepared_json(ticket),
        number=_number(ticket),
        mine=[row_json(one, None, catalogue, said, hall().mask, today) for one in mine],
        wanted=wanted,
        every=[one for one in catalogue.services if one.opens_case],
        text=text,
        found=[row_json(one, who, catalogue, said, hall().mask, today) for one, who in found],
        inspections=found_json(text),
        due=[
            row_json(one, who, catalogue, said, hall().mask, today)
            for one, who in case_files.open_cases(hall().store)
        ],
        form=request.form,
        waiting=refused.details[0] if isinstance(refused, CaseWaiting) else "",
        refused=refused.said(said) if refused else "",
    )
    return page, refused.status if refused else 200


def _wanted(ticket: str, mine: tuple[Case, ...]) -> list[object]:
    """List the services of the ticket in hand for which no case is open yet."""
    if not ticket:
        return []
    card, catalogue = desk.card_now(hall().store, ticket=ticket, at=hall().now()), hall().catalogue()
    services = [catalogue.service(code) for code in card.ticket.services]
    known = {one.service for one in mine}
    return [one for one in services if one.opens_case and one.code not in known]


def _number(ticket: str) -> str:
    return desk.card_now(hall().store, ticket=ticket, at=hall().now()).ticket.number if ticket else ""
