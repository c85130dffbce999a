#!/usr/bin/python3
"""一窗的屏幕: keep one page of the hall on this PC's display.

Starts Chromium without its furniture and asks the page every few seconds, over a pipe that nobody else can
reach, whether it still runs. Each answer is told to systemd (WATCHDOG=1). When there is none, the program
ends, or systemd ends it after WatchdogSec, and starts it anew.

Settings: YICHUANG_SCREEN_URL, e.g. https://hall.example/kiosk; YICHUANG_SCREEN_FLAGS, more flags for
Chromium; YICHUANG_SCREEN_PATIENCE_S, how long a page may take to answer; STATE_DIRECTORY, where the browser
keeps that it was let in. Needs Python 3 and Chromium from Debian, nothing else.
"""

import contextlib
import fcntl
import json
import os
import select
import shlex
import signal
import socket
import sys
import time
from typing import Any

BEAT_S = 5.0
ANSWER_WITHIN_S = float(os.environ.get("YICHUANG_SCREEN_PATIENCE_S", "20"))
TO_CHROMIUM, FROM_CHROMIUM = 3, 4  # where --remote-debugging-pipe reads and writes
FLAGS = (
    "--kiosk",
    "--no-first-run",
    "--no-default-browser-check",
    "--noerrdialogs",
    "--hide-crash-restore-bubble",
    "--disable-pinch",
    "--overscroll-history-navigation=0",
    "--autoplay-policy=no-user-gesture-required",
    "--password-store=basic",
    "--disable-features=Translate",
    "--disable-dev-shm-usage",
    "--remote-debugging-pipe",
)


class Silent(Exception):
    """Chromium, or its page, gave no answer in time."""


class Browser:
    """Chromium, asked over its pipe."""

    def __init__(self, url: str, folder: str, more: list[str]) -> None:
        self._asked = 0
        self._heard = b""
        reads, self._to = _pipe()
        self._from, writes = _pipe()
        command = ["chromium", *FLAGS, f"--user-data-dir={folder}/chromium", *more, url]
        hand_over = [(os.POSIX_SPAWN_DUP2, reads, TO_CHROMIUM), (os.POSIX_SPAWN_DUP2, writes, FROM_CHROMIUM)]
        self.process = os.posix_spawnp("chromium", command, os.environ, file_actions=hand_over)
        os.close(reads)
        os.close(writes)

    def beat(self) -> None:
        """Ask the page whether it runs; one that did not load may not be asked, and counts as silent.

        Raises:
            Silent: it did not answer.
        """
        pages = [one for one in self._ask("Target.getTargets")["targetInfos"] if one["type"] == "page"]
        if not pages or pages[0]["url"].startswith("chrome-error:"):
            raise Silent("the page did not load")
        target = {"targetId": pages[0]["targetId"], "flatten": True}
        session = self._ask("Target.attachToTarget", target)["sessionId"]
        self._ask("Runtime.evaluate", {"expression": "1"}, session)
        self._ask("Target.detachFromTarget", {"sessionId": session})

    def _ask(self, method: str, said: dict[str, Any] | None = None, session: str = "") -> dict[str, Any]:
        self._asked += 1
        message = {"id": self._asked, "method": method, "params": said or {}}
        if session:
            message["sessionId"] = session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        until = time.monotonic() + ANSWER_WITHIN_S
        while True:
            answer = self._next(until)
            if answer.get("id") == self._asked:
                if "error" in answer:
                    raise Silent(answer["error"].get("message"))
                return answer.get("result", {})

    def _next(self, until: float) -> dict[str, Any]:
        while b"\0" not in self._heard:
            ready, _, _ = select.select([self._from], [], [], max(0.0, until - time.monotonic()))
            more = os.read(self._from, 65536) if ready else b""
            if not more:
                raise Silent("no answer")
            self._heard += more
        message, _, self._heard = self._heard.partition(b"\0")
        return json.loads(message)


def tell(word: str) -> None:
    """Tell systemd something, where it listens."""
    if path := os.environ.get("NOTIFY_SOCKET"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
            systemd.sendto(word.encode(), f"\0{path[1:]}" if path.startswith("@") else path)


def main() -> int:
    """Show the page until it is silent or the browser ends; systemd starts the next one."""
    folder = os.environ.get("STATE_DIRECTORY", "/var/lib/yichuang-screen")
    more = shlex.split(os.environ.get("YICHUANG_SCREEN_FLAGS", ""))
    browser = Browser(os.environ["YICHUANG_SCREEN_URL"], folder, more)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    is_ready = False
    try:
        while True:
            if os.waitpid(browser.process, os.WNOHANG)[0]:
                sys.stderr.write("Chromium ended\n")
                return 1
            browser.beat()
            tell("WATCHDOG=1" if is_ready else "READY=1")
            is_ready = True
            time.sleep(BEAT_S)
    except (Silent, OSError) as error:
        sys.stderr.write(f"the page is silent: {error}\n")
        return 1
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(browser.process, signal.SIGKILL)


def _pipe() -> tuple[int, int]:
    """Make a pipe whose ends do not lie where Chromium looks for its own."""
    ends = os.pipe()
    high = tuple(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends)
    for end in ends:
        os.close(end)
    return high[0], high[1]


if __name__ == "__main__":
    raise SystemExit(main())
