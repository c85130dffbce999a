"""代收账: every entry moves fen from one holder to another, so that the book cannot but balance."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.hall.errors import HallError

CITIZEN, PAYEE = "citizen", "payee"
UNEXPLAINED = "difference"  # what was counted and not booked, or booked and not counted
DRAWER = "drawer:"


class NothingMoved(HallError):
    """An entry must move a sum from one holder to another one."""

    zh = "这一笔没有金额，或者没有换手，不能记账。请核对后再记。"
    en = "This entry moves no money to anybody else. Please check it."


class Kind(StrEnum):
    """Why money moved."""

    TAKE = "take"
    CHANGE = "change"
    PAY = "pay"
    REFUND = "refund"
    HAND_OVER = "hand-over"
    SURPLUS = "surplus"
    SHORTAGE = "shortage"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the book: fen of one deposit go from `giver` to `taker`; `by` is who did it.

    A difference found by counting belongs to no deposit; it says why, and who has signed for it.
    """

    deposit: str
    kind: Kind
    giver: str
    taker: str
    fen: int
    by: str
    window: int
    at: datetime
    why: str = ""
    signed_by: str = ""

    def __post_init__(self) -> None:
        if self.fen <= 0 or self.giver == self.taker:
            raise NothingMoved


@dataclass(frozen=True, slots=True)
class Difference:
    """A drawer whose counted cash is not what the book says, both in fen."""

    clerk: str
    booked: int
    counted: int


def drawer(clerk: str) -> str:
    """Name the drawer of a clerk by his account's id."""
    return f"{DRAWER}{clerk}"


def totals(entries: Iterable[Entry]) -> Mapping[str, int]:
    """Say what each holder has got and not given away; all of them together are always zero."""
    held: Counter[str] = Counter()
    for entry in entries:
        held[entry.giver] -= entry.fen
        held[entry.taker] += entry.fen
    return held


def differences(booked: Mapping[str, int], counted: Mapping[str, int]) -> tuple[Difference, ...]:
    """List the drawers, by their clerks, whose count is not what the book says."""
    return tuple(
        Difference(clerk, booked.get(clerk, 0), counted.get(clerk, 0))
        for clerk in sorted({*booked, *counted})
        if booked.get(clerk, 0) != counted.get(clerk, 0)
    )
