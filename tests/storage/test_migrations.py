"""The tables of a fresh database are those that the program speaks of, on both databases."""

from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text

from kiosk.storage import schema
from kiosk.storage.migrate import MadeByNewer
from tests.databases import open_test_store


def test_the_migrations_make_exactly_the_tables_of_the_schema(database_url: str) -> None:
    open_test_store(database_url).close()
    engine = create_engine(database_url)

    with engine.connect() as connection:
        differences: list[Any] = compare_metadata(MigrationContext.configure(connection), schema.metadata)

    engine.dispose()
    assert differences == []


def test_every_table_names_the_hall(database_url: str) -> None:
    open_test_store(database_url).close()
    engine = create_engine(database_url)
    tables = inspect(engine)

    without = [
        name
        for name in tables.get_table_names()
        if name != "alembic_version"
        and "hall_id" not in {column["name"] for column in tables.get_columns(name)}
    ]

    engine.dispose()
    assert without == []


def test_data_of_a_newer_program_is_left_alone(database_url: str) -> None:
    open_test_store(database_url).close()
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()

    with pytest.raises(MadeByNewer):
        open_test_store(database_url)
