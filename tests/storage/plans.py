"""How a database means to run one of our own statements, prepared as the store prepares it."""

from sqlalchemy import Engine, text
from sqlalchemy.sql.base import Executable

from kiosk.storage.runner import Prepared, dialect


def counted(engine: Engine) -> None:
    """Let PostgreSQL count its rows, as it does by itself; nobody counts for SQLite."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE"))


def plan(engine: Engine, statement: Executable, **values: object) -> str:
    """Explain a statement of the hall `test`."""
    kind = engine.dialect.name
    prepared = Prepared(statement, dialect(kind))
    explain = "EXPLAIN " if kind == "postgresql" else "EXPLAIN QUERY PLAN "
    with engine.connect() as connection:
        raw = connection.connection.cursor()
        raw.execute(explain + prepared.sql, prepared.values({"hall": "test", **values}))
        return "\n".join(str(row) for row in raw.fetchall())
