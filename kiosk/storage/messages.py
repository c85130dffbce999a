"""Messages to the gateway of the phones: rows written with what causes them, each told once."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import bindparam, delete, exists, func, insert, select, text, update

from kiosk.hall.jobs import Message, MessageKind
from kiosk.storage import schema
from kiosk.storage.room import Room
from kiosk.storage.runner import Row

T = schema.message
OF_HALL = T.c.hall_id == bindparam("hall")
ADD = insert(T)
IS_THERE = select(T.c.id).where(OF_HALL, T.c.id == bindparam("id"))
DUE = (
    select(T)
    .where(OF_HALL, schema.TO_SEND, T.c.next_try <= bindparam("now"))
    .order_by(T.c.next_try, T.c.id)
    .limit(bindparam("limit"))
)
BEFORE = T.alias("before")
UNDER_WAY = exists().where(  # of the same visit: tried for the first time by another process just now
    BEFORE.c.hall_id == bindparam("hall"),
    BEFORE.c.ticket == bindparam("ticket"),
    BEFORE.c.id != bindparam("message"),
    text(f"{BEFORE.name}.{schema.TO_SEND.text}"),  # in its words, so that the index of those to send is used
    BEFORE.c.tries == 1,
    BEFORE.c.detail == "",
    BEFORE.c.next_try > bindparam("now"),
)
CLAIM = (
    update(T)
    .where(OF_HALL, T.c.id == bindparam("message"), schema.TO_SEND, T.c.tries == bindparam("tries_before"))
    .where(~UNDER_WAY)
    .values(tries=T.c.tries + 1, next_try=bindparam("until"))
)
SET = (
    update(T)
    .where(OF_HALL, T.c.id == bindparam("message"))
    .values(
        state=bindparam("new_state"),
        next_try=bindparam("next"),
        changed_at=bindparam("now"),
        detail=bindparam("new_detail"),
    )
)
COUNTS = (
    select(T.c.state, func.count().label("messages"))
    .where(OF_HALL, T.c.changed_at >= bindparam("since"))
    .group_by(T.c.state)
)
LATEST = select(T).where(OF_HALL, T.c.state == bindparam("state")).order_by(T.c.changed_at.desc()).limit(1)
FAULTY = select(T).where(OF_HALL, T.c.detail != "").order_by(T.c.changed_at.desc()).limit(1)
OLD = select(T.c.id).where(OF_HALL, T.c.at < bindparam("before")).limit(1)
FORGET = delete(T).where(OF_HALL, T.c.at < bindparam("before"))
DETAIL = 200


class MessageState(StrEnum):
    """What became of a message."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"  # it was too late to be of use


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One message: what it says, how often it was tried and when it is tried next."""

    id: str
    ticket: str
    kind: MessageKind
    people_ahead: int
    window: int | None
    at: datetime
    state: MessageState
    tries: int
    next_try: datetime
    changed_at: datetime
    detail: str


class Messages(Room):
    """The messages of one hall."""

    def add(self, message: Message, at: datetime) -> None:
        """Store a message, unless it was stored before."""
        if self.is_there(message):
            return
        row = {
            "id": name_of(message),
            "ticket": message.ticket,
            "kind": message.kind.value,
            "people_ahead": message.people_ahead,
            "window": message.window,
            "at": at,
            "state": MessageState.WAITING.value,
            "tries": 0,
            "next_try": at,
            "changed_at": at,
            "detail": "",
        }
        self._add(ADD, row)

    def is_there(self, message: Message) -> bool:
        """Tell whether a message was stored before."""
        return self._one(IS_THERE, id=name_of(message)) is not None

    def due(self, at: datetime, limit: int) -> tuple[MessageRow, ...]:
        """List the messages that are to be sent now, the longest due first."""
        return tuple(_message(row) for row in self._all(DUE, now=at, limit=limit))

    def claim(self, message: MessageRow, at: datetime, until: datetime) -> bool:
        """Take a message for one try; false when another process was faster or sends the one before."""
        claimed = self._change(
            CLAIM, message=message.id, ticket=message.ticket, tries_before=message.tries, now=at, until=until
        )
        return claimed == 1

    def set_state(
        self, message: str, state: MessageState, detail: str, at: datetime, *, next_try: datetime
    ) -> None:
        """Note what became of a try."""
        said = detail[:DETAIL]
        self._change(SET, message=message, new_state=state.value, new_detail=said, now=at, next=next_try)

    def counts(self, since: datetime) -> dict[MessageState, int]:
        """Count the messages in each state that have changed since a time."""
        return {MessageState(row.state): row.messages for row in self._all(COUNTS, since=since)}

    def latest(self, state: MessageState) -> MessageRow | None:
        """Return the message that came into a state last."""
        row = self._one(LATEST, state=state.value)
        return _message(row) if row else None

    def faulty(self) -> MessageRow | None:
        """Return the message that last failed to get through, unless it has since."""
        row = self._one(FAULTY)
        return _message(row) if row else None

    def older_than(self, before: datetime) -> bool:
        """Tell whether there are messages from before a time."""
        return self._one(OLD, before=before) is not None

    def forget(self, before: datetime) -> None:
        """Forget the messages from before a time."""
        self._change(FORGET, before=before)


def name_of(message: Message) -> str:
    """Name a message for ever: its ticket, its kind and the occasion."""
    return f"{message.ticket}-{message.kind.value}-{message.occasion}"


def _message(row: Row) -> MessageRow:
    values = row._asdict()
    del values["hall_id"]
    kind, state = MessageKind(row.kind), MessageState(row.state)
    return MessageRow(**{**values, "kind": kind, "state": state})
