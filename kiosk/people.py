"""人员与密钥: the commands that let people sign in, and give programs their tokens."""

import argparse
import getpass
import sys
from collections.abc import Callable, Collection

from kiosk.clock import now
from kiosk.config import Settings
from kiosk.hall.errors import BadRequest, UnknownWindow
from kiosk.hall.roles import Role
from kiosk.operations import accounts
from kiosk.storage.store import Store

PROGRAMS = ["kiosk", "board", "desk", "agent", "assistant", "courier", "manager"]
ROLES = "desk, courier, inspector, second (复核人), director (大厅负责人) or manager; several: desk,second"


def add_to(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    settings: Callable[[argparse.Namespace], Settings],
) -> None:
    """Add the commands `token` and `user`; `settings` reads what was typed."""
    token = commands.add_parser("token", help="tokens for programs").add_subparsers(required=True)
    add_token = token.add_parser("add", help="print a new token, alone; it is shown this once")
    add_token.add_argument("--role", required=True, choices=PROGRAMS)
    add_token.add_argument("--label", default="")
    user = commands.add_parser("user", help="people who sign in").add_subparsers(required=True)
    add_user = user.add_parser(
        "add", help="let somebody sign in; the password is asked for, or read from standard input"
    )
    add_user.add_argument("name")
    add_user.add_argument("--role", default="desk", help=ROLES)
    add_user.add_argument("--windows", default="", help="window numbers, e.g. 1,2; all when not given")
    roles = user.add_parser("roles", help="give somebody who signs in other roles")
    roles.add_argument("name")
    roles.add_argument("role", help=ROLES)
    lock = user.add_parser("lock", help="let somebody sign in no more; he is signed out at once")
    unlock = user.add_parser("unlock", help="let somebody sign in again")
    password = user.add_parser("password", help="give somebody another password; asked for as with add")
    for command in (lock, unlock, password):
        command.add_argument("name")
    for command, act in (
        (add_token, _add_token),
        (add_user, _add_user),
        (roles, _set_roles),
        (lock, _lock),
        (unlock, _unlock),
        (password, _set_password),
    ):
        for name in ("data", "hall", "database-url"):
            command.add_argument(f"--{name}")
        command.set_defaults(run=_in_the_hall(act, settings))


def _in_the_hall(
    act: Callable[[argparse.Namespace, Store], str], settings: Callable[[argparse.Namespace], Settings]
) -> Callable[[argparse.Namespace], int]:
    """Open the hall's data for an act, and print what it says."""

    def run(arguments: argparse.Namespace) -> int:
        from kiosk.app import Content, open_hall  # only when it is done: the others start faster

        chosen = settings(arguments)
        store = open_hall(chosen, Content(chosen))
        try:
            print(act(arguments, store))
        finally:
            store.close()
        return 0

    return run


def _add_token(arguments: argparse.Namespace, store: Store) -> str:
    return accounts.add_token(store, role=Role(arguments.role), label=arguments.label, at=now())


def _add_user(arguments: argparse.Namespace, store: Store) -> str:
    first, *also = accounts.roles_typed(arguments.role)
    windows = _windows(arguments.windows, {one.number for one in store.catalogue(now()).hall.windows})
    accounts.add_user(
        store, name=arguments.name, password=_password(), role=first, also=also, windows=windows, at=now()
    )
    return f"{arguments.name}: 可以登录 / may sign in"


def _windows(text: str, known: Collection[int]) -> tuple[int, ...]:
    """Read the numbers of windows, each of them the hall's.

    Raises:
        BadRequest: it says something else.
        UnknownWindow: the hall has no such window.
    """
    typed = [part.strip() for part in text.split(",") if part.strip()]
    for part in typed:
        if not part.isdecimal():
            raise BadRequest(f"--windows {text!r}")
        if int(part) not in known:
            raise UnknownWindow(part)
    return tuple(map(int, typed))


def _lock(arguments: argparse.Namespace, store: Store) -> str:
    accounts.set_locked(store, name=arguments.name, locked=True, at=now())
    return f"{arguments.name}: 不能再登录 / may not sign in any more"


def _unlock(arguments: argparse.Namespace, store: Store) -> str:
    accounts.set_locked(store, name=arguments.name, locked=False, at=now())
    return f"{arguments.name}: 可以登录 / may sign in"


def _set_password(arguments: argparse.Namespace, store: Store) -> str:
    accounts.set_password(store, name=arguments.name, password=_password(), at=now())
    return f"{arguments.name}: 密码已换，请重新登录 / has another password, and signs in anew"


def _password() -> str:
    return getpass.getpass("密码 / password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")


def _set_roles(arguments: argparse.Namespace, store: Store) -> str:
    roles = accounts.roles_typed(arguments.role)
    accounts.set_roles(store, name=arguments.name, roles=roles, at=now())
    return f"{arguments.name}: {', '.join(roles)}"
