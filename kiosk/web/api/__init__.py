"""JSON 接口: everything that a page can do, for other programs."""

from kiosk.web.api import about, custody, events, floor, openapi, papers, services, tickets, visits, windows
from kiosk.web.api.routes import bp

__all__ = [
    "about",
    "blueprints",
    "custody",
    "events",
    "floor",
    "openapi",
    "papers",
    "services",
    "tickets",
    "visits",
    "windows",
]

blueprints = (bp,)
