"""时钟: the only reader of the time of day."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]


def now() -> datetime:
    """Return the present time, aware, in UTC."""
    return datetime.now(UTC)


@dataclass(slots=True)
class FastClock:
    """A clock that showed `begins` at its start and runs `rate` times as fast; for sample data only."""

    begins: datetime
    rate: float
    started: datetime = field(default_factory=now)

    def __call__(self) -> datetime:
        """Return the time of the fast day."""
        return self.begins + timedelta(seconds=(now() - self.started).total_seconds() * self.rate)

    def advance(self, to: datetime) -> None:
        """Let the time that nobody wants to wait for be over; a clock is never put back."""
        self.begins += max(timedelta(0), to - self())
