"""时钟: the only reader of the time of day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]


def now() -> datetime:
    """Return the present time, aware, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class FastClock:
    """A clock that runs `rate` times as fast from the moment it was started; for sample data only."""

    started: datetime
    rate: float

    def __call__(self) -> datetime:
        """Return the time of the fast day."""
        return self.started + timedelta(seconds=(now() - self.started).total_seconds() * self.rate)
