"""防护: what every answer tells the browser to refuse, and which names of this server are believed."""

import re
import socket
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Flask, Response, request
from werkzeug.exceptions import MisdirectedRequest

from kiosk.config import Settings
from kiosk.web.context import hall

YEAR_S = 365 * 24 * 3600
PLAIN_HOST = re.compile(r"[A-Za-z0-9.\-]+(:[0-9]+)?|\[[0-9A-Fa-f:.]+\](:[0-9]+)?")
UNUSED = ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "midi", "payment", "usb")
ALLOWED = ", ".join(
    (*(f"{name}=()" for name in UNUSED), "microphone=(self)")
)  # a colleague records the voice
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",  # for browsers that do not know frame-ancestors
    "Permissions-Policy": ALLOWED,
}


def install(app: Flask) -> None:
    """Guard every answer of an application."""
    app.before_request(_believe)
    app.after_request(_harden)


def _believe() -> None:
    """Refuse a name that is not this server's: a strange page could have made it mean this machine.

    Without it such a page would be taken for somebody who stands at the hall's own kiosk (DNS rebinding).
    """
    if not is_ours(request.host, hall().settings):
        raise MisdirectedRequest


def is_ours(host: str, settings: Settings) -> bool:
    """Tell whether a Host header names this server: by address, or by a name that the hall has given it."""
    if not PLAIN_HOST.fullmatch(host):
        return False
    name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
    try:
        ip_address(name)
    except ValueError:
        return name in _names(settings) or name.endswith(".localhost")
    return True


@lru_cache(maxsize=4)
def _names(settings: Settings) -> frozenset[str]:
    given = (*settings.hosts.split(","), settings.host, urlsplit(settings.public_url).hostname or "")
    own = socket.gethostname()
    named = ("localhost", own, f"{own}.local", *given)
    return frozenset(one.strip().lower() for one in named if one.strip())


@lru_cache(maxsize=32)
def policy(host: str) -> str:
    """Write what a page may load: ours, and sockets to the very host that it came from."""
    sockets = f" ws://{host} wss://{host}" if PLAIN_HOST.fullmatch(host) else ""
    return "; ".join(
        (
            "default-src 'self'",
            "img-src 'self' data:",
            f"connect-src 'self'{sockets}",  # 'self' does not cover websockets in older browsers
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def headers(host: str, settings: Settings) -> dict[str, str]:
    """Write what an answer of ours tells the browser to refuse."""
    tls = {"Strict-Transport-Security": f"max-age={YEAR_S}"} if settings.is_https else {}
    return {"Content-Security-Policy": policy(host), **HEADERS, **tls}


def _harden(response: Response) -> Response:
    for name, value in headers(request.host, hall().settings).items():
        response.headers.setdefault(name, value)
    return response
