"""Halls of both sizes; each is started once for the tests that share it."""

from collections.abc import Iterator

import pytest

from tests.databases import PostgresServer
from tests.servers import HallServer, serving
from tests.sizes.halls import ManyHall, behind_nginx

BOTH = (
    pytest.param("one_process", id="one process on SQLite"),
    pytest.param("many_processes", id="three behind nginx on PostgreSQL", marks=pytest.mark.postgres),
)


@pytest.fixture(scope="session")
def one_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HallServer]:
    """One hall: SQLite, one process."""
    with serving(tmp_path_factory.mktemp("one")) as hall:
        yield hall


@pytest.fixture(scope="session")
def many_processes(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: PostgresServer
) -> Iterator[ManyHall]:
    """One hall: PostgreSQL, three processes, nginx before them."""
    folder = tmp_path_factory.mktemp("many")
    with (
        postgres_server.database(template=postgres_server.migrated()) as url,
        behind_nginx(folder, url) as hall,
    ):
        yield hall


@pytest.fixture(scope="module", params=BOTH)
def hall_of_size(request: pytest.FixtureRequest) -> HallServer:
    """The hall, small or large; a test cannot tell which."""
    hall: HallServer = request.getfixturevalue(request.param)
    return hall
