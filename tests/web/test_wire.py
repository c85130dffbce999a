"""What goes over a live socket."""

import socket
import threading

from hypothesis import given
from hypothesis import strategies as st
from wsproto.frame_protocol import FrameProtocol

from kiosk.web.wire import deliver, frame
from tests.bench.watchers import HANDSHAKE
from tests.servers import HallServer

LENGTHS = st.sampled_from((0, 1, 125, 126, 65_535, 65_536))  # where RFC 6455 changes the head of a frame
LONG = ("叫号" * 200_000).encode()


@given(st.text(max_size=200), LENGTHS)
def test_a_frame_says_what_the_message_said(message: str, length: int) -> None:
    sent = message + "x" * length

    assert heard(frame(sent)) == sent


def test_a_message_of_bytes_stays_bytes() -> None:
    assert heard(frame(b"\xff\x00")) == b"\xff\x00"


def test_a_screen_with_a_slow_link_gets_all_of_a_message() -> None:
    near, far = socket.socketpair()
    near.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    near.settimeout(20)  # as a socket of the server it takes what there is room for
    sends = threading.Thread(target=deliver, args=(near, LONG))
    sends.start()

    came = bytearray()
    while len(came) < len(LONG):
        came += far.recv(1000)
    sends.join()

    assert came == LONG
    near.close()
    far.close()


def test_compression_is_declined_though_the_browser_offers_it(shared_hall: HallServer) -> None:
    with socket.create_connection(("127.0.0.1", shared_hall.port)) as browser:
        browser.sendall(HANDSHAKE.format(port=shared_hall.port).encode())

        answer = browser.recv(4096)

    assert b"permessage-deflate" in HANDSHAKE.encode()
    assert b" 101 " in answer
    assert b"deflate" not in answer


def heard(sent: bytes) -> object:
    """Read the only message out of a frame as a browser does."""
    browser = FrameProtocol(client=True, extensions=[])
    browser.receive_bytes(sent)
    (message,) = browser.received_frames()
    return message.payload
