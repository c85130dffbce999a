"""A copy of the sample hall that a test may spoil."""

from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest

from tests.hall.content_sample import CONTENT

DRAINAGE = "services/E05.toml"
Edit = Callable[[str, str, str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the sample hall that a test may spoil."""
    return Path(copytree(CONTENT, tmp_path / "hall"))


@pytest.fixture
def edit(folder: Path) -> Edit:
    """Replace the first place of a text in a file of the hall, below the comments at its head."""

    def replace(file: str, before: str, after: str) -> None:
        path = folder / file
        head, blank, body = path.read_text("utf-8").partition("\n\n")
        assert before in body
        path.write_text(head + blank + body.replace(before, after, 1), "utf-8")

    return replace
