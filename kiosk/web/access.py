"""谁在问: who is asking, and what he may do."""

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask import g, request, session
from flask_login import current_user

from kiosk.config import is_loopback
from kiosk.hall.errors import NotAllowed, NotSignedIn
from kiosk.hall.roles import Permission, Role, holders
from kiosk.operations import accounts
from kiosk.operations.accounts import TokenRole
from kiosk.web.context import hall

P = ParamSpec("P")
R = TypeVar("R")
BOARD = "board-place"  # session key: this browser was enrolled once with a board's token
ENROLLED = "kiosk-place"  # session key: this browser was enrolled once with a kiosk token


def bearer() -> TokenRole | None:
    """Return the program whose token came with the request.

    Raises:
        NotSignedIn: there is a token and nobody knows it.
    """
    if "bearer" not in g:
        scheme, _, plain = request.headers.get("Authorization", "").partition(" ")
        g.bearer = None
        if scheme:
            known = accounts.token_role(hall().store, plain.strip()) if scheme.lower() == "bearer" else None
            if known is None:
                raise NotSignedIn
            g.bearer = known
    return g.bearer  # type: ignore[no-any-return]


def roles() -> frozenset[Role]:
    """Return what the asker is: by his token, else by his sign-in."""
    if token := bearer():
        return frozenset({token.role})
    if current_user.is_authenticated:
        return frozenset(current_user.roles)
    return frozenset()


def needs(*allowed: Role | Permission) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let only these roles, those who hold these permissions, and the manager through.

    Raises:
        NotSignedIn: nobody has said who is asking.
        NotAllowed: the asker has another role.
    """
    wanted = {Role.MANAGER}
    for one in allowed:
        wanted |= {one} if isinstance(one, Role) else holders(one)

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(view)
        def checked(*args: P.args, **kwargs: P.kwargs) -> R:
            have = roles()
            if not have:
                raise NotSignedIn
            if not have & wanted:
                raise NotAllowed(request.path)
            return view(*args, **kwargs)

        return checked

    return decorate


def here() -> bool:
    """Tell whether the request comes from this machine and through nobody else's hands."""
    forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return is_loopback(request.remote_addr or "") and (not forwarded or hall().settings.trusted_proxy)


def kiosk_place() -> str:
    """Return the name of the kiosk that asks.

    Raises:
        NotAllowed: neither this machine nor a browser enrolled with a kiosk token.
    """
    if place := session.get(ENROLLED):
        return str(place)
    if here():
        return "kiosk"
    raise NotAllowed("/kiosk")


def board_place() -> str:
    """Return the name of the board that asks; one that nobody enrolled has none, and does not speak."""
    return str(session.get(BOARD) or ("board" if here() else ""))


def enrol(place: str, *, as_: str = ENROLLED) -> None:
    """Remember in this browser, for good, which kiosk or board it is."""
    session[as_] = place
    session.permanent = True
