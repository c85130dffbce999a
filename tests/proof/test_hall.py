"""Hundreds of whole days of a hall, on both databases, with a death at every fourth commit."""

from collections import Counter

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
def test_a_hall_keeps_its_rules_for_hundreds_of_days(sqlite_url: str, postgres_url: str) -> None:
    tally = Counter[str]()
    for kind, url in (("sqlite", sqlite_url), ("postgresql", postgres_url)):
        found = play(url, rounds=ROUNDS[kind], steps=50)
        deaths = sum(found[point] for point in Point)
        print(f"\n| `hall` on {kind} | {found['rounds']} | {found['acts']} | {found['calls']} | {deaths} |")
        tally += found

    assert all(tally[name] for name in (*Point, *HAPPENS)), tally
