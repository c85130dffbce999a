"""随之而来: what an act brings about durably, stored in the same commit as its event."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper to print: the document as JSON, and where it comes out ("" is the paper viewer).

    `copy`: which copy it is, when it is laid out anew; from the second on it is marked 补打.
    """

    name: str
    document: Mapping[str, Any]
    printer: str = ""
    ticket: str = ""
    copy: int = 1

    @property
    def title(self) -> str:
        """What it is called; no title names anybody."""
        return str(self.document.get("title", self.name))

    @property
    def is_personal(self) -> bool:
        """Whether it names somebody, as who laid it out has declared."""
        return bool(self.document.get("personal"))


class CallKind(StrEnum):
    """What a call to the waiting room is."""

    CALL = "call"
    RECALL = "recall"
    LAST = "last"  # the last time: after it the number counts as missed


@dataclass(frozen=True, slots=True)
class Announcement:
    """One call that the board of a zone shows and says."""

    ticket: str
    number: str
    window: int
    kind: CallKind
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The board takes the calls of a ticket back: it was undone, or the person is being served elsewhere."""

    ticket: str


class MessageKind(StrEnum):
    """What the outlet is told of a ticket, or of an inspection."""

    SOON = "soon"
    CALLED = "called"
    MISSED = "missed"
    PREPARED = "prepared"  # an inspection has passed: its materials are told ahead


@dataclass(frozen=True, slots=True)
class Message:
    """One message to the gateway; the same `occasion` of a kind is told once.

    `ticket` is what it is about: for what was prepared the number of the inspection.
    """

    ticket: str
    kind: MessageKind
    occasion: int
    people_ahead: int = 0
    window: int | None = None


Job = Paper | Announcement | Withdrawal | Message


# Papers whose reader walks away: after ten minutes nobody stands there any more.
FLEETING = frozenset({"ticket", "checklist", "no-visit-guide", "test-page"})
FLEETING_FOR = timedelta(minutes=10)
GIVEN_UP_AFTER = timedelta(days=7)  # a paper with a name on it that nobody saw to is not printed any more
REPRINTED_BY_ITSELF = frozenset({"ticket"})  # slips and receipts are worth money: a person decides


class PaperState(StrEnum):
    """How far a paper has come."""

    SHOWN = "shown"  # no printer is configured: the paper viewer shows it
    QUEUED = "queued"
    LEASED = "leased"
    SENDING = "sending"
    SENT = "sent"
    CONFIRMED = "confirmed"
    BLOCKED = "blocked"
    UNKNOWN = "unknown"
    FAILED = "failed"
    EXPIRED = "expired"


TROUBLE = frozenset({PaperState.BLOCKED, PaperState.UNKNOWN, PaperState.FAILED})
SETTLED = frozenset({PaperState.SENT, PaperState.CONFIRMED, PaperState.EXPIRED, PaperState.SHOWN})
# From where an agent may report under its lease; from unknown it may still learn better.
UNDER_WAY = frozenset({PaperState.LEASED, PaperState.SENDING, PaperState.UNKNOWN})


def reprints_itself(name: str, copy: int) -> bool:
    """Tell whether a paper that may not have come out is printed again without asking: a ticket, once."""
    return name in REPRINTED_BY_ITSELF and copy == 1
