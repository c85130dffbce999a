"""取号机: the kiosk's screens, one decision on each."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.operations import floor, intake
from kiosk.web import language
from kiosk.web.access import kiosk_place
from kiosk.web.citizen import looks, paper, problems, scan, screens, staff
from kiosk.web.citizen.address import Wanted, pressed, visit_body, wanted
from kiosk.web.context import hall
from kiosk.web.parts.presses import new_press, press_of_form

bp = Blueprint("citizen", __name__)
problems.install(bp)
bp.register_blueprint(staff.bp)
bp.register_blueprint(scan.bp)


@bp.before_request
def only_at_a_kiosk() -> None:
    """Let nobody in but this machine, and browsers that were enrolled."""
    kiosk_place()


@bp.context_processor
def looks_of_this_visitor() -> dict[str, Any]:
    """Tell every screen how it should look."""
    return {"looks": looks.chosen(), "help_call": screens.help_call(hall(), request.cookies.get("help", ""))}


def show(template: str, idle: str, **values: Any) -> str:
    """Draw a screen that goes home after a while."""
    return render_template(
        f"citizen/{template}.html", idle=looks.idle_seconds(idle), press=new_press(), **values
    )


@bp.get("/kiosk")
def home() -> ResponseReturnValue:
    """Show all services of the first batch at a glance."""
    want = wanted(request.args, hall().catalogue())
    shut = screens.shut(hall(), hall().catalogue().batch(1))
    hours, begin = screens.no_numbers(hall()), screens.before_hours(hall())
    return show(
        "home", "lists", want=want, queues=screens.queues(hall()), shut=shut, hours=hours, begin=begin
    )


@bp.get("/kiosk/again")
def again() -> ResponseReturnValue:
    """Be ready for the next visitor: everything the last one chose is off."""
    response = redirect(url_for("citizen.home"), 303)
    looks.reset(response)  # type: ignore[arg-type]
    response.delete_cookie("help")
    return response


@bp.get("/kiosk/more")
def more() -> ResponseReturnValue:
    """Show the services of the second batch."""
    want = wanted(request.args, hall().catalogue())
    services = hall().catalogue().batch(2)
    return show("more", "lists", want=want, services=services, shut=screens.shut(hall(), services))


@bp.get("/kiosk/bundles")
def bundles() -> ResponseReturnValue:
    """Show the joint matters: several services, one list, one visit."""
    offered = screens.bundles(hall())
    sample = any(service.is_sample for _, services in offered for service in services)
    return show("bundles", "lists", bundles=offered, sample=sample)


@bp.get("/kiosk/queues/<letter>")
def of_queue(letter: str) -> ResponseReturnValue:
    """Show all services of one queue."""
    catalogue = hall().catalogue()
    queue = catalogue.queue(letter)
    services = tuple(one for one in catalogue.services if one.queue == letter)
    shut = screens.shut(hall(), services)
    return show("more", "lists", want=Wanted(), services=services, queue=queue, shut=shut)


@bp.get("/kiosk/visit")
def visit() -> ResponseReturnValue:
    """Ask the next question, or show what to bring."""
    want = wanted(request.args, hall().catalogue())
    return show_screen(screens.next_screen(hall(), want))


def show_screen(screen: screens.Screen) -> str:
    """Draw what comes next in a visit."""
    return show(screen.template, screen.idle, **screen.values)


@bp.get("/kiosk/offer")
def offer() -> ResponseReturnValue:
    """Say how many are ahead and how long it may take, before a number is taken."""
    want = wanted(request.args, hall().catalogue())
    body = visit_body(want, request.args, language.chosen())
    offered = intake.offer(hall().store, visit=body.visit(kiosk_place()), at=hall().now())
    return show("offer", "forms", want=want, offer=screens.offered(hall(), offered))


@bp.get("/kiosk/no-visit/<code>")
def no_visit(code: str) -> ResponseReturnValue:
    """Show how to do it without coming."""
    return show("no_visit", "forms", want=Wanted((code,)), service=screens.without_a_visit(hall(), code))


@bp.post("/kiosk/tickets")
def take_ticket() -> ResponseReturnValue:
    """Take one ticket for what the citizen has chosen."""
    body = visit_body(pressed(request.form, hall().catalogue()), request.form, language.chosen())
    made = replace(body.visit(kiosk_place()), elder="elder" in looks.chosen())
    taken = intake.take_ticket(
        hall().store, visit=made, press=press_of_form(request.form, body), at=hall().now()
    )
    return redirect(url_for("citizen.ticket", token=taken.ticket.token), 303)


@bp.get("/kiosk/tickets/<token>")
def ticket(token: str) -> ResponseReturnValue:
    """Show the number, large."""
    made = screens.taken(hall(), token, kiosk_place())
    return show("ticket", paper.patience(made["paper"]), ticket=made)


@bp.get("/kiosk/tickets/<token>/paper")
def ticket_paper(token: str) -> ResponseReturnValue:
    """Tell the page whether the paper came out."""
    return jsonify(paper.of_ticket(hall(), token, kiosk_place()))


@bp.post("/kiosk/checklists")
def print_checklist() -> ResponseReturnValue:
    """Print the list to take home instead of a number."""
    body = visit_body(pressed(request.form, hall().catalogue()), request.form, language.chosen())
    press = press_of_form(request.form, [body, "checklist"])
    seq = intake.print_checklist(hall().store, visit=body.visit(kiosk_place()), press=press, at=hall().now())
    return redirect(url_for("citizen.printed", paper_id=f"{seq}-checklist"), 303)


@bp.post("/kiosk/no-visit/<code>")
def print_no_visit(code: str) -> ResponseReturnValue:
    """Print how to do it without coming."""
    said = language.chosen()
    press = press_of_form(request.form, [code, said, "no-visit"])
    seq = intake.print_no_visit_guide(
        hall().store, service=code, language=said, place=kiosk_place(), press=press, at=hall().now()
    )
    return redirect(url_for("citizen.printed", paper_id=f"{seq}-no-visit-guide"), 303)


@bp.get("/kiosk/printed/<paper_id>")
def printed(paper_id: str) -> ResponseReturnValue:
    """Say that a paper is coming and no number was taken."""
    with hall().store.read() as reading:
        row = reading.papers.get(paper_id)
    state = paper.state_of((row,), hall(), kiosk_place())["state"]
    elsewhere = paper.stand_in(hall(), kiosk_place())
    return show("printed", paper.patience(state), paper=row, state=state, stand_in=elsewhere)


@bp.get("/kiosk/papers/<paper_id>/state")
def paper_state(paper_id: str) -> ResponseReturnValue:
    """Tell the page whether a paper came out."""
    with hall().store.read() as reading:
        row = reading.papers.get(paper_id)
    return jsonify(paper.state_of((row,), hall(), kiosk_place()))


@bp.post("/kiosk/look")
def look() -> ResponseReturnValue:
    """Switch the elder, contrast or low look, or the language."""
    back = request.form.get("back", "")
    response = redirect(back if back.startswith("/kiosk") else url_for("citizen.home"), 303)
    looks.toggle(response, request.form.get("name", ""))  # type: ignore[arg-type]
    return response


@bp.post("/kiosk/help")
def call_help() -> ResponseReturnValue:
    """Ask for a member of staff."""
    call = floor.call_help(hall().store, place=kiosk_place(), at=hall().now())
    back = request.form.get("back", "")
    response = redirect(back if back.startswith("/kiosk") else url_for("citizen.home"), 303)
    response.set_cookie("help", str(call), samesite="Lax", httponly=True)
    return response


@bp.get("/kiosk/help/state")
def help_state() -> ResponseReturnValue:
    """Tell the page whether somebody comes."""
    return jsonify({"state": screens.help_call(hall(), request.cookies.get("help", ""))})


@bp.get("/kiosk/panel.css")
def panel() -> ResponseReturnValue:
    """Tell the stylesheet how large a millimetre is on this kiosk."""
    return Response(looks.stylesheet(hall().catalogue(), kiosk_place()), mimetype="text/css")
