"""Another program's side of the agent protocol: a few jobs over HTTP, and what was reported of them."""

import json
import threading
from collections import deque
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class FakeHall(ThreadingHTTPServer):
    """A server that leases the jobs it was given, again and again until they are settled."""

    daemon_threads = True

    def __init__(self, printer_url: str, profile: str = "") -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.printers = [{"name": "hall", "url": printer_url, "width": 80, "profile": profile}]
        self.jobs: deque[dict[str, Any]] = deque()
        self.reports: list[tuple[str, int, str]] = []
        self.details: list[tuple[str, str, str]] = []
        self.deaf_to: set[str] = set()  # reports of these states are answered with a fault
        self.leases = 0
        self.changed = threading.Condition()
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def offer(self, job: str, document: Mapping[str, Any], copy: int = 1) -> None:
        """Have something printed."""
        with self.changed:
            self.jobs.append({"id": job, "printer": "hall", "copy": copy, "lease": 1, "document": document})
            self.changed.notify_all()

    def wait_for(self, job: str, state: str, within: float = 20) -> bool:
        """Wait until a job is reported in a state."""
        with self.changed:
            return self.changed.wait_for(
                lambda: any(r[0] == job and r[2] == state for r in self.reports), within
            )

    def wait_until(self, true: Callable[[], bool], within: float = 20) -> bool:
        """Wait until something is so."""
        with self.changed:
            return self.changed.wait_for(true, within)

    def report(self, job: str, copy: int, state: str, detail: str) -> None:
        """Take a report down; what is not out goes to the end of the line again."""
        with self.changed:
            self.reports.append((job, copy, state))
            self.details.append((job, state, detail))
            if state in {"sent", "confirmed", "unknown", "failed"}:
                self.jobs = deque(one for one in self.jobs if one["id"] != job)
            self.changed.notify_all()


class Answers(BaseHTTPRequestHandler):
    """The routes of the protocol."""

    server: FakeHall
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Say which printers there are."""
        self.answer({"printers": self.server.printers})

    def do_POST(self) -> None:
        """Lease a job, or take a report."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path.endswith("/lease"):
            with self.server.changed:
                self.server.leases += 1
                self.server.changed.notify_all()
                self.server.changed.wait_for(lambda: bool(self.server.jobs), 0.2)
                jobs = [self.server.jobs[0]] if self.server.jobs else []
            self.answer({"jobs": jobs})
            return
        if self.path.endswith("/state"):
            deaf = body["state"] in self.server.deaf_to
            if not deaf:
                self.server.report(self.path.split("/")[-2], body["copy"], body["state"], body["detail"])
            self.send_response(503 if deaf else 204)
        else:
            self.send_response(204)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def answer(self, values: Mapping[str, Any]) -> None:
        """Answer JSON."""
        data = json.dumps(values).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep quiet."""
