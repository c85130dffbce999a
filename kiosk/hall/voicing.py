"""播报: which call a loudspeaker says next, and which loudspeaker speaks for a zone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from kiosk.hall.floor import VoiceRules
from kiosk.hall.jobs import CallKind
from kiosk.hall.ticket import Ticket, TicketState

HALL = ""  # the zone of a screen that is for the whole hall
LEASE = timedelta(seconds=15)  # a loudspeaker asks every few seconds; another takes over when it falls silent
SAYING = timedelta(seconds=45)  # how long one call may take, said twice and in two languages


@dataclass(frozen=True, slots=True)
class Call:
    """One call to the waiting room; `seq` is its event's number, so later calls have higher ones."""

    seq: int
    ticket: str
    number: str
    window: int
    kind: CallKind
    zone: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Loudspeaker:
    """The screen that speaks for a zone, until when nobody else may, and what it says of itself.

    `is_able` is false while its browser refuses to sound; `voice` names the Chinese voice that its browser
    has, "" for none.
    """

    zone: str
    speaker: str
    label: str
    is_able: bool
    voice: str
    until: datetime
    since: datetime

    def is_live(self, at: datetime) -> bool:
        """Tell whether it was heard of a short while ago."""
        return self.until > at


class Heard(StrEnum):
    """What the people of a zone hear of a call."""

    SPEECH = "speech"
    CHIME = "chime"
    REFUSED = "refused"  # the screen's browser keeps the sound off
    NOTHING = "nothing"  # no screen with sound is there


@dataclass(frozen=True, slots=True)
class ZoneVoice:
    """How the voice of one zone is: the loudspeaker that says its calls, and what is heard of it."""

    zone: str
    loudspeaker: Loudspeaker | None
    heard: Heard


def zone_voice(zone: str, known: Mapping[str, Loudspeaker], rules: VoiceRules, at: datetime) -> ZoneVoice:
    """Say who speaks for a zone, its own loudspeaker or the whole hall's, and what is heard."""
    own = known.get(zone)
    speaker = own if own and own.is_live(at) and own.is_able else known.get(HALL, own)
    if speaker is None or not speaker.is_live(at):
        return ZoneVoice(zone, speaker, Heard.NOTHING)
    if not speaker.is_able:
        return ZoneVoice(zone, speaker, Heard.REFUSED)
    is_chime = rules.engine == "chime" or (rules.engine == "browser" and not speaker.voice)
    return ZoneVoice(zone, speaker, Heard.CHIME if is_chime else Heard.SPEECH)


def takes_turn(now: Loudspeaker | None, asker: Loudspeaker, at: datetime) -> bool:
    """Tell whether the screen that asks speaks for its zone: one at a time, and a mute one gives way."""
    if now is None or now.speaker == asker.speaker or not now.is_live(at):
        return True
    return asker.is_able and not now.is_able


def covered(zone: str, known: Mapping[str, Loudspeaker], at: datetime) -> frozenset[str]:
    """Name the zones with loudspeakers of their own, whose calls the whole hall's need not say."""
    if zone != HALL:
        return frozenset()
    return frozenset(
        one.zone for one in known.values() if one.zone != HALL and one.is_able and one.is_live(at)
    )


def next_to_say(
    unsaid: Iterable[Call],
    in_hand: Mapping[int, Ticket],
    *,
    zone: str,
    left_to_others: frozenset[str],
    late_s: int,
    at: datetime,
) -> Call | None:
    """Choose the oldest call that still means something to somebody, or nothing.

    A call is dropped when it is older than `late_s` seconds, when its ticket is no longer awaited at its
    window, and when the same ticket was called again since: the later call says it all.
    """
    newest = {call.ticket: call for call in sorted(unsaid, key=lambda call: call.seq)}
    for call in sorted(newest.values(), key=lambda call: call.seq):
        ours = call.zone not in left_to_others if zone == HALL else call.zone == zone
        if ours and is_awaited(call, in_hand) and at - call.at <= timedelta(seconds=late_s):
            return call
    return None


def is_awaited(call: Call, in_hand: Mapping[int, Ticket]) -> bool:
    """Tell whether the window still waits for the person who was called."""
    ticket = in_hand.get(call.window)
    return ticket is not None and ticket.id == call.ticket and ticket.state is TicketState.CALLED
