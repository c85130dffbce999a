"""A running server with the display's pages, moved by the tests."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
import pytest

from display.board import Board, to_json
from tests.display.halls import sample_board


@dataclass
class Screens:
    """The server of tests/display/screens.py in a process of its own."""

    mode: str = "threading"
    port: int = 0
    process: subprocess.Popen[str] | None = field(default=None, init=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, on the port it had before if it had one."""
        gevent = ["--gevent"] if self.mode == "gevent" else []
        command = [sys.executable, "-m", "tests.display.screens", "--port", str(self.port), *gevent]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline())

    def stop(self) -> None:
        """Kill it, as a power cut does."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(10)

    def show(self, board: Board) -> Board:
        """Change the hall and tell the boards."""
        self._post("/control/board", json=to_json(board))
        return board

    def change_in_silence(self, board: Board) -> Board:
        """Change the hall and tell nobody."""
        self._post("/control/unheard", json=to_json(board))
        return board

    def beat(self, head: int) -> None:
        self._post("/control/beat", params={"head": str(head)})

    @contextmanager
    def storm(self) -> Iterator[None]:
        """Change the hall without a pause for as long as the block lasts."""
        self._post("/control/storm")
        yield
        self._post("/control/calm")

    def voice(self, **chosen: str) -> None:
        """Choose the voice; nobody has spoken yet, and what is on the board was heard."""
        self._post("/control/voice", params=chosen)

    def asked(self) -> list[dict[str, Any]]:
        """List what loudspeakers have asked since the voice was chosen."""
        asked: list[dict[str, Any]] = httpx.get(f"{self.url}/control/asked", timeout=10).json()
        return asked

    def send(self, event: str, message: dict[str, Any]) -> None:
        """Send a message that the feed knows nothing of."""
        self._post(f"/control/raw/{event}", json=message)

    def board(self) -> dict[str, Any]:
        answer = httpx.get(f"{self.url}/control/board", timeout=10)
        board: dict[str, Any] = answer.json()
        return board

    def _post(self, path: str, **body: Any) -> None:
        httpx.post(self.url + path, timeout=10, **body).raise_for_status()


@pytest.fixture(scope="module")
def screens_process() -> Iterator[Screens]:
    screens = Screens()
    screens.start()
    yield screens
    screens.stop()


@pytest.fixture
def screens(screens_process: Screens) -> Screens:
    """The server with a fresh morning on it: every window open, nobody called yet."""
    now = screens_process.board()["seq"]
    screens_process.show(replace(sample_board(), seq=now + 10))
    screens_process.voice()
    return screens_process
