"""备份: a whole database copied while it is in use, and put back; the store's rooms are not needed for it."""

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL

from kiosk.hall.errors import HallError
from kiosk.storage import copying_postgres, sqlite
from kiosk.storage.addresses import address
from kiosk.storage.copying_postgres import HALLS, HEADS, KEYS, MIGRATION, TABLES


class NothingToBackUp(HallError):
    """The database holds no hall of this name."""

    zh = "{0} 里没有大厅“{1}”的数据，无可备份。请核对 YICHUANG_DATA、YICHUANG_DATABASE_URL 和 --hall。"
    en = "{0} holds no data of hall {1!r}. Check YICHUANG_DATA, YICHUANG_DATABASE_URL and --hall."


class BrokenCopy(HallError):
    """A copied database is damaged."""

    zh = "数据库的副本是坏的：{0}。请查磁盘，再备份一次。"
    en = "The copy of the database is damaged: {0}. Check the disk and make another backup."


@dataclass(frozen=True, slots=True)
class Held:
    """What a database holds, read together with its copy."""

    migration: str
    halls: tuple[str, ...]
    head: int
    fingerprint: str
    rows: int


def kind(url: str) -> str:
    """Name the database: "sqlite" or "postgresql"."""
    return address(url).get_backend_name()


def copy_out(url: str, to: Path, *, hall: str) -> Held:
    """Copy a database into a file while others use it, look the copy over, and say what it holds.

    Raises:
        NothingToBackUp: it holds nothing of this hall.
        BrokenCopy: the copy cannot be read.
        OSError: there is no room for the copy.
        ToolMissing, ToolFailed: PostgreSQL's own program is not there, or refuses.
    """
    chosen = address(url)
    if chosen.get_backend_name() == "postgresql":
        found = copying_postgres.dump(chosen, to, hall=hall)
        if found is None:
            raise NothingToBackUp(chosen.render_as_string(), hall)
        return Held(*found)
    path = Path(chosen.database or "")
    if not path.is_file():
        raise NothingToBackUp(str(path), hall)
    try:
        with (
            closing(sqlite.connect(str(path), query_only=True)) as source,
            closing(sqlite3.connect(to)) as copy,
        ):
            source.backup(copy)  # in one step: it reads one moment, and a writer does not make it begin again
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
    except sqlite3.OperationalError as error:
        raise OSError(f"{error} ({to.parent})") from error
    held = look(to, hall=hall)
    if hall not in held.halls:
        raise NothingToBackUp(str(path), hall)
    return held


def look(path: Path, *, hall: str) -> Held:
    """Look over a copied SQLite file.

    Raises:
        BrokenCopy: it is damaged.
    """
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as copy:
            said = str(copy.execute("PRAGMA integrity_check").fetchone()[0])
            if said != "ok":
                raise BrokenCopy(said[:200])
            tables = [str(name) for (name,) in copy.execute(TABLES["sqlite"])]
            return Held(
                migration=str(copy.execute(MIGRATION).fetchone()[0]),
                halls=tuple(str(one) for (one,) in copy.execute(HALLS)),
                head=_first(copy.execute(HEADS.format("?"), (hall,)).fetchone(), 0),
                fingerprint=str(_first(copy.execute(KEYS.format("?"), (hall,)).fetchone(), "")),
                rows=sum(copy.execute(f'SELECT count(*) FROM "{one}"').fetchone()[0] for one in tables),  # noqa: S608
            )
    except (sqlite3.Error, TypeError) as error:
        raise BrokenCopy(str(error)) from error


def wrong_in(path: Path) -> str:
    """Say what is damaged in a SQLite file that others may be using; nothing when it is whole.

    Raises:
        OSError: it cannot be read now, which says nothing of what is in it.
    """
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as file:
            said = str(file.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.OperationalError as error:  # the disk is full or cut off, or this account may not
        raise OSError(str(error)) from error
    except sqlite3.Error as error:
        return str(error)
    return "" if said == "ok" else said[:200]


def must_take_acts(path: Path) -> None:
    """See whether a SQLite file that others may be using can be written; nothing is.

    Raises:
        OSError: the account may not, or another program keeps it shut.
    """
    try:
        with closing(sqlite3.connect(path, isolation_level=None, timeout=sqlite.BUSY_S)) as file:
            file.execute("BEGIN IMMEDIATE")
            (now,) = file.execute("PRAGMA user_version").fetchone()
            file.execute(f"PRAGMA user_version = {now + 1}")  # a file opened for reading lets one begin
            file.execute("ROLLBACK")
    except sqlite3.Error as error:
        raise OSError(str(error)) from error


def settle(path: Path) -> None:
    """Fold a SQLite file that nobody has open into one file, all of it on the disk.

    Raises:
        BrokenCopy: it is damaged, or somebody has it open.
    """
    try:
        with closing(sqlite3.connect(path, timeout=1)) as file:
            file.execute("PRAGMA journal_mode=DELETE")
        with path.open("rb") as written:
            os.fsync(written.fileno())
    except sqlite3.Error as error:
        raise BrokenCopy(str(error)) from error


def copy_in(copy: Path, url: str) -> None:
    """Put a copied PostgreSQL database into an empty one.

    Raises:
        NotEmpty: something is in it.
        ToolMissing, ToolFailed: PostgreSQL's own program is not there, or refuses.
    """
    copying_postgres.restore(copy, address(url))


def file_of(url: str) -> Path:
    """Return the file of a SQLite database."""
    chosen: URL = address(url)
    return Path(chosen.database or "")


def _first(row: tuple[object, ...] | None, nothing: object) -> "int":
    return row[0] if row else nothing  # type: ignore[return-value]
