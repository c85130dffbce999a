"""窗口: open, pause, close, and call."""

from http import HTTPStatus

from kiosk.hall.errors import UnknownWindow
from kiosk.hall.events import Event, TicketCalled
from kiosk.hall.why import BY_PROGRAM
from kiosk.operations import calling, floor, views
from kiosk.operations.accounts import Role
from kiosk.operations.pressing import act_once
from kiosk.storage.store import Store
from kiosk.web.api.routes import Reply, route
from kiosk.web.api.standing import must_stand_at
from kiosk.web.api.tickets import shown
from kiosk.web.context import hall
from kiosk.web.parts.asker import asker, asker_label
from kiosk.web.parts.forms import CallBody, WindowBody
from kiosk.web.parts.presses import press_of_header
from kiosk.web.parts.shapes import Shape, TicketShape, WindowShape, window_shape

CLERKS = (Role.DESK,)


class WindowList(Shape):
    """Every window of the hall."""

    windows: tuple[WindowShape, ...]


@route("GET", "/windows", roles=CLERKS, answers={200: WindowList})
def windows() -> WindowList:
    """List the windows as they stand."""
    at = hall().now()
    with hall().store.read() as reading:
        catalogue = reading.catalogue(at)
        now, in_hand = views.windows(reading, catalogue, at), reading.tickets.in_hand()
        return WindowList(
            windows=tuple(
                window_shape(one, now[one.number], in_hand.get(one.number)) for one in catalogue.hall.windows
            )
        )


@route("GET", "/windows/<int:window>", roles=CLERKS, answers={200: WindowShape})
def one_window(window: int) -> WindowShape:
    """Show one window as it stands."""
    for one in windows().windows:
        if one.id == window:
            return one
    raise UnknownWindow(window)


@route("PUT", "/windows/<int:window>", roles=CLERKS, body=WindowBody, answers={200: WindowShape})
def set_window(window: int, body: WindowBody) -> WindowShape:
    """Open, pause or close a window; the same state again changes nothing."""
    must_stand_at(window)
    floor.set_window(
        hall().store, window=window, state=body.state, reason=body.reason, clerk=asker(), at=hall().now()
    )
    return one_window(window)


@route(
    "POST",
    "/windows/<int:window>/calls",
    roles=CLERKS,
    body=CallBody,
    answers={200: TicketShape, 204: None},
)
def call(window: int, body: CallBody) -> Reply:
    """Call the ticket whose turn it is, or the one given; 204 when nobody waits for this window."""
    must_stand_at(window)
    press, at = press_of_header(asker(), body), hall().now()

    def call_somebody(store: Store) -> object:
        if body.ticket is None:
            return calling.call_next(store, window=window, at=at)
        reason = body.reason.strip() or BY_PROGRAM.zh
        return calling.call_ticket(
            store, window=window, ticket=body.ticket, at=at, reason=reason, by=asker_label()
        )

    return _called(act_once(hall().store, press=press, at=at, act=call_somebody))


def _called(event: Event | None) -> Reply:
    if isinstance(event, TicketCalled):
        return Reply(shown(event.ticket))
    return Reply(status=HTTPStatus.NO_CONTENT)
