"""应急号: numbers on paper for the morning when the server is dead, and their entry when it is back."""

import secrets
from dataclasses import dataclass
from datetime import datetime, time
from unicodedata import normalize
from zoneinfo import ZoneInfo

from kiosk.hall.calendar import hall_opened_at, local_day
from kiosk.hall.catalogue import Catalogue
from kiosk.hall.errors import BadRequest, HallError, UnknownTicket
from kiosk.hall.events import TicketEntered
from kiosk.hall.paper_events import PadPrinted
from kiosk.hall.routing import Reason, Route
from kiosk.hall.ticket import OPEN_STATES, Ticket, number_of, ticket_id
from kiosk.operations.intake import TOKEN_BYTES, Press
from kiosk.storage.store import Store, Work

MOST = 50  # slips in one act, so that no printer is busy for minutes


class NotOnThePad(HallError):
    """The number is none of its queue's emergency pad."""

    status = 422
    zh = "{0} 不是应急号（{1} 队列的应急号是 {2}）。请核对纸上的号码。"
    en = "{0} is no emergency number (those of queue {1} are {2}). Please check the number on the paper."


class EnteredAlready(HallError):
    """The number has been entered today."""

    zh = "{0} 今天已经录入，手写时间是 {1}。同一个号一天只录入一次；真有两张，给后来的人另取一个号。"
    en = (
        "{0} has been entered today, written at {1}. A number is entered once a day; "
        "if there are two of it, take a new number for the later one."
    )


class WrittenInFuture(HallError):
    """The time on the paper is still to come."""

    status = 422
    zh = "手写时间 {0} 还没有到（现在 {1}）。请核对纸上的时间。"
    en = "The written time {0} is still to come (it is {1}). Please check the time on the paper."


class WrittenBeforeOpening(HallError):
    """Nobody was given a number at that time."""

    status = 422
    zh = "手写时间 {0} 不在今天的开放时间里（{1}）。请核对纸上的时间。"
    en = "At the written time {0} the hall was not open ({2}). Please check the time on the paper."


@dataclass(frozen=True, slots=True)
class Written:
    """What stands on an emergency number: the number, the time by the hall's clock, and what for."""

    number: str
    time: time
    services: tuple[str, ...] = ()


def print_pad(
    store: Store, *, queue: str, count: int, place: str, at: datetime, on_sheets: bool = False
) -> range:
    """Print the next numbers of a queue's pad, beginning again when it is used up; returns them.

    Raises:
        UnknownQueue: the hall has no such queue.
        BadRequest: so many are not on the pad, or too many for one act.
    """
    with store.begin() as work:
        pad = work.catalogue(at).queue(queue).pad
        if not 1 <= count <= min(MOST, len(pad)):
            raise BadRequest(f"count {count}: 1–{min(MOST, len(pad))}")
        begin = int(work.settings.get(f"pad {queue}") or pad.start)
        numbers = range(begin, begin + count)
        if numbers[0] not in pad or numbers[-1] not in pad:
            numbers = pad[:count]
        work.settings.put(f"pad {queue}", str(numbers.stop))
        work.record(PadPrinted(queue, numbers[0], numbers[-1], place, on_sheets), at)
        return numbers


def enter(store: Store, *, written: Written, by: str, press: Press, at: datetime) -> Ticket:
    """Put somebody with an emergency number in line by the time written on it, once per press.

    Raises:
        NotOnThePad, EnteredAlready: the number is none of the pad, or was entered today.
        WrittenInFuture, WrittenBeforeOpening: nobody can have got it at that time.
        UnknownQueue, UnknownService: it names what the hall does not have.
        PressReused: the press was used for another number.
    """
    with store.begin() as work:
        work.tickets.lock_queue()
        if earlier := work.presses.earlier(press.key, press.digest):
            return work.tickets.get(earlier)
        ticket = _ticket(work, written, at)
        work.tickets.add(ticket)
        work.presses.keep(press.key, press.digest, ticket.id, at)
        clock = f"{written.time:%H:%M}"
        work.record(TicketEntered(ticket.id, ticket.number, ticket.queue, clock, by), at)
        return ticket


def entered(store: Store, *, at: datetime) -> tuple[Ticket, ...]:
    """List the emergency numbers that were entered and are not done yet, in the order of their times."""
    with store.read() as reading:
        line = reading.tickets.of_states(*OPEN_STATES)
        day = local_day(reading.catalogue(at), at)
    return tuple(one for one in line if one.route.reason is Reason.WRITTEN and one.day == day)


def _ticket(work: Work, written: Written, at: datetime) -> Ticket:
    catalogue = work.catalogue(at)
    letter, number = _number(catalogue, written.number)
    taken_at, day = _time(catalogue, written.time, at), local_day(catalogue, at)
    for code in written.services:
        catalogue.service(code)
    _not_yet_entered(work, catalogue, ticket_id(day, number))
    return Ticket(
        id=ticket_id(day, number),
        number=number,
        day=day,
        token=secrets.token_urlsafe(TOKEN_BYTES),
        services=written.services,
        route=Route(letter, Reason.WRITTEN),
        taken_at=taken_at,
        order_at=taken_at,
    )


def _number(catalogue: Catalogue, typed: str) -> tuple[str, str]:
    text = normalize("NFKC", typed).strip().upper()  # full-width letters too
    letter, digits = text[:1], text[1:]
    if not (letter.isalpha() and digits.isascii() and digits.isdigit() and len(digits) <= 6):
        raise BadRequest(f"number {typed[:16]}")
    pad = catalogue.queue(letter).pad
    number = number_of(letter, int(digits))
    if int(digits) not in pad:
        of_pad = f"{number_of(letter, pad[0])}–{number_of(letter, pad[-1])}" if pad else "—"
        raise NotOnThePad(number, letter, of_pad)
    return letter, number


def _time(catalogue: Catalogue, written: time, at: datetime) -> datetime:
    now = at.astimezone(ZoneInfo(catalogue.hall.timezone))
    taken_at = datetime.combine(now.date(), written, now.tzinfo)
    if taken_at > now:
        raise WrittenInFuture(f"{written:%H:%M}", f"{now:%H:%M}")
    opened = hall_opened_at(catalogue, at)
    if opened is None:
        raise WrittenBeforeOpening(f"{written:%H:%M}", "今天不开放", "closed today")
    if taken_at < opened:
        raise WrittenBeforeOpening(f"{written:%H:%M}", f"{opened:%H:%M} 开门", f"it opened at {opened:%H:%M}")
    return taken_at


def _not_yet_entered(work: Work, catalogue: Catalogue, ticket: str) -> None:
    try:
        before = work.tickets.get(ticket)
    except UnknownTicket:
        return
    zone = ZoneInfo(catalogue.hall.timezone)
    raise EnteredAlready(before.number, f"{before.taken_at.astimezone(zone):%H:%M}")
