"""What people and clerks of the simulated day share, where answers come in another order than acts."""

import asyncio
import json
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from kiosk.simulation.api import About, Api
from kiosk.simulation.people import Visit
from kiosk.simulation.record import Person, Record
from kiosk.simulation.scene import Scene

NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
ABOUT = About("sample", "样例", "1", True, NINE, 1000, None, {}, {}, (), 0)
TICKET = {
    "id": "20261123-D001",
    "number": "D001",
    "token": "t",
    "state": "waiting",
    "route": {"queue": "D"},
    "people_ahead": 0,
    "expected_wait": None,
    "taken_at": NINE.isoformat(),
}


class LateAnswer(BaseHTTPRequestHandler):
    """A hall whose answer to the kiosk is long under way: it has taken the number and goes on."""

    asked, may_go = threading.Event(), threading.Event()

    def do_POST(self) -> None:
        """Answer when the test lets it go."""
        self.asked.set()
        self.may_go.wait(10)
        self.send_response(201)
        self.end_headers()
        self.wfile.write(json.dumps(TICKET).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def late_hall() -> Iterator[str]:
    """The address of a hall that answers late."""
    server = HTTPServer(("127.0.0.1", 0), LateAnswer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def played(url: str, scene: Callable[[Scene], Coroutine[Any, Any, Person]]) -> Person:
    """Play a scene in a thread of its own: the browser tests keep a loop in this one."""

    async def play() -> Person:
        return await scene(Scene(Api(url), ABOUT, Record(), asyncio.Event()))

    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, play()).result()


def test_a_number_that_is_called_before_the_kiosks_answer_is_here_is_no_strangers(late_hall: str) -> None:
    person = Person(Visit(1, timedelta(0), ("D01",), "D"))

    async def scene(hall: Scene) -> Person:
        taking = asyncio.create_task(hall.take(person))
        await asyncio.to_thread(LateAnswer.asked.wait, 10)
        calling = asyncio.create_task(hall.known({**TICKET, "state": "called"}))
        await asyncio.sleep(0)
        LateAnswer.may_go.set()
        await taking
        return await calling

    assert played(late_hall, scene) is person


def test_whoever_took_his_number_elsewhere_is_served_as_well(late_hall: str) -> None:
    stranger = played(late_hall, lambda hall: hall.known({**TICKET, "state": "called"}))

    assert stranger.number == "D001"
    assert stranger.visit.hears(0, timedelta(0))
