"""号票: take a number, look at it, and every act on it."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from flask import url_for
from pydantic import BaseModel, ConfigDict, Field

from kiosk.hall.calendar import local_day
from kiosk.hall.ticket import Ticket, TicketState
from kiosk.operations import calling, intake, progress, returning, undoing, views
from kiosk.operations.accounts import Role
from kiosk.operations.pressing import act_once
from kiosk.storage.store import Store
from kiosk.web import language
from kiosk.web.api.routes import Reply, route
from kiosk.web.api.standing import NOWHERE, last_at, window_of
from kiosk.web.context import hall
from kiosk.web.parts.asker import asker, place
from kiosk.web.parts.forms import ActBody, MissBody, TicketBody, TransferBody
from kiosk.web.parts.presses import press_of_header
from kiosk.web.parts.shapes import (
    IssuedTicket,
    OfferShape,
    Shape,
    TicketShape,
    issued_ticket,
    offer_shape,
    ticket_shape,
)

TAKERS = (Role.KIOSK, Role.DESK)

Act = Callable[[Store, Ticket, datetime], object]


class TicketQuery(BaseModel):
    """Which of today's open tickets to list."""

    model_config = ConfigDict(extra="ignore")

    number: str = Field("", max_length=16, description='the number on the paper, as "E001"')
    state: TicketState | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 50


class TicketList(Shape):
    """Tickets in the order of their times."""

    tickets: tuple[TicketShape, ...]


@route("POST", "/tickets/offer", roles=TAKERS, body=TicketBody, answers={200: OfferShape})
def offer(body: TicketBody) -> OfferShape:
    """Tell where a visit would go, how many are ahead and how long it may take; nothing is taken."""
    catalogue = hall().catalogue()
    offered = intake.offer(hall().store, visit=body.of(catalogue, place(catalogue)), at=hall().now())
    return offer_shape(offered, catalogue, language=language.chosen())


@route("POST", "/tickets", roles=TAKERS, body=TicketBody, answers={201: IssuedTicket})
def take_ticket(body: TicketBody) -> Reply:
    """Take a number, once per key; the answer carries its token, which nobody else is told."""
    catalogue = hall().catalogue()
    visit = body.of(catalogue, place(catalogue))
    press = press_of_header(asker(), body)
    taken = intake.take_ticket(hall().store, visit=visit, press=press, at=hall().now())
    shape = issued_ticket(
        taken.ticket,
        hall().catalogue(),
        taken.outlook,
        language=language.chosen(),
        phone_url=hall().phone_url(taken.ticket.token),
    )
    where = url_for("api.ticket", token=taken.ticket.token)
    return Reply(shape, HTTPStatus.CREATED, {"Location": where})


@route("GET", "/tickets", roles=(Role.DESK,), query=TicketQuery, answers={200: TicketList})
def tickets(query: TicketQuery) -> TicketList:
    """List the open tickets, or find one by the number on its paper."""
    at = hall().now()
    with hall().store.read() as reading:
        line = views.line(reading, at)
        states = (query.state,) if query.state else tuple(TicketState)
        wanted = query.number.strip().upper()
        today = local_day(line.catalogue, at)
        found = [
            one
            for one in reading.tickets.of_states(*states)
            if wanted in ("", one.number) and one.day <= today
        ]
        outlooks = line.outlooks()
        return TicketList(
            tickets=tuple(
                ticket_shape(one, line.catalogue, outlooks.get(one.id), language=language.chosen())
                for one in found[: query.limit]
            )
        )


@route("GET", "/tickets/<token>", public=True, answers={200: TicketShape})
def ticket(token: str) -> TicketShape:
    """Show the ticket of a token; the token itself is the permission."""
    at = hall().now()
    with hall().store.read() as reading:
        found = progress.find(reading, token, at)
        outlook = views.outlook(reading, found, at)
        return ticket_shape(found, reading.catalogue(at), outlook, language=language.chosen())


@route(
    "POST",
    "/tickets/<ticket>/transfer",
    roles=(Role.DESK,),
    body=TransferBody,
    answers={200: TicketShape},
)
def transfer(ticket: str, body: TransferBody) -> TicketShape:
    """Send a ticket on to another window; it keeps its number and the time it was taken."""
    press, at = press_of_header(asker(), body), hall().now()
    window_of(ticket)

    def send_on(store: Store) -> object:
        return calling.transfer(store, ticket=ticket, to_window=body.window, at=at)

    act_once(hall().store, press=press, at=at, act=send_on)
    return shown(ticket)


@route("POST", "/tickets/<ticket>/miss", roles=(Role.DESK,), body=MissBody, answers={200: TicketShape})
def miss(ticket: str, body: MissBody) -> TicketShape:
    """Mark a called ticket whose person did not come; `signed` for somebody who cannot hear a call."""
    press, at = press_of_header(asker(), body), hall().now()
    window = window_of(ticket)

    def pass_over(store: Store) -> object:
        return calling.miss(store, ticket=ticket, window=window, at=at, signed=body.signed)

    act_once(hall().store, press=press, at=at, act=pass_over)
    return shown(ticket)


def shown(ticket_id: str) -> TicketShape:
    """Show a ticket as it stands now."""
    at = hall().now()
    with hall().store.read() as reading:
        found = reading.tickets.get(ticket_id)
        outlook = views.outlook(reading, found, at)
        return ticket_shape(found, reading.catalogue(at), outlook, language=language.chosen())


AT_ITS_WINDOW = {
    "recall": (calling.recall, "Call a ticket again that has not come yet."),
    "start": (calling.start, "Begin the service of the person who has come."),
    "finish": (calling.finish, "End the service; a ticket only called is started and finished in one act."),
    "hold": (calling.hold, "Put a ticket being served aside."),
    "drop-priority": (
        undoing.drop_priority,
        "Let a ticket whose class was not shown go on as an ordinary one; it keeps its time.",
    ),
    "resume": (calling.resume, "Take a ticket up again at the window that put it aside."),
}


def _undo(store: Store, *, ticket: str, at: datetime) -> object:
    return undoing.undo(store, ticket=ticket, at=at, window=last_at(ticket))


ANYWHERE = {
    "revive": (returning.revive, "Give a missed ticket a place again, some places down its queue."),
    "cancel": (calling.cancel, "End a ticket whose person no longer wants to wait."),
    "undo": (
        _undo,
        "Take back the last call, miss, transfer, finish or dropped class within ten seconds.",
    ),
}


def _declare(name: str, act: Act, summary: str) -> None:
    def act_on_ticket(ticket: str, body: ActBody) -> TicketShape:
        press, at = press_of_header(asker(), body), hall().now()
        window_of(ticket)
        with hall().store.read() as reading:
            found = reading.tickets.get(ticket)
        act_once(hall().store, press=press, at=at, act=lambda store: act(store, found, at))
        return shown(ticket)

    declare = route(
        "POST",
        f"/tickets/<ticket>/{name}",
        roles=(Role.DESK,),
        body=ActBody,
        answers={200: TicketShape},
        name=name,
        summary=summary,
    )
    declare(act_on_ticket)


def _at_its_window(verb: Callable[..., object]) -> Act:
    return lambda store, found, at: verb(store, ticket=found.id, window=found.window or NOWHERE, at=at)


def _anywhere(verb: Callable[..., object]) -> Act:
    return lambda store, found, at: verb(store, ticket=found.id, at=at)


for _name, (_act, _summary) in (
    {name: (_at_its_window(verb), words) for name, (verb, words) in AT_ITS_WINDOW.items()}
    | {name: (_anywhere(verb), words) for name, (verb, words) in ANYWHERE.items()}
).items():
    _declare(_name, _act, _summary)
