"""A bare Debian 12, its network off: the bundle installs, a number is taken, an older hall is upgraded."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
INSIDE = Path(__file__).parent / "in_the_bare_root.sh"
# A network namespace of its own has no way out, loopback alone is up; mounts are gone with the process.
RUN = """
ip link set lo up && mount -t proc proc "$1/proc" && mount --bind /dev "$1/dev" &&
exec chroot "$1" bash /root/try.sh
"""


@pytest.mark.proof
def test_the_bundle_installs_on_a_bare_debian_without_a_network(tmp_path: Path) -> None:
    if os.geteuid() != 0 or not shutil.which("debootstrap"):
        pytest.skip("as root and with debootstrap only; Debian: apt-get install debootstrap")
    subprocess.run([TOP / ".ci" / "bundle", sys.executable, tmp_path / "dist"], check=True)
    root = tmp_path / "root"
    make = ["debootstrap", "--variant=minbase", "bookworm", str(root), *_mirror()]
    subprocess.run(make, check=True, stdout=subprocess.DEVNULL)
    (archive,) = (tmp_path / "dist").glob("*.tar.gz")
    shutil.copy(archive, root / "root")
    shutil.copy(INSIDE, root / "root" / "try.sh")

    done = subprocess.run(
        ["unshare", "--net", "--mount", "bash", "-c", RUN, "bash", str(root)],
        capture_output=True,
        text=True,
        check=False,
        env={},
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert [line for line in done.stdout.splitlines() if line.startswith(("NUMBER", "TABLES", "DOCS"))] == [
        "DOCS there",
        "NUMBER E001 0",
        "TABLES old",
        "NUMBER E002 1",
        "NUMBER E001 0",
        "TABLES new",
    ]
    assert "未见改动" in done.stdout
    assert "✗" not in done.stdout
    size = f"{archive.stat().st_size / 2**20:.0f} MiB"
    print(
        f"\n| `bundle` | {size}, bare Debian 12, network off | E001; tables of before upgraded, then E002 |"
    )


def _mirror() -> list[str]:
    """Take the mirror that this machine uses."""
    lines = (
        line
        for one in Path("/etc/apt/sources.list.d").glob("*.sources")
        for line in one.read_text("utf-8").splitlines()
    )
    return [line.split()[1] for line in lines if line.startswith("URIs:")][:1]
