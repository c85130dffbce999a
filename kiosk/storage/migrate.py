"""Bring a database's tables up to date before anybody uses them."""

from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError

from kiosk.hall.errors import HallError
from kiosk.storage import plans, sqlite
from kiosk.storage.addresses import address
from kiosk.storage.faults import refusal

FOLDER = Path(__file__).parent / "migrations"
ONE_AT_A_TIME = 7_231_001  # the advisory lock that processes starting at once queue for
FIND_CURRENT = text("SELECT version_num FROM alembic_version")
FIND_HALL = text("SELECT hall_id FROM hall WHERE hall_id = :hall")
ADD_HALL = text("INSERT INTO hall (hall_id) VALUES (:hall) ON CONFLICT DO NOTHING")


class MadeByNewer(HallError):
    """A newer version of the program has changed the tables."""

    zh = "数据是由更新的版本建立的，请用新版本打开，或恢复旧备份。"
    en = "This data was made by a newer version. Open it with that version, or restore an older backup."


def bring_up_to_date(url: URL, hall_id: str) -> None:
    """Make or change the tables, on an engine of its own, and enter the hall.

    All of it is one transaction, on SQLite too: a start that is killed halfway leaves nothing behind.
    What is up to date is only looked at, so that a command beside a serving process keeps nobody waiting.

    Raises:
        MadeByNewer: the database knows a migration that this version does not.
        TryAgain: the database cannot be reached.
    """
    engine = _engine(url)
    try:
        with engine.connect() as connection:
            if _is_ready(connection, hall_id):
                return
        with engine.begin() as connection:
            connection.execute(text(_lock(url)))
            if not _is_ready(connection, hall_id):
                _upgrade(connection)
                if connection.dialect.name == "sqlite":
                    plans.tell_what_narrows(connection)
                connection.execute(ADD_HALL, {"hall": hall_id})
    except DBAPIError as error:
        raise refusal(error) from error
    finally:
        engine.dispose()


def head() -> str:
    """Name the newest migration that this version knows."""
    return _known()[-1]


def standing(url: str) -> str | None:
    """Tell which migration a database has; nothing while it has no tables. Nothing is changed by it.

    Raises:
        TryAgain: the database cannot be reached.
    """
    chosen = address(url)
    if chosen.get_backend_name() == "sqlite" and not Path(chosen.database or "").is_file():
        return None
    engine = _engine(chosen)
    try:
        with engine.connect() as connection:
            return _current(connection)
    except DBAPIError as error:
        raise refusal(error) from error
    finally:
        engine.dispose()


def must_be_known(migration: str) -> None:
    """Refuse what a newer version has made.

    Raises:
        MadeByNewer: this version does not know the migration.
    """
    if migration not in _known():
        raise MadeByNewer


def _known() -> list[str]:
    """Name the migrations in their order; each is the beginning of its file's name."""
    return sorted(path.name.partition("_")[0] for path in (FOLDER / "versions").glob("[0-9]*_*.py"))


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(FIND_CURRENT).scalar_one_or_none()


def _upgrade(connection: Connection) -> None:
    from alembic import command  # here: a hall whose tables are up to date need not load it
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _is_ready(connection: Connection, hall_id: str) -> bool:
    current = _current(connection)
    if current is not None:
        must_be_known(current)
    up_to_date = current == head()
    return up_to_date and connection.execute(FIND_HALL, {"hall": hall_id}).first() is not None


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        return create_engine(url)
    path = Path(url.database or "")
    path.parent.mkdir(parents=True, exist_ok=True)
    return create_engine("sqlite://", creator=lambda: sqlite.connect(str(path)))


def _lock(url: URL) -> str:
    """Return what makes processes that start at once wait for each other, before anything is changed."""
    if url.get_backend_name() == "postgresql":
        return f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})"
    return "BEGIN IMMEDIATE"
