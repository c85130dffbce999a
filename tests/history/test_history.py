"""Everybody acts at once while a process is killed: nothing told is lost, nobody is called twice."""

from pathlib import Path

import pytest

from tests.history.driver import play
from tests.history.faults import killed
from tests.history.halls import two_processes
from tests.servers import serving

ROUNDS = 5


def test_what_was_told_is_kept_when_the_process_is_killed_again_and_again(tmp_path: Path) -> None:
    with serving(tmp_path) as hall:
        found = play([hall], [killed] * ROUNDS, seed=1, between_s=(0.3, 1.5))

    assert found.faults == ()
    assert found.calls > ROUNDS


@pytest.mark.postgres
def test_two_processes_of_one_hall_tell_one_story_though_one_is_killed(
    tmp_path: Path, postgres_url: str
) -> None:
    with two_processes(tmp_path, postgres_url) as halls:
        found = play(halls, [killed], seed=1, between_s=(1.0, 2.0))

    assert found.faults == ()
    assert found.calls
