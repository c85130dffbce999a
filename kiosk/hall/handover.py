"""交接: held tickets go from one window to another, and what a forgotten desk left is found and freed."""

from dataclasses import replace
from datetime import datetime, timedelta

from kiosk.hall.catalogue import CallRules
from kiosk.hall.errors import HallError
from kiosk.hall.life import must_be_at, put_back
from kiosk.hall.ticket import AT_WINDOW, Ticket, TicketState

FAR_BEYOND = 3  # times the usual minutes: so long nobody serves without a colleague noticing


class NotStuck(HallError):
    """Somebody works on the ticket, as far as the hall can see."""

    zh = "{0} 号在 {1} 号窗口正常办理，不能放回。请先问那个窗口。"
    en = "Ticket {0} is being worked on at window {1}. Please ask there first."


class SplitVisit(HallError):
    """A visit whose parts are at other windows has no place in a line."""

    zh = "{0} 号已经分办，不能放回队列。请接过来，等各件办完。"
    en = "Ticket {0} is split among windows and cannot wait in line again. Please take it over."


class NothingToTakeOver(HallError):
    """The person was called and has not come: there is nothing under way."""

    zh = "{0} 号还没有开始办理，请放回队列，再按先后叫。"
    en = "The service of ticket {0} has not begun. Please put it back into the line."


def is_stuck(
    ticket: Ticket, *, usual_min: float, closed_since: datetime | None, rules: CallRules, at: datetime
) -> bool:
    """Tell whether a ticket was left at a window by somebody who has gone, or whose desk has crashed.

    That is so when it was called `stuck_after_min` ago and neither started nor missed; when its service
    takes three times what is usual, and longer than that; or when it is held at a window that has been
    closed for so long (`closed_since`; none while it is not closed).
    """
    after = timedelta(minutes=rules.stuck_after_min)
    match ticket.state:
        case TicketState.CALLED:
            return at - (ticket.called_at or at) >= after
        case TicketState.SERVING:
            began = ticket.started_at or ticket.called_at or at
            return at - began >= max(after, FAR_BEYOND * timedelta(minutes=usual_min))
        case TicketState.HELD:
            return closed_since is not None and at - closed_since >= after
        case _:
            return False


def give(ticket: Ticket, *, window: int, to_window: int) -> Ticket:
    """Hand a held ticket over to another window.

    Raises:
        IllegalMove, NotAtThisWindow: the window does not hold it.
    """
    must_be_at(ticket, window, TicketState.HELD)
    return replace(ticket, window=to_window)


def free(ticket: Ticket) -> Ticket:
    """Put a forgotten ticket back into the line, in its old place.

    Raises:
        SplitVisit: its parts are at other windows.
    """
    if ticket.parts:
        raise SplitVisit(ticket.number)
    return put_back(ticket)


def take_over(ticket: Ticket, *, window: int) -> Ticket:
    """Let a window hold a forgotten ticket whose service has begun.

    Raises:
        NothingToTakeOver: it has not begun.
    """
    if ticket.state not in {TicketState.SERVING, TicketState.HELD}:
        raise NothingToTakeOver(ticket.number)
    return replace(ticket, state=TicketState.HELD, window=window)


def may_be_freed(ticket: Ticket) -> bool:
    """Tell whether a forgotten ticket has a place in the line to go back to."""
    return not ticket.parts and ticket.state in {*AT_WINDOW, TicketState.HELD}
