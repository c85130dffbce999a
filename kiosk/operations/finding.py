"""查号: which ticket a clerk means by what he types or scans."""

from collections.abc import Iterator
from datetime import date, datetime
from unicodedata import normalize
from zoneinfo import ZoneInfo

from kiosk.hall.catalogue import Catalogue
from kiosk.hall.errors import UnknownTicket
from kiosk.hall.ticket import OPEN_STATES, Ticket, TicketState, number_of
from kiosk.operations import progress
from kiosk.storage.store import Reading, Store


def find(store: Store, *, number: str, window: int, at: datetime) -> Ticket:
    """Find today's ticket by what a clerk types: "E012", "e12", or "12" for a queue that his window serves.

    Raises:
        UnknownTicket: nobody got this number today.
    """
    with store.read() as reading:
        catalogue = reading.catalogue(at)
        day = at.astimezone(ZoneInfo(catalogue.hall.timezone)).date()
        found = tuple(_candidates(reading, catalogue, number, window, day))
    waiting = [ticket for ticket in found if ticket.state is TicketState.WAITING]
    for ticket in (*waiting, *found):
        return ticket
    raise UnknownTicket(number.strip()[:8])


def by_code(store: Store, *, token: str, window: int, at: datetime) -> Ticket:
    """Find the ticket of a code that was scanned; of a visit in parts the one that is this window's.

    Raises:
        UnknownProgress: see `progress.find`.
    """
    with store.read() as reading:
        visit = progress.find(reading, token, at)
        parts = reading.tickets.parts_of(visit.id) if visit.parts else ()
        here = _queues_at(reading.catalogue(at), window)
    mine = [one for one in parts if one.state in OPEN_STATES and one.queue in here]
    missed = [one for one in parts if one.state is TicketState.MISSED]
    return next(iter((*mine, *missed, visit)))


def _queues_at(catalogue: Catalogue, window: int) -> set[str]:
    return {letter for one in catalogue.hall.windows if one.number == window for letter in one.queues}


def _candidates(
    reading: Reading, catalogue: Catalogue, typed: str, window: int, day: date
) -> Iterator[Ticket]:
    text, _, part = normalize("NFKC", typed).strip().upper().partition("-")  # full-width letters too
    letter, digits = (text[:1], text[1:]) if text[:1].isalpha() else ("", text)
    if not (_is_number(digits, 6) and (not part or _is_number(part, 2))):
        return
    here = _queues_at(catalogue, window)
    for one in (letter,) if letter else _letters(catalogue, window):
        number = number_of(one, int(digits))
        try:
            found = reading.tickets.by_number(day, f"{number}-{int(part)}" if part else number)
        except UnknownTicket:
            continue
        yield from (mine for mine in reading.tickets.parts_of(found.id) if mine.queue in here)
        yield found


def _is_number(text: str, length: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= length


def _letters(catalogue: Catalogue, number: int) -> tuple[str, ...]:
    """Name the queues of a window first, then those it helps, then all others."""
    own = [one for one in catalogue.hall.windows if one.number == number]
    first = [letter for one in own for letter in (*one.queues, *one.helps)]
    return tuple(dict.fromkeys((*first, *(queue.letter for queue in catalogue.hall.queues))))
