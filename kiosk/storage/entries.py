"""Who may come in: devices that show a code and wait, and sign-ins that still hold."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, func, insert, select, update

from kiosk.storage import schema_access as schema
from kiosk.storage.room import Room
from kiosk.storage.runner import Row

P, S = schema.pairing, schema.session
WAITING, APPROVED, REFUSED = "waiting", "approved", "refused"

PAIRING = select(P).where(P.c.hall_id == bindparam("hall"), P.c.id == bindparam("id"))
BY_CODE = select(P).where(
    P.c.hall_id == bindparam("hall"), P.c.code == bindparam("code"), P.c.until > bindparam("now")
)
HOW_MANY = select(func.count().label("many")).where(
    P.c.hall_id == bindparam("hall"), P.c.until > bindparam("now"), P.c.state == WAITING
)
ADD_PAIRING = insert(P)
DECIDE = (
    update(P)
    .where(P.c.hall_id == bindparam("hall"), P.c.id == bindparam("pairing"))
    .values(state=bindparam("now_is"))
)
FORGET_PAIRINGS = delete(P).where(P.c.hall_id == bindparam("hall"), P.c.until <= bindparam("before"))

SESSION = select(S).where(S.c.hall_id == bindparam("hall"), S.c.id == bindparam("id"))
ADD_SESSION = insert(S)
SEEN = (
    update(S)
    .where(S.c.hall_id == bindparam("hall"), S.c.id == bindparam("session"))
    .values(seen_at=bindparam("now"))
)
END = delete(S).where(S.c.hall_id == bindparam("hall"), S.c.id == bindparam("session"))
END_ALL = delete(S).where(S.c.hall_id == bindparam("hall"), S.c.account == bindparam("of"))
FORGET_SESSIONS = delete(S).where(
    S.c.hall_id == bindparam("hall"),
    (S.c.seen_at < bindparam("idle_since")) | (S.c.started_at < bindparam("begun_before")),
)


@dataclass(frozen=True, slots=True)
class Pairing:
    """A device that shows a code; its id is the hash of the token that it holds already and nobody knows."""

    id: str
    code: str
    role: str
    machine: str
    address: str
    asked_at: datetime
    until: datetime
    state: str = WAITING


@dataclass(frozen=True, slots=True)
class Session:
    """One sign-in of somebody in one browser."""

    id: str
    account: str
    started_at: datetime
    seen_at: datetime


class Pairings(Room):
    """The devices of one hall that ask to be let in."""

    def add(self, pairing: Pairing) -> None:
        """Store a device that asks."""
        row = {name: getattr(pairing, name) for name in Pairing.__slots__}
        self._add(ADD_PAIRING, row)

    def get(self, pairing_id: str) -> Pairing | None:
        """Find a device by the hash of its token."""
        return _pairing(self._one(PAIRING, id=pairing_id))

    def by_code(self, code: str, at: datetime) -> Pairing | None:
        """Find a device by the code on its screen, while the code holds."""
        return _pairing(self._one(BY_CODE, code=code, now=at))

    def waiting(self, at: datetime) -> int:
        """Count the devices that wait for somebody."""
        return int(self._all(HOW_MANY, now=at)[0].many)

    def decide(self, pairing_id: str, state: str) -> None:
        """Note what somebody has decided."""
        self._change(DECIDE, pairing=pairing_id, now_is=state)

    def forget(self, before: datetime) -> None:
        """Forget codes that ran out."""
        self._change(FORGET_PAIRINGS, before=before)


class Sessions(Room):
    """The sign-ins of one hall."""

    def add(self, session: Session) -> None:
        """Store a sign-in."""
        self._add(ADD_SESSION, {name: getattr(session, name) for name in Session.__slots__})

    def get(self, session_id: str) -> Session | None:
        """Find a sign-in by the hash of its secret."""
        row = self._one(SESSION, id=session_id)
        return Session(row.id, row.account, row.started_at, row.seen_at) if row else None

    def note_seen(self, session_id: str, at: datetime) -> None:
        """Note that somebody is still there."""
        self._change(SEEN, session=session_id, now=at)

    def end(self, session_id: str) -> None:
        """End one sign-in."""
        self._change(END, session=session_id)

    def end_all(self, account: str) -> int:
        """End every sign-in of an account; returns how many there were."""
        return self._change(END_ALL, of=account)

    def forget(self, *, idle_since: datetime, begun_before: datetime) -> None:
        """Forget sign-ins that have run out."""
        self._change(FORGET_SESSIONS, idle_since=idle_since, begun_before=begun_before)


def _pairing(row: Row | None) -> Pairing | None:
    if row is None:
        return None
    return Pairing(row.id, row.code, row.role, row.machine, row.address, row.asked_at, row.until, row.state)
