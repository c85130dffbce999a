"""分办的事实: what has happened to a visit that was split, with ids and decisions and never a name."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ServicesAdded:
    """A window took more services into a visit."""

    ticket: str
    services: tuple[str, ...]
    window: int


@dataclass(frozen=True, slots=True)
class VisitSplit:
    """A visit was parted; no window when the citizen did it at the kiosk."""

    ticket: str
    window: int | None
    parts: tuple[str, ...]
    queues: tuple[str, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartsBegun:
    """The parts before are back, so these begin."""

    ticket: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartReturned:
    """A part came back to the window it was handed over by, done or with a reason."""

    ticket: str
    visit: str
    window: int
    outcome: str


@dataclass(frozen=True, slots=True)
class PartWithdrawn:
    """A part is not needed any more."""

    ticket: str
    visit: str


@dataclass(frozen=True, slots=True)
class VisitClosed:
    """All parts of a visit are back and it is over; no window when nobody had to close it."""

    ticket: str
    window: int | None


@dataclass(frozen=True, slots=True)
class VisitReopened:
    """A visit parted at the kiosk could not be done: its citizen waits for the comprehensive window."""

    ticket: str


VisitEvent = (
    ServicesAdded | VisitSplit | PartsBegun | PartReturned | PartWithdrawn | VisitClosed | VisitReopened
)
