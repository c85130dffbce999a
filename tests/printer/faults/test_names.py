"""A paper that names somebody: the agent is killed at each step, and its journal never knew the name."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.storage.store import Store
from printer.profiles import profile_for
from tests.printer.faults.world import MAIN, World, new_store

SECRET = "王小明 13800002046 样例镇北街"
PARTS = tuple(part.encode(encoding) for part in SECRET.split() for encoding in ("utf-8", "gb18030"))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = new_store(tmp_path_factory.mktemp("names"))
    yield opened
    opened.close()


@pytest.mark.parametrize("step", range(1, 26))
def test_a_killed_agent_leaves_no_name_behind_and_no_second_copy(
    store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture, step: int
) -> None:
    caplog.set_level(logging.DEBUG)
    world = World(store, tmp_path, profile_for(80))
    job = world.submit("courier-slip", names=SECRET)
    world.kill_in = step

    world.serve(300)

    files = b"".join(one.read_bytes() for one in tmp_path.iterdir() if one.is_file())
    assert not any(part in files for part in PARTS)
    assert not any(part in caplog.text for part in SECRET.split())
    copies = [one for one in world.prints if one.job == job]
    assert len(copies) <= 1  # a slip is never printed twice by itself: a person decides
    assert job.encode() in files or not copies  # killed before the first byte, it never wrote anything down
    state = world.paper(job).state.value
    assert copies or state in {"unknown", "queued", "blocked"}
    assert world.paper(job).printer == MAIN
