"""恢复: a hall goes on from an older copy of its data, and gives nothing again that people hold already."""

import math
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from kiosk.hall.calendar import LOOK_AHEAD_DAYS, local_day, opens_on
from kiosk.hall.catalogue import Catalogue
from kiosk.hall.floor_events import DataRestored
from kiosk.hall.jobs import PaperState
from kiosk.hall.paper_events import PaperStuck
from kiosk.operations import messages as outgoing
from kiosk.operations import personal
from kiosk.storage.messages import MessageState
from kiosk.storage.store import Reading, Store, Work

MEASURED = timedelta(days=30)
TWICE = 2  # as fast as the busiest hour that was measured
LEAST_AN_HOUR = 30  # numbers of one row, where the copy knows no busy hour
LEAST_EVENTS = 2_000
SKIPPED_ON = "numbers skipped on"  # the hall's setting that says on which day
COPIED_AT = "restored from a copy made at"  # set while the hall has not gone on from it
NEXT_DAY_PLACES = 50  # more than a hall writes on one evening
MOST_MESSAGES = 100_000
EVER = timedelta(days=3650)
MOST_OF_DAY = 5_000
MOST_LASTING = 50_000
IN_DOUBT = "从备份恢复：可能已经打印过 / restored from a backup: it may be out already"


@dataclass(frozen=True, slots=True)
class Gap:
    """How many numbers are skipped: of rows that begin each day, of lasting rows, of the event log."""

    of_day: int
    lasting: int
    events: int


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was done before the hall may serve again."""

    gap: Gap
    papers: int
    messages: int
    erased: int


def gap(reading: Reading, *, copied_at: datetime, at: datetime) -> Gap:
    """Tell how many numbers the hall can have given since a copy was made, at twice its busiest pace."""
    tickets, events = reading.numbers.busiest_hour(copied_at - MEASURED)
    hours = max(timedelta(0), at - copied_at) / timedelta(hours=1)
    zone = ZoneInfo(reading.catalogue(at).hall.timezone)
    midnight = at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    today = max(timedelta(0), at - max(copied_at, midnight)) / timedelta(hours=1)
    pace = max(TWICE * tickets, LEAST_AN_HOUR)
    places = NEXT_DAY_PLACES if copied_at < midnight else 0  # written yesterday for today
    return Gap(
        _tens(places + pace * today, MOST_OF_DAY),
        _tens(pace * hours, MOST_LASTING),
        LEAST_EVENTS + math.ceil(TWICE * events * hours),
    )


def go_on(store: Store, *, copied_at: datetime, at: datetime, numbers: int | None = None) -> Recovered:
    """Make a restored copy fit to serve.

    Numbers and events skip ahead, papers that were under way are put in doubt, messages to phones are
    dropped, and what was due for erasing is erased. `numbers` says how many of each day's row to skip.
    """
    with store.begin() as work:
        gone_on = _go_on(work, copied_at=copied_at, at=at, numbers=numbers)
    return replace(gone_on, erased=_erase_all(store, at))


def leave_to_its_start(store: Store, *, copied_at: datetime) -> None:
    """Have a hall that came back in the same database as another go on when it is next served.

    What its numbers and papers are stands in files of its own, which are not at hand now.
    """
    with store.begin() as work:
        work.settings.put(COPIED_AT, copied_at.isoformat())


def go_on_if_restored(store: Store, *, at: datetime) -> Recovered | None:
    """Go on from a copy, where `leave_to_its_start` said so; of several processes the first one does it."""
    with store.read() as reading:
        if not reading.settings.get(COPIED_AT):
            return None
    with store.begin() as work:
        work.tickets.lock_queue()
        if not (copied_at := work.settings.get(COPIED_AT)):
            return None
        work.settings.put(COPIED_AT, "")
        gone_on = _go_on(work, copied_at=datetime.fromisoformat(copied_at), at=at)
    return replace(gone_on, erased=_erase_all(store, at))


def _go_on(work: Work, *, copied_at: datetime, at: datetime, numbers: int | None = None) -> Recovered:
    skipped = gap(work, copied_at=copied_at, at=at)
    if numbers is not None:
        skipped = Gap(numbers, max(numbers, skipped.lasting), skipped.events)
    head = work.events.head()
    _skip(work, skipped, at)
    work.record(DataRestored(copied_at.isoformat(), head, skipped.of_day, skipped.lasting), at)
    return Recovered(skipped, _doubt(work, at), _drop(work, at), erased=0)


def begin_day(store: Store, *, today: date) -> bool:
    """Let the rows of numbers begin at one again after the day of a restore; tells whether they had not."""
    with store.read() as reading:
        skipped_on = reading.settings.get(SKIPPED_ON)
    if not skipped_on or skipped_on >= today.isoformat():
        return False
    with store.begin() as work:
        work.settings.put(SKIPPED_ON, "")
        return work.numbers.begin_at_one_again()


def _erase_all(store: Store, at: datetime) -> int:
    """Erase all that is due, batch by batch; returns how much it was."""
    outgoing.forget_old(store, at=at)
    erased = 0
    while some := personal.forget_old(store, at=at):
        erased += some
    return erased


def _skip(work: Work, skipped: Gap, at: datetime) -> None:
    catalogue = work.catalogue(at)
    today = local_day(catalogue, at)
    prefixes = tuple(queue.letter for queue in catalogue.hall.queues)
    work.settings.put(SKIPPED_ON, today.isoformat())
    work.numbers.skip(today, of_day=skipped.of_day, lasting=skipped.lasting, events=skipped.events)
    for prefix in prefixes:  # places on the next day (次日号) may have been given since too
        if day := _next_day(catalogue, prefix, today):
            work.numbers.begin(prefix, day, at=NEXT_DAY_PLACES)


def _next_day(catalogue: Catalogue, prefix: str, today: date) -> date | None:
    later = (today + timedelta(days=ahead) for ahead in range(1, LOOK_AHEAD_DAYS))
    return next((day for day in later if opens_on(catalogue, prefix, day)), None)


def _doubt(work: Work, at: datetime) -> int:
    """Doubt every paper that was not out: since then it may have been printed, and a person decides."""
    left = [one for one in work.papers.unsettled() if one.state is not PaperState.UNKNOWN]
    for paper in left:
        work.papers.set_state(paper.id, PaperState.UNKNOWN, IN_DOUBT, at)
        if not paper.detail:
            work.record(PaperStuck(paper.id, IN_DOUBT), at)
    return len(left)


def _drop(work: Work, at: datetime) -> int:
    """Send no message of the past: whom it concerned was told, or has gone."""
    waiting = work.messages.due(at + EVER, MOST_MESSAGES)
    for message in waiting:
        work.messages.set_state(message.id, MessageState.DROPPED, "restored", at, next_try=at)
    return len(waiting)


def _tens(many: float, most: int) -> int:
    return min(most, 10 + math.ceil(many / 10) * 10)
