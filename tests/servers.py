"""Halls for tests, of either size: one process on SQLite, or, with YICHUANG_SIZE=many, three behind nginx."""

import fcntl
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from tests.one_hall import HallServer, free_port, one_process
from tests.sizes.halls import MANY, many_processes

__all__ = ["HallServer", "free_port"]

RAW_PORT = 9100  # where network printers listen


def serving(folder: Path, **settings: str) -> AbstractContextManager[HallServer]:
    """Serve a hall from a folder with these YICHUANG_ settings until the block ends, in the size of this run.

    Where the folder has no data yet, the sample hall's first start is not waited for again.
    """
    return (many_processes if MANY else one_process)(folder, **settings)


@contextmanager
def the_raw_port() -> Iterator[int]:
    """Have the port of network printers to oneself until the block ends: tests beside this one wait."""
    with (Path(tempfile.gettempdir()) / "yichuang-port-9100").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield RAW_PORT


@pytest.fixture
def hall_server(tmp_path: Path) -> Iterator[HallServer]:
    """Serve the sample hall with fresh data."""
    with serving(tmp_path) as server:
        yield server


@pytest.fixture(scope="module")
def shared_hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HallServer]:
    """Serve one sample hall to all tests of a file that only look."""
    with serving(tmp_path_factory.mktemp("hall")) as server:
        yield server
