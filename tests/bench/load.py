"""A cheap load client: many keep-alive connections in one cooperative process, requests written by hand."""

from gevent import monkey

monkey.patch_all()

import json
import socket
import sys
import time
from dataclasses import asdict, dataclass

import gevent

Body = dict[str, object]


@dataclass(frozen=True)
class Load:
    """What came out of one run: seconds per answered request, and how many were refused."""

    seconds: float
    latencies: list[float]
    refused: int


class Connection:
    """One keep-alive connection."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""

    def ask(self, request: bytes) -> int:
        """Send one request and read its whole answer; returns the status."""
        self.socket.sendall(request)
        while b"\r\n\r\n" not in self.buffer:
            self.read()
        head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
        fields = (line.lower().split(b":", 1) for line in head.split(b"\r\n")[1:])
        length = next((int(value) for name, value in fields if name == b"content-length"), 0)
        while len(self.buffer) < length:
            self.read()
        self.buffer = self.buffer[length:]
        return int(head.split(b" ", 2)[1])

    def read(self) -> None:
        """Read what has come."""
        data = self.socket.recv(65536)
        if not data:
            raise ConnectionError("the server closed the connection")
        self.buffer += data


def request(method: str, path: str, token: str, body: dict[str, object] | None, key: str) -> bytes:
    """Write a request."""
    payload = json.dumps(body).encode() if body is not None else b""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", f"Content-Length: {len(payload)}"]
    if token:
        lines.append(f"Authorization: Bearer {token}")
    if body is not None:
        lines += ["Content-Type: application/json", f"Idempotency-Key: {key}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + payload


def run(
    ports: list[int],
    clients: int,
    seconds: float,
    method: str,
    path: str,
    token: str,
    bodies: list[dict[str, object]],
) -> Load:
    """Ask from `clients` connections, spread over the ports; `{client}` in the path counts them from one."""
    latencies: list[float] = []
    refused = 0
    stop = time.perf_counter() + seconds

    def client(number: int) -> None:
        nonlocal refused
        connection, count = Connection(ports[number % len(ports)]), 0
        mine = path.format(client=number + 1)
        while (begun := time.perf_counter()) < stop:
            body = bodies[(number + count) % len(bodies)] if bodies else None
            status = connection.ask(request(method, mine, token, body, f"{number}-{count}-{begun}"))
            latencies.append(time.perf_counter() - begun)
            refused += status >= 400
            count += 1

    started = time.perf_counter()
    gevent.joinall([gevent.spawn(client, number) for number in range(clients)], raise_error=True)
    return Load(time.perf_counter() - started, latencies, refused)


if __name__ == "__main__":
    wanted = json.loads(sys.stdin.read())
    sys.stdout.write(json.dumps(asdict(run(**wanted))))
