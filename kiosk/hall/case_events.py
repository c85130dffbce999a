"""办件的事实: what has happened to a case, with ids and decisions and never a name."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CaseOpened:
    """An application was received for a service; no ticket when nobody took a number."""

    case: str
    service: str
    ticket: str
    window: int | None


@dataclass(frozen=True, slots=True)
class CaseVisited:
    """Somebody came again for a case; the reason says why once was not enough."""

    case: str
    ticket: str
    reason: str


@dataclass(frozen=True, slots=True)
class CaseAccepted:
    """A complete application was accepted; `deemed` when nobody had told what was missing in time."""

    case: str
    receipt: str
    promised_on: str
    deemed: bool = False


@dataclass(frozen=True, slots=True)
class CaseTolerated:
    """An application was accepted whose secondary papers follow by a day."""

    case: str
    papers: tuple[str, ...]
    until: str


@dataclass(frozen=True, slots=True)
class BillsKept:
    """The originals of so many bills of `fen` together stay with a case."""

    case: str
    count: int
    fen: int


@dataclass(frozen=True, slots=True)
class SupplementTold:
    """The applicant was told what is missing; `late_points` a notice before had not named."""

    case: str
    reference: str
    papers: tuple[str, ...]
    late_points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseTurnedAway:
    """An application was not accepted."""

    case: str
    receipt: str


@dataclass(frozen=True, slots=True)
class CaseCompleted:
    """The papers that were to follow have come."""

    case: str


@dataclass(frozen=True, slots=True)
class CaseStopped:
    """A special procedure began; no time is counted."""

    case: str
    procedure: str


@dataclass(frozen=True, slots=True)
class CaseWentOn:
    """A special procedure is over."""

    case: str
    promised_on: str


@dataclass(frozen=True, slots=True)
class CaseDecided:
    """The application was granted or refused."""

    case: str
    granted: bool


@dataclass(frozen=True, slots=True)
class ResultIssued:
    """The result is there to be handed out."""

    case: str


@dataclass(frozen=True, slots=True)
class ResultDelivered:
    """The applicant has signed for his result."""

    case: str
    delivery: str


@dataclass(frozen=True, slots=True)
class CaseWithdrawn:
    """The applicant took his application back."""

    case: str


@dataclass(frozen=True, slots=True)
class CaseEnded:
    """The papers that were to follow never came."""

    case: str


@dataclass(frozen=True, slots=True)
class NoticesReprinted:
    """The notice of how a case was received was asked for once more."""

    case: str
    by: str


@dataclass(frozen=True, slots=True)
class PersonRevealed:
    """Somebody looked at the name and the phone behind the masks."""

    subject: str
    by: str


@dataclass(frozen=True, slots=True)
class PersonErased:
    """What identified a person was erased; the figures stay."""

    subject: str


CaseEvent = (
    CaseOpened
    | CaseVisited
    | CaseAccepted
    | CaseTolerated
    | BillsKept
    | SupplementTold
    | CaseTurnedAway
    | CaseCompleted
    | CaseStopped
    | CaseWentOn
    | CaseDecided
    | ResultIssued
    | ResultDelivered
    | CaseWithdrawn
    | CaseEnded
    | NoticesReprinted
    | PersonRevealed
    | PersonErased
)
