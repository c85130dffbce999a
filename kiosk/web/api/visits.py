"""分办: split a visit among windows, give its parts back, and join it again."""

from http import HTTPStatus

from kiosk.hall.visit_events import VisitSplit
from kiosk.operations import visiting
from kiosk.operations.accounts import Role
from kiosk.operations.pressing import act_once
from kiosk.web.api.routes import Reply, route
from kiosk.web.api.standing import NOWHERE, must_stand_at, window_of
from kiosk.web.api.tickets import shown
from kiosk.web.context import hall
from kiosk.web.parts.asker import asker
from kiosk.web.parts.forms import ActBody
from kiosk.web.parts.handing import ReturnBody, ServicesBody, SplitBody
from kiosk.web.parts.presses import press_of_header
from kiosk.web.parts.shapes import Shape, TicketShape

CLERKS = (Role.DESK,)


class PartList(Shape):
    """The parts of a visit."""

    parts: tuple[TicketShape, ...]


@route("POST", "/tickets/<ticket>/services", roles=CLERKS, body=ServicesBody, answers={200: TicketShape})
def add_services(ticket: str, body: ServicesBody) -> TicketShape:
    """Take more services into the visit that its window serves."""
    press, at, window = press_of_header(asker(), body), hall().now(), window_of(ticket)
    act_once(
        hall().store,
        press=press,
        at=at,
        act=lambda store: visiting.add_services(
            store, ticket=ticket, services=body.services, window=window, at=at
        ),
    )
    return shown(ticket)


@route("POST", "/tickets/<ticket>/split", roles=CLERKS, body=SplitBody, answers={201: PartList})
def split(ticket: str, body: SplitBody) -> Reply:
    """Hand parts of a visit over to other windows; the visit is held until they are back."""
    press, at, window = press_of_header(asker(), body), hall().now(), window_of(ticket)
    event = act_once(
        hall().store,
        press=press,
        at=at,
        act=lambda store: visiting.split(store, ticket=ticket, pieces=body.pieces(), window=window, at=at),
    )
    names = event.parts if isinstance(event, VisitSplit) else ()
    return Reply(PartList(parts=tuple(shown(name) for name in names)), HTTPStatus.CREATED)


@route("POST", "/tickets/<ticket>/return", roles=CLERKS, body=ReturnBody, answers={200: TicketShape})
def give_back(ticket: str, body: ReturnBody) -> TicketShape:
    """Give a part back to the window it came from, done or with a reason."""
    press, at = press_of_header(asker(), body), hall().now()
    window = window_of(ticket) or body.window or NOWHERE
    must_stand_at(window)
    act_once(
        hall().store,
        press=press,
        at=at,
        act=lambda store: visiting.give_back(
            store, ticket=ticket, window=window, outcome=body.outcome, words=body.words, at=at
        ),
    )
    return shown(ticket)


@route("POST", "/tickets/<ticket>/withdraw", roles=CLERKS, body=ActBody, answers={200: TicketShape})
def withdraw(ticket: str, body: ActBody) -> TicketShape:
    """Take a part back that no window has begun."""
    press, at = press_of_header(asker(), body), hall().now()
    act_once(
        hall().store,
        press=press,
        at=at,
        act=lambda store: visiting.withdraw(store, ticket=ticket, at=at),
    )
    return shown(ticket)


@route("POST", "/tickets/<ticket>/close", roles=CLERKS, body=ActBody, answers={200: TicketShape})
def close(ticket: str, body: ActBody) -> TicketShape:
    """End a split visit whose parts are back."""
    press, at, window = press_of_header(asker(), body), hall().now(), window_of(ticket)
    act_once(
        hall().store,
        press=press,
        at=at,
        act=lambda store: visiting.close(store, ticket=ticket, window=window, at=at),
    )
    return shown(ticket)
