"""What the tests of the custody pages share: a sample hall with its people, and what a clerk presses."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from werkzeug.test import TestResponse

from kiosk.app import Program, build
from kiosk.config import SAMPLE_HALL, Settings
from kiosk.hall.deposit import DepositState
from kiosk.hall.roles import Role
from kiosk.operations import accounts
from tests.databases import with_tables
from tests.web.api_hall import NINE, StoppedClock
from tests.web.test_manage import PASSWORD, browser, press

PEOPLE = {
    "wang": (Role.DESK,),
    "=li": (Role.DESK, Role.SECOND),
    "zhao": (Role.DESK,),
    "eyes": (Role.SECOND,),
    "chief": (Role.DIRECTOR,),
    "boss": (Role.MANAGER,),
    "helper": (Role.ASSISTANT,),
}
PAGE, BOOK = "/desk/custody", "/manage/custody"
FORM = {"service": "B01", "name": "王大爷", "phone": "138 0000 2046", "account": "80012345", "counted": "300"}
STALE = "of a page that stood open too long"
SECRETS = ("王大爷", "13800002046", "80012345")


@cache
def _hash() -> str:
    """Hash the one password of everybody once: it takes its time by design."""
    return accounts.hash_password(PASSWORD)


@contextmanager
def staffed(folder: Path, clock: StoppedClock) -> Iterator[Program]:
    """Open the sample hall with everybody who has to do with custody."""
    made = build(Settings(data=with_tables(folder / "data"), hall=SAMPLE_HALL), clock=clock)
    with made.store.begin() as work:
        for name, (role, *also) in PEOPLE.items():
            accounts.add_account(work, name=name, password_hash=_hash(), role=role, also=also, at=NINE)
    yield made
    made.store.close()


def take(program: Program, who: str = "wang", **form: str) -> TestResponse:
    return press(browser(program, who), PAGE, at=PAGE, **{**FORM, **form})


def act(program: Program, deposit: str, name: str, who: str = "wang", **form: str) -> TestResponse:
    """Press a button on the page of a deposit."""
    return press(browser(program, who), f"{PAGE}/{deposit}/{name}", at=f"{PAGE}/{deposit}", **form)


def only(program: Program) -> str:
    with program.store.read() as reading:
        (one,) = reading.custody.open()
    return one.id


def state(program: Program, deposit: str) -> DepositState:
    with program.store.read() as reading:
        return reading.custody.get(deposit).state
