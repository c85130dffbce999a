"""A printer of pixels: listens like a network printer, draws what it gets, answers as one would."""

import logging
import socketserver
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from printer.decode import UnknownCommand, decode, text_of
from printer.encode.lines import Line
from printer.encode.raster import paper_of
from printer.profiles import profile_for

log = logging.getLogger(__name__)

READY = b"\x12"
ASK_STATUS = b"\x10\x04"
ASK_MARK = b"\x1d(H\x06\x0000"
Received = Callable[[bytes, tuple[Line, ...]], None]


class VirtualPrinter(socketserver.ThreadingTCPServer):
    """Each connection is one paper."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, host: str, port: int, received: Received) -> None:
        super().__init__((host, port), Connection)
        self.received = received

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    def start(self) -> "VirtualPrinter":
        """Serve in the background until `shutdown`."""
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self


class Connection(socketserver.BaseRequestHandler):
    """One sender: status requests are answered at once, the rest is the paper."""

    server: VirtualPrinter

    def handle(self) -> None:
        """Read until the sender closes."""
        paper, got = b"", b""
        while part := self.request.recv(65536):
            got += part
            while (at := got.find(ASK_STATUS)) >= 0 and len(got) > at + 2:
                self.request.sendall(READY)
                got = got[:at] + got[at + 3 :]
            while (at := got.find(ASK_MARK)) >= 0 and len(got) >= at + len(ASK_MARK) + 4:
                mark = got[at + len(ASK_MARK) :][:4]
                self.request.sendall(b"7\x22" + mark + b"\x00")
                got = got[:at] + got[at + len(ASK_MARK) + 4 :]
        paper += got
        if paper:
            self.server.received(paper, self.read(paper))

    def read(self, paper: bytes) -> tuple[Line, ...]:
        """Decode a paper; what nobody knows is named in the log."""
        try:
            return decode(paper)
        except UnknownCommand:
            log.exception("a paper holds an unknown command")
            return ()


def keeper(folder: Path, width: int, tell: Callable[[str], None]) -> Received:
    """Return what keeps each paper as bytes, text and PNG in a folder."""
    folder.mkdir(parents=True, exist_ok=True)

    def keep(data: bytes, lines: tuple[Line, ...]) -> None:
        name = f"{datetime.now().astimezone():%Y%m%d-%H%M%S-%f}"
        (folder / f"{name}.bin").write_bytes(data)
        (folder / f"{name}.txt").write_text(text_of(lines), "utf-8")
        paper_of(lines, profile_for(width)).save(folder / f"{name}.png")
        tell(f"{folder / name}.png\n{text_of(lines)}")

    return keep
