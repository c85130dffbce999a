"""A real hall for tests: `python -m kiosk serve` in a process of its own, on a free port of this machine."""

import atexit
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import Lock

import httpx

from kiosk.app import Content, open_hall
from kiosk.clock import now
from kiosk.config import Settings
from kiosk.operations import accounts
from kiosk.operations.accounts import Role
from tests import nursery
from tests.nursery import Child

ONE_AT_A_TIME = Lock()  # six programs that press at once are one program with one token
READY_WITHIN_S = 120.0  # a busy machine takes its time; a start that fails ends the wait at once


@dataclass
class HallServer:
    """A running hall: where it answers, its data folder, and who may sign in."""

    data: Path
    port: int
    settings: Mapping[str, str] = field(default_factory=dict)
    process: Child | None = None
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where it answers."""
        scheme = "https" if "YICHUANG_CERTIFICATE_FILE" in self.settings else "http"
        return f"{scheme}://127.0.0.1:{self.port}"

    @property
    def sign_ins(self) -> dict[str, str]:
        """The sample sign-ins: password by name."""
        lines = (self.data / "sample-sign-ins.txt").read_text("utf-8").splitlines()
        return {name: password for name, password, *_ in (line.split() for line in lines)}

    def start(self) -> None:
        """Start it and wait until it answers."""
        log = self.data.parent / f"{self.data.name}.log"
        self.process = nursery.start(
            ("serve", "--port", str(self.port), "--data", str(self.data)),
            self.environment,
            log,
        )
        deadline = time.monotonic() + READY_WITHIN_S
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                if httpx.get(f"{self.url}/healthz", timeout=2, verify=False).status_code == 200:
                    return
            except httpx.HTTPError:
                time.sleep(0.05)
        raise AssertionError(f"the hall did not start:\n{self.log()}")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it, gently or not."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(5)

    @property
    def environment(self) -> dict[str, str]:
        """What a program beside it is started with, so that it means this hall."""
        return {**os.environ, "YICHUANG_PUBLIC_URL": "", **self.settings}

    @property
    def processes(self) -> "Sequence[HallServer]":
        """Each process of the hall with its data folder: this one alone."""
        return (self,)

    def log(self) -> str:
        """Return what it has written."""
        path = self.data.parent / f"{self.data.name}.log"
        return path.read_text("utf-8", "replace")[-8000:] if path.is_file() else ""

    def token(self, role: str) -> str:
        """Make a token for a program, once for each role, in the hall's data beside the running process."""
        with ONE_AT_A_TIME:
            if role not in self.tokens:
                settings = self.chosen()
                store = open_hall(settings, Content(settings))
                self.tokens[role] = accounts.add_token(store, role=Role(role), label="tests", at=now())
                store.close()
            return self.tokens[role]

    def chosen(self) -> Settings:
        """Read its settings as a program beside it does."""
        prefix = "YICHUANG_"
        ours = {
            key.removeprefix(prefix).lower(): value
            for key, value in self.settings.items()
            if key.startswith(prefix)
        }
        return Settings(**{**ours, "data": self.data})  # type: ignore[arg-type]  # as typed by people

    def api(self, role: str = "manager") -> httpx.Client:
        """Speak to its JSON API as a program of a role."""
        headers = {"Authorization": f"Bearer {self.token(role)}"}
        return httpx.Client(base_url=f"{self.url}/api/v1", headers=headers, timeout=20)


@contextmanager
def one_process(folder: Path, **settings: str) -> Iterator[HallServer]:
    """Serve a hall from a folder with these YICHUANG_ settings until the block ends.

    Where the folder has no data yet, the sample hall's first start is not waited for again.
    """
    data = folder / "data"
    if not data.exists() and "hall" not in settings:
        shutil.copytree(just_started(), data)
    data.mkdir(parents=True, exist_ok=True)
    server = HallServer(
        data, free_port(), {f"YICHUANG_{key.upper()}": value for key, value in settings.items()}
    )
    server.start()
    try:
        yield server
    finally:
        server.stop()


@cache
def just_started() -> Path:
    """Start the sample hall for the first time, once in a run: its sign-ins take seconds to make."""
    folder = Path(tempfile.mkdtemp(prefix="yichuang-just-started-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    server = HallServer(folder / "data", free_port())
    server.data.mkdir()
    server.start()
    server.stop()
    return server.data


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
