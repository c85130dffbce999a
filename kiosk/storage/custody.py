"""代收 at rest: deposits moved by compare-and-swap, their payers sealed, and a book that only grows."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy import bindparam, func, insert, or_, select, update

from kiosk.hall.custody_book import DRAWER, Entry, Kind
from kiosk.hall.deposit import Deposit, DepositState, Payer
from kiosk.hall.errors import HallError
from kiosk.hall.person import LAST, Person
from kiosk.storage import schema_custody
from kiosk.storage.room import Room
from kiosk.storage.runner import Row, Runner
from kiosk.storage.seal import Seal
from kiosk.storage.standing import Standing

T, B, D = schema_custody.deposit, schema_custody.custody_entry, schema_custody.custody_day
OPEN = "deposits"  # what is remembered of the hall's standing
FACTS = tuple(field.name for field in fields(Deposit))
MOVING = ("holder", "state", "paid", "arrears", "balance", "returned", "attempts", "failure")
MOMENTS = ("told_at", "closed_at", "carried_on")
OF_HALL = T.c.hall_id == bindparam("hall")
GET = select(T).where(OF_HALL, T.c.id == bindparam("id"))
ALL_OPEN = select(T).where(OF_HALL, schema_custody.NOT_CLOSED).order_by(T.c.due_at, T.c.id)
OF_TICKET = select(T).where(OF_HALL, T.c.ticket == bindparam("ticket")).order_by(T.c.id)
FOUND = (
    select(T)
    .where(
        OF_HALL,
        or_(T.c.phone_index == bindparam("phone"), T.c.last4_index == bindparam("last4")),
    )
    .order_by(T.c.taken_at.desc())
    .limit(50)
)
MOVE = (
    update(T)
    .where(
        OF_HALL,
        T.c.id == bindparam("deposit_id"),
        T.c.state == bindparam("state_before"),
        T.c.holder == bindparam("holder_before"),
        T.c.attempts == bindparam("attempts_before"),
        T.c.returned == bindparam("returned_before"),
    )
    .values({name: bindparam(name) for name in (*MOVING, *MOMENTS)})
)
KNOWN_BEFORE = (
    select(T.c.id)
    .where(OF_HALL, schema_custody.KNOWN, T.c.closed_at < bindparam("before"))
    .order_by(T.c.closed_at)
    .limit(bindparam("limit"))
)
ERASE = (
    update(T)
    .where(OF_HALL, T.c.id == bindparam("deposit_id"))
    .values(sealed="", phone_index="", last4_index="")
)
IN_BOOK = B.c.hall_id == bindparam("hall")
ENTRIES = select(B).where(IN_BOOK, B.c.day == bindparam("day")).order_by(B.c.seq)
OF_DEPOSIT = select(B).where(IN_BOOK, B.c.deposit == bindparam("deposit")).order_by(B.c.seq)
GIVEN = select(B.c.giver, func.sum(B.c.fen).label("sum")).where(IN_BOOK).group_by(B.c.giver)
GOT = select(B.c.taker, func.sum(B.c.fen).label("sum")).where(IN_BOOK).group_by(B.c.taker)
GIVEN_BY = select(func.sum(B.c.fen).label("sum")).where(IN_BOOK, B.c.giver == bindparam("holder"))
GOT_BY = select(func.sum(B.c.fen).label("sum")).where(IN_BOOK, B.c.taker == bindparam("holder"))
WRITTEN = ("at", "deposit", "giver", "taker", "fen", "by", "window", "why", "signed_by")
CLOSINGS = select(D).where(D.c.hall_id == bindparam("hall"), D.c.day == bindparam("day")).order_by(D.c.seq)
ADD, WRITE, CLOSE_DAY = insert(T), insert(B), insert(D)


class UnknownDeposit(HallError):
    """Nothing was left in custody under this number."""

    status = 404
    zh = "没有代收 {0}。请核对收条上的编号。"
    en = "There is no deposit {0}. Please check the number on the receipt."


class DepositOvertaken(HallError):
    """Somebody else acted on the deposit first."""

    zh = "代收 {0} 刚刚被别人办了一步，这一步没有记。请看最新状态。"
    en = "Somebody else has just acted on deposit {0}; this was not noted. Please look at its state."
    retry = True


@dataclass(frozen=True, slots=True)
class Closing:
    """The end of a day: what the drawers held, what was carried over, and who signed for it."""

    at: datetime
    fen: int
    carried: tuple[str, ...]
    by: str
    signed_by: str


class Custody(Room):
    """The cash that people have left in one hall."""

    def __init__(self, runner: Runner, hall: str, seal: Seal, standing: Standing) -> None:
        super().__init__(runner, hall)
        self._seal = seal
        self._standing = standing

    def next_id(self, day: date) -> str:
        """Name the next deposit of a day."""
        return f"DS{day:%Y%m%d}-{self._count_up(f'deposits {day:%Y%m%d}'):03d}"

    def add(self, deposit: Deposit, payer: Payer) -> None:
        """Store a new deposit with its payer, who cannot be read without the hall's key."""
        person = payer.person
        facts = {"name": person.name, "phone": person.phone, "account": payer.account}
        row = {name: getattr(deposit, name) for name in FACTS}
        row |= {"state": deposit.state.value, "sealed": self._seal.close(facts)}
        row |= {"phone_index": self._seal.blind("phone", person.phone)}
        row |= {"last4_index": self._seal.blind("last4", person.last_digits)}
        self._add(ADD, row)
        self._reread()

    def get(self, deposit: str) -> Deposit:
        """Find a deposit.

        Raises:
            UnknownDeposit: there is none of this number.
        """
        return _deposit(self._row(deposit))

    def payer(self, deposit: str) -> Payer:
        """Read whose a deposit is; nothing is known once it was erased.

        Raises:
            UnknownDeposit: there is none of this number.
            WrongKey: another key sealed it.
        """
        known = self._seal.open(self._row(deposit).sealed)
        return Payer(Person(known.get("name", ""), known.get("phone", "")), known.get("account", ""))

    def open(self) -> tuple[Deposit, ...]:
        """List what is not closed, the next call back first."""
        return self._standing.now(OPEN, self._read_open)

    def of_ticket(self, ticket: str) -> tuple[Deposit, ...]:
        """List what was left with a ticket."""
        return tuple(_deposit(row) for row in self._all(OF_TICKET, ticket=ticket))

    def of_phone(self, phone: str) -> tuple[Deposit, ...]:
        """Find what the owner of a phone has left, by all of its digits or the last four, newest first."""
        last4 = phone if len(phone) == LAST else ""
        names = {"phone": self._seal.blind("phone", phone), "last4": self._seal.blind("last4", last4) or "-"}
        return tuple(_deposit(row) for row in self._all(FOUND, **names))

    def move(self, before: Deposit, after: Deposit) -> None:
        """Store a deposit's new state, if it still is as it was read.

        Raises:
            DepositOvertaken: somebody else moved it in the meantime.
        """
        values = {name: getattr(after, name) for name in (*MOVING, *MOMENTS)}
        changed = self._change(
            MOVE,
            deposit_id=before.id,
            state_before=before.state.value,
            holder_before=before.holder,
            attempts_before=before.attempts,
            returned_before=before.returned,
            **{**values, "state": after.state.value},
        )
        if changed != 1:
            raise DepositOvertaken(before.id)
        self._reread()

    def write(self, entry: Entry, day: date) -> None:
        """Write one line into the book; no line is ever changed."""
        row = {name: getattr(entry, name) for name in WRITTEN}
        self._add(
            WRITE, {**row, "seq": self._count_up("custody entries"), "day": day, "kind": entry.kind.value}
        )

    def entries(self, day: date) -> tuple[Entry, ...]:
        """Read the book of a day, in order."""
        return tuple(_entry(row) for row in self._all(ENTRIES, day=day))

    def entries_of(self, deposit: str) -> tuple[Entry, ...]:
        """Read what the book says of one deposit, in order."""
        return tuple(_entry(row) for row in self._all(OF_DEPOSIT, deposit=deposit))

    def totals(self) -> Mapping[str, int]:
        """Say what each holder of the whole book has got and not given away, in fen."""
        held = Counter({row[0]: int(row[1]) for row in self._all(GOT)})
        held.subtract({row[0]: int(row[1]) for row in self._all(GIVEN)})
        return held

    def drawers(self) -> dict[str, int]:
        """Say what lies in each clerk's drawer, by his account's id; empty ones are left out."""
        held = self.totals().items()
        return {name.removeprefix(DRAWER): fen for name, fen in held if name.startswith(DRAWER) and fen}

    def held_by(self, holder: str) -> int:
        """Say what one holder has got and not given away, in fen."""
        got, given = (self._one(sums, holder=holder) for sums in (GOT_BY, GIVEN_BY))
        return int((got and got.sum) or 0) - int((given and given.sum) or 0)

    def close_day(self, day: date, closing: Closing) -> None:
        """Note that a day was closed."""
        row = {"at": closing.at, "fen": closing.fen, "carried": list(closing.carried)}
        row |= {"by": closing.by, "signed_by": closing.signed_by}
        self._add(CLOSE_DAY, {**row, "day": day, "seq": self._count_up("custody days")})

    def closings(self, day: date) -> tuple[Closing, ...]:
        """List how often a day was closed, in order."""
        return tuple(
            Closing(row.at, row.fen, tuple(row.carried), row.by, row.signed_by)
            for row in self._all(CLOSINGS, day=day)
        )

    def known_before(self, before: datetime, limit: int) -> tuple[str, ...]:
        """List deposits that were closed before a time and whose payers are still known."""
        return tuple(row.id for row in self._all(KNOWN_BEFORE, before=before, limit=limit))

    def erase(self, deposit: str) -> None:
        """Forget whose a deposit was; its figures stay."""
        self._change(ERASE, deposit_id=deposit)

    def _row(self, deposit: str) -> Row:
        row = self._one(GET, id=deposit)
        if row is None:
            raise UnknownDeposit(deposit[:32])
        return row

    def _reread(self) -> None:
        self._standing.change(OPEN, lambda _: self._read_open())

    def _read_open(self) -> tuple[Deposit, ...]:
        return tuple(_deposit(row) for row in self._all(ALL_OPEN))


def _deposit(row: Row) -> Deposit:
    values = {name: getattr(row, name) for name in FACTS}
    return Deposit(**{**values, "state": DepositState(row.state)})


def _entry(row: Row) -> Entry:
    return Entry(
        row.deposit,
        Kind(row.kind),
        row.giver,
        row.taker,
        row.fen,
        row.by,
        row.window,
        row.at,
        row.why,
        row.signed_by,
    )
