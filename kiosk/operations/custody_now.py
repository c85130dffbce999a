"""代收的现状: what is in custody now, who holds it, by when somebody is called back, and a day's book."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from kiosk.hall.catalogue import Catalogue
from kiosk.hall.custody_book import CITIZEN, DRAWER, PAYEE, UNEXPLAINED, Entry, Kind
from kiosk.hall.custody_difference import WHY_WORDS, Why
from kiosk.hall.deposit import Deposit, Payer
from kiosk.hall.errors import UnknownService
from kiosk.hall.hours import said_clock
from kiosk.hall.words import NO_WORDS, Words
from kiosk.operations.custody_day import name_of
from kiosk.storage.custody import Closing
from kiosk.storage.store import Reading, Store

HOLDERS = {
    CITIZEN: Words("群众", "citizen"),
    PAYEE: Words("收款单位", "payee"),
    UNEXPLAINED: Words("长短款", "over and short"),
}
KINDS = {
    Kind.TAKE: Words("点收", "counted"),
    Kind.CHANGE: Words("找零", "change"),
    Kind.PAY: Words("缴费", "paid in"),
    Kind.REFUND: Words("退款", "returned"),
    Kind.HAND_OVER: Words("交接", "handed over"),
    Kind.SURPLUS: Words("长款", "over"),
    Kind.SHORTAGE: Words("短款", "short"),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """One deposit as a line: what it is for, whose drawer it lies in, by when is called back."""

    deposit: Deposit
    service: Words
    holder: str
    due: Words
    overdue: bool

    @property
    def number(self) -> str:
        """The number of its ticket, or nothing."""
        return self.deposit.ticket.rpartition("-")[2]


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the book in words."""

    entry: Entry
    kind: Words
    giver: Words
    taker: Words
    by: str
    why: Words
    signed_by: str


@dataclass(frozen=True, slots=True)
class Seen:
    """All about one deposit; `language` is the one its citizen took his ticket in."""

    kept: Kept
    payer: Payer
    taken_by: str
    second: str
    lines: tuple[Line, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Drawer:
    """What should lie in a clerk's drawer, in fen."""

    clerk: str
    name: str
    fen: int


@dataclass(frozen=True, slots=True)
class Day:
    """The custody of one day: its book, how it was closed, and how drawers and deposits stand now."""

    day: date
    drawers: tuple[Drawer, ...]
    open: tuple[Kept, ...]
    lines: tuple[Line, ...]
    closings: tuple[tuple[Closing, str], ...]

    @property
    def held(self) -> int:
        """What all drawers hold, in fen."""
        return sum(one.fen for one in self.drawers)


def all_open(store: Store, *, at: datetime) -> tuple[Kept, ...]:
    """List what is not closed, the next call back first."""
    with store.read() as reading:
        return _kept(reading, reading.custody.open(), at)


def of_phone(store: Store, *, digits: str, at: datetime) -> tuple[Kept, ...]:
    """Find what the owner of a phone has left, by all of its digits or the last four."""
    with store.read() as reading:
        return _kept(reading, reading.custody.of_phone(digits), at)


def of_ticket(reading: Reading, ticket: str, at: datetime) -> tuple[Kept, ...]:
    """List what was left with a ticket."""
    return _kept(reading, reading.custody.of_ticket(ticket), at)


def look(store: Store, *, deposit: str, at: datetime) -> Seen:
    """Look at one deposit.

    Raises:
        UnknownDeposit: there is none of this number.
    """
    with store.read() as reading:
        known = reading.custody.get(deposit)
        (kept,) = _kept(reading, (known,), at)
        return Seen(
            kept=kept,
            payer=reading.custody.payer(deposit),
            taken_by=name_of(reading, known.taken_by),
            second=name_of(reading, known.second),
            lines=_lines(reading, reading.custody.entries_of(deposit)),
            language=reading.tickets.get(known.ticket).language if known.ticket else "zh",
        )


def day(store: Store, *, of: date, at: datetime) -> Day:
    """Look at the book of a day, and at what drawers hold now."""
    with store.read() as reading:
        drawers = reading.custody.drawers().items()
        return Day(
            day=of,
            drawers=tuple(Drawer(clerk, name_of(reading, clerk), fen) for clerk, fen in drawers),
            open=_kept(reading, reading.custody.open(), at),
            lines=_lines(reading, reading.custody.entries(of)),
            closings=tuple((one, name_of(reading, one.signed_by)) for one in reading.custody.closings(of)),
        )


def _kept(reading: Reading, deposits: Iterable[Deposit], at: datetime) -> tuple[Kept, ...]:
    catalogue = reading.catalogue(at)
    return tuple(
        Kept(
            deposit=one,
            service=_service(catalogue, one.service),
            holder=name_of(reading, one.holder),
            due=said_clock(catalogue, one.due_at, at),
            overdue=one.is_overdue(at),
        )
        for one in deposits
    )


def _lines(reading: Reading, entries: Iterable[Entry]) -> tuple[Line, ...]:
    return tuple(
        Line(
            entry=one,
            kind=KINDS[one.kind],
            giver=_holder(reading, one.giver),
            taker=_holder(reading, one.taker),
            by=name_of(reading, one.by),
            why=WHY_WORDS[Why(one.why)] if one.why else NO_WORDS,
            signed_by=name_of(reading, one.signed_by),
        )
        for one in entries
    )


def _holder(reading: Reading, holder: str) -> Words:
    name = name_of(reading, holder.removeprefix(DRAWER))
    return HOLDERS.get(holder, Words(name, name))


def _service(catalogue: Catalogue, code: str) -> Words:
    try:
        return catalogue.service(code).name
    except UnknownService:
        return Words(code, code)  # the content was reloaded without it
