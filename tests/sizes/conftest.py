"""Halls of both sizes; each is started once for the tests that share it."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.one_hall import HallServer, one_process
from tests.sizes import halls
from tests.sizes.halls import ManyHall

BOTH = (
    pytest.param("one_process", id="one process on SQLite"),
    pytest.param("many_processes", id="three behind nginx on PostgreSQL", marks=pytest.mark.postgres),
)


@pytest.fixture(scope="session", name="one_process")
def _one_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HallServer]:
    """One hall: SQLite, one process."""
    with one_process(tmp_path_factory.mktemp("one")) as hall:
        yield hall


@pytest.fixture(scope="session")
def many_processes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ManyHall]:
    """One hall: PostgreSQL, three processes, nginx before them."""
    with halls.many_processes(tmp_path_factory.mktemp("many")) as hall:
        yield hall


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Browse where the hall's own CA is not in the browser; that it is enough is tried without one."""
    return {**browser_context_args, "ignore_https_errors": True}


@pytest.fixture(scope="module", params=BOTH)
def hall_of_size(request: pytest.FixtureRequest) -> HallServer:
    """The hall, small or large; a test cannot tell which."""
    hall: HallServer = request.getfixturevalue(request.param)
    return hall
