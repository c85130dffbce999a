"""Who may do what: one table, and no role that can do everything but the manager."""

import pytest

from kiosk.hall.roles import PEOPLE, PERMISSIONS, Permission, Role, holders, may

EYES = (Role.SECOND, Role.DIRECTOR, Role.MANAGER)


@pytest.mark.parametrize(
    ("permission", "who"),
    [
        (Permission.WORK_AT_WINDOW, {Role.DESK, Role.MANAGER}),
        (Permission.COUNTERSIGN, set(EYES)),
        (Permission.COUNT_CUSTODY, set(EYES)),
        (Permission.SIGN_CARRIED, {Role.DIRECTOR, Role.MANAGER}),
        (Permission.ORDER_DAY, {Role.DIRECTOR, Role.MANAGER}),
        (Permission.SET_UP, {Role.MANAGER}),
        (Permission.HANDLE_POST, {Role.COURIER, Role.MANAGER}),
    ],
)
def test_a_permission_is_held_by_these_roles_and_no_other(permission: Permission, who: set[Role]) -> None:
    assert holders(permission) == who


def test_several_roles_may_what_each_of_them_may() -> None:
    both = (Role.DESK, Role.SECOND)

    for permission in Permission:
        assert may(both, permission) == any(may((role,), permission) for role in both)
    assert not may((), Permission.SEE_HALL)


def test_programs_hold_no_permission_of_a_person() -> None:
    assert not {Role.KIOSK, Role.BOARD, Role.AGENT, Role.ASSISTANT} & set(PERMISSIONS)
    assert set(PERMISSIONS) == set(PEOPLE)
    assert PERMISSIONS[Role.MANAGER] == set(Permission)
