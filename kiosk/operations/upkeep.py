"""日常维护: what nobody presses a button for: the day ends, missed tickets run out."""

from datetime import date, datetime, timedelta

from kiosk.hall import life
from kiosk.hall.catalogue import CallRules
from kiosk.hall.events import TicketAbandoned, TicketExpired
from kiosk.hall.floor_events import QueueResumed
from kiosk.hall.ticket import Ticket, TicketState
from kiosk.operations import printing, visiting
from kiosk.operations.undoing import UNDO_SECONDS
from kiosk.storage.store import Store

AGENT_SILENT = timedelta(minutes=3)
NO_WORD = "打印程序没有消息 / no word from the print agent"
BATCH = 200  # tickets closed in one act, so that nobody waits for a long commit


def close_yesterday(store: Store, *, today: date, at: datetime) -> int:
    """Close what earlier days left open, but no service under way; returns how many tickets."""
    closed = 0
    while True:
        with store.begin() as work:
            every = work.tickets.open_before(today)
            left = [one for one in every if life.may_end(one, at=at)][:BATCH]
            for before in left:
                after = life.expire(before, at=at)
                work.tickets.move(before, after)
                work.record(TicketExpired(after.id, after.state.value), at)
        closed += len(left)
        if len(left) < BATCH:
            return closed


def abandon_missed(store: Store, *, at: datetime) -> int:
    """End the missed tickets that cannot come back any more; returns how many."""
    with store.read() as reading:
        rules = reading.catalogue(at).hall.calls
        missed = reading.tickets.of_states(TicketState.MISSED)
    late = [one for one in missed if _cannot_come_back(one, rules, at)]
    if not late:
        return 0
    with store.begin() as work:
        for one in late:
            before = work.tickets.get(one.id)
            if _cannot_come_back(before, rules, at):
                after = life.abandon(before, at=at)
                work.tickets.move(before, after)
                work.record(TicketAbandoned(before.id), at)
                visiting.part_ended(work, after, at)
    return len(late)


def _cannot_come_back(ticket: Ticket, rules: CallRules, at: datetime) -> bool:
    """Leave a clerk the time in which he may take back a miss."""
    undoable = at - (ticket.ended_at or at) <= timedelta(seconds=UNDO_SECONDS)
    return (
        ticket.state is TicketState.MISSED
        and not undoable
        and not life.may_revive(ticket, at=at, rules=rules)
    )


def end_suspensions(store: Store, *, at: datetime) -> int:
    """Resume the queues whose suspension has reached its end, so that boards say so; returns how many."""
    with store.read() as reading:
        over = [letter for letter, until in reading.suspensions.ends().items() if until <= at]
    if not over:
        return 0
    with store.begin() as work:
        ended = [letter for letter, until in work.suspensions.ends().items() if until <= at]
        for letter in ended:
            work.suspensions.lift(letter)
            work.record(QueueResumed(letter), at)
    return len(ended)


def doubt_silent(store: Store, *, at: datetime) -> int:
    """Doubt the papers whose agent went silent while it was sending; returns how many."""
    before = at - AGENT_SILENT
    with store.read() as reading:
        if not reading.papers.silent_since(before):
            return 0
    with store.begin() as work:
        left = work.papers.silent_since(before)
        for paper in left:
            printing.doubt(work, paper, NO_WORD, at)
    return len(left)
