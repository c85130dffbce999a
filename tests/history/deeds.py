"""What an act leaves in the log: the event, of which ticket, and for a call at which window."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise

from kiosk.hall.events import (
    Event,
    TicketCalled,
    TicketCancelled,
    TicketFinished,
    TicketHeld,
    TicketMissed,
    TicketRecalled,
    TicketResumed,
    TicketRevived,
    TicketStarted,
    TicketTaken,
)
from tests.history.acts import Act

Log = Sequence[tuple[int, datetime, Event]]
Did = (
    TicketTaken
    | TicketCalled
    | TicketStarted
    | TicketFinished
    | TicketHeld
    | TicketResumed
    | TicketRecalled
    | TicketMissed
    | TicketRevived
    | TicketCancelled
)
DID: Mapping[str, type[Did]] = {
    "take": TicketTaken,
    "call": TicketCalled,
    "start": TicketStarted,
    "finish": TicketFinished,
    "hold": TicketHeld,
    "resume": TicketResumed,
    "recall": TicketRecalled,
    "miss": TicketMissed,
    "revive": TicketRevived,
    "cancel": TicketCancelled,
}
NOWHERE = 0
Deed = tuple[type[Did], str, int]


def deed_of(act: Act) -> Deed | None:
    """Say what an act leaves if it is done; nothing where only an answer would have named the ticket."""
    if act.verb not in DID:
        return None
    ticket = act.answers[0]["id"] if act.answers else act.ticket
    window = act.window if act.verb == "call" else NOWHERE
    return (DID[act.verb], ticket, window) if ticket else None


def deed_in(event: Event) -> Deed | None:
    """Say which deed an event tells of."""
    if not isinstance(event, Did):
        return None
    return type(event), event.ticket, event.window if isinstance(event, TicketCalled) else NOWHERE


def places(log: Log) -> dict[Deed, list[int]]:
    """List where each deed stands in the log."""
    found = defaultdict[Deed, list[int]](list)
    for seq, _, event in log:
        if deed := deed_in(event):
            found[deed].append(seq)
    return found


def counted(acts: Iterable[Act]) -> Counter[Deed]:
    """Count the acts by what they leave, as far as that is known."""
    return Counter(deed for act in acts if (deed := deed_of(act)))


def finished_by_a_call(log: Log) -> set[int]:
    """List the services that ended because their window called the next, in the same act."""
    return {
        seq
        for (seq, at, event), (_, then, after) in pairwise(log)
        if isinstance(event, TicketFinished)
        and isinstance(after, TicketCalled)
        and (event.window, at) == (after.window, then)
    }
