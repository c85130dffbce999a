"""谁在问: who is asking, and what he may do."""

import functools
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import ParamSpec, TypeVar

from flask import g, request, session
from flask_login import current_user

from kiosk.config import is_loopback
from kiosk.hall.errors import NotAllowed, NotSignedIn, TryAgain
from kiosk.hall.roles import Permission, Role, holders
from kiosk.operations import pairing
from kiosk.operations.accounts import TokenRole
from kiosk.storage.accounts import Token
from kiosk.web.context import hall

P = ParamSpec("P")
R = TypeVar("R")
BOARD = "board-device"  # session key: the token under which this browser was let in as a board
ENROLLED = "kiosk-device"  # session key: the token under which this browser was let in as a kiosk
SEEN_EVERY = timedelta(minutes=1)


def bearer() -> TokenRole | None:
    """Return the program whose token came with the request.

    Raises:
        NotSignedIn: there is a token and nobody knows it.
    """
    if "bearer" not in g:
        scheme, _, plain = request.headers.get("Authorization", "").partition(" ")
        g.bearer = None
        if scheme:
            known = (
                pairing.of_token(hall().store, token=plain.strip()) if scheme.lower() == "bearer" else None
            )
            if known is None:
                raise NotSignedIn
            _note_seen(known)
            g.bearer = TokenRole(known.id, Role(known.role), known.label)
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
        NotAllowed: neither this machine nor a browser that was let in and not shut out since.
    """
    if place := _enrolled(ENROLLED, Role.KIOSK):
        return place
    if here():
        return "kiosk"
    raise NotAllowed("/kiosk")


def board_place() -> str:
    """Return the name of the board that asks; one that nobody enrolled has none, and does not speak."""
    return _enrolled(BOARD, Role.BOARD) or ("board" if here() else "")


def enrol(device: str, *, as_: str = ENROLLED) -> None:
    """Remember in this browser, for good, under which token it was let in as a kiosk or a board."""
    session[as_] = device
    session.permanent = True


def _enrolled(kept_as: str, role: Role) -> str:
    """Return the name under which this browser was let in; "" when nobody has, or it was shut out since."""
    device = session.get(kept_as)
    if not device:
        return ""
    places: dict[str, str] = g.setdefault("places", {})
    if kept_as not in places:
        found = pairing.device(hall().store, token_id=str(device))
        if found and found.role == role.value:
            _note_seen(found)
            places[kept_as] = found.label or role.value
        else:
            places[kept_as] = ""
    return places[kept_as]


def _note_seen(device: Token) -> None:
    at = hall().now()
    if device.seen_at is None or at - device.seen_at > SEEN_EVERY:
        with suppress(TryAgain):  # a full disk keeps no machine out
            pairing.note_seen(hall().store, token_id=device.id, at=at)
