"""Two halls in one database: when it comes back from a backup, neither gives a number out again."""

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.app import build
from kiosk.hall.floor_events import DataRestored
from tests.backup.halls import KeptHall, kept_hall
from tests.databases import PostgresServer
from tests.hall.halls import NINE

LATER = NINE + timedelta(hours=2)
pytestmark = pytest.mark.postgres


def named(folder: Path, name: str, url: str) -> KeptHall:
    """Make a hall of that name in a database."""
    hall = kept_hall(folder / name, url=url)
    file = hall.settings.hall / "hall.toml"
    file.write_text(file.read_text("utf-8").replace('id = "sample"', f'id = "{name}"', 1), "utf-8")
    return hall


def test_the_hall_that_made_no_backup_goes_on_from_it_when_it_is_served_again(
    tmp_path: Path, postgres_server: PostgresServer
) -> None:
    with postgres_server.database() as old, postgres_server.database() as new:
        north, south = (named(tmp_path / "old", name, old) for name in ("north", "south"))
        for hall in (north, south):
            hall.take(NINE, times=3)
        made = north.back_up(tmp_path / "b.tar.gz", NINE).path
        lost = south.take(LATER - timedelta(minutes=1), times=40)
        north, south = (named(tmp_path / "new", name, new) for name in ("north", "south"))

        north.restore(made, LATER)

        for _ in range(2):  # its first start goes on from the copy, its second has nothing to do
            build(south.settings, clock=lambda: LATER).store.close()
        given = south.take(LATER, times=3)
        assert not set(given) & set(lost)
        store = south.open()
        with store.read() as reading:
            kinds = [type(event) for _, _, event in reading.events.after(0)]
        store.close()
        assert kinds.count(DataRestored) == 1
