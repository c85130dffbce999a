"""通知: what the gateway of the phones is told, how long that is true, and how often it is tried."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from kiosk.hall.jobs import Message, MessageKind
from kiosk.hall.ticket import Ticket, TicketState
from kiosk.hall.wait import Outlook

TRIES = 8  # over about four minutes
FIRST_PAUSE = timedelta(seconds=2)

WORTH_TELLING = {
    MessageKind.SOON: TicketState.WAITING,
    MessageKind.CALLED: TicketState.CALLED,
    MessageKind.MISSED: TicketState.MISSED,
}


def nearly_called(
    waiting: Iterable[Ticket], outlooks: Mapping[str, Outlook], *, people_ahead: int
) -> tuple[Message, ...]:
    """Name the tickets that only a few people are ahead of; who lets others go first is told again later."""
    return tuple(
        Message(
            one.id,
            MessageKind.SOON,
            one.revivals + one.delays,
            people_ahead=outlooks[one.id].people_ahead,
        )
        for one in waiting
        if one.walks and one.id in outlooks and outlooks[one.id].people_ahead <= people_ahead
    )


def is_late(kind: MessageKind, window: int | None, ticket: Ticket) -> bool:
    """Tell whether a message is no longer true: the ticket has moved on, or to another window."""
    moved = window is not None and ticket.window != window
    return ticket.state is not WORTH_TELLING[kind] or moved


def pause_after(tries: int) -> timedelta | None:
    """Say how long to wait after a number of failed tries, twice as long each time; none to give up."""
    return FIRST_PAUSE * 2 ** (tries - 1) if tries < TRIES else None
