"""JSON 形状: the hall's things as programs and scripts see them; the same models make the description."""

from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from kiosk.hall.catalogue import Catalogue, Window
from kiosk.hall.jobs import PaperState
from kiosk.hall.part import PartKind
from kiosk.hall.routing import Reason, Route
from kiosk.hall.ticket import Ticket, TicketState
from kiosk.hall.wait import NOBODY_AHEAD, Outlook, Range
from kiosk.hall.words import Words
from kiosk.operations.intake import Offer
from kiosk.storage.paper_rows import PaperRow
from kiosk.storage.windows import WindowNow, WindowState

Moment = Annotated[datetime, Field(description="with the hall's offset")]


class Shape(BaseModel):
    """What goes out."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Label(Shape):
    """A name in Chinese and, when somebody wrote it, in English."""

    zh: str
    en: str


class Wait(Shape):
    """An honest range in seconds."""

    low: int
    high: int


class RouteShape(Shape):
    """The queue, why this one (in words and as a name to rely on), and the queue it stands in for."""

    queue: str
    queue_name: Label
    reason: str
    code: Reason
    instead_of: str | None


class TicketShape(Shape):
    """One place in a queue; it knows neither a name nor a phone."""

    id: str
    number: Annotated[str, Field(examples=["E001"])]
    services: tuple[str, ...]
    state: TicketState
    window: int | None
    route: RouteShape
    people_ahead: int
    expected_wait: Wait | None
    answers: dict[str, dict[str, str]]
    ticked: tuple[str, ...]
    priority: str
    needs: tuple[str, ...]
    language: str
    papers_missing: bool
    taken_at: Moment
    called_at: Moment | None
    started_at: Moment | None
    ended_at: Moment | None
    recalls: int
    revivals: int
    delays: Annotated[int, Field(description="how often the person let others go first")]
    transferred_to: int | None
    why: Annotated[str, Field(description="why this one was called, as a name to rely on")]
    visit: Annotated[str | None, Field(description="id of the ticket that it is a part of")]
    part_kind: Annotated[PartKind | None, Field(description="what came with the part")]
    parts: Annotated[int, Field(description="into how many parts it was split so far")]


class IssuedTicket(TicketShape):
    """A ticket as its taker gets it: nobody else is told the token."""

    token: Annotated[str, Field(description="opens the ticket's page; whoever has it may look")]
    phone_url: Annotated[str | None, Field(description="the phone page, where a phone could open it")]


class PartsOffer(Shape):
    """One number with a part for each queue, in this order, and how long all of them are waited for."""

    queues: tuple[str, ...]
    expected_wait: Wait


class OfferShape(Shape):
    """What a number would mean, said before it is taken."""

    route: RouteShape
    people_ahead: int
    expected_wait: Wait | None
    may_run_late: Annotated[bool, Field(description="closing may come before the call")]
    in_parts: Annotated[
        PartsOffer | None, Field(description="sooner in parts: `parts` of POST /tickets takes them")
    ]
    custody: Annotated[
        Wait | None, Field(description="cash may be left after this wait: `custody` of POST /tickets does so")
    ]


class WindowShape(Shape):
    """One window as it stands."""

    id: int
    name: Label
    queues: tuple[str, ...]
    helps: tuple[str, ...]
    state: WindowState
    reason: str
    ticket: Annotated[str | None, Field(description="id of the ticket in hand")]
    number: str | None


class PaperShape(Shape):
    """One print job; its document is drawn at /paper."""

    id: str
    seq: int
    name: str
    printer: str
    ticket: str | None
    copy_: int = Field(alias="copy")
    state: PaperState
    detail: str
    created_at: Moment
    changed_at: Moment


def label(words: Words) -> Label:
    """Name something in both languages."""
    return Label(zh=words.zh, en=words.en)


def wait(expected: Range | None) -> Wait | None:
    """Say a wait, or nothing where none can be promised."""
    return Wait(low=expected.low, high=expected.high) if expected else None


def ticket_shape(
    ticket: Ticket, catalogue: Catalogue, outlook: Outlook | None = None, *, language: str = "zh"
) -> TicketShape:
    """Show a ticket, without its token."""
    return TicketShape(**_facts(ticket, catalogue, outlook or NOBODY_AHEAD, language))


def issued_ticket(
    ticket: Ticket, catalogue: Catalogue, outlook: Outlook, *, language: str, phone_url: str
) -> IssuedTicket:
    """Show a ticket to who has just taken it."""
    facts = _facts(ticket, catalogue, outlook, language)
    return IssuedTicket(**facts, token=ticket.token, phone_url=phone_url or None)


def _facts(ticket: Ticket, catalogue: Catalogue, outlook: Outlook, language: str) -> dict[str, Any]:
    return {
        "id": ticket.id,
        "number": ticket.number,
        "services": ticket.services,
        "state": ticket.state,
        "window": ticket.window,
        "route": _route(ticket.route, catalogue, language),
        "people_ahead": outlook.people_ahead,
        "expected_wait": wait(outlook.expected_wait),
        "answers": {service: dict(given) for service, given in (ticket.answers or {}).items()},
        "ticked": ticket.ticked,
        "priority": ticket.priority,
        "needs": ticket.needs,
        "language": ticket.language,
        "papers_missing": ticket.papers_missing,
        "taken_at": local(ticket.taken_at, catalogue),
        "called_at": _local(ticket.called_at, catalogue),
        "started_at": _local(ticket.started_at, catalogue),
        "ended_at": _local(ticket.ended_at, catalogue),
        "recalls": ticket.recalls,
        "revivals": ticket.revivals,
        "delays": ticket.delays,
        "transferred_to": ticket.transferred_to,
        "why": ticket.why,
        "visit": ticket.part.visit if ticket.part else None,
        "part_kind": ticket.part.kind if ticket.part else None,
        "parts": ticket.parts,
    }


def offer_shape(offer: Offer, catalogue: Catalogue, *, language: str = "zh") -> OfferShape:
    """Show what a number would mean."""
    return OfferShape(
        route=_route(offer.route, catalogue, language),
        people_ahead=offer.outlook.people_ahead,
        expected_wait=wait(offer.outlook.expected_wait),
        may_run_late=offer.may_run_late,
        in_parts=PartsOffer(
            queues=offer.in_parts.queues,
            expected_wait=Wait(low=offer.in_parts.in_parts.low, high=offer.in_parts.in_parts.high),
        )
        if offer.in_parts
        else None,
        custody=wait(offer.custody.expected_wait) if offer.custody else None,
    )


def window_shape(window: Window, now: WindowNow, in_hand: Ticket | None) -> WindowShape:
    """Show a window as it stands."""
    return WindowShape(
        id=window.number,
        name=label(window.name),
        queues=window.queues,
        helps=window.helps,
        state=now.state,
        reason=now.reason,
        ticket=in_hand.id if in_hand else None,
        number=in_hand.number if in_hand else None,
    )


def paper_shape(paper: PaperRow, catalogue: Catalogue) -> PaperShape:
    """Show a print job without its document."""
    return PaperShape(
        id=paper.id,
        seq=paper.seq,
        name=paper.name,
        printer=paper.printer,
        ticket=paper.ticket or None,
        copy=paper.copy,
        state=paper.state,
        detail=paper.detail,
        created_at=local(paper.created_at, catalogue),
        changed_at=local(paper.changed_at, catalogue),
    )


def as_json(shape: Shape) -> dict[str, Any]:
    """Write a shape as JSON values."""
    return shape.model_dump(mode="json", by_alias=True)


def local(at: datetime, catalogue: Catalogue) -> datetime:
    """Give a moment the hall's offset."""
    return at.astimezone(ZoneInfo(catalogue.hall.timezone))


def _local(at: datetime | None, catalogue: Catalogue) -> datetime | None:
    return local(at, catalogue) if at else None


def _route(route: Route, catalogue: Catalogue, language: str) -> RouteShape:
    return RouteShape(
        queue=route.queue,
        queue_name=label(catalogue.queue(route.queue).name),
        reason=route.said(catalogue, language),
        code=route.reason,
        instead_of=route.instead_of or None,
    )
