"""站位: a person who asks by his sign-in acts for his own windows only, as at his desk."""

from flask import request
from flask_login import current_user

from kiosk.hall.errors import NotAllowed
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


def window_of(ticket: str) -> int:
    """Name the window that a ticket is at.

    Raises:
        NotAllowed: it is not one of the clerk's who asks.
    """
    with hall().store.read() as reading:
        window = reading.tickets.get(ticket).window or NOWHERE
    must_stand_at(window)
    return window
