"""村与协管员: villages, who acts for each, and how an assistant who lost her phone gets in again."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kiosk.hall.calendar import local_day
from kiosk.hall.delegation import due_until
from kiosk.hall.delegation_events import AccessRenewed, AccessReset, AssistantAppointed, VillageMade
from kiosk.hall.errors import BadRequest, HallError
from kiosk.operations.accounts import NO_PASSWORD, Role, add_account
from kiosk.storage.accounts import Account
from kiosk.storage.retirees import Counted
from kiosk.storage.store import Store, Work
from kiosk.storage.villages import Village

CODE_LASTS = timedelta(hours=24)
CODE_DIGITS = 10
LONGEST_NAME = 60


class VillageKnown(HallError):
    """The hall has a village of this name."""

    zh = "已经有“{0}”了。"
    en = "There is a village {0} already."


class NoAssistant(HallError):
    """Nobody acts for the village yet."""

    zh = "{0} 还没有协管员，请先指定。"
    en = "{0} has no assistant yet. Please appoint one first."


class WrongCode(HallError):
    """A one-time code does not fit, was used, or is too old."""

    status = 403
    zh = "一次性口令不对、已用过或已过期（24 小时）。请向职工服务窗口再要一个。"
    en = "The one-time code is wrong, used or older than 24 hours. Please ask the window for another."


@dataclass(frozen=True, slots=True)
class Line:
    """One village, its assistant's sign-in name ("" is a fault of the hall), and its figures."""

    village: Village
    assistant: str
    counted: Counted


def lines(store: Store, *, at: datetime) -> tuple[Line, ...]:
    """List the villages with their figures."""
    with store.read() as reading:
        counts = reading.retirees.counts(due_until(local_day(reading.catalogue(at), at)))
        return tuple(
            Line(one, _name(reading.accounts.get(one.assistant)), counts.get(one.code, Counted()))
            for one in reading.villages.all()
        )


def without_assistant(store: Store) -> tuple[Village, ...]:
    """List the villages for which nobody acts."""
    with store.read() as reading:
        every = reading.villages.all()
        return tuple(one for one in every if not _name(reading.accounts.get(one.assistant)))


def add_village(store: Store, *, name: str, by: str, at: datetime) -> Village:
    """Let the hall know a village.

    Raises:
        VillageKnown: it does already.
        BadRequest: there is no name, or far too long a one.
    """
    said = " ".join(name.split())
    if not said or len(said) > LONGEST_NAME or not said.isprintable():
        raise BadRequest(name.strip()[:20])
    with store.begin() as work:
        work.tickets.lock_queue()
        if said in {one.name for one in work.villages.all()}:
            raise VillageKnown(said)
        village = Village(work.villages.next_code(), said)
        work.villages.add(village)
        work.record(VillageMade(village.code, by), at)
        return village


def appoint(store: Store, *, village: str, sign_in: str, by: str, at: datetime) -> str:
    """Make somebody the assistant of a village, instead of whoever was; returns her one-time code.

    Raises:
        UnknownVillage: there is none.
        NameTaken: somebody has this sign-in name.
        BadRequest: it is empty or too long.
    """
    if len(sign_in.strip()) > LONGEST_NAME:
        raise BadRequest(sign_in.strip()[:20])
    with store.begin() as work:
        before = work.villages.get(village)
        account = add_account(work, name=sign_in, password_hash=NO_PASSWORD, role=Role.ASSISTANT, at=at)
        if before.assistant:
            work.accounts.set_password(before.assistant, NO_PASSWORD)
            work.sessions.end_all(before.assistant)
        code = _let_in_by_code(work, replace(before, assistant=account.id), at)
        work.record(AssistantAppointed(village, account.id, by), at)
    return code


def reset_access(store: Store, *, village: str, by: str, at: datetime) -> str:
    """End an assistant's password and sign-ins at once; returns the one-time code that lets her in again.

    Raises:
        UnknownVillage: there is none.
        NoAssistant: nobody acts for it.
    """
    with store.begin() as work:
        before = work.villages.get(village)
        if not before.assistant:
            raise NoAssistant(before.name)
        work.accounts.set_password(before.assistant, NO_PASSWORD)
        work.sessions.end_all(before.assistant)
        code = _let_in_by_code(work, before, at)
        work.record(AccessReset(village, before.assistant, by), at)
    return code


def renew(store: Store, *, sign_in: str, code: str, password_hash: str, at: datetime) -> None:
    """Let an assistant have a new password by her one-time code.

    Raises:
        WrongCode: the code does not fit, was used, or is too old.
    """
    with store.begin() as work:
        account = work.accounts.by_name(sign_in.strip())
        village = work.villages.of_assistant(account.id) if account else None
        if account is None or village is None or not _fits(work, village, code, at):
            raise WrongCode
        work.accounts.set_password(account.id, password_hash)
        work.villages.change(replace(village, code_hash="", code_until=None))
        work.record(AccessRenewed(village.code, account.id), at)


def _let_in_by_code(work: Work, village: Village, at: datetime) -> str:
    """Make a one-time code, which is kept as only the hall's key can make it; sign-ins before it end."""
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    kept = work.seal.blind("code", f"{village.code} {code}")
    until, access = at + CODE_LASTS, village.access + 1
    work.villages.change(replace(village, access=access, code_hash=kept, code_until=until))
    return code


def _fits(work: Work, village: Village, code: str, at: datetime) -> bool:
    if not village.code_hash or village.code_until is None or at > village.code_until:
        return False
    said = work.seal.blind("code", f"{village.code} {''.join(code.split())}")
    return secrets.compare_digest(said, village.code_hash)


def _name(account: Account | None) -> str:
    return account.name if account and not account.disabled else ""
