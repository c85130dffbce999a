"""A network cable to a server of this machine, which a test can cut, mend, and lead to another."""

import contextlib
import socket
import threading


class Cable:
    """Passes bytes on between a free port of this machine and the server's; nothing while it is cut."""

    def __init__(self, to_port: int) -> None:
        self._to_port = to_port
        self._ends: list[socket.socket] = []
        self._lock = threading.Lock()
        self._is_cut = False
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        """Where the hall is seen through the cable."""
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """Cut it: what is open breaks, what is tried is refused."""
        with self._lock:
            self._is_cut = True
            broken, self._ends = self._ends, []
        for end in broken:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def mend(self, to_port: int | None = None) -> None:
        """Put it together again, perhaps to another server."""
        self._to_port = to_port or self._to_port
        self._is_cut = False

    def close(self) -> None:
        """Take it away."""
        self.cut()
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
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
                threading.Thread(target=_pass_on, args=(here, there), daemon=True).start()


def _pass_on(here: socket.socket, there: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while piece := here.recv(65536):
            there.sendall(piece)
    for end in (here, there):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
