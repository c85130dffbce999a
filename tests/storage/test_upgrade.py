"""A new version over a full day's data: nothing of it changes, and the hall goes on."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, create_engine, select

from kiosk.operations import calling, floor, intake
from kiosk.operations.intake import Press, Visit
from kiosk.storage import migrate
from kiosk.storage.migrate import FOLDER
from kiosk.storage.sqlite import connect
from kiosk.storage.windows import WindowState
from tests.databases import PostgresServer
from tests.hall.halls import NINE
from tests.operations import deposits
from tests.operations.test_hall_model import play

Held = Mapping[str, list[dict[str, Any]]]
NUMBERS, SERVED = 25, 8


def engine(url: str) -> Engine:
    if url.startswith("sqlite"):
        return create_engine("sqlite://", creator=lambda: connect(url.removeprefix("sqlite:///")))
    return create_engine(url)


def make_older(url: str, revision: str, day: Held) -> None:
    """Make the tables of an older version and lay a day's rows into them."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    to, tables = engine(url), MetaData()
    with to.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        tables.reflect(connection)
        for name, rows in day.items():
            if rows and (table := tables.tables.get(name)) is not None:
                known = table.columns.keys()
                connection.execute(table.insert(), [{one: row[one] for one in known} for row in rows])
    to.dispose()


def before_the_newest() -> str:
    """Name the migration before the newest."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()][1]


def test_the_files_tell_the_same_order_as_the_migrations_themselves() -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    walked = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]

    assert migrate._known() == walked[::-1]
    assert migrate.head() == walked[0]


def test_a_start_loads_nothing_that_only_an_upgrade_or_a_list_needs() -> None:
    seen = "import sys, kiosk.serving; print(*{'alembic', 'fpdf', 'openpyxl'} & set(sys.modules))"

    ran = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True)

    assert ran.stdout.split() == []


def held(url: str) -> Held:
    """Read every row of every table."""
    of, tables = engine(url), MetaData()
    tables.reflect(of)
    with of.connect() as connection:
        found = {
            table.name: [dict(row._mapping) for row in connection.execute(select(table))]
            for table in tables.sorted_tables
            if table.name != "alembic_version"
        }
    of.dispose()
    return found


def as_of(before: Held, after: Held) -> Held:
    """Take of a newer version's rows what the older one had too, in one order."""
    return {
        name: sorted(
            ({one: row[one] for one in (before[name][0] if before[name] else {})} for row in rows), key=repr
        )
        for name, rows in after.items()
        if name in before
    }


@pytest.fixture
def older_url(database_url: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A second database of the same kind, with no tables."""
    if database_url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'older.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with server.database() as url:
        yield url


def test_a_full_day_of_the_version_before_is_kept_and_goes_on(database_url: str, older_url: str) -> None:
    by, money, given = a_day(database_url)
    play(database_url, rounds=1, steps=25, same=True)
    make_older(older_url, before_the_newest(), held(database_url))
    before = held(older_url)

    upgraded = deposits.open_custody(older_url)

    assert as_of(before, held(older_url)) == as_of(before, before)
    later = NINE + timedelta(hours=1)
    new = intake.take_ticket(upgraded, visit=Visit(("B01",)), press=Press("new", ""), at=later).ticket
    assert new.number == f"B{NUMBERS + 1:03d}"
    again = intake.take_ticket(upgraded, visit=Visit(("B01",)), press=Press("3", ""), at=later).ticket
    assert again.number == given[3]
    called = calling.call_next(upgraded, window=2, at=later)
    assert called
    assert called.number == given[SERVED]
    deposits.pay(upgraded, money, by)
    with upgraded.read() as reading:
        assert reading.custody.payer(money) == deposits.OLD_MAN
        log = [seq for seq, _, _ in reading.events.after(0, 100_000)]
    assert log == list(range(1, len(log) + 1))
    assert len(log) > NUMBERS + 2 * SERVED
    upgraded.close()


def a_day(url: str) -> tuple[str, str, list[str]]:
    """Serve some people, and take an old man's cash; returns the clerk, the deposit, and the numbers."""
    day = deposits.open_custody(url)
    floor.set_window(day, window=2, state=WindowState.OPEN, reason="", clerk="", at=NINE)
    given = [
        intake.take_ticket(day, visit=Visit(("B01",)), press=Press(f"{n}", ""), at=NINE).ticket.number
        for n in range(NUMBERS)
    ]
    for n in range(SERVED):
        called = calling.call_next(day, window=2, at=NINE + timedelta(minutes=n))
        assert called
        calling.finish(day, ticket=called.id, window=2, at=NINE + timedelta(minutes=n, seconds=40))
    by = deposits.clerk(day, "wang")
    money = deposits.take(day, by).id
    day.close()
    return by, money, given
