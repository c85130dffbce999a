"""Statements, compiled once and run on the driver's own cursor.

SQLAlchemy writes the SQL for both databases. Running a statement through its engine costs twelve times
what the driver needs, and an act runs a dozen, so the compiled text goes to the driver directly.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import URL, Boolean, Dialect, Executable, Select
from sqlalchemy.sql.compiler import SQLCompiler

from kiosk.storage.columns import Day, Json, Moment
from kiosk.storage.faults import refusal

OURS = (Moment, Day, Json)
Row = Any  # a named tuple of the statement's columns
Turn = Callable[[Any], Any]


class Prepared:
    """One statement in the words of one database."""

    def __init__(self, statement: Executable, dialect: Dialect) -> None:
        compiled: SQLCompiler = statement.compile(dialect=dialect)  # type: ignore[attr-defined]
        self.sql = str(compiled)
        self.fixed = dict(compiled.params)
        self.writes: dict[str, Turn] = {
            name: _writer(bind.type)
            for bind, name in compiled.bind_names.items()
            if isinstance(bind.type, OURS)
        }
        columns = list(statement.selected_columns) if isinstance(statement, Select) else []
        self.reads = [(n, read) for n, column in enumerate(columns) if (read := _reader(column.type))]
        self.make = _maker([str(column.key) for column in columns])

    def values(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Put the values in the form the database stores."""
        values = {**self.fixed, **given}
        for name, write in self.writes.items():
            if (value := values[name]) is not None:
                values[name] = write(value)
        return values

    def rows(self, found: list[tuple[Any, ...]]) -> list[Row]:
        """Put stored rows in the form the rooms use."""
        return [self.make(self._read(row)) for row in found] if self.reads else [*map(self.make, found)]

    def _read(self, row: tuple[Any, ...]) -> list[Any]:
        values = list(row)
        for n, read in self.reads:
            if values[n] is not None:
                values[n] = read(values[n])
        return values


def _maker(names: list[str]) -> Turn:
    if not names:
        return tuple
    make: Turn = namedtuple("Row", names)._make  # type: ignore[attr-defined]  # the names come with the statement
    return make


def _writer(of: Any) -> Turn:
    return lambda value: of.process_bind_param(value, None)


def _reader(of: Any) -> Turn | None:
    if isinstance(of, Boolean):
        return bool
    return (lambda value: of.process_result_value(value, None)) if isinstance(of, OURS) else None


@lru_cache(maxsize=1024)
def _prepared(statement: Executable, database: str) -> Prepared:
    return Prepared(statement, dialect(database))


@cache
def dialect(database: str) -> Dialect:
    """Return how a database is spoken to; the other one's words are not loaded."""
    chosen = URL.create({"postgresql": "postgresql+psycopg"}.get(database, database)).get_dialect()
    return chosen(paramstyle="named") if database == "sqlite" else chosen()  # type: ignore[call-arg]


class Runner:
    """One connection of a driver, in the middle of one act or one look.

    `seen` is what is noted of the connection as long as it lives; without one it is forgotten with this act.
    """

    def __init__(
        self, raw: Any, database: str, trouble: type[Exception], seen: dict[str, int] | None = None
    ) -> None:
        self._raw = raw
        self.seen = {} if seen is None else seen
        self._trouble = (trouble, UnicodeEncodeError, OverflowError)
        self._database = database
        self._failed = False

    def rows(self, statement: Executable, values: Mapping[str, Any]) -> list[Row]:
        """Run a statement and return all it gives."""
        prepared, cursor = self._run(statement, values)
        return prepared.rows(cursor.fetchall())

    def change(self, statement: Executable, values: Mapping[str, Any]) -> int:
        """Run a statement and return how many rows it changed."""
        return int(self._run(statement, values)[1].rowcount)

    def plain(self, sql: str, values: tuple[Any, ...]) -> None:
        """Run a statement that only one database knows."""
        self._raw.execute(sql, values)

    def _run(self, statement: Executable, values: Mapping[str, Any]) -> tuple[Prepared, Any]:
        prepared = _prepared(statement, self._database)
        if self._failed:
            raise RuntimeError("this act has failed already and is being taken back")
        try:
            return prepared, self._raw.execute(prepared.sql, prepared.values(values))
        except self._trouble as error:
            # What SQLite has rolled back by itself must not go on, statement by statement.
            self._failed = True
            raise refusal(error) from error
