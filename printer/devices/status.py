"""What a printer says of itself in real time (Epson ESC/POS reference, DLE EOT)."""

from collections.abc import Callable
from enum import StrEnum

# DLE EOT 1: the printer; 2: why it is off-line; 3: its errors; 4: its paper.
PRINTER, CAUSE, ERROR, PAPER = 1, 2, 3, 4
KINDS = (PRINTER, CAUSE, ERROR, PAPER)
FIXED = 0x12  # bits that stand in every answer
OFFLINE = 0x08
COVER, PAPER_END, FAILED = 0x04, 0x20, 0x40
CUTTER, BROKEN, HOT = 0x08, 0x20, 0x40
NEAR_END, OUT = 0x0C, 0x60


class Condition(StrEnum):
    """How a printer is; `unknown` when it does not answer."""

    READY = "ready"
    NEAR_END = "near_end"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    OFFLINE = "offline"
    BROKEN = "broken"  # cutter jammed or worse: a person must look
    HOT = "hot"  # goes on by itself
    SILENT = "unknown"

    @property
    def may_print(self) -> bool:
        """Whether a paper sent now would come out; one that cannot be asked is believed."""
        return self in {Condition.READY, Condition.NEAR_END, Condition.SILENT}


def condition(ask: Callable[[int], int | None]) -> Condition:
    """Find out how a printer is; `ask` puts one of the four questions and returns the answer, if any came."""
    paper = ask(PAPER)
    if paper is None:
        return Condition.SILENT
    if paper & OUT:
        return Condition.PAPER_OUT
    cause = ask(CAUSE) or 0
    if cause & COVER:
        return Condition.COVER_OPEN
    if cause & PAPER_END:
        return Condition.PAPER_OUT
    if cause & FAILED:
        return Condition.HOT if (ask(ERROR) or 0) & (CUTTER | BROKEN) == 0 else Condition.BROKEN
    if (ask(PRINTER) or 0) & OFFLINE:
        return Condition.OFFLINE
    return Condition.NEAR_END if paper & NEAR_END else Condition.READY


def answer(kind: int, now: Condition) -> int:
    """Answer one of the four questions as a printer in some condition does."""
    stopped = now not in {Condition.READY, Condition.NEAR_END}
    bits = {
        PRINTER: OFFLINE if stopped else 0,
        CAUSE: {Condition.COVER_OPEN: COVER, Condition.PAPER_OUT: PAPER_END}.get(
            now, FAILED if now in {Condition.BROKEN, Condition.HOT} else 0
        ),
        ERROR: {Condition.BROKEN: CUTTER, Condition.HOT: HOT}.get(now, 0),
        PAPER: {Condition.PAPER_OUT: NEAR_END | OUT, Condition.NEAR_END: NEAR_END}.get(now, 0),
    }
    return FIXED | bits[kind]
