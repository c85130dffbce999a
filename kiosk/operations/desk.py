"""窗口所见: what one window's desk shows: the ticket in hand, who comes next, and the hall around it."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from kiosk.hall.calendar import opens_on
from kiosk.hall.catalogue import Catalogue, Queue, Window
from kiosk.hall.deposit import Deposit
from kiosk.hall.guide import Checklist, Line
from kiosk.hall.inspection import Inspection
from kiosk.hall.life import may_revive
from kiosk.hall.routing import Reason
from kiosk.hall.ticket import Ticket, TicketState
from kiosk.hall.why import sentence
from kiosk.hall.words import NO_WORDS, Words
from kiosk.operations import around
from kiosk.operations.around import PrinterSign, ServiceLine, StuckPaper
from kiosk.operations.handover import Forgotten
from kiosk.operations.moment import Moment, look
from kiosk.operations.parts import TASKS_SHOWN, PartLine, Split, split_of, tasks
from kiosk.storage.floor import HelpCall
from kiosk.storage.store import Store
from kiosk.storage.windows import WindowState

LINES_SHOWN = 12  # more than a desk has room for; the rest is a count


@dataclass(frozen=True, slots=True)
class Tick:
    """One paper of the list, and whether the citizen said that he has it."""

    line: Line
    ticked: bool


@dataclass(frozen=True, slots=True)
class Card:
    """Everything a clerk should know of one ticket before a word is spoken.

    Before `recall_from` and `miss_from` it is early to call it again, and to miss it. `sign_first`: the
    person cannot hear a call; `step_out`: he needs a low counter, and this window has none. `prepared`: an
    inspection has passed, and its case takes over what is known.
    """

    ticket: Ticket
    catalogue: Catalogue
    services: tuple[Words, ...]
    checklist: Checklist
    ticks: tuple[Tick, ...]
    priority: Words
    needs: tuple[Words, ...]
    why: Words
    waits_since: datetime
    usual_minutes: float
    recalls_left: int
    revivable: bool
    split: Split
    recall_from: datetime | None
    miss_from: datetime | None
    sign_first: bool
    step_out: bool
    prepared: bool
    principals: int = 0  # how many the one ticket of a batch stands for

    @property
    def ticked(self) -> int:
        """How many things the citizen says he has; a one-of group is one thing."""
        return self.checklist.brought(self.ticket.ticked)

    @property
    def papers_missing(self) -> bool:
        """Whether he said that papers are missing, and has not ticked them all since."""
        return self.ticket.papers_missing and self.checklist.lacks(self.ticket.ticked)


@dataclass(frozen=True, slots=True)
class WindowLine:
    """One window of the hall, with the number in its hand and how many wait for it."""

    window: Window
    state: WindowState
    reason: Words
    number: str
    serving: bool
    waiting: int


@dataclass(frozen=True, slots=True)
class QueueAlarm:
    """A queue whose people no open window calls, how many they are and since when."""

    queue: Queue
    count: int
    since: datetime


@dataclass(frozen=True, slots=True)
class SuspendedQueue:
    """A queue that nobody is called from: why, until when if known, and how many keep their place."""

    queue: Queue
    reason: Words
    until: datetime | None
    waiting: int


@dataclass(frozen=True, slots=True)
class Desk:
    """What one window sees at one moment."""

    seq: int
    window: WindowLine
    hand: Card | None
    waiting: tuple[Card, ...]
    waiting_count: int
    by_service: tuple[ServiceLine, ...]
    missed: tuple[Card, ...]
    held: tuple[Card, ...]
    windows: tuple[WindowLine, ...]
    stuck: tuple[StuckPaper, ...]
    help_calls: tuple[HelpCall, ...]
    tasks: tuple[PartLine, ...]
    alarms: tuple[QueueAlarm, ...]
    suspended: tuple[SuspendedQueue, ...]
    forgotten: tuple[Forgotten, ...]
    printers: tuple[PrinterSign, ...]
    cases_due: tuple[around.DueCase, ...]
    call_backs: tuple[Deposit, ...]
    inspections_late: tuple[Inspection, ...]


def desk(moment: Moment, number: int) -> Desk:
    """Show the hall as one window sees it.

    Raises:
        UnknownWindow: the hall has no such window.
    """
    line = moment.line
    place = line.staffing.place(moment.catalogue, number)
    mine = tuple(line.order.calls(place, line.waiting, at=moment.at))
    in_hand = line.in_hand.get(number)
    return Desk(
        seq=moment.seq,
        window=_window(moment, moment.catalogue.window(number)),
        hand=card(moment, in_hand) if in_hand else None,
        waiting=tuple(card(moment, one.ticket) for one in islice(mine, LINES_SHOWN)),
        waiting_count=len(mine),
        by_service=around.by_service(moment, (one.ticket for one in mine)),
        missed=tuple(card(moment, one) for one in _missed_here(moment, number)),
        held=tuple(card(moment, one) for one in moment.held if one.window == number),
        windows=tuple(_window(moment, one) for one in moment.catalogue.hall.windows),
        stuck=tuple(around.stuck(moment)),
        help_calls=moment.help_calls,
        tasks=tuple(islice(tasks(moment, number), TASKS_SHOWN)),
        alarms=alarms(moment),
        suspended=suspended(moment),
        forgotten=around.left_elsewhere(moment, number),
        printers=tuple(around.printers(moment)),
        cases_due=tuple(around.cases_due(moment, number)),
        call_backs=tuple(one for one in moment.deposits if one.awaits_call),
        inspections_late=tuple(around.inspections_late(moment, number)),
    )


def alarms(moment: Moment) -> tuple[QueueAlarm, ...]:
    """List the queues whose people have waited too long with no open window able to call them."""
    return tuple(QueueAlarm(moment.catalogue.queue(one.queue), one.count, one.since) for one in moment.alarms)


def suspended(moment: Moment) -> tuple[SuspendedQueue, ...]:
    """List the suspended queues, with those who keep their place in them."""
    hall = moment.catalogue.hall
    waiting = Counter(one.queue for one in moment.line.waiting)
    return tuple(
        SuspendedQueue(
            queue,
            hall.reasons.words(moment.suspensions[queue.letter]),
            moment.suspension_ends.get(queue.letter),
            waiting[queue.letter],
        )
        for queue in hall.queues
        if queue.letter in moment.suspensions
    )


def desk_now(store: Store, *, window: int, at: datetime) -> Desk:
    """Look at the hall from one window now.

    Raises:
        UnknownWindow: the hall has no such window.
    """
    with store.read() as reading:
        return desk(look(reading, at), window)


def windows_now(store: Store, *, at: datetime) -> tuple[WindowLine, ...]:
    """Look at all windows now."""
    with store.read() as reading:
        moment = look(reading, at)
    return tuple(_window(moment, one) for one in moment.catalogue.hall.windows)


def card(moment: Moment, ticket: Ticket) -> Card:
    """Put together what a clerk should know of a ticket."""
    catalogue, rules = moment.catalogue, moment.catalogue.hall.calls
    listed = moment.lists.of(catalogue, ticket)
    priorities = {one.code: one.name for one in catalogue.hall.priorities}
    needs = {one.code: one.name for one in catalogue.hall.needs}
    return Card(
        ticket=ticket,
        catalogue=catalogue,
        services=tuple(service.name for service in listed.services),
        checklist=listed,
        ticks=tuple(Tick(line, line.code in ticket.ticked) for line in listed.lines),
        priority=priorities.get(ticket.priority, NO_WORDS),
        needs=tuple(needs[code] for code in ticket.needs if code in needs),
        why=sentence(ticket.because, catalogue, ticket.queue) if ticket.because else NO_WORDS,
        waits_since=_waits_since(catalogue, ticket),
        usual_minutes=moment.line.usual_minutes(ticket),
        recalls_left=max(0, rules.recalls - ticket.recalls),
        revivable=may_revive(ticket, at=moment.at, rules=rules),
        split=split_of(moment, ticket),
        recall_from=_after_call(ticket, rules.recall_after_s * (ticket.recalls + 1)),
        miss_from=_after_call(ticket, rules.miss_after_s),
        sign_first=not catalogue.hall.sign_first.isdisjoint(ticket.needs),
        step_out=_must_step_out(catalogue, ticket),
        prepared=ticket.id in moment.prepared,
        principals=moment.principals.get(ticket.id, 0),
    )


def card_now(store: Store, *, ticket: str, at: datetime) -> Card:
    """Look at one ticket.

    Raises:
        UnknownTicket: there is none of this id.
    """
    with store.read() as reading:
        return card(look(reading, at), reading.tickets.get(ticket))


def _after_call(ticket: Ticket, seconds: int) -> datetime | None:
    """Say from when on an act makes sense; nothing where no person was called."""
    called = ticket.called_at if ticket.walks else None
    return called + timedelta(seconds=seconds) if called else None


def _must_step_out(catalogue: Catalogue, ticket: Ticket) -> bool:
    """Tell whether the clerk goes to the person, who cannot reach over this window's counter."""
    here = [one for one in catalogue.hall.windows if one.number == ticket.window]
    is_high = any(not one.low_counter for one in here)
    return is_high and not catalogue.hall.low_counter.isdisjoint(ticket.needs)


def _waits_since(catalogue: Catalogue, ticket: Ticket) -> datetime:
    """Say since when somebody waits here: who has a place from the day before waits since the door opened."""
    if ticket.route.reason is not Reason.NEXT_DAY_PLACE:
        return ticket.taken_at
    return opens_on(catalogue, ticket.queue, ticket.day) or ticket.order_at


def _missed_here(moment: Moment, number: int) -> tuple[Ticket, ...]:
    """List the missed tickets that this window may take back: it called them, or it serves their queue."""
    place = moment.line.staffing.place(moment.catalogue, number)
    mine = place.queues | place.helps
    return tuple(one for one in moment.missed if one.window == number or one.queue in mine)


def _window(moment: Moment, window: Window) -> WindowLine:
    now = moment.windows[window.number]
    in_hand = moment.line.in_hand.get(window.number)
    return WindowLine(
        window=window,
        state=now.state,
        reason=moment.catalogue.hall.reasons.words(now.reason),
        number=in_hand.number if in_hand else "",
        serving=in_hand is not None and in_hand.state is TicketState.SERVING,
        waiting=moment.waiting_by_window.get(window.number, 0)
        + sum(moment.waiting_by_queue.get(letter, 0) for letter in window.queues),
    )
