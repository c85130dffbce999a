"""People of the hall: one account may have several roles, and what it has is written down."""

import pytest

from kiosk.hall.device_events import AccountLocked, AccountUnlocked, PasswordChanged
from kiosk.hall.errors import BadRequest
from kiosk.hall.floor_events import RolesChanged
from kiosk.hall.roles import Role
from kiosk.operations import accounts
from kiosk.operations.accounts import ShortPassword, UnknownAccount, WrongSignIn
from kiosk.storage.store import Store
from tests.hall.halls import NINE


def add(store: Store, name: str, role: Role, *also: Role) -> str:
    with store.begin() as work:
        return accounts.add_account(
            work, name=name, password_hash=accounts.NO_PASSWORD, role=role, also=also, at=NINE
        ).id


def test_an_account_keeps_all_its_roles(store: Store) -> None:
    clerk = add(store, "wang", Role.DESK, Role.SECOND)

    found = accounts.account(store, clerk)

    assert found is not None
    assert accounts.roles_of(found) == {Role.DESK, Role.SECOND}
    assert accounts.works_at_window(found)


def test_roles_are_changed_by_name_and_the_log_says_so(store: Store) -> None:
    clerk = add(store, "wang", Role.DESK, Role.SECOND)

    accounts.set_roles(store, name=" wang ", roles=(Role.DIRECTOR, Role.SECOND, Role.SECOND), at=NINE)

    found = accounts.account(store, clerk)
    assert found is not None
    assert (found.role, found.also) == ("director", ("second",))
    assert not accounts.works_at_window(found)
    with store.read() as reading:
        told = [event for _, _, event in reading.events.after(0)]
    assert told == [RolesChanged(clerk, ("director", "second"))]


def test_nobody_gets_the_role_of_a_program_or_none(store: Store) -> None:
    add(store, "wang", Role.DESK)

    for roles in ((), (Role.KIOSK,), (Role.DESK, Role.AGENT)):
        with pytest.raises(BadRequest):
            accounts.set_roles(store, name="wang", roles=roles, at=NINE)
    with pytest.raises(UnknownAccount, match="li"):
        accounts.set_roles(store, name="li", roles=(Role.DESK,), at=NINE)


def test_roles_are_typed_with_commas() -> None:
    assert accounts.roles_typed("desk, second,desk") == (Role.DESK, Role.SECOND)
    for wrong in ("", ",", "boss", "desk;second", "kiosk"):
        with pytest.raises(BadRequest):
            accounts.roles_typed(wrong)


def test_who_is_locked_out_signs_in_no_more_until_he_is_let_in_again(store: Store) -> None:
    password = "correct horse"
    clerk = accounts.add_user(store, name="wang", password=password, role=Role.DESK, at=NINE).id
    for locked in (True, True, False):
        accounts.set_locked(store, name="wang", locked=locked, at=NINE)
        if locked:
            with pytest.raises(WrongSignIn):
                accounts.sign_in(store, name="wang", password=password)

    assert accounts.sign_in(store, name="wang", password=password).id == clerk
    with store.read() as reading:
        told = [event for _, _, event in reading.events.after(0)]
    assert told == [AccountLocked(clerk), AccountUnlocked(clerk)]
    with pytest.raises(UnknownAccount):
        accounts.set_locked(store, name="li", locked=True, at=NINE)


def test_a_forgotten_password_is_replaced(store: Store) -> None:
    clerk = accounts.add_user(store, name="wang", password="correct horse", role=Role.DESK, at=NINE).id

    accounts.set_password(store, name="wang", password="another horse", at=NINE)

    assert accounts.sign_in(store, name="wang", password="another horse").id == clerk
    with pytest.raises(WrongSignIn):
        accounts.sign_in(store, name="wang", password="correct horse")
    with pytest.raises(ShortPassword):
        accounts.set_password(store, name="wang", password="short", at=NINE)
    with pytest.raises(UnknownAccount):
        accounts.set_password(store, name="li", password="another horse", at=NINE)
    with store.read() as reading:
        assert [event for _, _, event in reading.events.after(0)] == [PasswordChanged(clerk)]
