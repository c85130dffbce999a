"""播报: a screen with a loudspeaker asks what to say; the hall decides, one call at a time in each zone."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kiosk.hall.voicing import (
    LEASE,
    SAYING,
    Call,
    Loudspeaker,
    ZoneVoice,
    covered,
    next_to_say,
    takes_turn,
    zone_voice,
)
from kiosk.storage.store import Reading, Store


@dataclass(frozen=True, slots=True)
class Asking:
    """A screen that would speak: where it hangs, who it is, whether it can, and what it said last.

    `speaker` is a name the screen gave itself, the same over a reload; `heard` the number of the last call
    whose sound it has begun, 0 for none.
    """

    zone: str
    speaker: str
    label: str = ""
    is_able: bool = True
    voice: str = ""
    heard: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """The hall's answer: whether the screen speaks for its zone, and the call to say now, if any."""

    speaks: bool
    call: Call | None = None


def say_next(store: Store, *, asking: Asking, at: datetime) -> Turn:
    """Give a loudspeaker the next call of its zone.

    It holds its zone while it asks: another screen of the same zone stands by until it has been silent for
    fifteen seconds, or forty-five after it was given a call. A call is noted as said when the screen says
    that its sound has begun; until then it is given again to the same screen, so that a lost answer loses
    no call and no call is said twice.
    """
    with store.read() as reading:
        now = reading.loudspeakers.all()
        known = now.get(asking.zone)
        if not takes_turn(known, _loudspeaker(asking, at, known), at):
            return Turn(speaks=False)
        call = _next(reading, asking, at)
        if call is None and not asking.heard and _is_fresh(known, asking, at):
            return Turn(speaks=True)
    with store.begin() as work:
        known = work.loudspeakers.all().get(asking.zone)
        asker = _loudspeaker(asking, at, known)
        if not takes_turn(known, asker, at):
            return Turn(speaks=False)
        if asking.heard:
            work.calls.note_said(asking.heard)
        call = _next(work, asking, at) if asking.is_able else None
        work.loudspeakers.put(replace(asker, until=at + (SAYING if call else LEASE)))
        return Turn(speaks=True, call=call)


def note_heard(store: Store, *, seq: int) -> None:
    """Note that the sound of a call has begun, so that no other screen says it should this one die now."""
    with store.begin() as work:
        work.calls.note_said(seq)


def voices(store: Store, *, at: datetime) -> tuple[ZoneVoice, ...]:
    """Say who speaks for each zone of the hall, and what the people there hear of a call."""
    with store.read() as reading:
        known, hall = reading.loudspeakers.all(), reading.catalogue(at).hall
    zones = sorted({window.zone for window in hall.windows})
    return tuple(zone_voice(zone, known, hall.voice, at) for zone in zones)


def call_of(store: Store, seq: int) -> Call:
    """Find a call that a loudspeaker was given.

    Raises:
        UnknownCall: it was taken back, or never made.
    """
    with store.read() as reading:
        return reading.calls.get(seq)


def _next(reading: Reading, asking: Asking, at: datetime) -> Call | None:
    late_s = reading.catalogue(at).hall.voice.late_s
    unsaid = reading.calls.unsaid(at - timedelta(seconds=late_s))
    said = {call.ticket for call in unsaid if call.seq == asking.heard}
    return next_to_say(
        [call for call in unsaid if call.ticket not in said or call.seq > asking.heard],
        reading.tickets.in_hand(),
        zone=asking.zone,
        left_to_others=covered(asking.zone, reading.loudspeakers.all(), at),
        late_s=late_s,
        at=at,
    )


def _loudspeaker(asking: Asking, at: datetime, known: Loudspeaker | None) -> Loudspeaker:
    same = known is not None and (known.speaker, known.is_able) == (asking.speaker, asking.is_able)
    since = known.since if known is not None and same else at
    return Loudspeaker(
        asking.zone, asking.speaker, asking.label, asking.is_able, asking.voice, at + LEASE, since
    )


def _is_fresh(known: Loudspeaker | None, asking: Asking, at: datetime) -> bool:
    """Tell whether writing the loudspeaker down again would say nothing new yet."""
    if known is None or known.until - at < LEASE / 2:
        return False
    told = (known.speaker, known.label, known.is_able, known.voice)
    return told == (asking.speaker, asking.label, asking.is_able, asking.voice)
