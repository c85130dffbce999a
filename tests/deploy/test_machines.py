"""The units, the database's commands, and the browser of a kiosk PC, as docs/deploy has them."""

import importlib.util
import json
import mmap
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from types import ModuleType

import psycopg
import pytest

from tests.databases import PostgresServer, open_test_store
from tests.sizes.recipes import DEPLOY, make_certificate

NOT_HERE = re.compile(r"Command \S+ is not executable: No such file or directory$")
UNITS = sorted((*DEPLOY.rglob("*.service"), *DEPLOY.rglob("*.socket")))
SQL = re.compile(r"^```sql\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CHROMIUM = Path("/usr/lib/chromium/chromium")
SCREEN = DEPLOY / "kiosk" / "screen.py"
PATIENCE_S = 60.0
RUNNING = "data:text/html,here"
HANGING = "data:text/html,<script>setTimeout(() => { while (true); }, 3000)</script>"


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_systemd_finds_no_fault_in_a_unit(unit: Path, tmp_path: Path) -> None:
    """Programs of other machines are not here; whatever else systemd says is a fault."""
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd on this machine; Debian: apt-get install systemd")
    for one in UNITS:  # of what there are several, one: its port is no port otherwise
        shutil.copy(one, tmp_path / one.name.replace("@.", "@8001."))

    said = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", tmp_path / unit.name.replace("@.", "@8001.")],
        capture_output=True,
        text=True,
        check=False,
    )

    faults = [line for line in said.stderr.splitlines() if not NOT_HERE.search(line)]
    assert [line for line in faults if unit.stem.split("@")[0] in line] == []


@pytest.mark.postgres
def test_the_commands_for_the_database_make_one_that_the_hall_can_use(
    postgres_server: PostgresServer,
) -> None:
    (commands,) = SQL.findall((DEPLOY / "postgresql.md").read_text("utf-8"))
    commands = commands.replace("CREATE ROLE yichuang LOGIN;", "CREATE ROLE hall_of_deploy LOGIN;")
    commands = commands.replace("DATABASE yichuang", "DATABASE hall_of_deploy")
    commands = commands.replace("OWNER yichuang", "OWNER hall_of_deploy")
    where = f"host=127.0.0.1 port={postgres_server.port}"
    with psycopg.connect(f"{where} user=yichuang dbname=postgres", autocommit=True) as technician:
        for command in filter(str.strip, commands.split(";\n")):
            technician.execute(command.encode())
        url = f"postgresql+psycopg://hall_of_deploy@127.0.0.1:{postgres_server.port}/hall_of_deploy"

        open_test_store(url).close()

        technician.execute("DROP DATABASE hall_of_deploy WITH (FORCE)")
        technician.execute("DROP ROLE hall_of_deploy")


def test_the_hall_s_ca_signs_for_its_server_and_cannot_be_used_for_more(tmp_path: Path) -> None:
    make_certificate(tmp_path, name="hall.example", address="192.0.2.10")

    said = subprocess.run(
        ["openssl", "x509", "-in", tmp_path / "hall.crt", "-noout", "-text"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert "DNS:hall.example, IP Address:192.0.2.10" in said
    assert "CA:FALSE" in said
    assert {(tmp_path / name).stat().st_mode & 0o777 for name in ("ca.key", "hall.key")} == {0o600}


def test_every_policy_and_every_flag_is_one_that_chromium_knows() -> None:
    policies = json.loads((DEPLOY / "kiosk" / "policies.json").read_text("utf-8"))
    flags = [flag.removeprefix("--").partition("=")[0] for flag in _screen().FLAGS]
    with CHROMIUM.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as program:
        unknown = [name for name in (*policies, *flags) if program.find(name.encode()) < 0]

    assert unknown == []
    assert policies["URLBlocklist"] == ["*"]


@pytest.mark.browser
def test_the_browser_of_a_kiosk_opens_no_address_but_the_hall_s(tmp_path: Path) -> None:
    """Chromium reads policies in /etc/chromium alone: it has one of its own here, in a mount namespace."""
    if subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode:
        pytest.skip("no mount namespaces on this machine: the policies are only spelt")
    policies = (DEPLOY / "kiosk" / "policies.json").read_text("utf-8").replace("hall.example", "127.0.0.1")
    (tmp_path / "etc" / "policies" / "managed").mkdir(parents=True)
    (tmp_path / "etc" / "policies" / "managed" / "yichuang.json").write_text(policies, "utf-8")
    inside = ["unshare", "-m", "sh", "-c", f'mount --bind {tmp_path}/etc /etc/chromium && exec "$@"', "sh"]
    flags = ["--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    with leading_elsewhere() as (address, asked):
        browser = subprocess.Popen(
            [*inside, "chromium", *flags, address], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        heard = [asked.get(timeout=PATIENCE_S) for _ in range(2)]
        with suppress(Empty):
            while True:
                heard.append(asked.get(timeout=2))
        browser.terminate()
        browser.wait(20)

    assert {"127.0.0.1 /", "127.0.0.1 /running"} <= set(heard)
    assert [one for one in heard if one.startswith("localhost")] == []


@contextmanager
def leading_elsewhere() -> Iterator[tuple[str, "Queue[str]"]]:
    """Serve a page that leads to another name at once; returns its address and who was asked what."""
    asked: Queue[str] = Queue()

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.put(f"{self.headers['Host'].partition(':')[0]} {self.path}")
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            away = f"http://localhost:{server.server_port}/elsewhere"
            self.wfile.write(f"<script>fetch('/running').then(() => location = '{away}')</script>".encode())

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", asked
        server.shutdown()


@pytest.mark.browser
def test_a_page_that_runs_is_told_to_systemd(tmp_path: Path) -> None:
    with screen(tmp_path, RUNNING) as (systemd, process):
        heard = [systemd.recv(100) for _ in range(3)]
        process.send_signal(signal.SIGTERM)
        process.wait(20)

    assert heard == [b"READY=1", b"WATCHDOG=1", b"WATCHDOG=1"]


@pytest.mark.browser
def test_a_page_that_hangs_is_silent_and_the_screen_ends(tmp_path: Path) -> None:
    with screen(tmp_path, HANGING) as (_, process):
        assert process.wait(PATIENCE_S) == 1

    assert "the page is silent" in (tmp_path / "log").read_text("utf-8", "replace")


@contextmanager
def screen(folder: Path, url: str) -> Iterator[tuple[socket.socket, "subprocess.Popen[bytes]"]]:
    """Start the screen of a kiosk PC without a display, and listen as systemd does."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd, (folder / "log").open("wb") as log:
        systemd.bind(str(folder / "notify"))
        systemd.settimeout(PATIENCE_S)
        settings = {
            "NOTIFY_SOCKET": str(folder / "notify"),
            "STATE_DIRECTORY": str(folder),
            "YICHUANG_SCREEN_URL": url,
            "YICHUANG_SCREEN_FLAGS": "--headless=new --no-sandbox",
            "YICHUANG_SCREEN_PATIENCE_S": "3",
        }
        process = subprocess.Popen(
            [sys.executable, SCREEN], env={**os.environ, **settings}, stdout=log, stderr=log
        )
        try:
            yield systemd, process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(20)


def _screen() -> ModuleType:
    spec = importlib.util.spec_from_file_location("screen", SCREEN)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
