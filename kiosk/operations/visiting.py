"""分办: a window splits a visit among others, they give their parts back, and it is joined again."""

from collections.abc import Sequence
from datetime import datetime

from kiosk.hall import life
from kiosk.hall import visit as rules
from kiosk.hall.guide import checklist
from kiosk.hall.part import Outcome
from kiosk.hall.ticket import Ticket, TicketState
from kiosk.hall.visit import Piece
from kiosk.hall.visit_events import (
    PartReturned,
    PartsBegun,
    PartWithdrawn,
    ServicesAdded,
    VisitClosed,
    VisitReopened,
    VisitSplit,
)
from kiosk.storage.store import Store, Work


def add_services(store: Store, *, ticket: str, services: Sequence[str], window: int, at: datetime) -> Ticket:
    """Take more services into the visit that a window serves; the number stays.

    Raises:
        UnknownService: the catalogue has none of this code.
        NothingToSplit: no service is named.
        IllegalMove, NotAtThisWindow: the window does not serve it now.
    """
    with store.begin() as work:
        before = work.tickets.get(ticket)
        _must_be_known(work, services, before, at)
        after = rules.with_services(before, services, window=window)
        if after.services != before.services:
            work.tickets.move(before, after)
            added = tuple(code for code in after.services if code not in before.services)
            work.record(ServicesAdded(after.id, added, window), at)
        return after


def split(
    store: Store, *, ticket: str, pieces: Sequence[Piece], window: int, at: datetime
) -> tuple[Ticket, ...]:
    """Hand parts of a visit over to other windows; returns the parts, the visit is held meanwhile.

    Raises:
        UnknownService, UnknownQueue: a piece names what the hall does not have.
        NothingToSplit, TooManyParts: see `hall.visit.split`.
        IllegalMove, NotAtThisWindow: the window does not serve it now.
    """
    with store.begin() as work:
        work.tickets.lock_queue()
        before = work.tickets.get(ticket)
        for piece in pieces:
            work.catalogue(at).queue(piece.queue)
            _must_be_known(work, piece.services, before, at)
        held, parts = rules.split(before, pieces, window=window, catalogue=work.catalogue(at), at=at)
        return record_split(work, before, held, parts, at)


def record_split(
    work: Work, before: Ticket, held: Ticket, parts: tuple[Ticket, ...], at: datetime
) -> tuple[Ticket, ...]:
    """Store a visit that was parted, in the midst of an act."""
    work.tickets.forget(before.id)  # what came before the split cannot be undone without its parts
    work.tickets.move(before, held)
    for part in parts:
        work.tickets.add(part)
    kinds = tuple(part.part.kind.value for part in parts if part.part)
    names, queues = tuple(part.id for part in parts), tuple(part.queue for part in parts)
    work.record(VisitSplit(held.id, held.window, names, queues, kinds), at)
    return parts


def give_back(
    store: Store, *, ticket: str, window: int, outcome: Outcome, words: str, at: datetime
) -> Ticket:
    """Give a part back to the window it came from, done or with a reason; `words` stay between the two.

    Raises:
        NoPart, NotAtThisWindow, IllegalMove: see `hall.visit.give_back`.
    """
    with store.begin() as work:
        work.tickets.lock_queue()
        before = work.tickets.get(ticket)
        after = rules.give_back(
            before, window=window, outcome=outcome, words=words, catalogue=work.catalogue(at), at=at
        )
        work.tickets.move(before, after)
        work.record(PartReturned(after.id, after.visit, window, outcome.value), at)
        work.tickets.forget(after.id)  # the call before it is not undone without it
        part_ended(work, after, at)
        return after


def withdraw(store: Store, *, ticket: str, at: datetime) -> Ticket:
    """Take back a part that no window has begun yet.

    Raises:
        NoPart: it is a visit of its own.
        IllegalMove: a window has it already, or it is back.
    """
    with store.begin() as work:
        work.tickets.lock_queue()
        before = work.tickets.get(ticket)
        if before.part is None:
            raise rules.NoPart(before.number)
        after = life.cancel(before, at=at)
        work.tickets.move(before, after)
        work.record(PartWithdrawn(after.id, before.part.visit), at)
        work.tickets.forget(after.id)
        part_ended(work, after, at)
        return after


def close(store: Store, *, ticket: str, window: int, at: datetime) -> Ticket:
    """End a split visit whose parts are back.

    Raises:
        PartsOutstanding: some part still needs the citizen or his papers.
        IllegalMove, NotAtThisWindow: the window does not hold it.
    """
    with store.begin() as work:
        work.tickets.lock_queue()
        before = work.tickets.get(ticket)
        after = rules.close(before, work.tickets.parts_of(ticket), window=window, at=at)
        work.tickets.remember(before, "close", window, at)
        work.tickets.move(before, after)
        work.record(VisitClosed(after.id, window), at)
        return after


def part_ended(work: Work, part: Ticket, at: datetime) -> None:
    """Let follow what the end of a part brings about: the next step begins, or the visit is over."""
    if part.part is None:
        return
    visit = work.tickets.get(part.part.visit)
    parts = work.tickets.parts_of(visit.id)
    known = {one.id: one for one in parts}
    begun = []
    for after in rules.follow_up(visit, parts, at=at):
        work.tickets.move(known[after.id], after)
        if after.state is TicketState.CANCELLED:
            work.record(PartWithdrawn(after.id, visit.id), at)
        else:
            begun.append(after.id)
    if begun:
        work.record(PartsBegun(visit.id, tuple(begun)), at)
    over = rules.ending(visit, work.tickets.parts_of(visit.id), at=at)
    if over is not None:
        work.tickets.move(visit, over)
        done = over.state is TicketState.DONE
        work.record(VisitClosed(visit.id, None) if done else VisitReopened(visit.id), at)


def part_reopened(work: Work, part: Ticket) -> bool:
    """Take back what the end of a part brought about, before the end itself is undone; False: too late."""
    if part.part is None:
        return True
    visit = work.tickets.get(part.part.visit)
    taken_back = rules.taken_back(visit, part, work.tickets.parts_of(visit.id))
    if taken_back is None:
        return False
    for before, after in taken_back:
        work.tickets.move(before, after)
    return True


def _must_be_known(work: Work, services: Sequence[str], ticket: Ticket, at: datetime) -> None:
    catalogue = work.catalogue(at)
    known = tuple(catalogue.service(code) for code in services)
    answers = {code: given for code, given in (ticket.answers or {}).items() if code in services}
    checklist(known, answers, insist=False)
