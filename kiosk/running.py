"""在运行: which process serves a data folder; what one that was killed has left behind names nobody."""

import os
from pathlib import Path

NOTE = "serve.pid"
BEGAN = 19  # among the fields of /proc/PID/stat that follow the program's name


def note(data: Path) -> None:
    """Leave word that this process serves a folder."""
    (data / NOTE).write_text(f"{os.getpid()}\n{_began(os.getpid())}\n", "ascii")


def leave(data: Path) -> None:
    """Take back the word: nobody serves it any more."""
    (data / NOTE).unlink(missing_ok=True)


def process(data: Path) -> int | None:
    """Tell which process serves a folder; none where it has ended, whoever has its number by now."""
    try:
        number, began = (data / NOTE).read_text("ascii").split()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    return int(number) if _began(int(number)) == began else None


def _began(number: int) -> str:
    """Tell when a process began, in the machine's own ticks; it keeps that when it becomes a new program."""
    try:
        facts = Path(f"/proc/{number}/stat").read_text("ascii", "replace")
    except OSError:
        return ""
    return facts.rpartition(")")[2].split()[BEGAN]
