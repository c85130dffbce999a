"""人员与密钥: who may sign in, and which programs may ask."""

import hashlib
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from kiosk.hall.device_events import AccountLocked, AccountUnlocked, PasswordChanged
from kiosk.hall.errors import BadRequest, HallError
from kiosk.hall.floor_events import RolesChanged
from kiosk.hall.roles import PEOPLE, Permission, may
from kiosk.hall.roles import Role as Role  # what an account is made with
from kiosk.storage.accounts import Account, Token
from kiosk.storage.store import Store, Work

MIN_PASSWORD = 8
NO_PASSWORD = ""  # kept instead of a hash: no password fits
SAMPLE_LABEL = "sample"  # sign-ins made for the sample hall: good on loopback only

_hasher = PasswordHasher()


class WrongSignIn(HallError):
    """Name and password do not fit."""

    status = 403
    zh = "用户名或密码不对，请重试。"
    en = "The name or the password is wrong. Please try again."
    retry = True


class ShortPassword(BadRequest):
    """A password is too short."""

    zh = "密码至少 8 位。"
    en = "The password needs at least 8 characters."


class NameTaken(HallError):
    """Somebody has this sign-in name already."""

    zh = "用户名 {0} 已存在。"
    en = "The name {0} is taken."


class UnknownAccount(HallError):
    """Nobody signs in with this name."""

    status = 404
    zh = "没有用户 {0}。请核对用户名。"
    en = "Nobody is called {0}. Please check the name."


@dataclass(frozen=True, slots=True)
class TokenRole:
    """The program behind a token."""

    id: str
    role: Role
    label: str


def add_user(
    store: Store,
    *,
    name: str,
    password: str,
    role: Role,
    also: Collection[Role] = (),
    label: str = "",
    windows: tuple[int, ...] = (),
    at: datetime,
) -> Account:
    """Let somebody sign in; `also` are further roles of the same person.

    Raises:
        NameTaken: the name is in use.
        BadRequest: the name is empty.
        ShortPassword: the password has fewer than 8 characters.
    """
    kept = hash_password(password)
    with store.begin() as work:
        return add_account(
            work, name=name, password_hash=kept, role=role, also=also, label=label, windows=windows, at=at
        )


def set_roles(store: Store, *, name: str, roles: Sequence[Role], at: datetime) -> None:
    """Give an account other roles, the first of which decides where its sign-in leads.

    Who loses a role is signed out everywhere, so that no page or socket of it stays open.

    Raises:
        UnknownAccount: nobody signs in with this name.
        BadRequest: no role was named, or one that no person has.
    """
    if not roles or not set(roles) <= set(PEOPLE):
        raise BadRequest(", ".join(roles) or "role")
    with store.begin() as work:
        found = _named(work, name)
        if not roles_of(found) <= set(roles):
            work.sessions.end_all(found.id)
        also = tuple(role.value for role in dict.fromkeys(roles[1:]) if role is not roles[0])
        work.accounts.set_roles(found.id, roles[0].value, also)
        work.record(RolesChanged(found.id, (roles[0].value, *also)), at)


def set_locked(store: Store, *, name: str, locked: bool, at: datetime) -> None:
    """Let somebody sign in no more, wherever he is signed in now; or let him sign in again.

    Raises:
        UnknownAccount: nobody signs in with this name.
    """
    with store.begin() as work:
        found = _named(work, name)
        if found.disabled is locked:
            return
        work.accounts.set_disabled(found.id, disabled=locked)
        work.sessions.end_all(found.id)
        work.record(AccountLocked(found.id) if locked else AccountUnlocked(found.id), at)


def set_password(store: Store, *, name: str, password: str, at: datetime) -> None:
    """Give somebody who has forgotten it another password; every sign-in with the old one ends.

    Raises:
        UnknownAccount: nobody signs in with this name.
        ShortPassword: it has fewer than 8 characters.
    """
    kept = hash_password(password)
    with store.begin() as work:
        found = _named(work, name)
        work.accounts.set_password(found.id, kept)
        work.sessions.end_all(found.id)
        work.record(PasswordChanged(found.id), at)


def _named(work: Work, name: str) -> Account:
    found = work.accounts.by_name(name.strip())
    if found is None:
        raise UnknownAccount(name.strip()[:64])
    return found


def roles_typed(text: str) -> tuple[Role, ...]:
    """Read roles as they are typed: "desk,second".

    Raises:
        BadRequest: a word is no role of a person, or there is none.
    """
    words = tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))
    known = {role.value: role for role in PEOPLE}
    if not words or not set(words) <= set(known):
        raise BadRequest(f"role {text!r}: {', '.join(known)}")
    return tuple(known[word] for word in words)


def roles_of(account: Account) -> frozenset[Role]:
    """Say all that somebody is in the hall."""
    return frozenset(Role(word) for word in (account.role, *account.also))


def works_at_window(account: Account) -> bool:
    """Tell whether somebody may be at a window."""
    return may(roles_of(account), Permission.WORK_AT_WINDOW)


def hash_password(password: str) -> str:
    """Turn a password into what is kept of it; takes some tens of milliseconds by design.

    Raises:
        ShortPassword: it has fewer than 8 characters.
    """
    if len(password) < MIN_PASSWORD:
        raise ShortPassword
    return _hasher.hash(password)


def add_account(
    work: Work,
    *,
    name: str,
    password_hash: str,
    role: Role,
    also: Collection[Role] = (),
    label: str = "",
    windows: tuple[int, ...] = (),
    at: datetime,
) -> Account:
    """Store an account, in the midst of an act.

    Raises:
        NameTaken: the name is in use.
        BadRequest: the name is empty.
    """
    if not name.strip():
        raise BadRequest(f"name {name!r}")
    account = Account(
        secrets.token_hex(8),
        name.strip(),
        role.value,
        password_hash,
        windows,
        disabled=False,
        label=label,
        also=tuple(one.value for one in also),
    )
    if work.accounts.by_name(account.name):
        raise NameTaken(account.name)
    work.accounts.add(account, at)
    return account


def sign_in(store: Store, *, name: str, password: str) -> Account:
    """Return the account that fits name and password; takes some tens of milliseconds by design.

    Raises:
        WrongSignIn: they do not fit, or the account is disabled.
    """
    nobody = _nobody()  # made at the first sign-in, whoever it is: the time it takes tells nothing either
    with store.read() as reading:
        account = reading.accounts.by_name(name.strip())
    try:
        _hasher.verify((account.password_hash if account else "") or nobody, password)
    except VerificationError:
        raise WrongSignIn from None
    if account is None or account.disabled or account.password_hash == NO_PASSWORD:
        raise WrongSignIn
    return account


@lru_cache(maxsize=1)
def _nobody() -> str:
    """Return a hash to check when the name is unknown, so that the time taken tells nothing."""
    return _hasher.hash("nobody")


def account(store: Store, account_id: str) -> Account | None:
    """Return an account that may still sign in."""
    with store.read() as reading:
        found = reading.accounts.get(account_id)
    return found if found and not found.disabled else None


def add_token(store: Store, *, role: Role, label: str, at: datetime) -> str:
    """Make a token for a program and return it; it is shown this once and stored as a hash."""
    plain = f"yc_{role.value}_{secrets.token_urlsafe(24)}"
    with store.begin() as work:
        work.tokens.add(Token(secrets.token_hex(8), role.value, label, digest(plain), at, revoked=False))
    return plain


def token_role(store: Store, plain: str) -> TokenRole | None:
    """Say which program holds a token, or nobody when it is unknown or revoked."""
    with store.read() as reading:
        token = reading.tokens.by_hash(digest(plain))
    return TokenRole(token.id, Role(token.role), token.label) if token and not token.revoked else None


def revoke_token(store: Store, plain: str) -> None:
    """Let a token open nothing any more; an unknown one opened nothing before."""
    with store.begin() as work:
        if token := work.tokens.by_hash(digest(plain)):
            work.tokens.revoke(token.id)


def digest(plain: str) -> str:
    """Hash a token; it is long and random, so one round of SHA-256 is enough."""
    return hashlib.sha256(plain.encode()).hexdigest()
