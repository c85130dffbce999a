"""`yichuang simulate` in a process of its own, as somebody types it."""

import os
import subprocess
import sys

from tests.servers import HallServer

LONGEST_S = 120


def started(hall: HallServer, *words: str) -> "subprocess.Popen[str]":
    """Start a simulated day as a newcomer types it."""
    data = [] if "--token" in words else ["--data", str(hall.data)]
    return subprocess.Popen(
        [sys.executable, "-m", "kiosk", "simulate", "--url", hall.url, *data, *words],
        env={name: value for name, value in os.environ.items() if not name.startswith("YICHUANG_")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def played(hall: HallServer, *words: str) -> tuple[int, str, str]:
    """Play a day to its end; returns the exit status and what was printed."""
    run = started(hall, *words)
    out, err = run.communicate(timeout=LONGEST_S)
    return run.returncode, out, err
