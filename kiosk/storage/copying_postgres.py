"""PostgreSQL is copied by its own programs, which know everything that its tables can hold."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL

from kiosk.hall.errors import HallError

if TYPE_CHECKING:
    import psycopg

TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
}
MIGRATION = "SELECT version_num FROM alembic_version"
HALLS = "SELECT hall_id FROM hall ORDER BY hall_id"
HEADS = "SELECT value FROM counter WHERE name = 'events' AND hall_id = {}"
KEYS = "SELECT value FROM setting WHERE name = 'key' AND hall_id = {}"


class ToolMissing(HallError):
    """A program of PostgreSQL is not installed."""

    zh = "没有 {0}。请以 root 运行：apt-get install postgresql-client，版本不低于数据库服务器。"
    en = "{0} is missing. As root: apt-get install postgresql-client, not older than the database server."


class ToolFailed(HallError):
    """A program of PostgreSQL refuses."""

    zh = "{0} 没有做成：{1}"
    en = "{0} did not succeed: {1}"


class NotEmpty(HallError):
    """Something is in the database already."""

    zh = (
        "数据库 {0} 不是空的，没有改动。请新建一个空库（createdb），恢复到那里，"
        "再改 YICHUANG_DATABASE_URL；旧库留着。"
    )
    en = (
        "The database {0} is not empty and was not touched. Make an empty one (createdb), restore into it, "
        "then change YICHUANG_DATABASE_URL; the old one stays."
    )


def dump(url: URL, to: Path, *, hall: str) -> tuple[str, tuple[str, ...], int, str, int] | None:
    """Dump one moment of a database and say what it held then; nothing when it holds no such hall.

    Raises:
        ToolMissing, ToolFailed: `pg_dump` is not there or refuses, or the database is not reached.
    """
    import psycopg  # here: a hall on SQLite need not load it

    try:
        return _dumped(url, to, hall)
    except psycopg.Error as error:
        raise ToolFailed("PostgreSQL", str(error).strip()) from error


def _dumped(url: URL, to: Path, hall: str) -> tuple[str, tuple[str, ...], int, str, int] | None:
    import psycopg

    with psycopg.connect(_plain(url), connect_timeout=10) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        tables = [str(row[0]) for row in connection.execute(TABLES["postgresql"].encode())]
        if not {"hall", "alembic_version"} <= set(tables):
            return None
        halls = tuple(str(row[0]) for row in connection.execute(HALLS.encode()))
        if hall not in halls:
            return None
        snapshot = str(_value(connection, "SELECT pg_export_snapshot()"))
        found = (
            str(_value(connection, MIGRATION)),
            halls,
            int(_value(connection, HEADS.format("%s"), hall) or 0),
            str(_value(connection, KEYS.format("%s"), hall) or ""),
            sum(int(_value(connection, f'SELECT count(*) FROM "{one}"')) for one in tables),  # noqa: S608
        )
        _run("pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={to}", url=url)
    _run("pg_restore", "--list", str(to))
    return found


def restore(dump: Path, url: URL) -> None:
    """Put a dump into an empty database, whole or not at all.

    Raises:
        NotEmpty: something is in it.
        ToolMissing, ToolFailed: `pg_restore` is not there, or refuses.
    """
    import psycopg  # here too

    try:
        with psycopg.connect(_plain(url), connect_timeout=10) as connection:
            tables = [row[0] for row in connection.execute(TABLES["postgresql"].encode())]
    except psycopg.Error as error:
        raise ToolFailed("PostgreSQL", str(error).strip()) from error
    if tables:
        raise NotEmpty(url.database or "")
    _run("pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", str(dump), url=url)


def _value(connection: "psycopg.Connection[Any]", sql: str, *values: str) -> Any:
    row = connection.execute(sql.encode(), values).fetchone()
    return row[0] if row else None


def _run(tool: str, *arguments: str, url: URL | None = None) -> None:
    """Run a program; the password goes by its environment, which no other account can read."""
    program = shutil.which(tool)
    if program is None:
        raise ToolMissing(tool)
    environment, where = dict(os.environ), []
    if url is not None:
        environment["PGPASSWORD"] = url.password or environment.get("PGPASSWORD", "")
        where = [f"--dbname={_plain(url.set(password=None))}"]
    done = subprocess.run(  # noqa: S603  PostgreSQL's own program
        [program, *where, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise ToolFailed(tool, done.stderr.strip()[-500:])


def _plain(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)
