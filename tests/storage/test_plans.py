"""However old a hall is, no statement of ours walks through a table, save those of which we know."""

import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from sqlalchemy import Engine, Executable, create_engine
from sqlalchemy.exc import CompileError

import kiosk.storage
from kiosk.storage import tickets
from kiosk.storage.runner import Prepared, dialect
from tests.databases import go_back, open_test_store, with_tables
from tests.storage.plans import counted, plan

SMALL = "a hall has few of them"
NEWEST = "the newest are read in their order, and no more than are asked for"
OF_VILLAGES = "a hall manages some thousands of retirees"
SUMS = "the whole book is added up: some ten lines a day, a millisecond for each year"
KEPT_BRIEFLY = "what is older than a month is deleted"
AT_RESTORING = "numbers skip ahead once, when a backup is restored"
WALKS = {
    **dict.fromkeys(("accounts.EVERY", "accounts.TOKENS", "entries.FORGET_SESSIONS"), SMALL),
    **dict.fromkeys(
        ("escalations.NEWEST", "escalations.LATEST", "escalations.COUNTED", "floor.ALL", "floor.OPEN_CALLS"),
        SMALL,
    ),
    **dict.fromkeys(("inspections.NEWEST", "loudspeakers.ALL", "printers.ALL", "settings.ALL"), SMALL),
    **dict.fromkeys(("villages.ALL", "villages.OF_ASSISTANT", "windows.ALL"), SMALL),
    **dict.fromkeys(("calls.LATEST", "inspections.LATEST"), NEWEST),
    **dict.fromkeys(("custody.GIVEN", "custody.GOT", "custody.GIVEN_BY", "custody.GOT_BY"), SUMS),
    "retirees.COUNTS": OF_VILLAGES,
    **dict.fromkeys(("messages.COUNTS", "messages.LATEST", "messages.FAULTY"), KEPT_BRIEFLY),
    **dict.fromkeys(("numbers.ALL", "numbers.EVENTS", "numbers.TICKETS"), AT_RESTORING),
}
GROW_WITH_THE_YEARS = {"ix_event_calls", "ix_retiree_due", "ix_deposit_known", "ix_case_known_and_over"}
OF_NO_HALL = {"hall", "alembic_version", "sqlite_schema", "pragma_index_list", "pragma_index_info"}


@pytest.fixture
def old_hall(tmp_path: Path) -> Iterator[Engine]:
    """Tables as a start has made them; what SQLite chooses does not depend on what is in them."""
    engine = create_engine(f"sqlite:///{with_tables(tmp_path) / 'hall.db'}")
    yield engine
    engine.dispose()


def statements() -> Iterator[tuple[str, str]]:
    """Name every statement of every room, and write it as SQLite gets it."""
    for found in pkgutil.iter_modules(kiosk.storage.__path__):
        for name, thing in vars(importlib.import_module(f"kiosk.storage.{found.name}")).items():
            every = thing.items() if isinstance(thing, Mapping) else [("", thing)]
            for key, one in every:
                if isinstance(one, Executable):
                    try:
                        sql = Prepared(one, dialect("sqlite")).sql
                    except CompileError:
                        continue  # a part of statements, none by itself
                    if sql.startswith(("SELECT", "INSERT", "UPDATE", "DELETE")):
                        yield f"{found.name}.{name}" + (f"[{key}]" if key else ""), sql


def walks(engine: Engine, sql: str) -> Iterator[str]:
    """Say through which tables, or whole indexes, a statement goes from one end to the other."""
    with engine.connect() as connection:
        raw = connection.connection.cursor()
        parts = raw.execute("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql LIKE '% WHERE %'")
        partial = {name for (name,) in parts.fetchall()} - GROW_WITH_THE_YEARS
        nothing = dict.fromkeys(re.findall(r":(\w+)", sql))
        for *_, step in raw.execute(f"EXPLAIN QUERY PLAN {sql}", nothing).fetchall():
            walk = re.match(r"(?:SCAN (\w+)|SEARCH (\w+) .*INDEX (\w+) \(hall_id=\?\)$)", step)
            if "AUTOMATIC" in step:
                yield step  # the whole table is read to make it
            elif walk and {walk[1], walk[2]}.isdisjoint(OF_NO_HALL) and walk[3] not in partial:
                yield step


def test_no_statement_walks_through_a_table(old_hall: Engine) -> None:
    found = {name: steps for name, sql in statements() if (steps := list(walks(old_hall, sql)))}

    assert len(list(statements())) > 200
    assert sorted(found) == sorted(WALKS), {name: found[name] for name in found.keys() - WALKS.keys()}


def test_without_being_told_sqlite_would_walk_through_all_papers(old_hall: Engine) -> None:
    sql = dict(statements())["papers.SILENT"]
    assert not list(walks(old_hall, sql))

    with old_hall.begin() as connection:
        connection.exec_driver_sql("DELETE FROM sqlite_stat1")
    old_hall.dispose()

    assert list(walks(old_hall, sql)) == ["SEARCH paper USING INDEX ix_paper_seq (hall_id=?)"]


OLD_TICKETS = """
INSERT INTO ticket (hall_id, id, number, day, token, queue, reason, instead_of, services, ticked, priority,
  needs, language, papers_missing, state, taken_at, order_at, recalls, revivals, why)
SELECT 'test', 'old-' || i, 'B' || i, '2026-01-01', 'token-' || i, 'B', 'x', '', '[]', '[]', '', '[]',
  'zh', false, 'finished', i, i, 0, 0, '' FROM generate_series(1, 50000) i
"""


@pytest.mark.postgres
def test_an_old_hall_on_postgresql_finds_what_has_changed_by_its_index_at_once(postgres_url: str) -> None:
    open_test_store(postgres_url).close()
    go_back(postgres_url, "0021")
    engine = create_engine(postgres_url)
    with engine.begin() as connection:
        connection.exec_driver_sql(OLD_TICKETS)
    counted(engine)

    open_test_store(postgres_url).close()

    said = plan(engine, tickets.CHANGED, since=1)
    expected = re.search(r"rows=(\d+)", said)
    assert "ix_ticket_changed" in said
    assert expected
    assert int(expected[1]) < 100, "nobody has counted: it prepares for a third of all tickets"
    engine.dispose()
