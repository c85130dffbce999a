"""次日号: a written place, first in line on the next working day, for who could not be served today."""

import secrets
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kiosk.hall.calendar import LOOK_AHEAD_DAYS, local_day, opens_on
from kiosk.hall.catalogue import Catalogue
from kiosk.hall.errors import HallError
from kiosk.hall.events import NextDayPlaceGiven
from kiosk.hall.routing import NothingChosen, Reason, Route
from kiosk.hall.ticket import Ticket, number_of, ticket_id
from kiosk.operations.intake import TOKEN_BYTES, Press
from kiosk.storage.store import Store


class NoDayKnown(HallError):
    """The queue has no hours in the next two months."""

    zh = "{0} 在今后两个月内没有办理时间，发不了次日号。"
    en = "{1} has no hours in the next two months, so no place can be given."


def give_place(
    store: Store,
    *,
    services: tuple[str, ...],
    language: str,
    place: str,
    press: Press,
    by: str,
    at: datetime,
) -> Ticket:
    """Give a place on the next day on which the services' queue is open, before all who come that day.

    Raises:
        NothingChosen: no service is named.
        NoDayKnown: the queue does not open within two months.
        PressReused: the press was used for another wish.
    """
    with store.begin() as work:
        work.tickets.lock_queue()
        if earlier := work.presses.earlier(press.key, press.digest):
            return work.tickets.get(earlier)
        catalogue = work.catalogue(at)
        letter = _queue_of(catalogue, services)
        day = _next_day(catalogue, letter, at)
        number = number_of(letter, work.tickets.next_number(letter, day, but=catalogue.queue(letter).pad))
        ticket = Ticket(
            id=ticket_id(day, number),
            number=number,
            day=day,
            token=secrets.token_urlsafe(TOKEN_BYTES),
            services=services,
            route=Route(letter, Reason.NEXT_DAY_PLACE),
            taken_at=at,
            order_at=_midnight(catalogue, day),
            language=language,
        )
        work.tickets.add(ticket)
        work.presses.keep(press.key, press.digest, ticket.id, at)
        work.record(NextDayPlaceGiven(ticket.id, number, letter, day.isoformat(), by, place), at)
        return ticket


def _queue_of(catalogue: Catalogue, services: tuple[str, ...]) -> str:
    letters = {catalogue.service(code).queue for code in services}
    if not letters:
        raise NothingChosen
    if len(letters) == 1:
        return letters.pop()
    return next(queue.letter for queue in catalogue.hall.queues if queue.comprehensive)


def _next_day(catalogue: Catalogue, letter: str, at: datetime) -> date:
    today = local_day(catalogue, at)
    for ahead in range(1, LOOK_AHEAD_DAYS):
        if opens_on(catalogue, letter, day := today + timedelta(days=ahead)):
            return day
    name = catalogue.queue(letter).name
    raise NoDayKnown(name.zh, name.said("en"))


def _midnight(catalogue: Catalogue, day: date) -> datetime:
    return datetime.combine(day, time(0), ZoneInfo(catalogue.hall.timezone))
