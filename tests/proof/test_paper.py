"""Paper under a thousand fault scripts."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from printer.profiles import Profile
from tests.printer.faults.scripts import PROFILES, SCRIPTS, Step, check, play
from tests.printer.faults.world import new_store


@pytest.mark.proof
def test_no_paper_is_lost_or_doubled_in_silence(tmp_path: Path) -> None:
    store = new_store(tmp_path)

    @settings(max_examples=1000, suppress_health_check=list(HealthCheck))
    @given(PROFILES, SCRIPTS)
    def holds(profile: Profile, script: list[Step]) -> None:
        check(play(store, tmp_path, profile, script))

    holds()
    store.close()
