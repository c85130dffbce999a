"""分办操作: a window adds services, hands parts over, gives one back, and closes the visit."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from kiosk.operations import visiting
from kiosk.web.clerk.answer import done
from kiosk.web.clerk.place import must_stand_here
from kiosk.web.context import hall
from kiosk.web.parts.forms import parsed
from kiosk.web.parts.handing import ReturnBody, ServicesBody, SplitBody

bp = Blueprint("handing", __name__, url_prefix="/desk/<int:window>/tickets/<ticket>")
bp.before_request(must_stand_here)


@bp.post("/services")
def add_services(window: int, ticket: str) -> ResponseReturnValue:
    """Take more services into the visit in hand."""
    services, at = parsed(ServicesBody, request.get_data()).services, hall().now()
    after = visiting.add_services(hall().store, ticket=ticket, services=services, window=window, at=at)
    return done(window, "services", after)


@bp.post("/split")
def split(window: int, ticket: str) -> ResponseReturnValue:
    """Hand parts of the visit in hand over to other windows."""
    pieces, at = parsed(SplitBody, request.get_data()).pieces(), hall().now()
    parts = visiting.split(hall().store, ticket=ticket, pieces=pieces, window=window, at=at)
    return done(window, "split", parts[0], number=parts[0].called_as, count=len(parts))


@bp.post("/return")
def give_back(window: int, ticket: str) -> ResponseReturnValue:
    """Give a part back, done or with a reason."""
    said, at = parsed(ReturnBody, request.get_data()), hall().now()
    after = visiting.give_back(
        hall().store, ticket=ticket, window=window, outcome=said.outcome, words=said.words, at=at
    )
    return done(window, "return", after)


@bp.post("/withdraw")
def withdraw(window: int, ticket: str) -> ResponseReturnValue:
    """Take a part back that nobody has begun."""
    return done(window, "withdraw", visiting.withdraw(hall().store, ticket=ticket, at=hall().now()))


@bp.post("/close")
def close(window: int, ticket: str) -> ResponseReturnValue:
    """End a visit whose parts are back."""
    after = visiting.close(hall().store, ticket=ticket, window=window, at=hall().now())
    return done(window, "close", after)
