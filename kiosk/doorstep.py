"""门口: the listening sockets of one process; whoever comes after it in its place takes them over."""

import errno
import fcntl
import os
import socket

from kiosk.config import Settings
from kiosk.hall.errors import HallError

OWN, PUBLIC, HOME = "hall", "public", "home"
FIRST_PASSED = 3  # systemd's sd_listen_fds(3): the first file handed over
OUT_OF_THE_WAY = 64  # where no file is handed over
IN_ORDER = (OWN, PUBLIC, HOME)  # of sockets that somebody handed over without our names


class PortTaken(HallError):
    """Something else listens on the port."""

    zh = "端口 {0} 已被占用。请关闭占用它的程序，或用 --port 换一个端口。"
    en = "Port {0} is in use. Close the program that uses it, or choose another with --port."


class Doorstep:
    """Each door by its name: handed over by systemd or by the process before this one, or opened now."""

    def __init__(self) -> None:
        self._passed = _passed()
        self._open: dict[str, socket.socket] = {}
        self._kept: dict[str, int] = {}

    def open(self, name: str, settings: Settings) -> socket.socket:
        """Return the listening socket of a name; it is opened once.

        Raises:
            PortTaken: something else listens there.
            NoSuchDoor: it is no address of this machine, or the port is the system's own.
        """
        if name not in self._open:
            passed = self._passed.pop(name, None)
            self._open[name] = passed or _listen(settings.host, settings.port)
        return self._open[name]

    def keep(self) -> None:
        """Keep people queueing at every door that is open, though this process closes it."""
        for name, door in self._open.items():
            self._kept[name] = fcntl.fcntl(door.fileno(), fcntl.F_DUPFD_CLOEXEC, OUT_OF_THE_WAY)

    def hand_over(self) -> dict[str, str]:
        """Lay what was kept where the program finds it that this process becomes; returns how it is told."""
        for file, kept in enumerate(self._kept.values(), FIRST_PASSED):
            os.dup2(kept, file)
        names = ":".join(self._kept)
        return {"LISTEN_FDS": str(len(self._kept)), "LISTEN_FDNAMES": names, "LISTEN_PID": str(os.getpid())}


class NoSuchDoor(HallError):
    """This machine cannot listen there."""

    zh = "不能在 {0} 的端口 {1} 上监听：{2}。请核对 YICHUANG_HOST（本机的地址或 0.0.0.0）和 YICHUANG_PORT。"
    en = (
        "Nobody can listen on port {1} of {0}: {2}. "
        "Check YICHUANG_HOST (an address of this machine, or 0.0.0.0) and YICHUANG_PORT."
    )


def _passed() -> dict[str, socket.socket]:
    """Take over the listening sockets that systemd, or the process before this one, holds for the hall."""
    told = {name: os.environ.pop(f"LISTEN_{name}", "") for name in ("PID", "FDS", "FDNAMES")}
    if told["PID"] != str(os.getpid()):
        return {}
    count, names = int(told["FDS"] or 0), told["FDNAMES"].split(":")
    if not set(names) <= set(IN_ORDER):
        names = list(IN_ORDER)
    return {name: _ours(FIRST_PASSED + n) for n, name in enumerate(names[:count])}


def _ours(file: int) -> socket.socket:
    listener = socket.socket(fileno=file)
    listener.set_inheritable(False)
    return _prepared(listener)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(port) from None
        raise NoSuchDoor(host, port, str(error)) from None
    listener.listen(4096)
    return _prepared(listener)


def _prepared(listener: socket.socket) -> socket.socket:
    # Without it each keep-alive answer waits 40 ms for the peer's delayed acknowledgement.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.setblocking(False)  # noqa: FBT003  the standard library's signature
    return listener
