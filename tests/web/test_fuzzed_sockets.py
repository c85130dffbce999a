"""Anybody may send anything on the live sockets, signed in or not: the hall goes on, its log stays clean."""

import contextlib
import json
import socket
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from simple_websocket import Client, ConnectionClosed
from simple_websocket import ConnectionError as NotConnected

from tests.servers import HallServer
from tests.sizes.pages import come_in

ENDS_WITHIN_S = 5.0
NAMESPACES = ("/board", "/desk", "/phone", "/", "/nowhere")
EVENTS = ("snapshot", "speak", "heard", "connect", "disconnect", "message", "__proto__")
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
SPEAKING = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("zone", "speaker", "able", "voice", "heard"), ANYTHING)
)


def _packet(kind: str, namespace: str, number: str, event: str, said: list[Any]) -> str:
    return f"4{kind}{namespace},{number}{json.dumps([event, *said])}"


PACKETS = st.builds(
    _packet,
    st.sampled_from(["0", "1", "2", "3", "4", "51-", "61-", "59-", "7", "2147483647-"]),
    st.sampled_from(NAMESPACES),
    st.sampled_from(["", "0", "12", "99999999999999999999"]),
    st.sampled_from(EVENTS),
    st.lists(SPEAKING | ANYTHING, max_size=3),
)
OPENING = st.sampled_from(["40/board,", '40/phone,{"token":"x"}', '40/phone,{"token":{}}', "40/desk,", "40"])
FRAMES = st.one_of(
    PACKETS,
    OPENING,
    st.text(max_size=60),
    st.binary(max_size=60),
    st.sampled_from(["0", "1", "2", "3", "5", "6"]),
)


@dataclass(frozen=True)
class Asker:
    """Who sends: how his screen opens its socket, and what he shows there."""

    opening: str
    query: str = ""
    cookie: str = ""

    def wire(self, hall: HallServer) -> Client:
        """Connect."""
        where = f"{hall.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket{self.query}"
        return Client(where, headers={"Cookie": self.cookie} if self.cookie else {})

    def send(self, hall: HallServer, frames: list[str | bytes]) -> None:
        """Send some frames, and look at what comes back."""
        wire = self.wire(hall)
        with contextlib.suppress(ConnectionClosed, OSError):
            for frame in frames:
                wire.send(frame)
            wire.receive(timeout=0.02)
        _end(wire)

    def is_served(self, hall: HallServer) -> bool:
        """Tell whether he gets what his screen shows, as before."""
        wire = self.wire(hall)
        wire.send(self.opening)
        heard = [str(wire.receive(timeout=10)) for _ in range(3)]
        _end(wire)
        return any("snapshot" in one for one in heard)


def _end(wire: Client) -> None:
    """Close a connection and see its reader end, who would read what the next one on the same file gets."""
    with contextlib.suppress(ConnectionClosed, OSError):
        wire.close()
    wire.thread.join(ENDS_WITHIN_S)


def _stranger(_: HallServer) -> Asker:
    return Asker("40/board,")


def _clerk(hall: HallServer) -> Asker:
    with closing(come_in(hall, "window5")) as browser:
        return Asker("40/desk,", "&window=5", _cookies(browser))


def _board(hall: HallServer) -> Asker:
    here = {"Referer": hall.url}  # which a browser says, and a hall with TLS asks for
    with httpx.Client(base_url=hall.url, headers=here, timeout=20) as browser:
        form = browser.get("/board/enrol").text.split('name="csrf_token"')[1].split('value="')[1]
        said = {"csrf_token": form.split('"')[0], "token": hall.token("board")}
        assert browser.post("/board/enrol", data=said).status_code == 303
        return Asker("40/board,", "&window=5", _cookies(browser))


def _cookies(browser: httpx.Client) -> str:
    return "; ".join(f"{name}={value}" for name, value in browser.cookies.items())


@pytest.mark.parametrize("who", [_stranger, _clerk, _board])
def test_no_frame_breaks_the_hall(shared_hall: HallServer, who: Callable[[HallServer], Asker]) -> None:
    asker = who(shared_hall)
    openings = OPENING if asker.cookie == "" else st.just(asker.opening)  # who is in begins as his screen

    @settings(derandomize=True, suppress_health_check=list(HealthCheck))
    @given(openings, st.lists(FRAMES, max_size=8))
    def holds(opening: str, frames: list[str | bytes]) -> None:
        asker.send(shared_hall, [opening, *frames])

    assert asker.is_served(shared_hall)
    holds()

    assert httpx.get(f"{shared_hall.url}/healthz", timeout=10).status_code == 200
    assert asker.is_served(shared_hall)
    assert "Traceback" not in shared_hall.log()


@pytest.mark.parametrize(
    "body", [b"", b"4", b"\x1e" * 50, b"b!!!!", b"b" + b"A" * 2000, b"\xff\xfe", b"42[" * 3000]
)
def test_no_polled_packet_breaks_the_hall(shared_hall: HallServer, body: bytes) -> None:
    where = f"{shared_hall.url}/socket.io/?EIO=4&transport=polling"
    opened = json.loads(httpx.get(where, timeout=10).text[1:])

    answer = httpx.post(f"{where}&sid={opened['sid']}", content=body, timeout=10)

    assert answer.status_code < 500
    assert httpx.get(f"{shared_hall.url}/healthz", timeout=10).status_code == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1.evil.example"])
def test_a_page_of_another_site_gets_no_socket(shared_hall: HallServer, origin: str) -> None:
    where = f"{shared_hall.url}/socket.io/?EIO=4&transport="

    assert httpx.get(f"{where}polling", headers={"Origin": origin}, timeout=10).status_code == 400
    with pytest.raises(NotConnected):
        Client(f"{where}websocket".replace("http", "ws"), headers={"Origin": origin})


def _raw(hall: HallServer, request: bytes, within: float = 5.0) -> bytes:
    """Send bytes and return all that comes back until the server hangs up or falls silent."""
    came = b""
    with socket.create_connection(("127.0.0.1", hall.port), timeout=within) as wire:
        wire.sendall(request)
        with contextlib.suppress(TimeoutError, ConnectionError):
            while more := wire.recv(65536):
                came += more
    return came


SMUGGLED = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.mark.parametrize(
    "head",
    [
        b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
        b"Content-Length: 4\r\nContent-Length: 40\r\n",
        b"Content-Length: -1\r\n",
        b"Content-Length: 4 4\r\n",
        b"Content-Length: +4\r\n",
        b"Transfer-Encoding: xchunked\r\n",
        b"Transfer-Encoding : chunked\r\n",
    ],
)
def test_no_second_request_is_smuggled_in_a_first(shared_hall: HallServer, head: bytes) -> None:
    request = b"POST /api/v1/tickets HTTP/1.1\r\nHost: localhost\r\n" + head + b"\r\n0\r\n\r\n" + SMUGGLED

    came = _raw(shared_hall, request, within=2)

    assert came.count(b"HTTP/1.1 200") == 0, came[:400]


def test_a_head_without_an_end_is_refused(shared_hall: HallServer) -> None:
    came = _raw(shared_hall, b"GET / HTTP/1.1\r\nX: " + b"x" * 200_000 + b"\r\n\r\n")

    assert b" 200 " not in came.split(b"\r\n", 1)[0]


def test_a_strange_name_of_this_machine_gets_no_socket(shared_hall: HallServer) -> None:
    where = f"{shared_hall.url}/socket.io/?EIO=4&transport=polling"
    rebound = {"Host": "evil.example", "Origin": "http://evil.example"}

    refused, told = httpx.get(where, headers=rebound, timeout=10), httpx.get(where, timeout=10)

    assert refused.status_code == 421
    assert "Access-Control-Allow-Origin" not in refused.headers
    assert told.status_code == 200
    for answer in (refused, told):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
