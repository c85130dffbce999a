"""打印代理接口: print agents fetch their jobs here and say what became of them."""

import time
from collections.abc import Callable
from typing import Annotated, Literal

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from pydantic import Field

from kiosk.hall.errors import NotSignedIn
from kiosk.hall.floor import Printer, printers_of
from kiosk.hall.jobs import PaperState
from kiosk.operations import pairing, printing
from kiosk.operations import printers as of_hall
from kiosk.operations.accounts import Role
from kiosk.storage.paper_rows import PaperRow
from kiosk.web import limits
from kiosk.web.access import bearer, needs
from kiosk.web.context import hall
from kiosk.web.draining import CLOSING
from kiosk.web.observed import waits
from kiosk.web.parts.asker import asker
from kiosk.web.parts.bell import bell
from kiosk.web.parts.forms import NO_CONTROLS, Body, Code, Number, parsed
from kiosk.web.parts.shapes import local

MAX_WAIT_S = 25.0
LOOK_AGAIN_S = 5.0  # leases run out and retries come due without anybody ringing
MAX_DETAIL = 200

bp = Blueprint("agents", __name__, url_prefix="/agent/v1")


class LeaseBody(Body):
    """For which printers an agent wants jobs, and how long it likes to wait for one."""

    printers: tuple[Code, ...] = Field(max_length=32)
    wait: Annotated[float, Field(ge=0, le=3600)] = MAX_WAIT_S


class ReportBody(Body):
    """What became of one copy of a job."""

    copy_: Number = Field(alias="copy")
    lease: Number
    state: Literal["queued", "sending", "sent", "confirmed", "blocked", "unknown", "failed"]
    detail: Annotated[str, Field(pattern=NO_CONTROLS, max_length=MAX_DETAIL)] = ""


class PrinterStatus(Body):
    """How one printer is."""

    name: Code
    state: Literal["ready", "near_end", "paper_out", "cover_open", "offline", "broken", "hot", "unknown"]


class StatusBody(Body):
    """How an agent's printers are."""

    printers: tuple[PrinterStatus, ...] = Field(max_length=32)


class PairingBody(Body):
    """Which machine asks to be let in, in its own words."""

    machine: Annotated[str, Field(pattern=NO_CONTROLS, max_length=MAX_DETAIL)] = ""


class HeldBody(Body):
    """The token that a machine waits for."""

    token: Annotated[str, Field(pattern=NO_CONTROLS, min_length=1, max_length=128)]


@bp.post("/pairings")
def ask_to_be_let_in() -> ResponseReturnValue:
    """Give a print agent a code to show, and the token that opens doors once a manager has approved it."""
    limits.code_asked()
    said, address = parsed(PairingBody, request.get_data()), request.remote_addr or ""
    at, lasts = hall().now(), limits.code_lasts()
    asking = pairing.ask(
        hall().store, role=Role.AGENT, machine=said.machine, address=address, at=at, lasts=lasts
    )
    return jsonify(code=asking.code, token=asking.token, lasts=int(pairing.LASTS.total_seconds())), 201


@bp.post("/pairings/state")
def pairing_state() -> Response:
    """Tell a print agent whether it was let in."""
    held = parsed(HeldBody, request.get_data())
    return jsonify(state=pairing.state(hall().store, token=held.token, at=hall().now()))


@bp.get("/printers")
@needs(Role.AGENT)
def printers() -> Response:
    """List the printers that this agent serves."""
    return jsonify(
        printers=[
            {"name": one.name, "url": one.url, "width": one.width, "profile": one.profile} for one in _own()
        ]
    )


@bp.post("/lease")
@needs(Role.AGENT)
def lease() -> Response:
    """Hand over the next jobs of some printers, as soon as there is one; a hall that stops has none."""
    wanted = parsed(LeaseBody, request.get_data())
    until = time.monotonic() + min(wanted.wait, MAX_WAIT_S)
    door, names = bell(hall().store), {one.name for one in _own()}
    asked = tuple(name for name in wanted.printers if name in names)
    closing: Callable[[], bool] = request.environ.get(CLOSING, bool)
    while True:
        heard = door.count
        if pairing.device(hall().store, token_id=asker()) is None:  # shut out while it waited
            raise NotSignedIn
        jobs = printing.lease(hall().store, printers_asked=asked, owner=asker(), at=hall().now())
        if jobs or time.monotonic() >= until or closing():
            return jsonify(jobs=[_job(job) for job in jobs])
        waits()
        door.wait(heard, min(until, time.monotonic() + LOOK_AGAIN_S))


@bp.post("/jobs/<job>/state")
@needs(Role.AGENT)
def report(job: str) -> Response:
    """Take down what became of a job; the same report twice changes nothing."""
    body = parsed(ReportBody, request.get_data())
    said = printing.Report(job, body.copy_, body.lease, PaperState(body.state), body.detail)
    printing.report(hall().store, said=said, owner=asker(), at=hall().now())
    return Response(status=204)


@bp.post("/status")
@needs(Role.AGENT)
def status() -> Response:
    """Take down how an agent's printers are; of another's it is not believed."""
    own = {one.name for one in _own()}
    for one in parsed(StatusBody, request.get_data()).printers:
        if one.name in own:
            of_hall.note(hall().store, printer=one.name, condition=one.state, at=hall().now())
    return Response(status=204)


def _own() -> tuple[Printer, ...]:
    """List the printers of the agent that asks, by the label of its token."""
    agent = bearer()
    return printers_of(hall().catalogue().hall, agent.label if agent else "")


def _job(job: PaperRow) -> dict[str, object]:
    until = local(job.lease_until, hall().catalogue()) if job.lease_until else None
    return {
        "id": job.id,
        "printer": job.printer,
        "document": job.document,
        "personal": job.is_personal,
        "copy": job.copy,
        "lease": job.lease,
        "lease_until": until.isoformat() if until else None,
    }
