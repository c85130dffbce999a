"""事实: what has happened in the hall, in the past tense, with ids and decisions and never a name."""

from dataclasses import dataclass

from kiosk.hall.case_events import CaseEvent
from kiosk.hall.custody_events import CustodyEvent
from kiosk.hall.delegation_events import DelegationEvent
from kiosk.hall.device_events import DeviceEvent
from kiosk.hall.escalation_events import EscalationEvent
from kiosk.hall.floor_events import FloorEvent
from kiosk.hall.handover_events import HandoverEvent
from kiosk.hall.inspection_events import InspectionEvent
from kiosk.hall.paper_events import PaperEvent, SpoolEvent
from kiosk.hall.parcel_events import ParcelEvent
from kiosk.hall.personal_events import PersonalEvent
from kiosk.hall.phone_events import PapersTicked, TicketDelayed
from kiosk.hall.visit_events import VisitEvent


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
    principals: int = 0  # for how many a village assistant took it
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
    """A window called a ticket; the facts are those of `why.Because`."""

    ticket: str
    number: str
    window: int
    why: str
    place: int = 0
    waiting: int = 0
    waited_s: int = 0
    priority: str = ""
    reason: str = ""
    by: str = ""


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
    """Nobody came for the call; `signed` when the clerk has signed to the person, who cannot hear it."""

    ticket: str
    number: str
    window: int
    signed: bool = False


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
class PriorityDropped:
    """A priority class was not shown: its ticket goes on as an ordinary one."""

    ticket: str
    number: str
    window: int
    priority: str


@dataclass(frozen=True, slots=True)
class NextDayPlaceGiven:
    """Somebody who could not be served today got a written place on the next working day."""

    ticket: str
    number: str
    queue: str
    day: str
    by: str
    place: str


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
    | PriorityDropped
    | NextDayPlaceGiven
    | TicketCancelled
    | TicketAbandoned
    | TicketExpired
    | ActUndone
)
CaseworkEvent = CaseEvent | CustodyEvent | ParcelEvent | EscalationEvent | DelegationEvent | InspectionEvent
HouseEvent = HandoverEvent | FloorEvent | PaperEvent | SpoolEvent | PersonalEvent | DeviceEvent
Event = QueueEvent | VisitEvent | CaseworkEvent | HouseEvent
