"""The rest of a day, played to its end, and the night after it: nobody waits for ever."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kiosk.hall.part import Outcome
from kiosk.hall.ticket import AT_WINDOW, OPEN_STATES, Ticket, TicketState
from kiosk.operations import calling, floor, upkeep, visiting
from kiosk.storage.windows import WindowState
from tests.play.played import WINDOWS, Played
from tests.play.truths import all_hold

SHANGHAI = ZoneInfo("Asia/Shanghai")
ENDED = frozenset(
    {
        TicketState.DONE,
        TicketState.CANCELLED,
        TicketState.ABANDONED,
        TicketState.EXPIRED,
        TicketState.RETURNED,
    }
)


def play_to_the_end(hall: Played) -> None:
    """Serve everybody who waits, and let the nights end the rest."""
    _do(hall, upkeep.abandon_missed)
    for letter in hall.look().suspended:
        _do(hall, floor.resume_queue, queue=letter)
    for window in WINDOWS:
        _do(hall, floor.set_window, window=window, state=WindowState.OPEN, reason="", clerk="")
    for _ in range(60):
        busy = [window for window in WINDOWS if _go_on(hall, window)]
        if not busy:
            break
    left = hall.look()
    assert not left.waiting, f"nobody calls {left.waiting}"
    while days := [one.day for one in left.tickets if one.state is not TicketState.BACK_OFFICE]:
        _morning(hall, max(*days, hall.now.astimezone(SHANGHAI).date()) + timedelta(days=1))
        left = hall.look()
    assert all(one.part and one.part.due_at for one in left.tickets)
    assert {one.state for one in hall.tickets.values()} <= {*ENDED, TicketState.BACK_OFFICE}


def _go_on(hall: Played, window: int) -> bool:
    """Serve one person at a window; False when there is nothing to do there."""
    mine = [one for one in hall.look().tickets if one.window == window]
    for one in mine:
        if one.state in AT_WINDOW:
            _end(hall, one, window)
            return True
    if _do(hall, calling.call_next, window=window):
        return True
    held = [one for one in mine if one.state is TicketState.HELD]
    return any(_do(hall, calling.resume, ticket=one.id, window=window) for one in held)


def _end(hall: Played, one: Ticket, window: int) -> None:
    if one.part:
        asked = {"ticket": one.id, "window": window, "outcome": Outcome.DONE, "words": ""}
        _do(hall, visiting.give_back, **asked)
    else:
        _do(hall, calling.finish, ticket=one.id, window=window)


def _morning(hall: Played, day: date) -> None:
    hall.until(datetime.combine(day, time(8, 35), SHANGHAI))
    _do(hall, upkeep.close_yesterday, today=day)
    _do(hall, upkeep.abandon_missed)
    _do(hall, upkeep.close_yesterday, today=day)
    open_before = [one for one in hall.look().tickets if one.day < day]
    assert {one.state for one in open_before} <= {TicketState.BACK_OFFICE}, open_before


def _do(hall: Played, verb: object, **asked: object) -> object:
    hall.fate.point = None
    answer = hall.do(verb, **asked)  # type: ignore[arg-type]
    all_hold(hall)
    return answer


assert set(TicketState) == ENDED | OPEN_STATES
