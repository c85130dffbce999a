"""A new version in the middle of the morning: nobody's press is lost, and nobody gets two numbers."""

import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copytree

import httpx
import pytest

from kiosk.app import Content, open_hall
from kiosk.config import SAMPLE_HALL, Settings
from kiosk.operations import accounts
from kiosk.serving import greeting
from tests import nursery
from tests.one_hall import HallServer, free_port, just_started
from tests.one_hall import one_process as serving
from tests.sizes.recipes import make_certificate

TICKETS = "/api/v1/tickets"
PAUSE_S = 0.1  # the machine has other things to do too


@dataclass
class Crowd:
    """People who press without pause, each on a connection of his own; some look at their phone too."""

    url: str
    token: str
    public_url: str = ""
    trust: ssl.SSLContext | bool = True
    numbers: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    when: dict[str, float] = field(default_factory=dict)  # each was told his number
    _home: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def pressing(self, people: int = 2) -> Iterator[None]:
        """Press until the block ends."""
        threads = [threading.Thread(target=self._press, args=(n,)) for n in range(people)]
        for one in threads:
            one.start()
        try:
            yield
        finally:
            self._home.set()
            for one in threads:
                one.join(60)

    def wait_for(self, more: int) -> None:
        """Wait until so many more have their number."""
        goal, deadline = len(self.numbers) + more, time.monotonic() + 60
        while len(self.numbers) < goal and time.monotonic() < deadline:
            time.sleep(0.02)
        assert len(self.numbers) >= goal, self.refused

    def _press(self, person: int) -> None:
        n = 0
        while not self._home.wait(PAUSE_S):
            n += 1
            headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": f"press-{person}-{n}"}
            try:
                with httpx.Client(headers=headers, verify=self.trust, timeout=60) as browser:
                    given = browser.post(
                        f"{self.url}{TICKETS}", json={"services": ["E01"]}
                    ).raise_for_status()
                    self.numbers.append(number := given.json()["number"])
                    self.when[number] = time.time()
                    self.tokens.append(given.json()["token"])
                if self.public_url:
                    with httpx.Client(verify=self.trust, timeout=60) as phone:
                        phone.get(f"{self.public_url}/t/{given.json()['token']}").raise_for_status()
            except httpx.HTTPError as error:
                self.refused.append(repr(error))


def run(hall: HallServer, *words: str) -> subprocess.CompletedProcess[str]:
    return nursery.run([*words, "--data", str(hall.data)], hall.environment)


def given(hall: HallServer) -> set[str]:
    """Read the numbers that wait, none of them twice."""
    settings = hall.chosen()
    store = open_hall(settings, Content(settings))
    with store.read() as reading:
        numbers = [ticket.number for ticket in reading.tickets.waiting()]
    store.close()
    assert len(numbers) == len(set(numbers))
    return set(numbers)


def test_a_restart_among_presses_loses_none(tmp_path: Path) -> None:
    with serving(tmp_path) as hall:
        crowd = Crowd(hall.url, hall.token("kiosk"))
        assert hall.process
        with crowd.pressing():
            crowd.wait_for(5)
            kept = run(hall, "backup", "--to", str(tmp_path / "backup.tar.gz"))
            done = run(hall, "restart")
            crowd.wait_for(5)

        assert (kept.returncode, done.returncode) == (0, 0), kept.stderr + done.stderr
        refused = run(hall, "restore", str(tmp_path / "backup.tar.gz"), "--replace")
        assert refused.returncode == 1
        assert "正在使用" in refused.stderr
        assert crowd.refused == []
        assert len(set(crowd.numbers)) == len(crowd.numbers)
        assert given(hall) == set(crowd.numbers)
        assert hall.process.poll() is None
        assert (hall.data / "serve.pid").read_text("ascii").split()[0] == str(hall.process.pid)


def test_nor_does_one_of_a_hall_with_tls_and_a_public_entrance(tmp_path: Path) -> None:
    make_certificate(tmp_path)
    files = {
        "certificate_file": str(tmp_path / "hall.crt"),
        "certificate_key_file": str(tmp_path / "hall.key"),
    }
    with serving(tmp_path, public_port=str(free_port()), **files) as hall:
        public = f"https://127.0.0.1:{hall.settings['YICHUANG_PUBLIC_PORT']}"
        trust = ssl.create_default_context(cafile=str(tmp_path / "ca.crt"))
        crowd = Crowd(hall.url, hall.token("kiosk"), public, trust)
        with crowd.pressing(4):
            for _ in range(2):
                crowd.wait_for(5)
                assert run(hall, "restart").returncode == 0
            crowd.wait_for(5)

        assert crowd.refused == []
        assert given(hall) == set(crowd.numbers)


def test_a_restart_begins_the_version_that_an_upgrade_has_put_there(tmp_path: Path) -> None:
    """As install.sh does it: each version in a folder of its own, and one link that names the present one."""
    program, log = tmp_path / "now" / "yichuang", tmp_path / "log"
    for version in ("old", "new"):
        (tmp_path / version).mkdir()
        script = f"import sys; from kiosk.__main__ import main; print('version {version}'); sys.exit(main())"
        (tmp_path / version / "yichuang").write_text(f"#!{sys.executable}\n{script}\n", "utf-8")
        (tmp_path / version / "yichuang").chmod(0o755)
    program.parent.symlink_to("old")
    hall = HallServer(tmp_path / "data", free_port())
    copytree(just_started(), hall.data)
    with log.open("wb") as said:
        process = subprocess.Popen(
            [program, "serve", "--port", str(hall.port), "--data", hall.data],
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            stdout=said,
            stderr=said,
        )
    try:
        is_served(hall, process)
        program.parent.unlink()
        program.parent.symlink_to("new")

        done = run(hall, "restart")

        is_served(hall, process)
        assert done.returncode == 0, done.stderr
        assert [line for line in log.read_text("utf-8").splitlines() if "version" in line] == [
            "version old",
            "version new",
        ]
    finally:
        process.terminate()
        process.wait(40)


def is_served(hall: HallServer, process: "subprocess.Popen[bytes]") -> None:
    """Wait until the hall answers."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{hall.url}/healthz", timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise AssertionError(process.poll())


def test_the_sample_hall_starts_where_its_sign_ins_are_gone(tmp_path: Path) -> None:
    """A first start was cut off, or a backup came back: the people are there, their passwords nowhere."""
    data = tmp_path / "data"
    copytree(just_started(), data)
    before = (data / "sample-sign-ins.txt").read_text("utf-8")
    (data / "sample-sign-ins.txt").unlink()

    with serving(tmp_path) as hall:
        password = hall.sign_ins["manager"]
        store = open_hall(settings := hall.chosen(), Content(settings))
        signed_in = accounts.sign_in(store, name="manager", password=password)
        store.close()

    assert signed_in.name == "manager"
    assert password not in before


@pytest.mark.parametrize(
    ("hosts", "shown"), [("hall.example, desk.example", "hall.example"), ("", "127.0.0.1")]
)
def test_a_hall_that_listens_everywhere_names_an_address_that_opens(hosts: str, shown: str) -> None:
    sentences = greeting(Settings(host="0.0.0.0", hosts=hosts, public_url="https://hall.example"), 8000, None)

    assert f"http://{shown}:8000/desk" in "\n".join(sentences)


def test_what_cannot_start_does_not_stop_the_hall(tmp_path: Path) -> None:
    copytree(SAMPLE_HALL, tmp_path / "content")
    with serving(tmp_path, hall=str(tmp_path / "content")) as hall:
        (tmp_path / "content" / "hall.toml").write_text("id = ", "utf-8")
        assert hall.process
        hall.process.send_signal(signal.SIGUSR2)

        deadline = time.monotonic() + 20
        while "not restarted" not in hall.log() and time.monotonic() < deadline:
            time.sleep(0.1)

        assert "hall.toml" in hall.log()
        assert httpx.get(f"{hall.url}/healthz").status_code == 200


def test_the_service_manager_may_hold_both_doors(tmp_path: Path) -> None:
    """As systemd does with a socket unit: the hall goes and comes, the queues at its sockets stay."""
    hall = HallServer(tmp_path / "data", 0)
    copytree(just_started(), hall.data)
    token = hall.token("kiosk")
    with a_door() as own, a_door() as public:
        crowd = Crowd(f"http://127.0.0.1:{own.getsockname()[1]}", token)
        first = held_open(hall, own, public)
        with crowd.pressing():
            crowd.wait_for(5)
            first.terminate()
            assert first.wait(40) == 0
            with socket.create_connection(public.getsockname(), timeout=40) as phone:
                phone.sendall(b"GET /t/none HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                second = held_open(hall, own, public)
                answer = phone.recv(64)
            crowd.wait_for(5)
        second.terminate()
        second.wait(40)

    assert answer.startswith(b"HTTP/1.1 404 ")
    assert crowd.refused == []
    assert given(hall) == set(crowd.numbers)


@contextmanager
def a_door() -> Iterator[socket.socket]:
    """Listen where nobody takes in who comes."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen(4096)
        yield door


def held_open(hall: HallServer, own: socket.socket, public: socket.socket) -> "subprocess.Popen[bytes]":
    """Start the hall with its listening sockets as systemd hands them over: files 3 and 4."""
    script = 'exec 3<&"$0" 4<&"$1"; shift; LISTEN_FDS=2 LISTEN_PID=$$ exec "$@"'
    command = [sys.executable, "-m", "kiosk", "serve", "--port", "1", "--data", str(hall.data)]
    doors = [own.fileno(), public.fileno()]
    return subprocess.Popen(
        ["/bin/bash", "-c", script, *map(str, doors), *command],
        pass_fds=doors,
        env={**os.environ, "YICHUANG_PUBLIC_URL": "", "YICHUANG_PUBLIC_PORT": "2"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
