"""大厅此刻: what a manager sees of the floor, and of the calls of the day with their reasons."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from kiosk.hall.calendar import local_day
from kiosk.hall.catalogue import Catalogue, Queue
from kiosk.hall.errors import UnknownTicket
from kiosk.hall.events import TicketCalled
from kiosk.hall.ticket import Ticket
from kiosk.hall.why import Because, Why, sentence
from kiosk.hall.words import NO_WORDS, Words
from kiosk.operations import desk, views
from kiosk.operations.desk import QueueAlarm, SuspendedQueue
from kiosk.operations.handover import Forgotten
from kiosk.operations.moment import look
from kiosk.storage.store import Reading, Store

CALLS_SHOWN = 100
OUT_OF_TURN = frozenset({Why.PRIORITY, Why.WAITED_LONG, Why.QUICK})


@dataclass(frozen=True, slots=True)
class QueueNow:
    """One queue, how many wait in it, and how it is suspended, if it is."""

    queue: Queue
    waiting: int
    suspended: SuspendedQueue | None


@dataclass(frozen=True, slots=True)
class HallNow:
    """What a manager may decide about, as it stands."""

    catalogue: Catalogue
    queues: tuple[QueueNow, ...]
    alarms: tuple[QueueAlarm, ...]
    notice: Words
    has_own_notice: bool
    stop_lifted_until: datetime | None
    later: tuple[Ticket, ...]
    forgotten: tuple[Forgotten, ...]


@dataclass(frozen=True, slots=True)
class CallLine:
    """One call of today, why it was this ticket, and who called it early, if somebody did."""

    at: datetime
    number: str
    window: int
    why: Words
    is_early: bool
    by: str


@dataclass(frozen=True, slots=True)
class CallsNow:
    """The newest calls of today, and what has been counted since midnight."""

    lines: tuple[CallLine, ...]
    calls: int
    out_of_turn: int
    early: int
    dropped: int


def hall_now(store: Store, *, at: datetime) -> HallNow:
    """Look at the floor as a manager does."""
    with store.read() as reading:
        moment = look(reading, at)
        own = bool(reading.settings.get(views.NOTICE))
        notice, lifted = views.notice(reading, moment.catalogue), views.stop_lifted_until(reading, at)
    suspended = {one.queue.letter: one for one in desk.suspended(moment)}
    waiting = Counter(one.queue for one in moment.line.waiting)
    return HallNow(
        catalogue=moment.catalogue,
        queues=tuple(
            QueueNow(one, waiting[one.letter], suspended.get(one.letter))
            for one in moment.catalogue.hall.queues
        ),
        alarms=desk.alarms(moment),
        notice=notice,
        has_own_notice=own,
        stop_lifted_until=lifted,
        later=moment.later,
        forgotten=moment.forgotten,
    )


def calls_now(store: Store, *, at: datetime) -> CallsNow:
    """Tell the calls of today, newest first, each with its reason."""
    with store.read() as reading:
        catalogue = reading.catalogue(at)
        began = datetime.combine(local_day(catalogue, at), time(0), ZoneInfo(catalogue.hall.timezone))
        events = reading.events.calls_since(began)
        calls = [(when, event) for when, event in events if isinstance(event, TicketCalled)]
        newest = calls[: -CALLS_SHOWN - 1 : -1]
        lines = tuple(_lines(reading, catalogue, newest))
    whys = Counter(event.why for _, event in calls)
    return CallsNow(
        lines,
        calls=len(calls),
        out_of_turn=sum(whys[why.value] for why in OUT_OF_TURN),
        early=whys[Why.BY_NUMBER.value],
        dropped=len(events) - len(calls),
    )


def _lines(
    reading: Reading, catalogue: Catalogue, calls: list[tuple[datetime, TicketCalled]]
) -> Iterator[CallLine]:
    people: dict[str, str] = {}
    for when, event in calls:
        if event.by not in people:
            account = reading.accounts.get(event.by) if event.by else None
            people[event.by] = account.name if account else event.by
        yield CallLine(
            when,
            event.number,
            event.window,
            _why(reading, catalogue, event),
            is_early=event.why == Why.BY_NUMBER.value,
            by=people[event.by],
        )


def _why(reading: Reading, catalogue: Catalogue, event: TicketCalled) -> Words:
    because = Because(
        Why(event.why),
        place=event.place,
        waiting=event.waiting,
        waited_s=event.waited_s,
        priority=event.priority,
        reason=event.reason,
        by=event.by,
    )
    try:
        queue = reading.tickets.get(event.ticket).queue
    except UnknownTicket:
        return NO_WORDS
    return sentence(because, catalogue, queue)
