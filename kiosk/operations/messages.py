"""通知: messages to the gateway of the phones, from what causes them to what became of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.hall.catalogue import Catalogue
from kiosk.hall.errors import UnknownTicket
from kiosk.hall.jobs import Message, MessageKind
from kiosk.hall.messaging import is_late, nearly_called, pause_after
from kiosk.hall.ticket import Ticket
from kiosk.operations import views
from kiosk.storage.messages import MessageRow, MessageState
from kiosk.storage.store import Reading, Store

CLAIMED_FOR = timedelta(seconds=60)  # longer than any try: a process that dies in it leaves it to others
KEPT = timedelta(days=7)
COUNTED = timedelta(days=1)
AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Errand:
    """One message to deliver now: whose phone page it is about, and under which number he knows it."""

    message: MessageRow
    page: str
    number: str
    language: str
    catalogue: Catalogue


@dataclass(frozen=True, slots=True)
class OutletNow:
    """How the outlet is: `trouble` says what happened last to the messages that did not get through."""

    url: str
    sent_at: datetime | None
    waiting: int
    failed: int
    trouble: str

    @property
    def is_well(self) -> bool:
        """Whether messages get through, as far as anybody knows."""
        return not self.trouble


def tell_soon(store: Store, *, at: datetime) -> int:
    """Write a message for each ticket that only few people are ahead of, once; returns how many."""
    with store.read() as reading:
        new = tuple(one for one in _soon(reading, at) if not reading.messages.is_there(one))
    if not new:
        return 0
    with store.begin() as work:
        for message in new:
            work.messages.add(message, at)
    return len(new)


def _soon(reading: Reading, at: datetime) -> tuple[Message, ...]:
    outlet = reading.catalogue(at).hall.outlet
    if outlet is None:
        return ()
    line = views.line(reading, at)
    return nearly_called(line.waiting, line.outlooks(), people_ahead=outlet.people_ahead)


def errands(store: Store, *, at: datetime) -> Iterator[Errand]:
    """Take the messages that are due, one after the other; those that have become late are dropped."""
    with store.read() as reading:
        due = reading.messages.due(at, AT_ONCE)
    for message in due:
        with store.begin() as work:
            if not work.messages.claim(message, at, at + CLAIMED_FOR):
                continue
            errand = _errand(work, message, at)
            if errand is None:
                work.messages.set_state(
                    message.id, MessageState.DROPPED, message.detail, message.changed_at, next_try=at
                )
                continue
        yield errand


def note_sent(store: Store, *, message: MessageRow, at: datetime) -> None:
    """Note that the gateway has taken a message."""
    with store.begin() as work:
        work.messages.set_state(message.id, MessageState.SENT, "", at, next_try=at)


def note_failed(store: Store, *, message: MessageRow, detail: str, at: datetime) -> None:
    """Note that a try has failed: it is tried again after a while, or given up."""
    pause = pause_after(message.tries + 1)
    state = MessageState.WAITING if pause else MessageState.FAILED
    with store.begin() as work:
        work.messages.set_state(message.id, state, detail, at, next_try=at + (pause or timedelta()))


def outlet_now(store: Store, *, at: datetime) -> OutletNow | None:
    """Say how the outlet is; none where the hall has none."""
    with store.read() as reading:
        outlet = reading.catalogue(at).hall.outlet
        if outlet is None:
            return None
        counts = reading.messages.counts(at - COUNTED)
        sent = reading.messages.latest(MessageState.SENT)
        ill = reading.messages.faulty()
    got_through_since = ill and sent and sent.changed_at > ill.changed_at
    return OutletNow(
        outlet.url,
        sent.changed_at if sent else None,
        counts.get(MessageState.WAITING, 0),
        counts.get(MessageState.FAILED, 0),
        ill.detail if ill and not got_through_since else "",
    )


def forget_old(store: Store, *, at: datetime) -> None:
    """Forget the messages of visits that are long over."""
    with store.read() as reading:
        if not reading.messages.older_than(at - KEPT):
            return
    with store.begin() as work:
        work.messages.forget(at - KEPT)


def _errand(reading: Reading, message: MessageRow, at: datetime) -> Errand | None:
    """Say whom a message is for; nobody where it is not true any more."""
    catalogue = reading.catalogue(at)
    if message.kind is MessageKind.PREPARED:
        found = reading.inspections.get(message.ticket)
        return (
            Errand(message, found.token, found.number, found.language, catalogue) if found.is_open else None
        )
    ticket = _ticket(reading, message)
    if ticket is None or is_late(message.kind, message.window, ticket):
        return None
    return Errand(message, ticket.page, ticket.called_as, ticket.language, catalogue)


def _ticket(reading: Reading, message: MessageRow) -> Ticket | None:
    try:
        return reading.tickets.get(message.ticket)
    except UnknownTicket:
        return None
