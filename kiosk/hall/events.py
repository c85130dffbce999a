"""事实: what has happened in the hall, in the past tense, with ids and decisions and never a name."""

from dataclasses import dataclass

from kiosk.hall.paper_events import (
    ChecklistPrinted,
    NoVisitGuidePrinted,
    PadPrinted,
    PaperEvent,
    PaperExpired,
    PaperMoved,
    PaperOut,
    PaperRefilled,
    PaperReprinted,
    PaperSettled,
    PaperStuck,
    PrinterChanged,
    PrinterTried,
    SpoolEvent,
)
from kiosk.hall.phone_events import PapersTicked, TicketDelayed
from kiosk.hall.visit_events import VisitEvent

__all__ = [
    "ActUndone",
    "ChecklistPrinted",
    "Event",
    "FloorEvent",
    "HelpAcknowledged",
    "HelpCalled",
    "NoVisitGuidePrinted",
    "PadPrinted",
    "PaperEvent",
    "PaperExpired",
    "PaperMoved",
    "PaperOut",
    "PaperRefilled",
    "PaperReprinted",
    "PaperSettled",
    "PaperStuck",
    "PrinterChanged",
    "PrinterTried",
    "QueueEvent",
    "QueueResumed",
    "QueueSuspended",
    "SpoolEvent",
    "StaffPinChanged",
    "TicketAbandoned",
    "TicketCalled",
    "TicketCancelled",
    "TicketEntered",
    "TicketExpired",
    "TicketFinished",
    "TicketHeld",
    "TicketMissed",
    "TicketRecalled",
    "TicketResumed",
    "TicketRevived",
    "TicketStarted",
    "TicketTaken",
    "TicketTransferred",
    "VisitEvent",
    "WindowChanged",
]


@dataclass(frozen=True, slots=True)
class TicketTaken:
    """A visit got its number."""

    ticket: str
    number: str
    queue: str
    reason: str
    people_ahead: int
    wait_low: int | None
    wait_high: int | None
    place: str  # where it was taken: a kiosk's name, "desk", "api"
    elder: bool = False  # taken from the kiosk in its 长辈版: the paper speaks as large


@dataclass(frozen=True, slots=True)
class TicketEntered:
    """A number of the emergency pad was entered with the time that somebody wrote on it."""

    ticket: str
    number: str
    queue: str
    written: str  # "08:35", by the hall's clock
    by: str


@dataclass(frozen=True, slots=True)
class TicketCalled:
    """A window called a ticket."""

    ticket: str
    number: str
    window: int
    why: str


@dataclass(frozen=True, slots=True)
class TicketRecalled:
    """A window called the same ticket again."""

    ticket: str
    number: str
    window: int
    recalls: int


@dataclass(frozen=True, slots=True)
class TicketStarted:
    """The person came and the service began."""

    ticket: str
    window: int


@dataclass(frozen=True, slots=True)
class TicketFinished:
    """The service ended; `at_once` when the clerk never pressed start."""

    ticket: str
    window: int
    at_once: bool


@dataclass(frozen=True, slots=True)
class TicketMissed:
    """Nobody came for the call."""

    ticket: str
    number: str
    window: int


@dataclass(frozen=True, slots=True)
class TicketRevived:
    """A missed ticket got a place again."""

    ticket: str
    places: int


@dataclass(frozen=True, slots=True)
class TicketHeld:
    """A ticket in service was put aside."""

    ticket: str
    window: int


@dataclass(frozen=True, slots=True)
class TicketResumed:
    """A ticket put aside was taken up again."""

    ticket: str
    window: int


@dataclass(frozen=True, slots=True)
class TicketTransferred:
    """A ticket was sent on to another window."""

    ticket: str
    from_window: int
    to_window: int


@dataclass(frozen=True, slots=True)
class TicketCancelled:
    """The person no longer waits."""

    ticket: str


@dataclass(frozen=True, slots=True)
class TicketAbandoned:
    """A missed ticket's time to come back ran out."""

    ticket: str


@dataclass(frozen=True, slots=True)
class TicketExpired:
    """A ticket of an earlier day was closed."""

    ticket: str
    state: str


@dataclass(frozen=True, slots=True)
class ActUndone:
    """The last act on a ticket was taken back."""

    ticket: str
    number: str
    window: int
    act: str


@dataclass(frozen=True, slots=True)
class WindowChanged:
    """A window opened, paused or closed."""

    window: int
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class QueueSuspended:
    """A queue takes nobody for the rest of the day."""

    queue: str
    reason: str


@dataclass(frozen=True, slots=True)
class QueueResumed:
    """A suspended queue takes visits again."""

    queue: str


@dataclass(frozen=True, slots=True)
class StaffPinChanged:
    """The number that opens a kiosk's paper drawer was set."""

    by: str


@dataclass(frozen=True, slots=True)
class HelpCalled:
    """Somebody at a kiosk asked for a member of staff."""

    call: int
    place: str


@dataclass(frozen=True, slots=True)
class HelpAcknowledged:
    """A member of staff is on the way to the kiosk."""

    call: int


QueueEvent = (
    TicketTaken
    | TicketEntered
    | TicketCalled
    | TicketRecalled
    | TicketStarted
    | TicketFinished
    | TicketMissed
    | TicketRevived
    | TicketDelayed
    | PapersTicked
    | TicketHeld
    | TicketResumed
    | TicketTransferred
    | TicketCancelled
    | TicketAbandoned
    | TicketExpired
    | ActUndone
)
FloorEvent = WindowChanged | QueueSuspended | QueueResumed | HelpCalled | HelpAcknowledged | StaffPinChanged
Event = QueueEvent | VisitEvent | FloorEvent | PaperEvent | SpoolEvent
