"""大厅现场: suspended queues, and calls for a member of staff."""

from http import HTTPStatus

from kiosk.hall.errors import HallError
from kiosk.hall.floor_events import HelpCalled
from kiosk.operations import floor
from kiosk.operations.accounts import Role
from kiosk.operations.pressing import act_once
from kiosk.storage.floor import HelpCall
from kiosk.storage.store import Store
from kiosk.web.api.routes import Reply, route
from kiosk.web.context import hall
from kiosk.web.parts.asker import asker, asker_label, place
from kiosk.web.parts.forms import ActBody, HelpBody, SuspensionBody
from kiosk.web.parts.presses import press_of_header
from kiosk.web.parts.shapes import Moment, Shape, local

NEWEST = 2**62


class UnknownHelpCall(HallError):
    """Nobody called with this number."""

    status = 404
    zh = "没有编号为 {0} 的呼叫。"
    en = "There is no call for staff with number {0}."


class SuspensionShape(Shape):
    """One queue: whether it takes visits now, and why not."""

    queue: str
    suspended: bool
    reason: str


class HelpCallShape(Shape):
    """Somebody at a kiosk wants a member of staff."""

    id: int
    place: str
    at: Moment
    acknowledged_at: Moment | None


class HelpCallList(Shape):
    """The calls that nobody has answered, oldest first."""

    help_calls: tuple[HelpCallShape, ...]


@route("PUT", "/queues/<letter>/suspension", body=SuspensionBody, answers={200: SuspensionShape})
def suspend_queue(letter: str, body: SuspensionBody) -> SuspensionShape:
    """Take no more visits for a queue, until a time or until it is lifted."""
    floor.suspend_queue(
        hall().store, queue=letter, reason=body.reason, until=body.until, at=hall().now(), by=asker_label()
    )
    return _suspension(letter)


@route("DELETE", "/queues/<letter>/suspension", answers={200: SuspensionShape})
def resume_queue(letter: str) -> SuspensionShape:
    """Take visits for a suspended queue again."""
    floor.resume_queue(hall().store, queue=letter, at=hall().now(), by=asker_label())
    return _suspension(letter)


@route("GET", "/help-calls", roles=(Role.DESK,), answers={200: HelpCallList})
def help_calls() -> HelpCallList:
    """List the calls for a member of staff that nobody has answered."""
    with hall().store.read() as reading:
        return HelpCallList(help_calls=tuple(_help_call(one) for one in reading.help_calls.open()))


@route(
    "POST",
    "/help-calls",
    roles=(Role.KIOSK, Role.DESK),
    body=HelpBody,
    answers={201: HelpCallShape},
)
def call_help(body: HelpBody) -> Reply:
    """Ask for a member of staff; one open call per place."""
    press, at = press_of_header(asker(), body), hall().now()
    where = body.place or place(hall().catalogue())

    def ask(store: Store) -> object:
        return floor.call_help(store, place=where, at=at)

    event = act_once(hall().store, press=press, at=at, act=ask)
    call = event.call if isinstance(event, HelpCalled) else _open_at(where)
    return Reply(_found(call), HTTPStatus.CREATED)


@route(
    "POST",
    "/help-calls/<int:call>/acknowledge",
    roles=(Role.DESK,),
    body=ActBody,
    answers={200: HelpCallShape},
)
def acknowledge_help(call: int, body: ActBody) -> HelpCallShape:
    """Say that somebody is on the way; twice changes nothing."""
    press, at = press_of_header(asker(), body), hall().now()
    _found(call)

    def answer(store: Store) -> None:
        floor.acknowledge_help(store, call=call, by=asker(), at=at)

    act_once(hall().store, press=press, at=at, act=answer)
    return _found(call)


def _found(call: int) -> HelpCallShape:
    with hall().store.read() as reading:
        found = reading.help_calls.get(call) if call <= NEWEST else None
    if found is None:
        raise UnknownHelpCall(call)
    return _help_call(found)


def _open_at(where: str) -> int:
    """Find the call that was open before this one, and so stands for it."""
    with hall().store.read() as reading:
        return next((one.id for one in reading.help_calls.open() if one.place == where), 0)


def _suspension(letter: str) -> SuspensionShape:
    at = hall().now()
    with hall().store.read() as reading:
        suspended = reading.suspensions.now(at)
    return SuspensionShape(queue=letter, suspended=letter in suspended, reason=suspended.get(letter, ""))


def _help_call(call: HelpCall) -> HelpCallShape:
    catalogue = hall().catalogue()
    answered = call.acknowledged_at
    return HelpCallShape(
        id=call.id,
        place=call.place,
        at=local(call.at, catalogue),
        acknowledged_at=local(answered, catalogue) if answered else None,
    )
