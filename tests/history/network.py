"""A network of the test's own, where what is sent can be dropped without either end being told."""

import os
import subprocess
import sys

import pytest

OWN_NETWORK = "YICHUANG_OWN_NETWORK"
ADDRESSES = ("10.231.0.1", "10.231.0.2")  # nobody else is in that network


def is_my_own() -> bool:
    """Tell whether this process is in such a network, and then give it its addresses."""
    if not os.environ.get(OWN_NETWORK):
        return False
    for host in ADDRESSES:
        address(host, "replace")
    return True


def address(host: str, what: str) -> None:
    """Give this network an address more, or take it away."""
    subprocess.run(["ip", "address", what, f"{host}/32", "dev", "lo"], check=True)


def run_there(file: str, test: str) -> None:
    """Run a test once more, in a network of its own, and print the lines of its table."""
    run = 'ip link set lo up && exec "$0" -m pytest "$1" -m proof --capture=no -q -k "$2" -p no:cacheprovider'
    done = subprocess.run(
        ["unshare", "--net", "sh", "-c", run, sys.executable, file, test],
        env={**os.environ, OWN_NETWORK: "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if "unshare failed" in done.stderr:
        pytest.skip(f"this machine gives no network of one's own: {done.stderr.strip()}")
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    print("\n" + "\n".join(line for line in done.stdout.splitlines() if line.startswith("| ")))
