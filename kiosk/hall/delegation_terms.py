"""协管的用语: how somebody was verified, what is reported of him, and where all that stands."""

from enum import StrEnum


class Way(StrEnum):
    """How an assistant made sure that somebody lives."""

    SEEN = "seen"
    MATCH = "data_match"
    VIDEO = "video"
    RELATIVE = "relative"  # a near relative's written undertaking


class Report(StrEnum):
    """What an assistant heard of somebody; a clerk decides what it means."""

    MOVED = "moved"
    DIED = "died"
    UNREACHABLE = "unreachable"


class Given(StrEnum):
    """How a principal commissioned the assistant."""

    PAPER = "paper"
    PHONE = "phone"
    WORD = "word"


class Duty(StrEnum):
    """The five duties of an assistant."""

    PUBLICITY = "publicity"
    CERTIFYING = "certifying"
    CHECKING = "checking"
    VISITING = "visiting"
    HELPING = "helping"


class Standing(StrEnum):
    """What the hall holds true of a retiree."""

    MANAGED = "managed"
    UNREACHABLE = "unreachable"  # and still sought
    MOVED = "moved"
    DIED = "died"


class Certification(StrEnum):
    """How a retiree stands on an assistant's list."""

    LATER = "later"
    DUE = "due"
    OVERDUE = "overdue"
    VERIFIED = "verified"
    REPORTED = "reported"


class FindingState(StrEnum):
    """How far a finding has come."""

    NOTED = "noted"
    HANDED_IN = "handed_in"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    REVERSED = "reversed"


class BatchState(StrEnum):
    """How far a batch has come."""

    WAITING = "waiting"
    RECEIVED = "received"
    CHECKED = "checked"


STILL_MANAGED = frozenset({Standing.MANAGED, Standing.UNREACHABLE})
OPEN = frozenset({FindingState.NOTED, FindingState.HANDED_IN})
