from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from kiosk.storage.store import Store
from printer.profiles import Profile
from tests.printer.faults.scripts import PROFILES, SCRIPTS, Step, check, play
from tests.printer.faults.world import new_store


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Path]]:
    folder = tmp_path_factory.mktemp("faults")
    store = new_store(folder)
    yield store, folder
    store.close()


@settings(max_examples=50, suppress_health_check=list(HealthCheck))
@given(PROFILES, SCRIPTS)
def test_no_paper_is_lost_or_doubled_in_silence(
    stores: tuple[Store, Path], profile: Profile, script: list[Step]
) -> None:
    check(play(*stores, profile, script))
