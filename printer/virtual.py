"""A printer of pixels in the network: listens like one at port 9100, draws what it gets, fails by order."""

import contextlib
import logging
import select
import socket
import socketserver
import struct
import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from printer.decode import text_of
from printer.devices.status import Condition
from printer.encode.raster import paper_of
from printer.machine import Machine, Sheet
from printer.profiles import profile_for

log = logging.getLogger(__name__)

LOOK_S = 0.05
CONDITIONS = {
    "ready": Condition.READY,
    "near-end": Condition.NEAR_END,
    "paper-out": Condition.PAPER_OUT,
    "cover-open": Condition.COVER_OPEN,
    "offline": Condition.OFFLINE,
    "jammed": Condition.BROKEN,
}
ORDERS = (*CONDITIONS, "slow SECONDS", "cut BYTES", "dead", "power")
Received = Callable[[Sheet], None]


class UnknownOrder(ValueError):
    """The virtual printer cannot be told this."""


class VirtualPrinter(socketserver.ThreadingTCPServer):
    """One printer at a port; as a real one it talks to one sender at a time, the others wait."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, host: str, port: int, received: Received, *, confirms: bool = True) -> None:
        super().__init__((host, port), Connection)
        self.machine = Machine(received, confirms=confirms)
        self.lock = threading.RLock()  # the machine is moved on by one thread at a time
        self.turn = threading.Lock()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    def start(self) -> "VirtualPrinter":
        """Serve in the background until `shutdown`."""
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def order(self, words: str) -> None:
        """Have it fail, or be well again: one of `ORDERS`.

        Raises:
            UnknownOrder: it is none of these.
        """
        name, _, value = words.strip().partition(" ")
        with self.lock:
            machine = self.machine
            if name in CONDITIONS:
                machine.dead = False
                machine.become(CONDITIONS[name])
            elif name == "slow" and value.replace(".", "", 1).isdecimal():
                machine.line_s = float(value)
            elif name == "cut" and value.isdecimal():
                machine.cut_cable_after = int(value)
            elif name == "dead":
                machine.dead = True
            elif name == "power":
                machine.power_cycle()
            else:
                raise UnknownOrder(f"{words!r}: 可用 / known: {', '.join(ORDERS)}")


class Connection(socketserver.BaseRequestHandler):
    """One sender at the printer."""

    server: VirtualPrinter
    request: socket.socket

    def handle(self) -> None:
        """Take bytes and give answers until the sender closes or the cable is cut."""
        with self.server.turn:
            with contextlib.suppress(OSError):  # the sender is gone
                while self._once():
                    pass
            with self.server.lock:
                self.server.machine.hang_up()

    def _once(self) -> bool:
        machine = self.server.machine
        ready, _, _ = select.select([] if machine.dead else [self.request], [], [], LOOK_S)
        data = self.request.recv(65536) if ready else b""
        with self.server.lock:
            machine.run(time.monotonic())
            whole = not data or machine.take(data)
            machine.run(time.monotonic())
            said = machine.answers()
        if said:
            self.request.sendall(said)
        return whole and not (ready and not data)

    def finish(self) -> None:
        """Close at once, as a cable that is pulled: what the sender still writes is refused."""
        self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def keeper(folder: Path, width: int, tell: Callable[[str], None]) -> Received:
    """Return what keeps each sheet as bytes, text and PNG in a folder."""
    folder.mkdir(parents=True, exist_ok=True)

    def keep(sheet: Sheet) -> None:
        name = f"{datetime.now().astimezone():%Y%m%d-%H%M%S-%f}"
        (folder / f"{name}.bin").write_bytes(sheet.data)
        (folder / f"{name}.txt").write_text(text_of(sheet.lines), "utf-8")
        paper_of(sheet.lines, profile_for(width)).save(folder / f"{name}.png")
        torn = "" if sheet.complete else " (撕断 / torn)"
        tell(f"{folder / name}.png{torn}\n{text_of(sheet.lines)}")

    return keep
