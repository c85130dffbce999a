"""What the custody tests share: a hall that takes cash for digital TV, its clerks, and a payer."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from kiosk.hall.catalogue import Catalogue, Opening
from kiosk.hall.custody import payer
from kiosk.hall.deposit import Deposit, Outcome, Payer
from kiosk.hall.events import Event
from kiosk.operations import accounts, custody
from kiosk.operations.accounts import Role
from kiosk.operations.custody import Taking
from kiosk.storage.store import Store, open_store
from tests.databases import KEY
from tests.hall.halls import CATALOGUE, HALL, NINE

MINUTE = timedelta(minutes=1)
OLD_MAN: Payer = payer("王大爷", "13800002046", "80012345")
ALLOWED = tuple(replace(one, custody_allowed=one.code == "B01") for one in CATALOGUE.services)
CUSTODY = Catalogue(HALL, ALLOWED, version="test")


def with_hours(*hours: Opening) -> Catalogue:
    """Let the hall be open in these hours only."""
    return Catalogue(replace(HALL, always_open=False, hours=hours), ALLOWED, version="test")


def open_custody(url: str, catalogue: Catalogue = CUSTODY, **more: Any) -> Store:
    """Open the store of a hall that takes cash."""
    return open_store(url, hall_id=HALL.id, catalogue=lambda _: catalogue, key=KEY, **more)


def clerk(store: Store, name: str, role: Role = Role.DESK) -> str:
    """Let somebody work in the hall; returns the id of his account."""
    return accounts.add_user(store, name=name, password="a long password", role=role, at=NINE).id


def take(store: Store, by: str, fen: int = 30_000, *, at: datetime = NINE, **more: Any) -> Deposit:
    """Leave cash with a clerk."""
    wish = Taking(**{"service": "B01", "payer": OLD_MAN, "counted": fen, "change": 0, "window": 1, **more})
    return custody.take(store, taking=wish, by=by, at=at)


def pay(store: Store, deposit: str, by: str, fen: int = 30_000, arrears: int = 2_350) -> Deposit:
    """Pay it in."""
    return custody.pay(
        store, deposit=deposit, fen=fen, arrears=arrears, balance=fen - arrears, by=by, window=1, at=NINE
    )


def call(store: Store, deposit: str, by: str, outcome: Outcome = Outcome.REACHED) -> Deposit:
    """Call back."""
    return custody.note_call(store, deposit=deposit, outcome=outcome, by=by, at=NINE)


def refund(store: Store, deposit: str, by: str) -> Deposit:
    """Give the rest back."""
    return custody.refund(store, deposit=deposit, by=by, window=1, place="window 1", at=NINE)


def events(store: Store) -> list[Event]:
    """Read the whole event log."""
    with store.read() as reading:
        return [event for _, _, event in reading.events.after(0)]


def found(store: Store, deposit: str) -> Deposit:
    """Read a deposit as it stands."""
    with store.read() as reading:
        return reading.custody.get(deposit)


def drawers(store: Store) -> dict[str, int]:
    """Say what lies in each clerk's drawer."""
    with store.read() as reading:
        return reading.custody.drawers()
