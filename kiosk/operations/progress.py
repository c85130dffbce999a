"""进度: what a citizen's phone shows of his own ticket, and of nothing else."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kiosk.hall import life
from kiosk.hall.calendar import local_day
from kiosk.hall.case import OVER, Case
from kiosk.hall.catalogue import Catalogue, Queue, Window
from kiosk.hall.errors import HallError, UnknownTicket, UnknownWindow
from kiosk.hall.escalation import Escalation
from kiosk.hall.escalation_words import State
from kiosk.hall.guidance import Guidance, Standing
from kiosk.hall.guide import Checklist
from kiosk.hall.parcel import ENDED, Parcel
from kiosk.hall.phone_events import PapersTicked
from kiosk.hall.ticket import OPEN_STATES, Ticket, TicketState
from kiosk.hall.wait import Outlook
from kiosk.hall.why import sentence
from kiosk.hall.words import NO_WORDS, Words
from kiosk.operations import calling, returning
from kiosk.operations.custody_now import Kept, of_ticket
from kiosk.operations.moment import Moment, known_services, list_of, look
from kiosk.operations.stages import Stage, guidance, stages
from kiosk.storage.store import Reading, Store

KEPT = timedelta(days=7)
NEAR, NEAR_S = 2, 600  # people before him, and how soon he may be called, in seconds
LARGE = "?size=large"  # the end of a page's address that opens it in large type
NOTHING = Outlook(0, None)


class UnknownProgress(HallError):
    """No phone page has this token, or all that it showed ended long ago."""

    status = 404
    zh = "没有这张号票的页面，或办完已超过 7 天。请看小票上的号码，或问工作人员。"
    en = "There is no page for this ticket, or all was done over 7 days ago. Please ask a member of staff."


@dataclass(frozen=True, slots=True)
class Progress:
    """One ticket as its owner sees it; of a visit in parts, `guidance` names the part that matters now."""

    seq: int
    at: datetime
    ticket: Ticket
    guidance: Guidance
    stages: tuple[Stage, ...]
    queue: Queue
    outlook: Outlook
    window: Window | None
    back_until: datetime | None
    why: Words
    suspended: Words
    cases: tuple[Case, ...]
    parcels: Mapping[str, Parcel]
    delays_left: int
    checklist: Checklist

    @property
    def brought(self) -> int:
        """How many things of his list he says he has."""
        return self.checklist.brought(self.ticket.ticked)

    @property
    def lacks_papers(self) -> bool:
        """Whether he said that papers are missing, and has not ticked them all since."""
        return self.ticket.papers_missing and self.checklist.lacks(self.ticket.ticked)

    @property
    def is_open(self) -> bool:
        """Whether the visit is not over."""
        return self.ticket.state in OPEN_STATES

    @property
    def is_near(self) -> bool:
        """Whether he should be back in the hall: few are before him, and their visits will not take long."""
        wait = self.outlook.expected_wait if self.guidance.standing == TicketState.WAITING else None
        return wait is not None and self.outlook.people_ahead <= NEAR and wait.low <= NEAR_S

    @property
    def may_cancel(self) -> bool:
        """Whether he may still give his place to others."""
        return self.ticket.state in {TicketState.WAITING, TicketState.MISSED}

    @property
    def may_revive(self) -> bool:
        """Whether he may still get his place again after a miss."""
        return self.back_until is not None


@dataclass(frozen=True, slots=True)
class Page:
    """The whole phone page: the progress, what was chosen, left in custody, and could not be done."""

    progress: Progress
    catalogue: Catalogue
    services: tuple[Words, ...]
    kept: tuple[Kept, ...] = ()
    problems: tuple[Escalation, ...] = ()


def of_ended(reading: Reading, moment: Moment, *, token: str) -> Progress:
    """Show the ticket of a token that is not among the open ones any more, with all that was done for it.

    Raises:
        UnknownProgress: see `find`.
    """
    ticket = find(reading, token, moment.at)
    parts = reading.tickets.parts_of_ended(ticket.id) if ticket.parts else ()
    cases = reading.cases.of_ticket(ticket.id)
    shown = progress(moment, ticket, parts, cases)
    return replace(shown, parcels=reading.parcels.newest_of(one.id for one in cases))


def progress(
    moment: Moment, ticket: Ticket, parts: Sequence[Ticket] = (), cases: tuple[Case, ...] = ()
) -> Progress:
    """Show one ticket as the hall stands; the parts of an open one are known to the moment."""
    if ticket.parts and not parts:
        parts = moment.parts_of.get(ticket.id, ())
    now = guidance(moment, ticket, parts)
    one, rules = now.ticket, moment.catalogue.hall.calls
    because = one.because if one.state is TicketState.CALLED else None
    missed = one.ended_at if life.may_revive(one, at=moment.at, rules=rules) else None
    return Progress(
        seq=moment.seq,
        at=moment.at,
        ticket=ticket,
        guidance=now,
        stages=stages(moment.catalogue, parts),
        queue=moment.catalogue.queue(one.queue),
        outlook=moment.outlooks.get(one.id, NOTHING),
        window=_window(moment, one.transferred_to if one.state is TicketState.WAITING else one.window)
        if one.state in OPEN_STATES and now.standing != Standing.ELSEWHERE
        else None,
        back_until=missed + timedelta(minutes=rules.revive_within_min) if missed else None,
        delays_left=rules.delays - ticket.delays if life.may_delay(ticket, rules=rules) else 0,
        checklist=moment.lists.of(moment.catalogue, ticket),
        why=sentence(because, moment.catalogue, one.queue) if because else NO_WORDS,
        suspended=_suspended(moment, one),
        cases=cases or moment.cases.get(ticket.id, ()),
        parcels=moment.parcels,
    )


def page_now(store: Store, *, token: str, at: datetime) -> Page:
    """Look at the ticket of a token.

    Raises:
        UnknownProgress: see `find`.
    """
    with store.read() as reading:
        moment = look(reading, at)
        # as the line sees it: released from a window that has closed since
        waits = moment.open_tickets.get(find(reading, token, at).token)
        shown = progress(moment, waits) if waits else of_ended(reading, moment, token=token)
        kept = of_ticket(reading, shown.ticket.id, at)
        problems = reading.escalations.of_ticket(shown.ticket.id)
    services = known_services(moment.catalogue, shown.ticket.services)
    return Page(shown, moment.catalogue, tuple(one.name for one in services), kept, problems)


def find(reading: Reading, token: str, at: datetime) -> Ticket:
    """Find the ticket of a token; a part's token leads to its visit.

    Raises:
        UnknownProgress: nobody got this token, or its visit and all that came of it ended over a week ago.
    """
    try:
        ticket = reading.tickets.by_token(token)
        if ticket.part:
            ticket = reading.tickets.get(ticket.part.visit)
    except UnknownTicket:
        raise UnknownProgress from None
    if ticket.state in OPEN_STATES or at - (ticket.ended_at or ticket.taken_at) <= KEPT:
        return ticket
    if not _goes_on(reading, ticket.id, at - KEPT):
        raise UnknownProgress
    return ticket


def _goes_on(reading: Reading, ticket: str, since: datetime) -> bool:
    """Tell whether something that came of a visit is open, or was at a time."""
    ends = (
        *((case.state in OVER, case.ended_at) for case in reading.cases.of_ticket(ticket)),
        *((parcel.state in ENDED, parcel.ended_at) for parcel in reading.parcels.of_ticket(ticket)),
        *((one.state is State.CLOSED, one.closed_at) for one in reading.escalations.of_ticket(ticket)),
        *((not one.is_open, one.closed_at) for one in reading.custody.of_ticket(ticket)),
    )
    return any(not is_over or (ended is not None and ended >= since) for is_over, ended in ends)


def give_up(store: Store, *, token: str, at: datetime) -> Ticket:
    """Let the owner of a token give his place to others.

    Raises:
        UnknownProgress: see `find`.
        IllegalMove: he has been called already, or the visit is over.
    """
    return calling.cancel(store, ticket=_owned(store, token, at), at=at)


def let_others_first(store: Store, *, token: str, at: datetime) -> Ticket:
    """Let the owner of a token come later: some people behind him go first.

    Raises:
        UnknownProgress: see `find`.
        NoDelayLeft, NobodyBehind: see `returning.delay`.
        IllegalMove: he has been called already, or the visit is over.
    """
    return returning.delay(store, ticket=_owned(store, token, at), at=at)


def come_back(store: Store, *, token: str, at: datetime) -> Ticket:
    """Give the owner of a token his place again after a missed call.

    Raises:
        UnknownProgress: see `find`.
        TooLateToRevive: the hall's limit of time or of revivals is passed.
        IllegalMove: he was not missed.
    """
    with store.read() as reading:
        ticket = find(reading, token, at)
        parts = reading.tickets.parts_of(ticket.id) if ticket.parts else ()
        rules = reading.catalogue(at).hall.calls
    missed = [part.id for part in parts if life.may_revive(part, at=at, rules=rules)]
    return returning.revive(store, ticket=missed[0] if missed else ticket.id, at=at)


def tick_papers(store: Store, *, token: str, codes: Collection[str], at: datetime) -> int:
    """Note which papers of his list the owner of a token says he has; codes that it has not are dropped.

    Returns the number of the event from which on everything says so.

    Raises:
        UnknownProgress: see `find`.
        IllegalMove: the visit is over.
    """
    with store.begin() as work:
        work.tickets.lock_queue()
        before = find(work, token, at)
        listed = list_of(work.catalogue(at), before)
        after = life.tick(before, ticked=tuple(one.code for one in listed.lines if one.code in codes))
        if after.ticked != before.ticked:
            work.tickets.move(before, after)
            work.record(PapersTicked(after.id, after.ticked), at)
        return work.events.head()


def _owned(store: Store, token: str, at: datetime) -> str:
    with store.read() as reading:
        return find(reading, token, at).id


def _suspended(moment: Moment, ticket: Ticket) -> Words:
    """Say why the queue of somebody who waits is suspended, or nothing."""
    reason = moment.suspensions.get(ticket.queue, "")
    waits = ticket.state is TicketState.WAITING and ticket.day <= local_day(moment.catalogue, moment.at)
    return moment.catalogue.hall.reasons.words(reason) if reason and waits else NO_WORDS


def _window(moment: Moment, number: int | None) -> Window | None:
    try:
        return moment.catalogue.window(number) if number is not None else None
    except UnknownWindow:
        return None  # the content was reloaded with fewer windows
