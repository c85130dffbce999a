"""进度: what a citizen's phone shows of his own ticket, and of nothing else."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.hall.calendar import local_day
from kiosk.hall.catalogue import Catalogue, Queue, Window
from kiosk.hall.errors import HallError, UnknownTicket, UnknownWindow
from kiosk.hall.guide import Checklist
from kiosk.hall.ticket import OPEN_STATES, Ticket, TicketState
from kiosk.hall.wait import Outlook
from kiosk.hall.why import sentence
from kiosk.hall.words import NO_WORDS, Words
from kiosk.operations import calling
from kiosk.operations.moment import Moment, known_services, list_of, look
from kiosk.storage.store import Reading, Store

KEPT = timedelta(days=7)
NOTHING = Outlook(0, None)


class UnknownProgress(HallError):
    """No phone page has this token, or its visit was long ago."""

    status = 404
    zh = "没有这张号票的页面，或已超过 7 天。请看小票上的号码，或问工作人员。"
    en = "There is no page for this ticket, or it is more than 7 days old. Please ask a member of staff."


@dataclass(frozen=True, slots=True)
class Progress:
    """One ticket as its owner sees it."""

    seq: int
    at: datetime
    ticket: Ticket
    queue: Queue
    outlook: Outlook
    window: Window | None
    back_until: datetime | None
    why: Words
    suspended: Words

    @property
    def is_open(self) -> bool:
        """Whether the visit is not over."""
        return self.ticket.state in OPEN_STATES

    @property
    def may_cancel(self) -> bool:
        """Whether he may still give his place to others."""
        return self.ticket.state in {TicketState.WAITING, TicketState.MISSED}


@dataclass(frozen=True, slots=True)
class Page:
    """The whole phone page: the progress, what was chosen and what to bring."""

    progress: Progress
    catalogue: Catalogue
    services: tuple[Words, ...]
    checklist: Checklist


def progress(moment: Moment, ticket: Ticket) -> Progress:
    """Show one ticket as the hall stands."""
    outlook = moment.outlooks.get(ticket.id, NOTHING)
    queue = moment.catalogue.queue(ticket.queue)
    number = ticket.transferred_to if ticket.state is TicketState.WAITING else ticket.window
    minutes = moment.catalogue.hall.calls.revive_within_min
    missed = ticket.ended_at if ticket.state is TicketState.MISSED else None
    return Progress(
        seq=moment.seq,
        at=moment.at,
        ticket=ticket,
        queue=queue,
        outlook=outlook,
        window=_window(moment, number),
        back_until=missed + timedelta(minutes=minutes) if missed else None,
        why=sentence(ticket.because, moment.catalogue, ticket.queue) if ticket.because else NO_WORDS,
        suspended=_suspended(moment, ticket),
    )


def page_now(store: Store, *, token: str, at: datetime) -> Page:
    """Look at the ticket of a token.

    Raises:
        UnknownProgress: nobody got this token, or its visit was more than a week ago.
    """
    with store.read() as reading:
        ticket = find(reading, token, at)
        moment = look(reading, at)
    # released from a window that has closed since, as the line sees it
    shown = progress(moment, moment.open_tickets.get(token, ticket))
    return Page(
        progress=shown,
        catalogue=moment.catalogue,
        services=tuple(one.name for one in known_services(moment.catalogue, ticket.services)),
        checklist=list_of(moment.catalogue, ticket),
    )


def find(reading: Reading, token: str, at: datetime) -> Ticket:
    """Find the ticket of a token.

    Raises:
        UnknownProgress: nobody got this token, or its visit was more than a week ago.
    """
    try:
        ticket = reading.tickets.by_token(token)
    except UnknownTicket:
        raise UnknownProgress from None
    if at - ticket.taken_at > KEPT:
        raise UnknownProgress
    return ticket


def give_up(store: Store, *, token: str, at: datetime) -> Ticket:
    """Let the owner of a token give his place to others.

    Raises:
        UnknownProgress: see `find`.
        IllegalMove: he has been called already, or the visit is over.
    """
    with store.read() as reading:
        ticket = find(reading, token, at)
    return calling.cancel(store, ticket=ticket.id, at=at)


def _suspended(moment: Moment, ticket: Ticket) -> Words:
    """Say why the queue of somebody who waits is suspended, or nothing."""
    reason = moment.suspensions.get(ticket.queue, "")
    waits = ticket.state is TicketState.WAITING and ticket.day <= local_day(moment.catalogue, moment.at)
    return moment.catalogue.hall.reasons.words(reason) if reason and waits else NO_WORDS


def _window(moment: Moment, number: int | None) -> Window | None:
    try:
        return moment.catalogue.window(number) if number is not None else None
    except UnknownWindow:
        return None  # the content was reloaded with fewer windows
