"""The gateway of docs/outlet.md, run as it stands there beside a real hall."""

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import IO, Any

import httpx
import pytest

import kiosk
from tests.servers import HallServer, free_port, serving

PAGE = Path(__file__).parents[2] / "docs" / "outlet.md"
SAMPLE = Path(kiosk.__file__).parent / "content"
PATIENCE_S = 30


@dataclass
class Program:
    """The one program on the page, with what it prints."""

    command: list[str]
    lines: Queue[str]
    process: subprocess.Popen[str] | None = None

    def start(self, *tokens: str) -> None:
        """Start it with these subscribers."""
        self.process = subprocess.Popen([*self.command, *tokens], stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        Thread(target=read, args=(self.process.stdout, self.lines), daemon=True).start()


def read(out: IO[str], lines: Queue[str]) -> None:
    """Keep each line as it comes."""
    for line in out:
        lines.put(line.strip())


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def hall(tmp_path: Path, port: int) -> Iterator[HallServer]:
    """A hall that tells the gateway when nobody is ahead any more."""
    content = tmp_path / "content"
    shutil.copytree(SAMPLE, content)
    with (content / "hall.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[outlet]\nurl = "http://127.0.0.1:{port}/"\npeople_ahead = 0\n')
    with serving(tmp_path, hall=str(content)) as server:
        yield server


@pytest.fixture
def gateway(tmp_path: Path, hall: HallServer, port: int) -> Iterator[Program]:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    path = tmp_path / "gateway.py"
    path.write_text(code, "utf-8")
    program = Program([sys.executable, str(path), str(hall.data / "outlet.key"), str(port)], Queue())
    yield program
    if program.process:
        program.process.kill()
        program.process.wait(10)


def take(hall: HallServer) -> dict[str, Any]:
    with hall.api() as api:
        ticket: dict[str, Any] = api.post("/tickets", json={"services": ["E05"]}).json()
    return ticket


def call(hall: HallServer) -> None:
    with hall.api() as api:
        api.post("/windows/5/calls", json={}).raise_for_status()


def yichuang(hall: HallServer, *command: str, typed: str = "") -> str:
    """Run a command on the hall's data and return what it says."""
    folders = ["--data", str(hall.data), "--hall", hall.settings["YICHUANG_HALL"]]
    run = [sys.executable, "-m", "kiosk", *command, *folders]
    done = subprocess.run(run, input=typed, env=hall.environment, capture_output=True, text=True, check=False)
    return done.stdout


@pytest.fixture
def manager(hall: HallServer) -> Iterator[httpx.Client]:
    """The manager, signed in."""
    yichuang(hall, "user", "add", "wang", "--role", "manager", typed="a long password\n")
    here = {"Referer": hall.url}  # which a browser says, and a hall with TLS asks for
    with httpx.Client(base_url=hall.url, headers=here, follow_redirects=True, timeout=20) as browser:
        form = browser.get("/desk").text
        (key,) = re.findall(r'name="csrf_token" value="([^"]+)"', form)[:1]
        fields = {"csrf_token": key, "name": "wang", "password": "a long password"}
        browser.post(str(re.findall(r'action="([^"]+)"', form)[0]), data=fields)
        yield browser


def test_the_gateway_on_the_page_tells_its_subscriber_what_happens(
    hall: HallServer, gateway: Program
) -> None:
    other, mine = take(hall), take(hall)
    gateway.start(mine["token"])
    call(hall)
    call(hall)
    said = [gateway.lines.get(timeout=PATIENCE_S)]
    if "soon" in said[0]:
        said.append(gateway.lines.get(timeout=PATIENCE_S))

    assert said[-1] == f"{mine['token'][:4]} called {mine['number']} 5"
    with hall.api() as api:
        api.post(f"/tickets/{mine['id']}/miss", json={}).raise_for_status()
    assert gateway.lines.get(timeout=PATIENCE_S) == f"{mine['token'][:4]} missed {mine['number']} 5"
    assert other["number"] not in str(said)


def test_a_gateway_that_is_away_delays_no_call_and_the_manager_sees_it(
    hall: HallServer, manager: httpx.Client
) -> None:
    take(hall)
    call(hall)
    with hall.api() as api:
        board = api.get("/board").json()
    assert board["calls"][0]["number"] == "E001"

    deadline = time.monotonic() + PATIENCE_S
    while "ConnectError" not in (page := manager.get("/manage").text) and time.monotonic() < deadline:
        time.sleep(0.2)

    assert "通知出口" in page
    assert "ConnectError" in page
    assert "通知出口送不出" in yichuang(hall, "doctor")
