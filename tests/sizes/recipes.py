"""What docs/deploy says, done as it stands there."""

import re
import subprocess
from pathlib import Path

DEPLOY = Path(__file__).parents[2] / "docs" / "deploy"
SHELL = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def commands(document: str) -> list[str]:
    """List a document's blocks of shell commands."""
    return SHELL.findall((DEPLOY / document).read_text("utf-8"))


def make_certificate(folder: Path, *, name: str = "hall.example", address: str = "127.0.0.1") -> None:
    """Follow the recipe for a CA of the hall's own; leaves ca.crt, hall.crt and hall.key in a folder.

    It is run by the shell that a technician has, in an empty folder and without his settings.
    """
    for block in commands("own-ca.md"):
        subprocess.run(
            ["bash", "-euc", block],
            cwd=folder,
            env={"PATH": "/usr/bin:/bin", "NAME": name, "ADDRESS": address},
            check=True,
            capture_output=True,
            text=True,
        )
