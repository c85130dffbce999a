"""No secret stands in the repository."""

import re
import subprocess
from pathlib import Path

from kiosk.app import Content, open_hall
from kiosk.config import Settings

TOP = Path(__file__).parent.parent
SECRETS = {
    "a private key": re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "a token of ours": re.compile(
        rb"yc_(kiosk|board|desk|agent|assistant|courier|manager)_[A-Za-z0-9_-]{32}"
    ),
    "a password's hash": re.compile(
        rb"\$argon2id?\$v=[0-9]+\$m=[0-9]+,t=[0-9]+,p=[0-9]+\$[A-Za-z0-9+/]{16,}\$"
    ),
    "a key of a cloud": re.compile(rb"AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|glpat-[A-Za-z0-9_-]{20}"),
}
OUTSIDE = ("session.key", "outlet.key", "agent.token", "sample-sign-ins.txt", ".env")


def _tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=TOP, capture_output=True, check=True).stdout
    return [TOP / one.decode() for one in listed.split(b"\0") if one]


def test_no_secret_stands_in_a_file() -> None:
    found = [
        f"{path.relative_to(TOP)}: {what}"
        for path in _tracked()
        if path.is_file()
        for what, looks in SECRETS.items()
        if looks.search(path.read_bytes())
    ]

    assert found == []


def test_no_file_of_secrets_is_tracked() -> None:
    assert [
        path for path in _tracked() if path.name in OUTSIDE or path.suffix in {".key", ".pem", ".db"}
    ] == []


def test_nobody_else_of_this_machine_reads_the_hall_s_data(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data", database_url="")

    open_hall(settings, Content(settings)).close()

    assert (tmp_path / "data").stat().st_mode & 0o077 == 0
