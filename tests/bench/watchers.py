"""Many boards that only listen, in a process of their own: cheap, so that the server is measured.

A line on its standard input is something to listen for: it answers `armed`, and with the times when the first
and the last board have been sent it.
"""

import json
import os
import select
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

HANDSHAKE = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
    "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n"  # as browsers offer it
)
MASK = b"\0\0\0\0"  # RFC 6455, 5.3: a client masks; with zeros the text stays as it is
NICE = 10  # in a hall each has a processor of its own; here they give way to the board that is measured
LONGEST_WANTED, PATIENCE_S = 64, 60.0
PING, PONG, JOIN = b"\x81\x012", b"3", b"40/board,"


@dataclass
class Watcher:
    """One board: answers the server's pings and counts what it is sent."""

    port: int
    wire: socket.socket = field(init=False)
    heard: bytes = b""

    def __post_init__(self) -> None:
        self.wire = socket.create_connection(("127.0.0.1", self.port))
        self.wire.sendall(HANDSHAKE.format(port=self.port).encode())
        head = b""
        while b"\r\n\r\n" not in head:
            head += self.wire.recv(4096)
        if b" 101 " not in head.partition(b"\r\n")[0]:
            raise ConnectionError(head.decode(errors="replace"))
        if b"permessage-deflate" in head:
            raise ConnectionError("the server compresses; this reads plain text")
        self.send(JOIN)
        seen = b""
        while b'"snapshot"' not in seen:
            seen += self.wire.recv(65536)

    def send(self, text: bytes) -> None:
        """Send one short text frame."""
        self.wire.sendall(bytes((0x81, 0x80 | len(text))) + MASK + text)

    def hear(self, wanted: bytes) -> bool:
        """Read what has come; returns whether it has what is wanted, also where it came in two pieces."""
        heard = self.wire.recv(65536)
        if not heard:
            raise ConnectionError("the server closed a board")
        if PING in heard:
            self.send(PONG)
        seen, self.heard = self.heard + heard, heard[-LONGEST_WANTED:]
        return bool(wanted) and wanted in seen


def watch(port: int, count: int) -> None:
    """Connect so many boards, say so, and listen until standard input ends."""
    os.nice(NICE)
    selector = selectors.DefaultSelector()
    boards = [Watcher(port) for _ in range(count)]
    for watcher in boards:
        selector.register(watcher.wire, selectors.EVENT_READ, watcher)
    selector.register(sys.stdin, selectors.EVENT_READ)
    say("ready")
    wanted, left, first = b"", set[socket.socket](), 0.0
    while True:
        for key, _ in selector.select():
            if key.data is None:
                wanted, left = sys.stdin.buffer.readline().strip(), {one.wire for one in boards}
                first = 0.0
                if not wanted:
                    return
                say("armed")
            elif key.data.hear(wanted) and key.data.wire in left:
                left.remove(key.data.wire)
                first = first or time.time()
                if not left:
                    say(f"{first} {time.time()}")


def say(words: str) -> None:
    """Tell the process that measures."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


@dataclass
class Watching:
    """Boards of another process, as the one that measures has them."""

    process: "subprocess.Popen[bytes]"

    def expect(self, wanted: str) -> None:
        """Let every board listen for something from now on."""
        assert self.process.stdin
        self.process.stdin.write(f"{wanted}\n".encode())
        self.process.stdin.flush()
        self._answered(b"armed")

    def heard_by_all(self) -> tuple[float, float]:
        """Wait until all have heard it; returns when the first and the last did, by the wall clock."""
        first, last = self._answered().split()
        return float(first), float(last)

    def _answered(self, wanted: bytes = b"") -> bytes:
        assert self.process.stdout
        if not select.select([self.process.stdout], [], [], PATIENCE_S)[0]:
            raise SystemExit("a board was not told")
        said = self.process.stdout.readline().strip()
        if not said or (wanted and said != wanted):
            raise SystemExit("a board beside it was lost")
        return said


@contextmanager
def watching(port: int, count: int) -> Iterator[Watching]:
    """Let so many boards listen beside what is measured."""
    command = [sys.executable, "-m", "tests.bench.watchers", json.dumps({"port": port, "count": count})]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as listening:
        assert listening.stdin
        assert listening.stdout
        if listening.stdout.readline() != b"ready\n":
            raise SystemExit("the boards beside it could not connect")
        yield Watching(listening)
        if listening.poll() is not None:
            raise SystemExit("a board beside it was lost")
        listening.stdin.close()


if __name__ == "__main__":
    watch(**json.loads(sys.argv[1]))
