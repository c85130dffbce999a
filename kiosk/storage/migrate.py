"""Bring a database's tables up to date before anybody uses them."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import URL, Connection, create_engine, text
from sqlalchemy.exc import OperationalError

from kiosk.hall.errors import HallError, TryAgain

FOLDER = Path(__file__).parent / "migrations"
ONE_AT_A_TIME = 7_231_001  # the advisory lock that processes starting at once queue for
ADD_HALL = text("INSERT INTO hall (hall_id) VALUES (:hall) ON CONFLICT DO NOTHING")


class MadeByNewer(HallError):
    """A newer version of the program has changed the tables."""

    zh = "数据是由更新的版本建立的，请用新版本打开，或恢复旧备份。"
    en = "This data was made by a newer version. Open it with that version, or restore an older backup."


def bring_up_to_date(url: URL, hall_id: str) -> None:
    """Make or change the tables, on an engine of its own, and enter the hall.

    Raises:
        MadeByNewer: the database knows a migration that this version does not.
        TryAgain: the database cannot be reached.
    """
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            if url.get_backend_name() == "postgresql":
                connection.execute(text(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})"))
            _upgrade(connection)
            connection.execute(ADD_HALL, {"hall": hall_id})
    except OperationalError as error:
        raise TryAgain from error
    finally:
        engine.dispose()


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    scripts = ScriptDirectory.from_config(config)
    known = {script.revision for script in scripts.walk_revisions()}
    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None and current not in known:
        raise MadeByNewer
    if current == scripts.get_current_head():
        return
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise MadeByNewer from error
