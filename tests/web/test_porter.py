"""Who sends a request in drops is hung up on in the end, wherever he has come to."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

# A server of the same porter with less patience: nobody waits here for what the hall waits for.
HASTY = """
from gevent.pywsgi import WSGIServer
from kiosk.web import porter
porter.HEAD_S, porter.WHOLE_S, porter.SILENCE_S, porter.BODY_S = 0.6, 0.6, 5.0, 5.0
def answer(environ, start_response):
    length = len(environ["wsgi.input"].read())
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"%d bytes" % length]
server = WSGIServer(("127.0.0.1", 0), answer, log=None, error_log=None, handler_class=porter.Porter)
server.start()
print(server.server_port, flush=True)
server.serve_forever()
"""
DROPS, EVERY_S = 40, 0.1
POST = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: "


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with subprocess.Popen([sys.executable, "-c", HASTY], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield int(server.stdout.readline())
        server.kill()


def drip(visitor: socket.socket) -> None:
    """Send a byte now and then."""
    for _ in range(DROPS):
        visitor.sendall(b"a")
        time.sleep(EVERY_S)


@pytest.mark.parametrize(
    "begins",
    [b"GET /", b"GET / HTTP/1.1\r\nHost: ", POST + b"1000\r\n\r\n"],
    ids=["in its first line", "in its head", "in its body"],
)
def test_a_request_that_comes_in_drops_ends(port: int, begins: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as visitor:
        visitor.sendall(begins)
        with pytest.raises(ConnectionError):
            drip(visitor)


@pytest.mark.parametrize("sent", [POST + b"5\r\n\r\nhello", POST.replace(b"Content-Length: ", b"X: 1\r\n")])
def test_who_has_been_silent_between_two_requests_is_served(port: int, sent: bytes) -> None:
    body = b"" if sent.endswith(b"hello") else b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=10) as visitor:
        for _ in range(2):
            visitor.sendall(sent + body)
            came = b""
            while b"5 bytes" not in came:
                came += visitor.recv(4096)
            time.sleep(0.8)
