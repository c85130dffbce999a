"""设备登记: a machine shows a code, a manager lets it in under a name, and can shut it out at once.

The machine holds its token from the beginning; the token opens nothing until somebody has approved its
code. So nothing has to be handed over at the end, and no answer that gets lost costs a second try.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.hall.device_events import DeviceApproved, DeviceRefused, DeviceRevoked
from kiosk.hall.errors import BadRequest, HallError
from kiosk.operations import printing
from kiosk.operations.accounts import Role, digest
from kiosk.storage.accounts import Token
from kiosk.storage.entries import APPROVED, REFUSED, WAITING, Pairing
from kiosk.storage.store import Store

SIGNS = "BCDFGHJKMNPQRSTVWXZ23456789"  # none that is taken for another, and no vowel: no words
HALF = 3
LASTS = timedelta(minutes=10)
MOST_WAITING = 200
LONGEST_NAME = 64
MACHINES = frozenset({Role.KIOSK, Role.BOARD, Role.AGENT})
EXPIRED = "expired"


class UnknownCode(HallError):
    """No machine waits with this code."""

    status = 404
    zh = "没有等待中的登记码 {0}。请核对设备屏幕上的六位码；十分钟后它会换新。"
    en = "No machine waits with the code {0}. Compare it with its screen; it changes after ten minutes."
    retry = True


class TooManyWaiting(HallError):
    """More machines ask than a hall has."""

    status = 429
    zh = "等待登记的设备太多，请过十分钟再试，或用密钥登记。"
    en = "Too many machines wait to be let in. Try again in ten minutes, or paste a token."
    retry = True


class UnknownDevice(HallError):
    """No machine or program has this id."""

    status = 404
    zh = "没有这台设备，可能已被停用。"
    en = "There is no such machine."


@dataclass(frozen=True, slots=True)
class Asking:
    """A machine that has asked: the code on its screen, and the token that it must keep."""

    code: str
    token: str
    until: datetime


def ask(
    store: Store, *, role: Role, machine: str, address: str, at: datetime, lasts: timedelta = LASTS
) -> Asking:
    """Let a machine ask to be let in, for as long as its code holds.

    Raises:
        BadRequest: machines have other roles.
        TooManyWaiting: somebody floods the hall with codes.
    """
    if role not in MACHINES:
        raise BadRequest(role.value)
    token, until = f"yc_{role.value}_{secrets.token_urlsafe(24)}", at + lasts
    with store.begin() as work:
        work.pairings.forget(at)
        if work.pairings.waiting(at) >= MOST_WAITING:
            raise TooManyWaiting
        code = _new_code()
        while work.pairings.by_code(code, at):
            code = _new_code()
        work.pairings.add(Pairing(digest(token), code, role.value, machine[:200], address[:64], at, until))
    return Asking(code, token, until)


def state(store: Store, *, token: str, at: datetime) -> str:
    """Say what became of a machine's wish: waiting, approved, refused or expired."""
    with store.read() as reading:
        found = reading.tokens.by_hash(digest(token))
        pairing = reading.pairings.get(digest(token))
    if found:
        return REFUSED if found.revoked else APPROVED
    if pairing is None or pairing.until <= at:
        return EXPIRED
    return pairing.state


def find(store: Store, *, code: str, at: datetime) -> Pairing:
    """Return the machine that shows a code, however somebody typed it.

    Raises:
        UnknownCode: none does, or somebody has decided already.
    """
    typed = "".join(sign for sign in code.upper() if sign.isalnum())
    with store.read() as reading:
        pairing = reading.pairings.by_code(f"{typed[:HALF]}-{typed[HALF:]}", at)
    if pairing is None or pairing.state != WAITING:
        raise UnknownCode(code.strip()[:16])
    return pairing


def approve(store: Store, *, code: str, name: str, by: str, at: datetime) -> Token:
    """Let a machine in under a name: a kiosk's or a print agent's is that of its place in the hall's files.

    Raises:
        UnknownCode: no machine waits with this code.
        BadRequest: the name is empty or too long.
    """
    name = name.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise BadRequest(name[:20])
    pairing = find(store, code=code, at=at)
    token = Token(secrets.token_hex(8), pairing.role, name, pairing.id, at, revoked=False, approved_by=by)
    with store.begin() as work:
        if (now := work.pairings.get(pairing.id)) is None or now.state != WAITING:
            raise UnknownCode(pairing.code)
        work.pairings.decide(pairing.id, APPROVED)
        work.tokens.add(token)
        work.record(DeviceApproved(token.id, token.role, name, by), at)
    return token


def refuse(store: Store, *, code: str, by: str, at: datetime) -> None:
    """Do not let a machine in.

    Raises:
        UnknownCode: no machine waits with this code.
    """
    pairing = find(store, code=code, at=at)
    with store.begin() as work:
        work.pairings.decide(pairing.id, REFUSED)
        work.record(DeviceRefused(pairing.role, by), at)


def devices(store: Store) -> tuple[Token, ...]:
    """List every machine and program, those that may still come in first."""
    with store.read() as reading:
        return reading.tokens.all()


def device(store: Store, *, token_id: str) -> Token | None:
    """Return a machine that may still come in."""
    with store.read() as reading:
        found = reading.tokens.get(token_id)
    return found if found and not found.revoked else None


def of_token(store: Store, *, token: str) -> Token | None:
    """Return the machine that holds a token, while it may come in."""
    with store.read() as reading:
        found = reading.tokens.by_hash(digest(token))
    return found if found and not found.revoked else None


def note_seen(store: Store, *, token_id: str, at: datetime) -> None:
    """Note that a machine was there."""
    with store.begin() as work:
        work.tokens.note_seen(token_id, at)


def revoke(store: Store, *, token_id: str, by: str, at: datetime) -> None:
    """Shut a machine out at once; twice changes nothing.

    What an agent had in hand goes to another, or is in doubt where it may have come out already.

    Raises:
        UnknownDevice: there is none.
    """
    with store.begin() as work:
        found = work.tokens.get(token_id)
        if found is None:
            raise UnknownDevice
        if not found.revoked:
            work.tokens.revoke(token_id)
            printing.take_back(work, owner=token_id, at=at)
            work.record(DeviceRevoked(token_id, found.role, by), at)


def _new_code() -> str:
    signs = "".join(secrets.choice(SIGNS) for _ in range(2 * HALF))
    return f"{signs[:HALF]}-{signs[HALF:]}"
