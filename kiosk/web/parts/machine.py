"""本机: which accounts have signed in on this machine before: no stranger's tries count against them."""

import hashlib
import secrets
from dataclasses import dataclass

from flask import Response, after_this_request, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from kiosk.web.context import hall

COOKIE = "yichuang-machine"
YEAR_S = 365 * 24 * 3600
MOST = 40  # a desk has fewer people


@dataclass(frozen=True, slots=True)
class Machine:
    """A browser that we have seen, and the accounts it is used for."""

    id: str
    accounts: tuple[str, ...]


def counted(name: str) -> str:
    """Say with whom the tries under a name are counted: this machine alone, or all that never knew it.

    A stranger gets a fresh cookie whenever he likes. So whoever guesses delays guessers, and at worst the
    first sign-in on a new machine; never the clerk at his own desk.
    """
    machine = _machine()
    return f"{machine.id} {_mark(name)}" if machine and knows(name) else f"strangers {_mark(name)}"


def knows(name: str) -> bool:
    """Tell whether somebody has shown on this machine before that an account is his."""
    machine = _machine()
    return machine is not None and _mark(name) in machine.accounts


def counted_at(place: str) -> str:
    """Say with whom the PINs are counted that are typed at a kiosk."""
    return f"kiosk {_mark(place)}"


def know(name: str) -> None:
    """Remember that somebody has shown here that an account is his."""
    before = _machine() or Machine(secrets.token_hex(8), ())
    accounts = (_mark(name), *(one for one in before.accounts if one != _mark(name)))[:MOST]
    written = _signer().dumps([before.id, *accounts])

    @after_this_request
    def keep(response: Response) -> Response:
        secure = request.is_secure or hall().settings.is_https
        response.set_cookie(COOKIE, str(written), YEAR_S, httponly=True, samesite="Lax", secure=secure)
        return response


def _machine() -> Machine | None:
    try:
        found, *accounts = _signer().loads(request.cookies.get(COOKIE, ""))
    except (BadSignature, ValueError, TypeError):
        return None
    return Machine(str(found), tuple(str(one) for one in accounts))


def _mark(name: str) -> str:
    """Stand for a name, which no cookie need hold."""
    return hashlib.sha256(name.strip().casefold().encode()).hexdigest()[:16]


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="machine")
