"""A hall of three processes behind nginx: Debian's packages, started here, on loopback, over TLS."""

import atexit
import getpass
import json
import os
import re
import shutil
import signal
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from kiosk.serving import SIGN_INS
from tests.databases import running_server
from tests.one_hall import HallServer, free_port
from tests.sizes.recipes import DEPLOY, make_certificate
from tests.storage.together import together

NGINX = Path("/usr/sbin/nginx")
READY_WITHIN_S = 10.0
KEY = "the key of three processes"
MANY = os.environ.get("YICHUANG_SIZE") == "many"  # the size of this run
LEFT_OUT = "one process alone"  # why a test is not asked of a hall of many, before its own reason
KEPT_DATABASES = 3  # of folders that were served; a test may serve its folder again
POLLING = {"EIO": "4", "transport": "polling"}
AROUND = """\
daemon off;
user {user};
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/yichuang.conf;
}}
"""


_databases: dict[Path, str] = {}
_served: set[Path] = set()


@dataclass
class ManyHall(HallServer):
    """A hall that several processes serve; `port` is nginx's, as are `plain_port` and `public_port`."""

    halls: Sequence[HallServer] = ()
    folder: Path = field(default_factory=Path)
    plain_port: int = 0
    public_port: int = 0
    nginx: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        """Where nginx answers for the hall."""
        return f"https://127.0.0.1:{self.port}"

    @property
    def public_url(self) -> str:
        """Where nginx answers for the public entrance."""
        return f"https://127.0.0.1:{self.public_port}"

    def start(self) -> None:
        """Start its processes; the first has made what they share before the others begin."""
        first, *others = self.halls
        (first.data / "voice").mkdir(parents=True, exist_ok=True)
        first.start()
        for other in others:
            other.data.mkdir(exist_ok=True)
            if (first.data / SIGN_INS).exists():
                shutil.copy(first.data / SIGN_INS, other.data)  # the hall's people are made once
            if not (other.data / "voice").is_symlink():
                (other.data / "voice").symlink_to(first.data / "voice")  # as yichuang@.service does
        for started in together([other.start for other in others]):
            assert not isinstance(started, Exception), started

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End its processes, gently or not; nginx goes on."""
        together([partial(one.stop, how) for one in self.halls])

    @property
    def processes(self) -> Sequence[HallServer]:
        """Each process of the hall with its data folder."""
        return self.halls

    def log(self) -> str:
        """Return what they have written."""
        return "".join(one.log() for one in self.halls)

    def client(self, **more: Any) -> httpx.Client:
        """Ask as a machine of the hall does, which trusts the hall's CA and nobody else."""
        return httpx.Client(verify=trust(self.folder / "ca.crt"), timeout=20, **more)

    def api(self, role: str = "manager") -> httpx.Client:
        """Speak to its JSON API as a program of a role."""
        headers = {"Authorization": f"Bearer {self.token(role)}"}
        return self.client(base_url=f"{self.url}/api/v1", headers=headers)

    def served_by(self, way: str) -> HallServer:
        """Tell which process a cookie leads to: the one that knows the socket that was begun with it."""
        with self.client(cookies={"yichuang_way": way}) as browser:
            begun = browser.get(f"{self.url}/socket.io/", params=POLLING).raise_for_status().text
        sid = json.loads(begun[1:])["sid"]
        ends = [
            httpx.post(f"{one.url}/socket.io/", params={**POLLING, "sid": sid}, content="1")
            for one in self.halls
        ]
        (known,) = (one for one, end in zip(self.halls, ends, strict=True) if end.status_code == 200)
        return known


@contextmanager
def many_processes(folder: Path, **settings: str) -> Iterator[ManyHall]:
    """Serve a hall by three processes behind nginx on PostgreSQL, with these YICHUANG_ settings for all.

    A folder that was served before has its database still; where it has none, the sample hall's first start
    is not waited for again.
    """
    server = running_server()
    if folder not in _databases:
        idle = [one for one in _databases if one not in _served]
        for one in idle[: max(0, len(idle) - KEPT_DATABASES)]:
            server.drop(_databases.pop(one))
        template = server.migrated()
        if "hall" not in settings:
            template, data = just_started()
            shutil.copytree(data, folder / "data", dirs_exist_ok=True)
        _databases[folder] = server.make(template=template)
    _served.add(folder)
    try:
        with behind_nginx(folder, server.url(_databases[folder]), **settings) as hall:
            yield hall
    finally:
        _served.discard(folder)


@contextmanager
def behind_nginx(folder: Path, database: str, **settings: str) -> Iterator[ManyHall]:
    """Serve a hall by three processes on one database, from the files in docs/deploy."""
    for file in certificate().iterdir():
        shutil.copy(file, folder)
    (folder / "hall-key").write_text(KEY, "ascii")
    data = [folder / name for name in ("data", "data2", "data3")]
    halls = [HallServer(one, free_port(), _settings_of(folder, database, settings)) for one in data]
    whole = ManyHall(
        data[0],
        free_port(),
        halls[0].settings,
        halls=halls,
        folder=folder,
        plain_port=free_port(),
        public_port=free_port(),
    )
    try:
        whole.start()
        whole.nginx = start_nginx(whole)
        yield whole
    finally:
        if whole.nginx is not None:
            whole.nginx.terminate()
            whole.nginx.wait(10)
        whole.stop()


def _settings_of(folder: Path, database: str, settings: Mapping[str, str]) -> dict[str, str]:
    """Give what /etc/yichuang/yichuang.env gives to all processes, and what each has in a file of its own."""
    return {
        "YICHUANG_DATABASE_URL": database,
        "YICHUANG_KEY_FILE": str(folder / "hall-key"),
        "YICHUANG_OUTLET_KEY_FILE": str(folder / "data" / "outlet.key"),
        "YICHUANG_TRUSTED_PROXY": "true",
        "YICHUANG_PUBLIC_PORT": str(free_port()),
        **{f"YICHUANG_{key.upper()}": value for key, value in settings.items()},
    }


@cache
def certificate() -> Path:
    """Make a CA and a certificate for this machine, once in a run."""
    folder = Path(tempfile.mkdtemp(prefix="yichuang-ca-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    make_certificate(folder)
    return folder


@cache
def just_started() -> tuple[str, Path]:
    """Start the sample hall on PostgreSQL once in a run; returns its database and its data folder."""
    folder = Path(tempfile.mkdtemp(prefix="yichuang-just-started-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "hall-key").write_text(KEY, "ascii")
    server = running_server()
    name = server.make(template=server.migrated())
    one = HallServer(folder / "data", free_port(), _settings_of(folder, server.url(name), {}))
    one.data.mkdir()
    one.start()
    one.stop()
    return name, one.data


def start_nginx(hall: ManyHall) -> "subprocess.Popen[bytes]":
    """Start nginx with docs/deploy/nginx.conf before a hall's processes."""
    if not NGINX.exists():
        pytest.skip("no nginx on this machine; Debian: apt-get install nginx")
    configuration = write_configuration(hall)
    process = subprocess.Popen([NGINX, "-e", hall.folder / "nginx.log", "-c", configuration])
    deadline = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with hall.client() as asker:
                asker.get(f"{hall.url}/healthz").raise_for_status()
            return process
        except httpx.HTTPError:
            time.sleep(0.05)
    process.terminate()
    raise AssertionError((hall.folder / "nginx.log").read_text("utf-8"))


def write_configuration(hall: ManyHall) -> Path:
    """Put this hall's ports and folders into docs/deploy/nginx.conf; returns the file to start nginx with."""
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    for n, one in enumerate(hall.halls, 1):
        text = text.replace(f"127.0.0.1:800{n} ", f"127.0.0.1:{one.port} ")
        text = text.replace(f"127.0.0.1:1800{n} ", f"127.0.0.1:{one.settings['YICHUANG_PUBLIC_PORT']} ")
    for documented, here in ((443, hall.port), (80, hall.plain_port), (8443, hall.public_port)):
        text = re.sub(rf"0\.0\.0\.0:{documented}\b", f"127.0.0.1:{here}", text)
    (hall.folder / "yichuang.conf").write_text(text.replace("/etc/yichuang/", f"{hall.folder}/"), "utf-8")
    around = hall.folder / "nginx.conf"
    around.write_text(AROUND.format(folder=hall.folder, user=getpass.getuser()), "utf-8")
    return around


@cache
def trust(ca: Path) -> ssl.SSLContext:
    """Trust a CA and nobody else."""
    return ssl.create_default_context(cafile=str(ca))
