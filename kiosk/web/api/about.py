"""大厅概况: which hall this is, what time it is there, and the rules in force."""

from dataclasses import asdict
from typing import Annotated, Any

from pydantic import AwareDatetime, Field

from kiosk.clock import FastClock
from kiosk.hall.calendar import hall_opens_next
from kiosk.hall.errors import HallError
from kiosk.web.api.routes import route
from kiosk.web.context import hall
from kiosk.web.parts.forms import FAR, Body
from kiosk.web.parts.shapes import Label, Moment, Shape, label, local


class PriorityShape(Shape):
    """One class of people who are called first; rank 0 goes before 1."""

    code: str
    name: Label
    rank: int
    by_law: bool


class NeedShape(Shape):
    """One kind of help at the window."""

    code: str
    name: Label


class HallShape(Shape):
    """The hall: its time, which may run fast where the hall is sample data, and its rules."""

    id: str
    name: Label
    version: str
    sample: Annotated[bool, Field(description="nobody has made this content his own yet")]
    at: Moment
    timezone: str
    clock_rate: Annotated[float, Field(description="how many times as fast as others this hall's clock runs")]
    always_open: bool
    opens_at: Annotated[Moment | None, Field(description="the next opening; null when always open")]
    calls: Annotated[dict[str, Any], Field(description="the rules of calling, named as in hall.toml")]
    priorities: tuple[PriorityShape, ...]
    needs: tuple[NeedShape, ...]


class ClockIsReal(HallError):
    """Only a hall of sample data on a fast clock may skip time."""

    zh = "大厅的时钟是真的，不能往前拨。只有 yichuang serve --clock-rate 启动的样例大厅可以。"
    en = "The hall's clock is real and cannot be put forward; only a sample hall's fast clock can."


class ClockBody(Body):
    """The time until which nobody wants to wait."""

    at: Annotated[AwareDatetime, Field(lt=FAR)]


@route("GET", "/hall", public=True, answers={200: HallShape})
def about() -> HallShape:
    """Tell which hall this is, what time it is there, and the rules in force."""
    at, catalogue = hall().now(), hall().catalogue()
    place = catalogue.hall
    opens = None if place.always_open else hall_opens_next(catalogue, at)
    return HallShape(
        id=place.id,
        name=label(place.name),
        version=catalogue.version,
        sample=catalogue.is_sample,
        at=local(at, catalogue),
        timezone=place.timezone,
        clock_rate=hall().settings.clock_rate,
        always_open=place.always_open,
        opens_at=local(opens, catalogue) if opens else None,
        calls=asdict(place.calls),
        priorities=tuple(
            PriorityShape(code=one.code, name=label(one.name), rank=one.rank, by_law=one.by_law)
            for one in place.priorities
        ),
        needs=tuple(NeedShape(code=one.code, name=label(one.name)) for one in place.needs),
    )


@route("PUT", "/hall/clock", body=ClockBody, answers={200: HallShape})
def put_clock_forward(body: ClockBody) -> HallShape:
    """Put a sample hall's fast clock forward; a time that is past changes nothing."""
    clock = hall().clock
    if not isinstance(clock, FastClock):
        raise ClockIsReal
    clock.advance(body.at)
    return about()
