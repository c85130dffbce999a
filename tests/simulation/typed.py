"""`yichuang simulate` in a process of its own, as somebody types it."""

import os
import subprocess
import sys

from tests import nursery
from tests.servers import HallServer

LONGEST_S = 120
ENV = {name: value for name, value in os.environ.items() if not name.startswith("YICHUANG_")}


def typed(hall: HallServer, *words: str) -> list[str]:
    """Say what somebody types after `yichuang`."""
    data = [] if "--token" in words else ["--data", str(hall.data)]
    return ["simulate", "--url", hall.url, *data, *words]


def started(hall: HallServer, *words: str) -> "subprocess.Popen[str]":
    """Start a simulated day as a newcomer types it."""
    return subprocess.Popen(
        [sys.executable, "-m", "kiosk", *typed(hall, *words)],
        env=ENV,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def played(hall: HallServer, *words: str) -> tuple[int, str, str]:
    """Play a day to its end; returns the exit status and what was printed."""
    run = nursery.run(typed(hall, *words), ENV, timeout=LONGEST_S)
    return run.returncode, run.stdout, run.stderr
