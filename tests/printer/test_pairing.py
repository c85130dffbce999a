"""A machine without a token shows a code until the hall lets it in, and never asks twice."""

import json
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from printer import pairing
from printer.__main__ import main
from printer.pairing import kept_token
from printer.server import NotLetIn


class Hall(ThreadingHTTPServer):
    """A hall that gives codes and says in turn what it was told to say of them."""

    daemon_threads = True

    def __init__(self, *states: str) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.states = list(states)
        self.machines: list[str] = []
        self.asked_for: list[str] = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}"


class Answers(BaseHTTPRequestHandler):
    """The two routes of pairing; "away" is a fault, "babble" is no JSON."""

    server: Hall

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path.endswith("/state"):
            self.server.asked_for.append(body["token"])
            said = {"state": self.server.states.pop(0)}
        else:
            self.server.machines.append(body["machine"])
            n = len(self.server.machines)
            said = {"code": f"123{n}", "token": f"token-{n}"}
        away = said.get("state") == "away"
        answer = b"?" if said.get("state") == "babble" else json.dumps(said).encode()
        self.send_response(503 if away else 200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(autouse=True)
def _nobody_waits_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairing, "LOOK_S", 0.01)


@contextmanager
def hall(*states: str) -> Iterator[Hall]:
    server = Hall(*states)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_machine_shows_its_code_and_keeps_its_token_for_itself(tmp_path: Path) -> None:
    file, told = tmp_path / "new" / "agent.token", list[str]()

    with hall("waiting", "away", "babble", "approved") as server:
        token = kept_token(server.url, file, told.append)

    assert token == file.read_text("ascii") == "token-1"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert server.asked_for == ["token-1"] * 4
    assert [told[0], told[-1]] == ["登记码 / code: 1231", "已允许 / let in"]


def test_a_machine_with_a_token_asks_nobody(tmp_path: Path) -> None:
    file = tmp_path / "agent.token"
    file.write_text("kept\n", "ascii")

    assert kept_token("http://127.0.0.1:9", file, lambda _: None) == "kept"


def test_a_code_that_ran_out_is_followed_by_a_new_one(tmp_path: Path) -> None:
    told = list[str]()

    with hall("expired", "approved") as server:
        assert kept_token(server.url, tmp_path / "agent.token", told.append) == "token-2"

    assert [line for line in told if "code" in line] == ["登记码 / code: 1231", "登记码 / code: 1232"]


def test_a_machine_that_nobody_wants_keeps_no_token(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with hall("refused", "refused") as server:
        with pytest.raises(NotLetIn):
            kept_token(server.url, tmp_path / "agent.token", lambda _: None)
        arguments = ["agent", "--server", server.url, "--token", "", "--journal", str(tmp_path / "agent.db")]
        assert main(arguments) == 1

    assert "没有允许" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_machine_goes_on_asking_while_the_hall_is_away(tmp_path: Path) -> None:
    told = list[str]()

    def tell(line: str) -> None:
        told.append(line)
        if len(told) == 3:
            raise KeyboardInterrupt

    with hall() as server:
        url = server.url
    with pytest.raises(KeyboardInterrupt):
        kept_token(url, tmp_path / "agent.token", tell)

    assert all(line.startswith("服务器没有回答，再试") for line in told)
