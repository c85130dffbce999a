"""核对日志: walk the hall's log from its first event and say where it is not what was written."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kiosk.hall.errors import HallError
from kiosk.hall.floor_events import DataRestored
from kiosk.storage.chain import BEGINNING, LINK, link
from kiosk.storage.event_log import Stored
from kiosk.storage.store import Reading, Store

AT_ONCE = 2000


class Damage(StrEnum):
    """What is wrong with a log."""

    ALTERED = "altered"  # an event is not what was written: changed, put in another place, or slipped in
    MISSING = "missing"  # an event between two others is gone
    CUT = "cut"  # the newest events are gone
    LEFT_OUT = "left out"  # a restored backup is said to have skipped events that were noted outside
    OTHER_PAST = "other past"  # the log fits itself, and not what was noted of it outside


class NoAnchor(HallError):
    """What was given is no anchor."""

    status = 422
    zh = "这不是核对码：{0}。应为“序号:64 位十六进制数”，即 audit verify 最后印出的那一行。"
    en = "This is no anchor: {0}. It is NUMBER:64 HEX DIGITS, the line that audit verify prints last."


@dataclass(frozen=True, slots=True)
class Anchor:
    """The log up to an event in one line; kept outside, it shows whether the past was written anew."""

    seq: int
    chain: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.chain}"


@dataclass(frozen=True, slots=True)
class Broken:
    """Where the log is damaged first, and how."""

    seq: int
    damage: Damage


@dataclass(frozen=True, slots=True)
class Audit:
    """How far the log was walked, and what was found; `newest` is to be noted outside."""

    events: int
    broken: Broken | None
    newest: Anchor


def anchor_of(text: str) -> Anchor:
    """Read an anchor as it was printed.

    Raises:
        NoAnchor: it is none.
    """
    seq, _, chain = text.strip().partition(":")
    is_hash = len(chain) == LINK and all(sign in "0123456789abcdef" for sign in chain)
    if not seq.isascii() or not seq.isdigit() or not is_hash:
        raise NoAnchor(text.strip()[:80])
    return Anchor(int(seq), chain)


def newest(store: Store) -> Anchor:
    """Return the anchor of the log as it is now, to be kept where nobody of the hall's machine can write."""
    with store.read() as reading:
        head = reading.events.head()
        last = reading.events.stored(head - 1, 1)
    return Anchor(head, last[0].chain if last else BEGINNING)


def verify(store: Store, anchors: Iterable[Anchor] = ()) -> Audit:
    """Walk the whole log and hold it to itself, and to what was noted of it outside."""
    noted = {one.seq: one.chain for one in anchors}
    with store.read() as reading:
        return _walk(reading, store.hall_id, noted)


def _walk(reading: Reading, hall: str, noted: dict[int, str]) -> Audit:
    seq, chain, head = 0, BEGINNING, reading.events.head()
    while rows := reading.events.stored(seq, AT_ONCE):
        for row in rows:
            if damage := _damage(row, seq, chain, hall, noted):
                broken = seq + 1 if damage in {Damage.MISSING, Damage.LEFT_OUT} else row.seq
                return Audit(seq, Broken(broken, damage), Anchor(seq, chain))
            seq, chain = row.seq, row.chain
    if seq < head or any(one > seq for one in noted):
        return Audit(seq, Broken(seq + 1, Damage.CUT), Anchor(seq, chain))
    return Audit(seq, None, Anchor(seq, chain))


def _damage(row: Stored, seq: int, chain: str, hall: str, noted: dict[int, str]) -> Damage | None:
    if row.seq != seq + 1 and not _goes_on_from(row, seq):
        return Damage.MISSING
    if row.chain != link(chain, hall, row.seq, row.at, row.kind, row.body):
        return Damage.ALTERED
    if any(seq < one < row.seq for one in noted):  # anybody can write that a backup was restored
        return Damage.LEFT_OUT
    return Damage.OTHER_PAST if noted.get(row.seq, row.chain) != row.chain else None


def _goes_on_from(row: Stored, seq: int) -> bool:
    """Tell whether an event says itself that numbers before it were skipped, as after a restored backup."""
    return row.kind == DataRestored.__name__ and json.loads(row.body).get("head") == seq
