"""People who sign in, and programs with a token."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from kiosk.storage import schema
from kiosk.storage.room import Room
from kiosk.storage.runner import Row

A, K = schema.account, schema.token
BY_ID = select(A).where(A.c.hall_id == bindparam("hall"), A.c.id == bindparam("id"))
BY_NAME = select(A).where(A.c.hall_id == bindparam("hall"), A.c.name == bindparam("name"))
EVERY = select(A).where(A.c.hall_id == bindparam("hall")).order_by(A.c.name)
BY_HASH = select(K).where(K.c.hall_id == bindparam("hall"), K.c.hash == bindparam("hash"))
TOKEN = select(K).where(K.c.hall_id == bindparam("hall"), K.c.id == bindparam("id"))
TOKENS = select(K).where(K.c.hall_id == bindparam("hall")).order_by(K.c.revoked, K.c.role, K.c.created_at)
SEEN = (
    update(K)
    .where(K.c.hall_id == bindparam("hall"), K.c.id == bindparam("token_id"))
    .values(seen_at=bindparam("now"))
)
ADD_ACCOUNT, ADD_TOKEN = insert(A), insert(K)
SET_PASSWORD = (
    update(A)
    .where(A.c.hall_id == bindparam("hall"), A.c.id == bindparam("account_id"))
    .values(password_hash=bindparam("new_hash"))
)
SET_DISABLED = (
    update(A)
    .where(A.c.hall_id == bindparam("hall"), A.c.id == bindparam("account_id"))
    .values(disabled=bindparam("is_disabled"))
)
SET_ROLES = (
    update(A)
    .where(A.c.hall_id == bindparam("hall"), A.c.id == bindparam("account_id"))
    .values(role=bindparam("new_role"), also=bindparam("new_also"))
)
REVOKE = (
    update(K).where(K.c.hall_id == bindparam("hall"), K.c.id == bindparam("token_id")).values(revoked=True)
)


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in; no windows means any window, `also` are roles beside the first."""

    id: str
    name: str
    role: str
    password_hash: str
    windows: tuple[int, ...]
    disabled: bool
    label: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Token:
    """A program's key, kept as a hash."""

    id: str
    role: str
    label: str
    hash: str
    created_at: datetime
    revoked: bool
    approved_by: str = ""  # the account that let a device in by its code; "" where a technician made it
    seen_at: datetime | None = None


class Accounts(Room):
    """The people of one hall."""

    def add(self, account: Account, at: datetime) -> None:
        """Store an account."""
        row = {
            "id": account.id,
            "name": account.name,
            "role": account.role,
            "password_hash": account.password_hash,
            "windows": list(account.windows),
            "disabled": account.disabled,
            "label": account.label,
            "also": list(account.also),
            "created_at": at,
        }
        self._add(ADD_ACCOUNT, row)

    def get(self, account_id: str) -> Account | None:
        """Find an account by its id."""
        return _account(self._one(BY_ID, id=account_id))

    def by_name(self, name: str) -> Account | None:
        """Find an account by the name that is typed."""
        return _account(self._one(BY_NAME, name=name))

    def all(self) -> tuple[Account, ...]:
        """List everybody, by name."""
        return tuple(found for row in self._all(EVERY) if (found := _account(row)))

    def set_password(self, account_id: str, password_hash: str) -> None:
        """Let another password fit, or none while the hash is empty."""
        self._change(SET_PASSWORD, account_id=account_id, new_hash=password_hash)

    def set_roles(self, account_id: str, role: str, also: tuple[str, ...]) -> None:
        """Let an account have other roles."""
        self._change(SET_ROLES, account_id=account_id, new_role=role, new_also=list(also))

    def set_disabled(self, account_id: str, *, disabled: bool) -> None:
        """Let an account sign in, or not."""
        self._change(SET_DISABLED, account_id=account_id, is_disabled=disabled)


class Tokens(Room):
    """The programs of one hall."""

    def add(self, token: Token) -> None:
        """Store a token."""
        row = {
            "id": token.id,
            "role": token.role,
            "label": token.label,
            "hash": token.hash,
            "created_at": token.created_at,
            "revoked": token.revoked,
            "approved_by": token.approved_by,
        }
        self._add(ADD_TOKEN, row)

    def by_hash(self, hashed: str) -> Token | None:
        """Find a token."""
        return _token(self._one(BY_HASH, hash=hashed))

    def get(self, token_id: str) -> Token | None:
        """Find a token by its id."""
        return _token(self._one(TOKEN, id=token_id))

    def all(self) -> tuple[Token, ...]:
        """List every token, those that open something first."""
        return tuple(found for row in self._all(TOKENS) if (found := _token(row)))

    def note_seen(self, token_id: str, at: datetime) -> None:
        """Note that a token was shown."""
        self._change(SEEN, token_id=token_id, now=at)

    def revoke(self, token_id: str) -> bool:
        """Let a token open nothing any more; tells whether there was one."""
        return self._change(REVOKE, token_id=token_id) == 1


def _token(row: Row | None) -> Token | None:
    if row is None:
        return None
    return Token(
        row.id, row.role, row.label, row.hash, row.created_at, row.revoked, row.approved_by, row.seen_at
    )


def _account(row: Row | None) -> Account | None:
    if row is None:
        return None
    return Account(
        row.id,
        row.name,
        row.role,
        row.password_hash,
        tuple(row.windows),
        row.disabled,
        row.label,
        tuple(row.also),
    )
