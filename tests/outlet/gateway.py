"""A gateway as a hall might have one: a real HTTP server that keeps what it is told."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from threading import Event, Thread
from typing import Any

HANG = 0  # instead of a status: never answer
LONGEST_S = 30


@dataclass(frozen=True)
class Told:
    """One call of the hall."""

    headers: dict[str, str]
    body: bytes

    @property
    def says(self) -> dict[str, Any]:
        """The message."""
        found: dict[str, Any] = json.loads(self.body)
        return found


@dataclass
class Gateway:
    """What came in, in order, and what will be answered: the statuses first, then 204."""

    url: str = ""
    told: Queue[Told] = field(default_factory=Queue)
    answers: list[int] = field(default_factory=list)
    closing: Event = field(default_factory=Event)

    def heard(self) -> list[Told]:
        """Take what has come in so far."""
        return [self.told.get_nowait() for _ in range(self.told.qsize())]

    def next(self) -> Told:
        """Wait for one call."""
        return self.told.get(timeout=LONGEST_S)


@contextmanager
def listening() -> Iterator[Gateway]:
    """Run a gateway on a free port of this machine."""
    gateway = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = gateway.answers.pop(0) if gateway.answers else 204
            gateway.told.put(Told({name.lower(): value for name, value in self.headers.items()}, body))
            if status == HANG:
                gateway.closing.wait(LONGEST_S)
                return
            self.send_response(status)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Stay quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    gateway.url = f"http://127.0.0.1:{server.server_port}/hall"
    Thread(target=server.serve_forever, daemon=True).start()
    yield gateway
    gateway.closing.set()
    server.shutdown()
    server.server_close()
