"""显示大屏: what the waiting room sees, as plain values, and how two moments of it differ."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

NEWEST_CALLS = 6

Json = dict[str, Any]


class CallKind(StrEnum):
    """Whether a number is called for the first time, again, or for the last time."""

    CALL = "call"
    RECALL = "recall"
    LAST = "last"


class WindowState(StrEnum):
    """What a window does at the moment."""

    OPEN = "open"
    SERVING = "serving"
    PAUSED = "paused"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Label:
    """A name of the hall in Chinese and, when somebody wrote it, in English."""

    zh: str
    en: str = ""


@dataclass(frozen=True, slots=True)
class Range:
    """An expected wait between `low` and `high` seconds."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a number to a window; its id is its event's sequence, so later calls have higher ids.

    A `lit` call is for somebody who cannot hear it: it stays lit on the board until he stands at the window.
    """

    id: int
    number: str
    window: int
    window_name: Label
    at: str  # ISO 8601 with offset
    kind: CallKind = CallKind.CALL
    zone: str = ""
    lit: bool = False


@dataclass(frozen=True, slots=True)
class WindowLine:
    """One window: what it is for, what it does, and the number at hand.

    `arrived` is false from the call of that number until its person stands at the window.
    """

    id: int
    name: Label
    letter: str
    state: WindowState
    number: str | None = None
    reason: Label | None = None
    zone: str = ""
    arrived: bool = True


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One queue: how many wait and about how long; `suspended` says why it takes nobody."""

    letter: str
    name: Label
    waiting: int
    expected_wait: Range | None = None
    suspended: Label | None = None
    zones: tuple[str, ...] = ()  # where windows serve it


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of the hall with a board of its own."""

    code: str
    name: Label


@dataclass(frozen=True, slots=True)
class Board:
    """Everything the waiting room may know, at one sequence number of the hall's log."""

    seq: int
    hall: Label
    calls: tuple[Call, ...] = ()
    waiting: tuple[QueueLine, ...] = ()
    windows: tuple[WindowLine, ...] = ()
    missed: tuple[str, ...] = ()
    notice: Label = Label("")
    hours: Label = Label("")
    open: bool = True
    zones: tuple[Zone, ...] = ()


def newest(calls: Iterable[Call]) -> tuple[Call, ...]:
    """Keep the calls that a board has room for, in every zone: newest first and once, all lit ones."""
    each: dict[str, Call] = {}
    for call in sorted(calls, key=lambda call: call.id, reverse=True):
        each.setdefault(call.number, call)
    in_zone = Counter(call.zone for call in each.values() if call.lit)
    shown = []
    for call in each.values():
        if not call.lit and in_zone[call.zone] >= NEWEST_CALLS:
            continue
        in_zone[call.zone] += not call.lit
        shown.append(call)
    return tuple(shown)


def to_json(board: Board) -> Json:
    """Write the board as `GET /api/v1/board` and the message `snapshot` carry it."""
    return {
        "seq": board.seq,
        "hall": _label(board.hall),
        "calls": [_call(call) for call in board.calls],
        "waiting": [_queue(line) for line in board.waiting],
        "windows": [_window(line) for line in board.windows],
        "missed": list(board.missed),
        "notice": _label(board.notice),
        "hours": _label(board.hours),
        "open": board.open,
        "zones": [{"code": zone.code, "name": _label(zone.name)} for zone in board.zones],
    }


def difference(before: Board, after: Board) -> Json:
    """Write what the message `change` carries: the sections that differ, whole, with `seq` and `prev`."""
    old, new = to_json(before), to_json(after)
    changed = {name: section for name, section in new.items() if section != old[name]}
    return {**changed, "seq": after.seq, "prev": before.seq}


def apply(board: Mapping[str, Any], change: Mapping[str, Any]) -> Json:
    """Bring a board's JSON up to date as every client does: a changed section replaces the old one.

    Raises:
        Gap: the change follows another state than this one; ask for a snapshot.
    """
    if change["prev"] != board["seq"]:
        raise Gap(board["seq"], change["prev"])
    return {**board, **{name: section for name, section in change.items() if name != "prev"}}


class Gap(Exception):
    """A change is missing between what a client has and what it was sent."""


def _label(label: Label) -> Json:
    return {"zh": label.zh, "en": label.en}


def _call(call: Call) -> Json:
    return {
        "id": call.id,
        "number": call.number,
        "window": call.window,
        "window_name": _label(call.window_name),
        "at": call.at,
        "kind": call.kind.value,
        "zone": call.zone,
        "lit": call.lit,
    }


def _window(line: WindowLine) -> Json:
    return {
        "id": line.id,
        "name": _label(line.name),
        "letter": line.letter,
        "state": line.state.value,
        "number": line.number,
        "reason": _label(line.reason) if line.reason else None,
        "zone": line.zone,
        "arrived": line.arrived,
    }


def _queue(line: QueueLine) -> Json:
    wait = line.expected_wait
    return {
        "letter": line.letter,
        "name": _label(line.name),
        "waiting": line.waiting,
        "expected_wait": {"low": wait.low, "high": wait.high} if wait else None,
        "suspended": _label(line.suspended) if line.suspended else None,
        "zones": list(line.zones),
    }
