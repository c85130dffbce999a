"""A hall from before the chain is chained when it is upgraded, and nothing of it changes."""

from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from kiosk.hall.floor_events import HelpCalled
from kiosk.operations import audit
from kiosk.storage.migrate import FOLDER
from tests.databases import go_back, open_test_store
from tests.hall.halls import NINE


def test_old_events_are_chained_at_the_upgrade(database_url: str) -> None:
    store = open_test_store(database_url)
    other = open_test_store(database_url, hall="other")
    for one in (store, other, store):
        with one.begin() as work:
            work.record(HelpCalled(1, "取号机"), NINE)
    before = audit.newest(store), audit.newest(other)
    store.close()
    other.close()

    _go_back(database_url)
    store, other = open_test_store(database_url), open_test_store(database_url, hall="other")

    assert (audit.newest(store), audit.newest(other)) == before
    assert audit.verify(store).broken is None
    store.close()
    other.close()


def _go_back(url: str) -> None:
    """Undo the upgrade, as before there was a chain."""
    go_back(url, str(ScriptDirectory(str(FOLDER)).get_revision("0017").down_revision))
    engine = create_engine(url)
    with engine.connect() as connection:
        assert "chain" not in {column["name"] for column in inspect(connection).get_columns("event")}
        assert connection.execute(text("SELECT count(*) FROM event")).scalar_one() == 3
    engine.dispose()
