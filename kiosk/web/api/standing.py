"""站位: a person who asks by his sign-in acts for his own windows only, as at his desk."""

from flask import request
from flask_login import current_user

from kiosk.hall.errors import NotAllowed
from kiosk.operations import undoing
from kiosk.web.access import bearer
from kiosk.web.context import hall
from kiosk.web.parts.sign_in import may_stand_at

NOWHERE = 0  # no window has this number: the ticket is at none


def must_stand_at(window: int) -> None:
    """Let a clerk act for a window of his; a program's token says what it may do.

    Raises:
        NotAllowed: the window is not one of his.
    """
    if window != NOWHERE and bearer() is None and not may_stand_at(current_user, window):
        raise NotAllowed(request.path)


def counter(window: int) -> int:
    """Return the window at which money changes hands, one of the hall's; none is the guide desk.

    Raises:
        UnknownWindow: the hall has none of this number.
        NotAllowed: it is not one of the clerk's who asks.
    """
    must_stand_at(window)
    return hall().catalogue().window(window).number if window != NOWHERE else NOWHERE


def window_of(ticket: str) -> int:
    """Name the window that a ticket is at.

    Raises:
        NotAllowed: it is not one of the clerk's who asks.
    """
    with hall().store.read() as reading:
        window = reading.tickets.get(ticket).window or NOWHERE
    must_stand_at(window)
    return window


def last_at(ticket: str) -> int | None:
    """Name the window whose own act on a ticket is the last one; none when there is nothing of the kind.

    Raises:
        NotAllowed: it is not one of the clerk's who asks.
    """
    window = undoing.last_at(hall().store, ticket=ticket)
    must_stand_at(window)
    return window or None
