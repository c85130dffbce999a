"""The agent's own journal: what was about to be sent, written down before the first byte leaves.

After a crash this tells which papers may be half out: they are `unknown`, and never sent again in silence.
What the hall has not heard yet is kept until it has.
"""

import sqlite3
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

KEPT = timedelta(days=7)  # a hall does not offer a paper of last week again
SCHEMA = """
CREATE TABLE IF NOT EXISTS sent_copy (
    job TEXT NOT NULL, copy INTEGER NOT NULL, lease INTEGER NOT NULL, state TEXT NOT NULL,
    detail TEXT NOT NULL, told INTEGER NOT NULL, at TEXT NOT NULL, PRIMARY KEY (job, copy)
);
CREATE TABLE IF NOT EXISTS counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS ability (printer TEXT PRIMARY KEY, confirms TEXT NOT NULL);
"""
COUNT_UP = """
INSERT INTO counter (name, value) VALUES (?, 1)
ON CONFLICT (name) DO UPDATE SET value = value % 9999 + 1 RETURNING value
"""
SET = """
INSERT INTO sent_copy (job, copy, lease, state, detail, told, at) VALUES (?, ?, ?, ?, ?, 0, datetime('now'))
ON CONFLICT (job, copy) DO UPDATE SET
    lease = excluded.lease, state = excluded.state, detail = excluded.detail, told = 0, at = excluded.at
"""
UNTOLD = "SELECT job, copy, lease, state, detail FROM sent_copy WHERE told = 0 AND state != 'sending'"
INTERRUPTED = "打印时中断 / interrupted while printing"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one copy of one job, under the lease by which the agent had it."""

    job: str
    copy: int
    lease: int
    state: str
    detail: str = ""


class Journal:
    """One file per agent; each write is on the disk when the call returns."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._file = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._file.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;" + SCHEMA)
        before = (datetime.now().astimezone() - KEPT).strftime("%Y-%m-%d %H:%M:%S")
        self._run("DELETE FROM sent_copy WHERE told = 1 AND at < ?", before)

    def begin(self, job: str, copy: int, lease: int) -> None:
        """Write down that the first byte of a copy is about to leave."""
        self._run(SET, job, copy, lease, "sending", "")

    def end(self, outcome: Outcome) -> None:
        """Write down what became of it; the hall has not heard it yet."""
        self._run(SET, outcome.job, outcome.copy, outcome.lease, outcome.state, outcome.detail)

    def told(self, job: str, copy: int) -> None:
        """Write down that the hall knows what became of a copy."""
        self._run("UPDATE sent_copy SET told = 1 WHERE job = ? AND copy = ?", job, copy)

    def untold(self, job: str = "") -> list[Outcome]:
        """List what the hall has not heard, of one job or of all."""
        rows = self._run(f"{UNTOLD} AND job = ?", job) if job else self._run(UNTOLD)
        return [Outcome(*row) for row in rows]

    def state_of(self, job: str, copy: int) -> Outcome | None:
        """Return what is written of a copy, or nothing when it never began."""
        columns = "SELECT job, copy, lease, state, detail FROM sent_copy"
        rows = self._run(f"{columns} WHERE job = ? AND copy = ?", job, copy)
        return Outcome(*rows[0]) if rows else None

    def interrupted(self) -> None:
        """Mark the copies that a crash interrupted: nobody knows whether they are out."""
        change = "UPDATE sent_copy SET state = 'unknown', detail = ?, told = 0 WHERE state = 'sending'"
        self._run(change, INTERRUPTED)

    def next_mark(self, printer: str) -> str:
        """Return the next mark, 0001 to 9999, by which a printer confirms a paper."""
        return f"{self._run(COUNT_UP, printer)[0][0]:04d}"

    def ability(self, printer: str) -> str:
        """Return how a printer is known to confirm papers; nothing when it never answered."""
        rows = self._run("SELECT confirms FROM ability WHERE printer = ?", printer)
        return str(rows[0][0]) if rows else ""

    def learn(self, printer: str, confirms: str) -> None:
        """Keep how a printer confirms papers, and that it answers at all."""
        change = "INSERT INTO ability VALUES (?, ?) ON CONFLICT (printer) DO UPDATE SET confirms = ?"
        self._run(change, printer, confirms, confirms)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _run(self, statement: str, *values: object) -> list[tuple]:  # type: ignore[type-arg]
        with self._lock:
            return self._file.execute(statement, values).fetchall()
