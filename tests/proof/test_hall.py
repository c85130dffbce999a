"""Hundreds of whole days of a hall, on both databases, with a death at every fourth commit."""

import pytest

from tests.operations.test_hall_model import play
from tests.play.fate import Point

ROUNDS = {"sqlite": 400, "postgresql": 250}
HAPPENS = (
    *("TicketCalled", "TicketRecalled", "TicketMissed", "TicketRevived", "TicketDelayed", "PapersTicked"),
    *("TicketHeld", "TicketResumed", "TicketTransferred", "PriorityDropped", "TicketAbandoned", "ActUndone"),
    *("TicketEntered", "NextDayPlaceGiven", "TicketCancelled", "TicketExpired", "QueueSuspended"),
    *("ServicesAdded", "VisitSplit", "PartsBegun", "PartReturned", "PartWithdrawn", "VisitClosed"),
)


@pytest.mark.proof
def test_a_hall_keeps_its_rules_for_hundreds_of_days(database_url: str) -> None:
    kind = "postgresql" if database_url.startswith("postgresql") else "sqlite"

    tally = play(database_url, rounds=ROUNDS[kind], steps=50)

    deaths = sum(tally[point] for point in Point)
    print(f"\n| `hall` on {kind} | {tally['rounds']} | {tally['acts']} | {tally['calls']} | {deaths} |")
    assert all(tally[name] for name in (*Point, *HAPPENS)), tally
