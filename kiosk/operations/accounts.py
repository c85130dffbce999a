"""人员与密钥: who may sign in, and which programs may ask."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from kiosk.hall.errors import BadRequest, HallError
from kiosk.storage.accounts import Account, Token
from kiosk.storage.store import Store, Work

MIN_PASSWORD = 8
NO_PASSWORD = ""  # kept instead of a hash: no password fits
SAMPLE_LABEL = "sample"  # sign-ins made for the sample hall: good on loopback only

_hasher = PasswordHasher()


class Role(StrEnum):
    """What a person or a program is in the hall."""

    KIOSK = "kiosk"
    BOARD = "board"
    DESK = "desk"
    AGENT = "agent"
    ASSISTANT = "assistant"
    COURIER = "courier"  # 邮政对接专员
    INSPECTOR = "inspector"  # 上门排查人员
    MANAGER = "manager"


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
    label: str = "",
    windows: tuple[int, ...] = (),
    at: datetime,
) -> Account:
    """Let somebody sign in.

    Raises:
        NameTaken: the name is in use.
        BadRequest: the name is empty.
        ShortPassword: the password has fewer than 8 characters.
    """
    kept = hash_password(password)
    with store.begin() as work:
        return add_account(
            work, name=name, password_hash=kept, role=role, label=label, windows=windows, at=at
        )


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
        secrets.token_hex(8), name.strip(), role.value, password_hash, windows, disabled=False, label=label
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
    with store.read() as reading:
        account = reading.accounts.by_name(name.strip())
    try:
        _hasher.verify((account.password_hash if account else "") or _nobody(), password)
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
