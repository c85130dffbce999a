"""记录: what became of each person of the day."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from kiosk.simulation.people import Visit

OPEN = frozenset({"waiting", "called", "serving", "held", "missed"})


class End(StrEnum):
    """How a visit ended; the last four are states of a ticket."""

    PHONE = "phone"
    LIST = "list"
    CROWD = "crowd"
    NO_NUMBER = "no_number"
    DONE = "done"
    CANCELLED = "cancelled"
    ABANDONED = "abandoned"
    EXPIRED = "expired"


@dataclass
class Person:
    """One person as the day went for him."""

    visit: Visit
    id: str = ""
    token: str = ""
    number: str = ""
    queue: str = ""
    state: str = ""
    ahead: int = 0
    promise: tuple[int, int] | None = None
    taken_at: datetime | None = None
    called_at: datetime | None = None
    window: int | None = None
    calls: int = 0
    misses: int = 0
    is_sent_on: bool = False
    has_fetched: bool = False
    end: End | None = None

    def took(self, ticket: dict[str, Any]) -> None:
        """Note his number and what he was promised with it."""
        wait = ticket["expected_wait"]
        self.id, self.token, self.number = ticket["id"], ticket.get("token", ""), ticket["number"]
        self.queue, self.ahead = ticket["route"]["queue"], ticket["people_ahead"]
        self.promise = (wait["low"], wait["high"]) if wait else None
        self.taken_at = datetime.fromisoformat(ticket["taken_at"])
        self.saw(ticket)

    def saw(self, ticket: dict[str, Any]) -> None:
        """Note how his ticket stands."""
        self.state = ticket["state"]
        if self.state not in OPEN:
            self.end = End(self.state)

    def was_called(self, ticket: dict[str, Any]) -> None:
        """Note a call; the first one ends his wait."""
        self.saw(ticket)
        self.calls += 1
        if self.called_at is None:
            self.called_at = datetime.fromisoformat(ticket["called_at"])
            self.window = ticket["window"]

    @property
    def has_number(self) -> bool:
        """Whether he took a number."""
        return bool(self.id)

    @property
    def is_open(self) -> bool:
        """Whether his visit is not over."""
        return self.end is None

    @property
    def waited(self) -> timedelta:
        """How long he waited for his first call; nothing while there was none."""
        if self.called_at is None or self.taken_at is None:
            return timedelta(0)
        return self.called_at - self.taken_at


@dataclass
class Record:
    """Everybody of the day, and what went wrong."""

    people: list[Person] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    real_s: float = 0.0
    asked: int = 0
    slowest_s: float = 0.0
    answer_s: float = 0.0
    is_interrupted: bool = False

    @property
    def is_over(self) -> bool:
        """Whether everybody who has come has gone."""
        return not any(one.is_open for one in self.people)

    @property
    def stuck(self) -> list[Person]:
        """Who has a number that has not ended; after the day nobody will end it any more."""
        return [one for one in self.people if one.has_number and one.is_open]

    @property
    def is_clean(self) -> bool:
        """Whether nothing was refused that should not be, and every number ended."""
        return not self.faults and not self.stuck and not self.is_interrupted

    def count(self, *ends: End) -> int:
        """Count the visits that ended so."""
        return sum(one.end in ends for one in self.people)
