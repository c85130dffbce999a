"""A network cable to a server of this machine, which a test can cut, hush, mend, and lead to another."""

import contextlib
import socket
import struct
import threading
from collections.abc import Iterator

AT_ONCE = struct.pack("ii", 1, 0)  # closing sends a reset, and nothing again when that is lost


@contextlib.contextmanager
def cables(*ways: tuple[int, str]) -> Iterator[list["Cable"]]:
    """Lay a cable to each port and from each address, and take them away when the block ends."""
    with contextlib.ExitStack() as laid:
        yield [laid.enter_context(contextlib.closing(Cable(port, host))) for port, host in ways]


class Cable:
    """Passes bytes on between a free port of this machine and the server's; nothing while it is cut."""

    def __init__(self, to_port: int, host: str = "127.0.0.1", *, scheme: str = "http") -> None:
        self._to_port = to_port
        self._scheme = scheme
        self._ends: list[socket.socket] = []
        self._lock = threading.Lock()
        self._is_cut = False
        self._passes = threading.Event()
        self._passes.set()
        self.host = host
        self._listener = socket.create_server((host, 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        """Where the hall is seen through the cable."""
        return f"{self._scheme}://{self.host}:{self.port}"

    def cut(self) -> None:
        """Cut it: what is open breaks, what is tried is refused."""
        with self._lock:
            self._is_cut = True
            broken, self._ends = self._ends, []
        for end in broken:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def forget(self) -> None:
        """Know nothing more of what is open, as a firewall that started anew; one word is said, once."""
        with self._lock:
            forgotten, self._ends = self._ends, []
        for end in forgotten:
            with contextlib.suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
                end.shutdown(socket.SHUT_RD)  # wakes whoever reads here, who would keep it open
            end.close()

    def hush(self) -> None:
        """Let nothing pass, in silence: what is open stays open, and what is sent lies in the cable.

        Mending it brings that; cutting it first loses it, as where a firewall has forgotten its connections.
        """
        self._passes.clear()

    def mend(self, to_port: int | None = None) -> None:
        """Put it together again, perhaps to another server."""
        self._to_port = to_port or self._to_port
        self._is_cut = False
        self._passes.set()

    def close(self) -> None:
        """Take it away."""
        self.cut()
        self._passes.set()
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            self._passes.wait()
            with self._lock:
                if self._is_cut:
                    near.close()
                    continue
                try:
                    far = socket.create_connection(("127.0.0.1", self._to_port), timeout=5)
                except OSError:
                    near.close()
                    continue
                far.settimeout(None)
                self._ends += [near, far]
            for here, there in ((near, far), (far, near)):
                threading.Thread(target=self._pass_on, args=(here, there), daemon=True).start()

    def _pass_on(self, here: socket.socket, there: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := here.recv(65536):
                self._passes.wait()
                there.sendall(piece)
        for end in (here, there):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)  # wakes whoever reads here
            with self._lock:
                self._ends = [one for one in self._ends if one is not end]
            end.close()
