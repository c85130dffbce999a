"""Halls in processes of their own that start at once: children of one process that has imported the program.

Each is what `python -m kiosk serve` is once it has read its own source; a test has a hundred of them.
"""

import atexit
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NoReturn

import gevent
from gevent import monkey

_at_the_nurse = threading.Lock()  # halls of several processes start them at once
_anew: list["subprocess.Popen[bytes]"] = []  # kept, so that each is buried when the next is begun


class Child:
    """A process that somebody else is the parent of; it is seen ending, and never taken for another."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        try:
            self._handle = os.pidfd_open(pid)
        except ProcessLookupError:  # it has ended already
            self._handle = -1

    def poll(self) -> bool | None:
        """Tell whether it has ended: True, or nothing while it runs."""
        return self._ended(0)

    def wait(self, timeout: float | None = None) -> None:
        """Wait until it has ended.

        Raises:
            TimeoutExpired: it has not after so many seconds.
        """
        if not self._ended(timeout):
            raise subprocess.TimeoutExpired(f"process {self.pid}", timeout or 0)

    def send_signal(self, how: signal.Signals) -> None:
        """Send it a signal; one that has ended hears nothing."""
        if not self.poll():
            signal.pidfd_send_signal(self._handle, how)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def _ended(self, timeout: float | None) -> bool | None:
        if self._handle >= 0 and self._is_over(timeout):
            os.close(self._handle)
            self._handle = -1
        return True if self._handle < 0 else None

    def _is_over(self, timeout: float | None) -> bool:
        poll = select.poll()  # `select` knows no more than 1,024 open files
        poll.register(self._handle, select.POLLIN)
        return bool(poll.poll(None if timeout is None else timeout * 1000))


def start(
    arguments: Sequence[str], env: Mapping[str, str], log: Path, *, errors: Path | None = None, code: str = ""
) -> Child:
    """Run `python -m kiosk` with these arguments; it says all into the log, and how it ended in `code`.

    What is to be preloaded comes only into a process that is begun anew: such a one has no nurse.
    """
    if "LD_PRELOAD" in env:
        return _begun_anew(arguments, env, log)
    nurse = _nurse()
    assert nurse.stdin
    assert nurse.stdout
    order = {
        "arguments": list(arguments),
        "env": dict(env),
        "log": str(log),
        "errors": str(errors or log),
        "code": code,
        "folder": str(Path.cwd()),
    }
    with _at_the_nurse:
        nurse.stdin.write(json.dumps(order) + "\n")
        nurse.stdin.flush()
        return Child(int(nurse.stdout.readline()))


def run(
    arguments: Sequence[str], env: Mapping[str, str] | None = None, *, timeout: float = 120
) -> "subprocess.CompletedProcess[str]":
    """Run a command of `yichuang` to its end, and return what it said and how it ended."""
    with tempfile.TemporaryDirectory() as folder:
        said, complained, code = (Path(folder) / name for name in ("said", "complained", "code"))
        child = start(arguments, env or os.environ, said, errors=complained, code=str(code))
        child.wait(timeout)
        texts = [path.read_text("utf-8") for path in (said, complained)]
        return subprocess.CompletedProcess(["yichuang", *arguments], int(code.read_text("ascii")), *texts)


def _begun_anew(arguments: Sequence[str], env: Mapping[str, str], log: Path) -> Child:
    with log.open("ab") as said:
        command = [sys.executable, "-m", "kiosk", *arguments]
        process = subprocess.Popen(command, env=dict(env), stdout=said, stderr=said)
    _anew.append(process)
    return Child(process.pid)


@cache
def _nurse() -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.nursery"]
    nurse = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    atexit.register(nurse.kill)
    return nurse


def _be_a_nurse() -> None:
    """Import everything once, then bear a child for each line."""
    from kiosk import serving  # noqa: F401  what `serve` imports
    from kiosk.cli import main

    fork = monkey.get_original("os", "fork")  # gevent's own would watch the child
    while line := sys.stdin.readline():
        order = json.loads(line)
        if pid := fork():
            print(pid, flush=True)
            _bury()
            continue
        gevent.reinit()
        os.setsid()
        os.chdir(order["folder"])
        nothing = os.open(os.devnull, os.O_RDONLY)
        for number, name in ((1, "log"), (2, "errors")):
            os.dup2(os.open(order[name], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644), number)
        os.dup2(nothing, 0)
        os.environ.clear()
        os.environ.update(order["env"])
        sys.argv = ["kiosk", *order["arguments"]]
        _end(main, order["code"])


def _bury() -> None:
    """Let go of the children that have ended; whoever ordered them has seen it by himself."""
    wait = monkey.get_original("os", "waitpid")
    with suppress(ChildProcessError):
        while wait(-1, os.WNOHANG)[0]:
            pass


def _end(run: Callable[[], int], told: str) -> NoReturn:
    """Run to the end and go without the nurse's own farewells."""
    code = 1
    try:
        code = run()
    except SystemExit as wish:
        code = wish.code if isinstance(wish.code, int) else 1
    except BaseException:  # noqa: BLE001  whatever it was, the log tells it
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        if told:
            Path(told).write_text(str(code), "ascii")
        os._exit(code)


if __name__ == "__main__":
    monkey.patch_all()
    _be_a_nurse()
