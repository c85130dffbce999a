"""A whole hall at random: every act of every person, by several clerks, with a death at any commit."""

import logging
from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.play.fate import Point
from tests.play.model import HallModel

HAPPENS = ("TicketCalled", "TicketFinished", "VisitSplit", "TicketExpired")


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)  # each refused commit is logged, as it should be


def play(url: str, *, rounds: int, steps: int, same: bool = False) -> Counter[str]:
    """Play so many halls in one database and tell what has happened in them; `same` plays the same ones."""
    tally: Counter[str] = Counter()
    model = type("HallModel", (HallModel,), {"url": url, "tally": tally})
    chosen = settings(
        max_examples=rounds,
        stateful_step_count=steps,
        derandomize=same,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(model, settings=chosen)
    return tally


def test_a_hall_keeps_its_rules_whatever_happens(database_url: str) -> None:
    tally = play(database_url, rounds=5, steps=30, same=True)

    assert all(tally[name] for name in (*Point, *HAPPENS)), tally
