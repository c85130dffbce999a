"""事实与大屏: the log in order, and the board as it stands."""

from dataclasses import asdict
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from kiosk.operations.accounts import Role
from kiosk.web.api.routes import route
from kiosk.web.context import hall
from kiosk.web.parts.shapes import Label, Moment, Shape, Wait, local

LAST = 2**62


class EventQuery(BaseModel):
    """Where to read on."""

    model_config = ConfigDict(extra="ignore")

    after: Annotated[int, Field(ge=0, le=LAST, description="the last number that you have")] = 0
    limit: Annotated[int, Field(ge=1, le=1000)] = 100


class EventShape(Shape):
    """One fact, in the past tense, with ids and decisions and never a name."""

    seq: int
    at: Moment
    kind: str
    facts: dict[str, Any]


class EventList(Shape):
    """Facts in order and without gaps; `head` is the newest number there is."""

    events: tuple[EventShape, ...]
    head: int


class CallShape(Shape):
    """One call; later calls have higher ids."""

    id: int
    number: str
    window: int
    window_name: Label
    at: str
    kind: str
    zone: str
    lit: bool


class QueueLineShape(Shape):
    """One queue on the board."""

    letter: str
    name: Label
    waiting: int
    expected_wait: Wait | None
    suspended: Label | None
    zones: tuple[str, ...]


class WindowLineShape(Shape):
    """One window on the board."""

    id: int
    name: Label
    letter: str
    state: str
    number: str | None
    reason: Label | None
    zone: str
    arrived: bool


class ZoneShape(Shape):
    """A part of the hall with a board of its own."""

    code: str
    name: Label


class BoardShape(Shape):
    """Everything the waiting room may know."""

    seq: int
    hall: Label
    calls: tuple[CallShape, ...]
    waiting: tuple[QueueLineShape, ...]
    windows: tuple[WindowLineShape, ...]
    missed: tuple[str, ...]
    notice: Label
    hours: Label
    open: bool
    zones: tuple[ZoneShape, ...]


@route("GET", "/board", roles=(Role.BOARD, Role.DESK), answers={200: BoardShape})
def board() -> BoardShape:
    """Show the board as it stands."""
    return BoardShape.model_validate(hall().board())


@route("GET", "/events", query=EventQuery, answers={200: EventList})
def events(query: EventQuery) -> EventList:
    """Read the log of the hall on from a number, in order and without gaps."""
    with hall().store.read() as reading:
        catalogue = reading.catalogue(hall().now())
        return EventList(
            events=tuple(
                EventShape(seq=seq, at=local(at, catalogue), kind=type(event).__name__, facts=asdict(event))
                for seq, at, event in reading.events.after(query.after, query.limit)
            ),
            head=reading.events.head(),
        )
