"""代办核对: a window takes what assistants hand in, decides each line, and puts right what was wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.hall import delegation as rules
from kiosk.hall import life
from kiosk.hall import visit as visits
from kiosk.hall.calendar import due_after, local_day
from kiosk.hall.delegation import Batch, Finding, Retiree
from kiosk.hall.delegation_events import (
    BatchChecked,
    BatchReceived,
    FindingConfirmed,
    FindingRejected,
    FindingReversed,
    RetireeErased,
    VerificationsConfirmed,
)
from kiosk.hall.delegation_terms import BatchState, FindingState
from kiosk.hall.events import TicketStarted
from kiosk.hall.part import Outcome, PartKind
from kiosk.hall.principal import NOBODY, Principal
from kiosk.hall.ticket import AT_WINDOW, Ticket, TicketState
from kiosk.hall.visit import Piece
from kiosk.hall.visit_events import PartReturned, VisitClosed
from kiosk.operations import visiting
from kiosk.storage.store import Store, Work
from kiosk.storage.villages import Village

AT_ONCE = 200  # retirees that one round of upkeep erases
FOUND_AT_MOST = 20


@dataclass(frozen=True, slots=True)
class Principals:
    """A batch with everybody in it."""

    batch: Batch
    village: Village
    findings: tuple[Finding, ...]
    people: Mapping[str, tuple[Retiree, Principal]]
    number: str


def open_batches(store: Store) -> tuple[tuple[Batch, Village, str], ...]:
    """List what was handed in and is not checked yet, the oldest first, with its ticket's number."""
    with store.read() as reading:
        villages = {one.code: one for one in reading.villages.all()}
        return tuple(
            (one, villages[one.village], reading.tickets.get(one.ticket).number)
            for one in reading.batches.open()
        )


def of_ticket(store: Store, *, ticket: str) -> Batch | None:
    """Find the batch that a ticket was taken for."""
    with store.read() as reading:
        return reading.batches.of_ticket(ticket)


def one(store: Store, *, batch: str) -> Principals:
    """Show a batch with everybody in it.

    Raises:
        UnknownBatch: there is none.
    """
    with store.read() as reading:
        found = reading.batches.get(batch)
        findings = reading.findings.of_batch(batch)
        return Principals(
            found,
            reading.villages.get(found.village),
            findings,
            reading.retirees.some(one.retiree for one in findings),
            reading.tickets.get(found.ticket).number,
        )


def receive(store: Store, *, batch: str, window: int, at: datetime) -> Batch:
    """Take a batch at a window; checking it becomes work that nobody waits for, and the ticket is over.

    Raises:
        BatchReceivedAlready: some window has it.
        UnknownBatch: there is none.
    """
    with store.begin() as work:
        work.tickets.lock_queue()
        before, catalogue = work.batches.get(batch), work.catalogue(at)
        ticket = work.tickets.get(before.ticket)
        due = due_after(catalogue, ticket.queue, rules.CHECK_DAYS, at)
        rules.receive(before, window=window, due_at=due, part="")
        part = _into_back_office(work, ticket, window, at)
        after = rules.receive(before, window=window, due_at=due, part=part)
        work.batches.move(after)
        work.record(BatchReceived(after.id, after.ticket, window, due.isoformat()), at)
        return after


def confirm_verified(store: Store, *, batch: str, by: str, at: datetime) -> int:
    """Confirm at once all of a batch who were verified; reports stay to be decided one by one.

    Raises:
        NotToDecide: none is left.
        UnknownBatch: there is none.
    """
    with store.begin() as work:
        work.tickets.lock_queue()
        of, today = work.batches.get(batch), local_day(work.catalogue(at), at)
        waiting = [
            one
            for one in work.findings.of_batch(batch)
            if one.state is FindingState.HANDED_IN and not one.is_report
        ]
        if not waiting:
            raise rules.NotToDecide
        for one in waiting:
            retiree, _ = work.retirees.get(one.retiree)
            moved, decided = rules.confirm(retiree, one, by=by, today=today)
            work.retirees.move(moved)
            work.findings.put(decided)
        work.record(VerificationsConfirmed(batch, tuple(one.id for one in waiting), by), at)
        _checked(work, of, at)
        return len(waiting)


def confirm(store: Store, *, finding: str, by: str, at: datetime) -> Finding:
    """Let one finding count from now on.

    Raises:
        NotToDecide: it is not with the clerk.
        UnknownFinding: there is none.
    """
    with store.begin() as work:
        work.tickets.lock_queue()
        before = work.findings.get(finding)
        retiree, _ = work.retirees.get(before.retiree)
        moved, decided = rules.confirm(retiree, before, by=by, today=local_day(work.catalogue(at), at))
        work.retirees.move(moved)
        work.findings.put(decided)
        work.record(FindingConfirmed(decided.id, decided.retiree, decided.what.value, by), at)
        _checked(work, work.batches.get(decided.batch), at)
        return decided


def reject(store: Store, *, finding: str, reason: str, by: str, at: datetime) -> Finding:
    """Leave a retiree as he is; the assistant sees why.

    Raises:
        NotToDecide: it is not with the clerk.
        UnknownFinding: there is none.
    """
    with store.begin() as work:
        work.tickets.lock_queue()
        decided = rules.reject(work.findings.get(finding), by=by)
        work.findings.put(decided, reason.strip()[:200])
        work.record(FindingRejected(decided.id, decided.retiree, by), at)
        _checked(work, work.batches.get(decided.batch), at)
        return decided


def reverse(store: Store, *, finding: str, reason: str, by: str, at: datetime) -> Finding:
    """Put a retiree back to where he stood before a finding was confirmed.

    Raises:
        NotToDecide: it is not confirmed, or the retiree was erased since.
        WhyReverse, OvertakenSince: see `hall.delegation.reverse`.
        UnknownFinding: there is none.
    """
    with store.begin() as work:
        work.tickets.lock_queue()
        before = work.findings.get(finding)
        retiree, who = work.retirees.get(before.retiree)
        if who == NOBODY:
            raise rules.NotToDecide
        back, undone = rules.reverse(retiree, before, reason=reason, by=by)
        work.retirees.move(back)
        work.findings.put(undone, reason.strip()[:200])
        work.record(FindingReversed(undone.id, undone.retiree, by), at)
        return undone


def search(store: Store, *, name: str) -> tuple[tuple[Retiree, Principal], ...]:
    """Find managed retirees by their whole name, of all villages."""
    with store.read() as reading:
        return reading.retirees.by_name(" ".join(name.split()), FOUND_AT_MOST)


def forget_people(store: Store, *, at: datetime) -> int:
    """Erase who is no longer managed, when it cannot be reversed any more; returns how many."""
    with store.read() as reading:
        before = local_day(reading.catalogue(at), at) - timedelta(days=rules.KEEP_DAYS)
        if not reading.retirees.known_and_over(before, 1):
            return 0
    with store.begin() as work:
        over = work.retirees.known_and_over(before, AT_ONCE)
        for retiree in over:
            work.retirees.set_person(retiree.id, NOBODY)
            work.findings.forget(retiree.id)
            work.record(RetireeErased(retiree.id), at)
    return len(over)


def _into_back_office(work: Work, ticket: Ticket, window: int, at: datetime) -> str:
    """Hand the ticket's work to the back office and end the visit; "" where it is not at this window."""
    if ticket.window != window or ticket.state not in {*AT_WINDOW, TicketState.HELD}:
        return ""
    serving = ticket
    if ticket.state is TicketState.CALLED:
        serving = life.start(ticket, window=window, at=at)
        work.tickets.move(ticket, serving)
        work.record(TicketStarted(ticket.id, window), at)
    piece = Piece(ticket.queue, ticket.services, PartKind.BACK_OFFICE, due_days=rules.CHECK_DAYS)
    catalogue = work.catalogue(at)
    held, parts = visits.split(serving, (piece,), window=window, catalogue=catalogue, at=at)
    visiting.record_split(work, serving, held, parts, at)
    every = work.tickets.parts_of(ticket.id)
    work.tickets.move(held, visits.close(held, every, window=window, at=at))
    work.record(VisitClosed(ticket.id, window), at)
    return parts[0].id


def _checked(work: Work, batch: Batch, at: datetime) -> None:
    """End a batch, and its work in the back office, when its last finding is decided."""
    left = [one for one in work.findings.of_batch(batch.id) if one.state is FindingState.HANDED_IN]
    if left or batch.state is BatchState.CHECKED:
        return
    work.batches.move(rules.checked(batch))
    work.record(BatchChecked(batch.id), at)
    part = work.tickets.get(batch.part) if batch.part else None
    if part is None or part.part is None or part.state is not TicketState.BACK_OFFICE:
        return
    done = visits.give_back(
        part,
        window=batch.window or 0,
        outcome=Outcome.DONE,
        words="",
        catalogue=work.catalogue(at),
        at=at,
    )
    work.tickets.move(part, done)
    work.record(PartReturned(done.id, part.part.visit, batch.window or 0, Outcome.DONE.value), at)
    visiting.part_ended(work, done, at)
