"""上门排查的事实: how far an inspection has come, and by whom; who and where is never here."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InspectionRegistered:
    """A place is to be looked at before it applies for a service."""

    inspection: str
    service: str
    by: str


@dataclass(frozen=True, slots=True)
class RectificationOrdered:
    """A visit found what must be put right; `visit` counts from 1, `left` how many things are open."""

    inspection: str
    visit: int
    left: int
    due: str
    by: str
    place: str


@dataclass(frozen=True, slots=True)
class InspectionPassed:
    """A visit found nothing left to put right; the materials are told ahead."""

    inspection: str
    visit: int
    by: str
    place: str


@dataclass(frozen=True, slots=True)
class PreparedListTicked:
    """The applicant has said which papers of the list that was told ahead he has."""

    inspection: str
    ticked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PreparedVisitBegun:
    """The applicant came, and his number is tied to what was prepared."""

    inspection: str
    ticket: str


@dataclass(frozen=True, slots=True)
class InspectionApplied:
    """The case is open, with all that was known of it."""

    inspection: str
    case: str


@dataclass(frozen=True, slots=True)
class InspectionClosed:
    """It ends without a case; nobody is named where time alone ended it."""

    inspection: str
    why: str
    by: str


@dataclass(frozen=True, slots=True)
class InspectionErased:
    """Its time is over: who and where it was is gone, and the figures stay."""

    inspection: str


InspectionEvent = (
    InspectionRegistered
    | RectificationOrdered
    | InspectionPassed
    | PreparedListTicked
    | PreparedVisitBegun
    | InspectionApplied
    | InspectionClosed
    | InspectionErased
)
