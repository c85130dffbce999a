"""办不成事的事实: how far a problem has come, and by whom; who said what is never here."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EscalationRegistered:
    """Somebody told a clerk what could not be done; `due` is the last day for an answer."""

    escalation: str
    ticket: str
    service: str
    trouble: str
    window: int | None
    due: str
    language: str
    place: str
    by: str


@dataclass(frozen=True, slots=True)
class EscalationClassified:
    """The manager has said how hard it is, and so by when it is answered; `about` is an account's id."""

    escalation: str
    grade: str
    due: str
    about: str
    by: str


@dataclass(frozen=True, slots=True)
class EscalationAssigned:
    """It goes to a window or to a person, whose account's id it is."""

    escalation: str
    window: int | None
    person: str
    by: str


@dataclass(frozen=True, slots=True)
class EscalationAnswered:
    """The citizen has an answer; the clock stands still."""

    escalation: str
    is_late: bool
    by: str


@dataclass(frozen=True, slots=True)
class EscalationFollowedUp:
    """Somebody asked the citizen whether it is done now."""

    escalation: str
    result: str
    by: str


@dataclass(frozen=True, slots=True)
class EscalationClosed:
    """Nothing more is to be done about it."""

    escalation: str
    by: str


@dataclass(frozen=True, slots=True)
class EscalationErased:
    """Its time is over: who it was and what was said is gone, and the figures stay."""

    escalation: str


EscalationEvent = (
    EscalationRegistered
    | EscalationClassified
    | EscalationAssigned
    | EscalationAnswered
    | EscalationFollowedUp
    | EscalationClosed
    | EscalationErased
)
