"""Everybody acts at once while the process is killed: nothing told is lost, nobody is called twice."""

from pathlib import Path

from tests.history.driver import play
from tests.history.faults import killed
from tests.servers import serving

ROUNDS = 5


def test_what_was_told_is_kept_when_the_process_is_killed_again_and_again(tmp_path: Path) -> None:
    with serving(tmp_path) as hall:
        found = play([hall], [killed] * ROUNDS, seed=1, between_s=(0.3, 1.5))

    assert found.faults == ()
    assert found.calls > ROUNDS
