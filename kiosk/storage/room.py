"""One room of the store: its tables, on one connection, for one hall."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Executable, text

from kiosk.storage.runner import Row, Runner

SKIPPED = "skipped today"  # the counter that says how far a row of numbers begins after a restored backup
COUNT_UP = text(
    "INSERT INTO counter (hall_id, name, value) VALUES (:hall, :name, 1) "
    "ON CONFLICT (hall_id, name) DO UPDATE SET value = counter.value + 1 RETURNING value"
)
COUNT_UP_OF_DAY = text(
    "INSERT INTO counter (hall_id, name, value) VALUES (:hall, :name, 1 + COALESCE("
    "(SELECT value FROM counter WHERE hall_id = CAST(:hall AS VARCHAR(64)) AND name = 'skipped today'), 0)) "
    "ON CONFLICT (hall_id, name) DO UPDATE SET value = counter.value + 1 RETURNING value"
)
COUNT_TO = text("UPDATE counter SET value = :value WHERE hall_id = :hall AND name = :name RETURNING value")


class Room:
    """What every room has: a connection and a hall."""

    def __init__(self, runner: Runner, hall: str) -> None:
        self._runner = runner
        self._hall = hall

    def _one(self, statement: Executable, **values: Any) -> Row | None:
        rows = self._runner.rows(statement, {"hall": self._hall, **values})
        return rows[0] if rows else None

    def _all(self, statement: Executable, **values: Any) -> list[Row]:
        return self._runner.rows(statement, {"hall": self._hall, **values})

    def _change(self, statement: Executable, **values: Any) -> int:
        return self._runner.change(statement, {"hall": self._hall, **values})

    def _add(self, statement: Executable, row: Mapping[str, Any]) -> None:
        self._runner.change(statement, {"hall_id": self._hall, **row})

    def _count_up(self, name: str) -> int:
        """Give the next number of a row of numbers; a gap is impossible, since it commits with its act.

        The name of a row that begins anew each day ends in the day.
        """
        return int(self._all(COUNT_UP_OF_DAY if name[-1].isdigit() else COUNT_UP, name=name)[0][0])

    def _count_to(self, name: str, value: int) -> int:
        """Go on in a row of numbers from a later one."""
        return int(self._all(COUNT_TO, name=name, value=value)[0][0])
