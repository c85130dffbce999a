"""角色与权限: what a person or a program is in the hall, and the one table of what each may do."""

from collections.abc import Collection, Mapping
from enum import StrEnum


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
    DIRECTOR = "director"  # 大厅负责人
    SECOND = "second"  # 复核人


class Permission(StrEnum):
    """One thing that not everybody may do; a page or an act asks for exactly one."""

    WORK_AT_WINDOW = "work at a window"
    SEE_HALL = "see how the hall stands"
    ORDER_DAY = "order the day"  # 暂停、公告、班后放号、改日
    ANSWER_PROBLEMS = "answer problems"
    COUNT_CUSTODY = "count custody"  # 日结、长短款
    COUNTERSIGN = "countersign"  # 复核
    SIGN_CARRIED = "sign what is carried over"
    HANDLE_POST = "handle the post"
    INSPECT = "inspect"  # 上门排查
    SEE_LEDGER = "see the ledger"
    SEE_UNMASKED = "see whole names"
    EVERY_QUEUE = "work for every queue"
    ANSWER_PEOPLE = "answer for personal data"  # 个人信息查询与删除
    SET_UP = "set up"  # 打印机口令、播报


PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    Role.DESK: frozenset({Permission.WORK_AT_WINDOW, Permission.SEE_HALL, Permission.SEE_LEDGER}),
    Role.COURIER: frozenset({Permission.HANDLE_POST, Permission.SEE_LEDGER}),
    Role.INSPECTOR: frozenset({Permission.INSPECT}),
    Role.SECOND: frozenset({Permission.SEE_HALL, Permission.COUNT_CUSTODY, Permission.COUNTERSIGN}),
    Role.DIRECTOR: frozenset(
        {
            Permission.SEE_HALL,
            Permission.SEE_LEDGER,
            Permission.ORDER_DAY,
            Permission.ANSWER_PROBLEMS,
            Permission.COUNT_CUSTODY,
            Permission.COUNTERSIGN,
            Permission.SIGN_CARRIED,
        }
    ),
    Role.MANAGER: frozenset(Permission),
}
# who gets a password
PEOPLE = (Role.DESK, Role.COURIER, Role.INSPECTOR, Role.SECOND, Role.DIRECTOR, Role.MANAGER)


def may(roles: Collection[Role], permission: Permission) -> bool:
    """Tell whether somebody with these roles may do something."""
    return any(permission in PERMISSIONS.get(role, frozenset()) for role in roles)


def holders(permission: Permission) -> frozenset[Role]:
    """Name the roles that may do something."""
    return frozenset(role for role in Role if may((role,), permission))
