"""What this machine can do at best, measured in the same run: an fsynced append, a bare socket broadcast."""

import os
import selectors
import socket
import statistics
import threading
import time
from pathlib import Path


def fsynced_append(folder: Path, *, rounds: int = 300) -> float:
    """Return the median seconds of appending 300 bytes to a file and syncing it."""
    times = []
    with (folder / "append").open("ab", buffering=0) as file:
        for _ in range(rounds):
            begun = time.perf_counter()
            file.write(b"x" * 300)
            os.fsync(file.fileno())
            times.append(time.perf_counter() - begun)
    return statistics.median(times)


def socket_broadcast(clients: int, *, rounds: int = 100) -> list[float]:
    """Return the seconds until the last of some bare TCP sockets has a message of 300 bytes."""
    listener = socket.create_server(("127.0.0.1", 0))
    near, far = [], []
    for _ in range(clients):
        near.append(socket.create_connection(listener.getsockname()))
        far.append(listener.accept()[0])
    selector = selectors.DefaultSelector()
    for one in near:
        one.setblocking(False)
        selector.register(one, selectors.EVENT_READ)
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        sender = threading.Thread(target=_send_all, args=(far,))
        sender.start()
        left = clients
        while left:
            for key, _ in selector.select():
                left -= bool(key.fileobj.recv(4096))  # type: ignore[union-attr]
        times.append(time.perf_counter() - begun)
        sender.join()
    for one in (*near, *far, listener):
        one.close()
    return times


def _send_all(sockets: list[socket.socket]) -> None:
    for one in sockets:
        one.sendall(b"x" * 300)
