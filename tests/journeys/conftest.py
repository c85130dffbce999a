"""A hall with a printer, and the papers that come out of it: what most journeys begin with."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.papers import Papers, printer_at
from tests.servers import HallServer, serving


@pytest.fixture
def papers() -> Papers:
    """Collect the papers that come out."""
    return Papers()


@pytest.fixture
def hall(tmp_path: Path, papers: Papers) -> Iterator[HallServer]:
    """Serve a hall whose papers come out of a network printer."""
    with (
        printer_at(0, papers) as printer,
        serving(tmp_path, printer_url=f"tcp://127.0.0.1:{printer.port}") as server,
    ):
        yield server
