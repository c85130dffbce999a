"""The agent's own journal: what was about to be sent, written down before the first byte leaves.

After a crash this tells which papers may be half out: they are `unknown`, and never sent again in silence.
"""

import sqlite3
import threading
from pathlib import Path

SCHEMA = """
CREATE TABLE IF NOT EXISTS copy (
    job TEXT NOT NULL, copy INTEGER NOT NULL, state TEXT NOT NULL, PRIMARY KEY (job, copy)
);
CREATE TABLE IF NOT EXISTS counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
"""
COUNT_UP = """
INSERT INTO counter (name, value) VALUES (?, 1)
ON CONFLICT (name) DO UPDATE SET value = value % 9999 + 1 RETURNING value
"""


class Journal:
    """One file per agent; each write is on the disk when the call returns."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._file = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._file.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;" + SCHEMA)

    def begin(self, job: str, copy: int) -> None:
        """Write down that the first byte of a copy is about to leave."""
        self._set(job, copy, "sending")

    def end(self, job: str, copy: int, state: str) -> None:
        """Write down what became of it."""
        self._set(job, copy, state)

    def state_of(self, job: str, copy: int) -> str:
        """Return what is written of a copy; nothing when it never began."""
        with self._lock:
            row = self._file.execute(
                "SELECT state FROM copy WHERE job = ? AND copy = ?", (job, copy)
            ).fetchone()
        return str(row[0]) if row else ""

    def interrupted(self) -> list[tuple[str, int]]:
        """List the copies that a crash interrupted, and mark them unknown."""
        with self._lock:
            rows = self._file.execute("SELECT job, copy FROM copy WHERE state = 'sending'").fetchall()
            self._file.execute("UPDATE copy SET state = 'unknown' WHERE state = 'sending'")
        return [(str(job), int(copy)) for job, copy in rows]

    def next_mark(self, printer: str) -> int:
        """Return the next mark, 1 to 9999, by which a printer confirms a paper."""
        with self._lock:
            return int(self._file.execute(COUNT_UP, (printer,)).fetchone()[0])

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _set(self, job: str, copy: int, state: str) -> None:
        with self._lock:
            self._file.execute(
                "INSERT INTO copy (job, copy, state) VALUES (?, ?, ?) "
                "ON CONFLICT (job, copy) DO UPDATE SET state = excluded.state",
                (job, copy, state),
            )
