"""进出: sign-ins that run out, can be ended from anywhere, and never outlive the password."""

import hashlib
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.config import Settings
from kiosk.hall.device_events import PasswordChanged, SignInsEnded
from kiosk.hall.errors import TryAgain
from kiosk.storage.accounts import Account
from kiosk.storage.entries import Session
from kiosk.storage.store import Reading, Store

SEEN_EVERY = timedelta(minutes=1)  # what a busy page asks in between is not written down


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long a sign-in holds: without a request, and at most."""

    idle: timedelta
    at_most: timedelta

    def holds(self, session: Session, at: datetime) -> bool:
        """Tell whether a sign-in has not run out."""
        return at - session.seen_at < self.idle and at - session.started_at < self.at_most


def lasting_of(settings: Settings) -> Lasting:
    """Return how long sign-ins hold in this hall."""
    return Lasting(timedelta(minutes=settings.session_idle_minutes), timedelta(hours=settings.session_hours))


def begin(store: Store, *, account: str, at: datetime) -> str:
    """Begin a sign-in and return its secret, which the browser keeps; only its hash is stored."""
    secret = secrets.token_urlsafe(24)
    with store.begin() as work:
        work.sessions.add(Session(_digest(secret), account, at, at))
    return secret


def account_of(store: Store, *, account: str, secret: str, lasting: Lasting, at: datetime) -> Account | None:
    """Return who is signed in by a secret; nobody when it was ended, has run out or is another's."""
    with store.read() as reading:
        session = reading.sessions.get(_digest(secret))
        found = reading.accounts.get(account)
    if session is None or session.account != account or not lasting.holds(session, at):
        return None
    if at - session.seen_at > SEEN_EVERY:
        with suppress(TryAgain), store.begin() as work:  # a full disk signs nobody out
            work.sessions.note_seen(session.id, at)
    return found if found and not found.disabled else None


def is_in(reading: Reading, *, secret: str, lasting: Lasting, at: datetime) -> bool:
    """Tell whether a sign-in still holds, without counting it as a request."""
    session = reading.sessions.get(_digest(secret))
    return session is not None and lasting.holds(session, at)


def end(store: Store, *, secret: str) -> None:
    """End one sign-in."""
    with store.begin() as work:
        work.sessions.end(_digest(secret))


def end_all(store: Store, *, account: str, at: datetime) -> None:
    """End every sign-in of an account, on whatever machine."""
    with store.begin() as work:
        work.sessions.end_all(account)
        work.record(SignInsEnded(account), at)


def change_password(store: Store, *, account: str, password_hash: str, at: datetime) -> None:
    """Let another password fit, and end every sign-in with the old one."""
    with store.begin() as work:
        work.accounts.set_password(account, password_hash)
        work.sessions.end_all(account)
        work.record(PasswordChanged(account), at)


def forget_old(store: Store, *, lasting: Lasting, at: datetime) -> None:
    """Forget sign-ins that have run out."""
    with store.begin() as work:
        work.sessions.forget(idle_since=at - lasting.idle, begun_before=at - lasting.at_most)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
