"""名册: an assistant brings her village's roster in, and sees all who are on it."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from kiosk.hall.errors import HallError
from kiosk.hall.principal import Fault, RosterFaults
from kiosk.operations import delegation
from kiosk.web import language
from kiosk.web.assistant.entry import own_village
from kiosk.web.assistant.shapes import listed_json
from kiosk.web.context import hall
from kiosk.web.parts import uploaded
from kiosk.web.parts.turn import in_turn

FAULTS_SHOWN = 100

bp = Blueprint("roster", __name__, url_prefix="/roster")


@bp.get("")
def everybody() -> ResponseReturnValue:
    """Show all whom the village manages, and the way to bring a roster in."""
    return _drawn()


@bp.post("")
def take_in() -> ResponseReturnValue:
    """Bring a roster in, all of it or nothing."""
    sent, store, at = request.files.get("roster"), hall().store, hall().now()
    content, village, by = sent.read() if sent else b"", own_village().code, current_user.id
    try:
        done = in_turn(
            uploaded.READING,
            lambda: delegation.import_roster(
                store, village=village, rows=uploaded.read(content), by=by, at=at
            ),
        )
    except HallError as error:
        return _drawn(error)
    return redirect(url_for(".everybody", added=done.added, known=done.known), code=303)


def _drawn(refused: HallError | None = None) -> ResponseReturnValue:
    said = language.chosen()
    every = delegation.everybody(hall().store, village=own_village().code, at=hall().now())
    faults: tuple[Fault, ...] = refused.faults if isinstance(refused, RosterFaults) else ()
    page = render_template(
        "assistant/roster.html",
        village=own_village(),
        people=[listed_json(one, said) for one in every],
        faults=[(one.line, one.what.said(said)) for one in faults[:FAULTS_SHOWN]],
        refused=refused.said(said) if refused else "",
        added=request.args.get("added", type=int),
        known=request.args.get("known", 0, int),
    )
    return page, refused.status if refused else 200
