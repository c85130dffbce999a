"""The wall of docs/wall.md, run as it stands there against a real hall."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import IO

import pytest

from tests.servers import HallServer

PATIENCE_S = 20
PAGE = Path(__file__).parents[2] / "docs" / "wall.md"


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """The one program on the page."""
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    path = tmp_path / "wall.py"
    path.write_text(code, "utf-8")
    return path


@pytest.fixture
def wall(program: Path, hall_server: HallServer) -> Iterator[Queue[str]]:
    """What a wall shows that was hung up after the first call of the day."""
    call(hall_server, "B01", 2)
    command = [sys.executable, str(program), hall_server.url]
    started = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    lines: Queue[str] = Queue()
    assert started.stdout
    Thread(target=read, args=(started.stdout, lines)).start()
    assert "样例" in lines.get(timeout=PATIENCE_S)
    yield lines
    started.kill()
    started.wait(10)


def read(out: IO[str], lines: Queue[str]) -> None:
    """Keep each line as it comes."""
    for line in out:
        lines.put(line.strip())


def call(hall: HallServer, service: str, window: int) -> str:
    """Take a number and have its window call it."""
    with hall.api() as api:
        number = str(api.post("/tickets", json={"services": [service]}).json()["number"])
        called = api.post(f"/windows/{window}/calls", json={})
    assert called.json()["number"] == number
    return number


def recall(hall: HallServer, window: int) -> None:
    """Have a window call its number again."""
    with hall.api() as api:
        (at_window,) = [one for one in api.get("/board").json()["calls"] if one["window"] == window][:1]
        events = api.get("/events", params={"after": at_window["id"] - 1, "limit": 1}).json()["events"]
        assert api.post(f"/tickets/{events[0]['facts']['ticket']}/recall", json={}).status_code == 200


def test_the_wall_on_the_page_shows_each_call_once_and_what_it_missed(
    wall: Queue[str], hall_server: HallServer
) -> None:
    number = call(hall_server, "E05", 5)
    assert wall.get(timeout=PATIENCE_S) == f"{number} -> 5"
    recall(hall_server, 5)
    assert wall.get(timeout=PATIENCE_S) == f"{number} -> 5"

    hall_server.stop()
    hall_server.start()
    later = call(hall_server, "F01", 6)

    assert wall.get(timeout=PATIENCE_S) == f"{later} -> 6"
    assert wall.empty()
