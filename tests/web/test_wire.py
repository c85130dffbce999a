"""What goes over a live socket."""

import json
import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wsproto.frame_protocol import FrameProtocol

from kiosk.web.wire import frame
from tests.bench.watchers import HANDSHAKE, Watcher
from tests.display.conftest import Screens
from tests.servers import HallServer

LENGTHS = st.sampled_from((0, 1, 125, 126, 65_535, 65_536))  # where RFC 6455 changes the head of a frame
LONG = "叫号" * 50_000  # twenty of them are more than a link takes that nobody reads from
LAST = {"seq": 20, "last": True}
EVENT = "42/board,"


@pytest.fixture
def screens() -> Iterator[Screens]:
    """Screens on the wire."""
    screens = Screens(mode="gevent")
    screens.start()
    yield screens
    screens.stop()


@given(st.text(max_size=200), LENGTHS)
def test_a_frame_says_what_the_message_said(message: str, length: int) -> None:
    sent = message + "x" * length

    assert heard(frame(sent)) == [sent]


def test_a_screen_whose_link_stalls_gets_everything_whole_and_in_order(screens: Screens) -> None:
    watcher = Watcher(screens.port)
    sent = [{"seq": n, "long": LONG} for n in range(20)]
    for message in sent:
        screens.send("change", message)  # the watcher does not read: most of it finds no room
    screens.send("change", LAST)

    came = bytearray()
    while b'"last"' not in came:
        came += watcher.wire.recv(65_536)

    told = [message.removeprefix(EVENT) for message in heard(bytes(came)) if message.startswith(EVENT)]
    assert [json.loads(one)[1] for one in told] == [*sent, LAST]
    watcher.wire.close()


def test_compression_is_declined_though_the_browser_offers_it(shared_hall: HallServer) -> None:
    with socket.create_connection(("127.0.0.1", shared_hall.port)) as plain, ExitStack() as wrapped:
        browser = plain
        if shared_hall.url.startswith("https"):
            trusting = ssl.create_default_context()
            browser = wrapped.enter_context(trusting.wrap_socket(plain, server_hostname="127.0.0.1"))
        browser.sendall(HANDSHAKE.format(port=shared_hall.port).encode())

        answer = browser.recv(4096)

    assert b"permessage-deflate" in HANDSHAKE.encode()
    assert b" 101 " in answer
    assert b"deflate" not in answer


def heard(sent: bytes) -> list[str]:
    """Read the messages out of frames as a browser does."""
    browser = FrameProtocol(client=True, extensions=[])
    browser.receive_bytes(sent)
    messages, parts = [], []
    for part in browser.received_frames():
        parts.append(str(part.payload))
        if part.message_finished:
            messages.append("".join(parts))
            parts = []
    return messages
