"""Rate limits, by who asks and never by address: a whole hall may stand behind one."""

from flask import Flask, session
from flask_limiter import Limiter

from kiosk.web.access import ENROLLED
from kiosk.web.context import hall
from kiosk.web.parts.asker import asker


def counted() -> str:
    """Name whose requests are counted together: a program's, a person's, or a kiosk's."""
    return asker() or f"kiosk {session.get(ENROLLED, '')}"


limiter = Limiter(counted, storage_uri="memory://", strategy="fixed-window")


def api_rate() -> str:
    """Return how often one program may ask the API."""
    return hall().settings.api_rate


def exempt() -> bool:
    """Tell whether nobody's name is known, so that there is nothing to count by."""
    return not asker()


def install(app: Flask) -> None:
    """Count the requests of an application."""
    limiter.init_app(app)
