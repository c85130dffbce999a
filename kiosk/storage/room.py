"""One room of the store: its tables, on one connection, for one hall."""

from typing import Any

from sqlalchemy import Connection, Executable, Row, text

COUNT_UP = text(
    "INSERT INTO counter (hall_id, name, value) VALUES (:hall, :name, 1) "
    "ON CONFLICT (hall_id, name) DO UPDATE SET value = counter.value + 1 RETURNING value"
)


class Room:
    """What every room has: a connection and a hall."""

    def __init__(self, connection: Connection, hall: str) -> None:
        self._connection = connection
        self._hall = hall

    def _one(self, statement: Executable, **values: Any) -> Row[Any] | None:
        return self._connection.execute(statement, {"hall": self._hall, **values}).first()

    def _all(self, statement: Executable, **values: Any) -> list[Row[Any]]:
        return list(self._connection.execute(statement, {"hall": self._hall, **values}))

    def _change(self, statement: Executable, **values: Any) -> int:
        return self._connection.execute(statement, {"hall": self._hall, **values}).rowcount

    def _count_up(self, name: str) -> int:
        """Give the next number of a row of numbers; a gap is impossible, since it commits with its act."""
        return int(self._connection.execute(COUNT_UP, {"hall": self._hall, "name": name}).scalar_one())
