"""What each process measures of itself: its requests, its loop, its commits; and a line per request."""

import logging
import secrets
import threading
import time

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from kiosk.web.context import hall

log = logging.getLogger("kiosk.requests")

of_process = CollectorRegistry()
requests = Histogram(
    "yichuang_request_seconds",
    "how long requests took, by route and status",
    ["method", "route", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
    registry=of_process,
)
loop_lag = Histogram(
    "yichuang_loop_lag_seconds",
    "how late the event loop came back from a short sleep",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1),
    registry=of_process,
)
faults = Counter("yichuang_faults", "requests that ended in a fault of the program", registry=of_process)
sockets = Gauge("yichuang_sockets", "open live sockets of this process", ["namespace"], registry=of_process)

UNKNOWN = "(none)"  # no route of ours: a path from outside never becomes a label
NAP_S = 0.1
SLOW_S = 1.0
ID = "X-Request-Id"


def install(app: Flask) -> None:
    """Measure and log every request of an application."""
    app.before_request(_begin)
    app.after_request(_end)


def watch_loop(stopping: threading.Event) -> None:
    """Measure the loop's lag until the hall stops."""
    while not stopping.is_set():
        begun = time.perf_counter()
        time.sleep(NAP_S)
        loop_lag.observe(max(0.0, time.perf_counter() - begun - NAP_S))


def waits() -> None:
    """Say that the request under way waits for something to happen: it is not slow, however long it takes."""
    g.waits = True


def _begin() -> None:
    g.begun = time.perf_counter()
    g.request_id = secrets.token_hex(6)


def _end(response: Response) -> Response:
    took = time.perf_counter() - g.get("begun", time.perf_counter())
    route = request.url_rule.rule if request.url_rule else UNKNOWN
    requests.labels(request.method if request.url_rule else UNKNOWN, route, response.status_code).observe(
        took
    )
    if response.status_code >= 500:
        faults.inc()
    is_slow = took > SLOW_S and not g.get("waits", False)
    level = logging.WARNING if response.status_code >= 500 or is_slow else logging.INFO
    if log.isEnabledFor(level):
        log.log(level, "%s %s", request.method, route, extra=_facts(response, route, took))
    response.headers.setdefault(ID, g.get("request_id", ""))
    return response


def _facts(response: Response, route: str, took: float) -> dict[str, object]:
    return {
        "event": "request",
        "request": g.get("request_id", ""),
        "hall": hall().store.hall_id,
        "method": request.method,
        "route": route,
        "status": response.status_code,
        "ms": round(took * 1000, 1),
    }
