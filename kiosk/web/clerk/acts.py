"""窗口操作: one key, one request, one act; the answer says what was done and what can be undone."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from kiosk.operations import calling, desk, finding, floor, prepared, printing, returning, undoing
from kiosk.web import language
from kiosk.web.clerk.answer import done, said
from kiosk.web.clerk.place import must_stand_here
from kiosk.web.clerk.shapes import card_json
from kiosk.web.context import hall
from kiosk.web.parts.forms import Body, MissBody, Sentence, TransferBody, WindowBody, parsed

bp = Blueprint("acts", __name__, url_prefix="/desk/<int:window>")
bp.before_request(must_stand_here)


class NextBody(Body):
    """Which ticket the clerk sees in hand while he presses; "" for none."""

    hand: Sentence = ""


class NumberBody(Body):
    """The number to call, as typed: "E012" or "12"; or the ticket's id; and why it is called early."""

    number: Sentence = ""
    ticket: Sentence = ""
    reason: Sentence = ""


class CodeBody(Body):
    """The token in a code that was scanned, and the ticket in hand; "" for none."""

    code: Sentence
    hand: Sentence = ""


@bp.post("/next")
def call_next(window: int) -> ResponseReturnValue:
    """Finish the ticket in hand and call the one whose turn it is."""
    hand = parsed(NextBody, request.get_data()).hand
    called = calling.call_next(hall().store, window=window, at=hall().now(), hand=hand)
    if called is None:
        return said(window, "nobody")
    finished = [{"act": "finish", "ticket": hand, "number": hand.partition("-")[2]}] if hand else []
    return done(window, "call", called, before=finished)


@bp.post("/call")
def call_number(window: int) -> ResponseReturnValue:
    """Call one given ticket; before its turn only for a reason."""
    wanted, at = parsed(NumberBody, request.get_data()), hall().now()
    found = wanted.ticket or finding.find(hall().store, number=wanted.number, window=window, at=at).id
    called = calling.call_ticket(
        hall().store, window=window, ticket=found, at=at, reason=wanted.reason, by=current_user.id
    )
    return done(window, "call", called)


@bp.post("/tickets/<ticket>/recall")
def recall(window: int, ticket: str) -> ResponseReturnValue:
    """Call the ticket in hand again."""
    return done(window, "recall", calling.recall(hall().store, ticket=ticket, window=window, at=hall().now()))


@bp.post("/tickets/<ticket>/start")
def start(window: int, ticket: str) -> ResponseReturnValue:
    """Begin the service."""
    return done(window, "start", calling.start(hall().store, ticket=ticket, window=window, at=hall().now()))


@bp.post("/tickets/<ticket>/finish")
def finish(window: int, ticket: str) -> ResponseReturnValue:
    """End the service without calling anybody."""
    return done(window, "finish", calling.finish(hall().store, ticket=ticket, window=window, at=hall().now()))


@bp.post("/tickets/<ticket>/miss")
def miss(window: int, ticket: str) -> ResponseReturnValue:
    """Nobody came."""
    signed, at = parsed(MissBody, request.get_data()).signed, hall().now()
    after = calling.miss(hall().store, ticket=ticket, window=window, at=at, signed=signed)
    return done(window, "miss", after)


@bp.post("/tickets/<ticket>/hold")
def hold(window: int, ticket: str) -> ResponseReturnValue:
    """Put the ticket in hand aside."""
    return done(window, "hold", calling.hold(hall().store, ticket=ticket, window=window, at=hall().now()))


@bp.post("/tickets/<ticket>/resume")
def resume(window: int, ticket: str) -> ResponseReturnValue:
    """Take up a ticket that was put aside."""
    return done(window, "resume", calling.resume(hall().store, ticket=ticket, window=window, at=hall().now()))


@bp.post("/tickets/<ticket>/transfer")
def transfer(window: int, ticket: str) -> ResponseReturnValue:
    """Send a ticket on to another window."""
    to, at = parsed(TransferBody, request.get_data()).window, hall().now()
    moved = calling.transfer(hall().store, ticket=ticket, to_window=to, at=at, window=window)
    return done(window, "transfer", moved, window=to)


@bp.post("/tickets/<ticket>/revive")
def revive(window: int, ticket: str) -> ResponseReturnValue:
    """Give a missed ticket a place again."""
    return done(window, "revive", returning.revive(hall().store, ticket=ticket, at=hall().now()))


@bp.post("/tickets/<ticket>/cancel")
def cancel(window: int, ticket: str) -> ResponseReturnValue:
    """End a ticket whose person does not wait any more."""
    return done(window, "cancel", calling.cancel(hall().store, ticket=ticket, at=hall().now()))


@bp.post("/tickets/<ticket>/drop-priority")
def drop_priority(window: int, ticket: str) -> ResponseReturnValue:
    """Let a ticket whose class was not shown go on as an ordinary one."""
    at = hall().now()
    return done(
        window, "drop-priority", undoing.drop_priority(hall().store, ticket=ticket, window=window, at=at)
    )


@bp.post("/tickets/<ticket>/undo")
def undo(window: int, ticket: str) -> ResponseReturnValue:
    """Take back the last act on a ticket."""
    return done(window, "undo", undoing.undo(hall().store, ticket=ticket, at=hall().now(), window=window))


@bp.post("/tickets/<ticket>/reprint")
def reprint(window: int, ticket: str) -> ResponseReturnValue:
    """Print a ticket once more, marked 补打."""
    at = hall().now()
    found = desk.card_now(hall().store, ticket=ticket, at=at).ticket
    copy = printing.reprint_ticket(hall().store, ticket=found, at=at)
    return done(window, "reprint", found, copy=copy)


@bp.post("/state")
def set_state(window: int) -> ResponseReturnValue:
    """Open, pause or close the window."""
    wanted, at = parsed(WindowBody, request.get_data()), hall().now()
    floor.set_window(
        hall().store,
        window=window,
        state=wanted.state,
        reason=wanted.reason,
        clerk=current_user.id,
        at=at,
    )
    return said(window, wanted.state.value)


@bp.get("/find")
def find(window: int) -> ResponseReturnValue:
    """Find one of today's tickets by its number."""
    number, at = request.args.get("number", "")[:16], hall().now()
    found = finding.find(hall().store, number=number, window=window, at=at)
    return look(window, found.id)


@bp.post("/scan")
def scan(window: int) -> ResponseReturnValue:
    """Show the ticket whose code was scanned, or name the page of what was prepared under it."""
    body, at = parsed(CodeBody, request.get_data()), hall().now()
    if prepared.opens(hall().store, token=body.code):
        number = prepared.page(hall().store, token=body.code, at=at).inspection.number
        return {"page": url_for("clerk.inspections.page", number=number, ticket=body.hand or None)}
    return look(window, finding.by_code(hall().store, token=body.code, window=window, at=at).id)


@bp.get("/tickets/<ticket>")
def look(window: int, ticket: str) -> dict[str, Any]:  # noqa: ARG001  the address names it
    """Show everything about one ticket."""
    card = desk.card_now(hall().store, ticket=ticket, at=hall().now())
    return card_json(card, language.chosen())
