"""Parcels: one row each, their recipients sealed beside them, found again by blind indexes."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Select, bindparam, insert, select, update

from kiosk.hall.errors import HallError
from kiosk.hall.parcel import NO_RECIPIENT, Parcel, Recipient
from kiosk.hall.person import LAST
from kiosk.storage import schema_cases, schema_parcels
from kiosk.storage.room import Room
from kiosk.storage.runner import Row, Runner
from kiosk.storage.seal import Seal

T, C = schema_parcels.parcel, schema_parcels.parcel_case
V = schema_cases.case_visit
BODY = TypeAdapter(Parcel)
OF_HALL = T.c.hall_id == bindparam("hall")
ADD, ENCLOSE = insert(T), insert(C)
GET = select(T).where(OF_HALL, T.c.id == bindparam("id"))
MOVING = ("state", "handed_over_at", "ended_at", "mail_number", "handover", "body")
MOVE = (
    update(T)
    .where(OF_HALL, T.c.id == bindparam("parcel_id"), T.c.version == bindparam("version_before"))
    .values({"version": T.c.version + 1, **{name: bindparam(f"new_{name}") for name in MOVING}})
)
NEWEST = T.c.opened_at.desc(), T.c.id.desc()
UNDER_WAY = select(T).where(OF_HALL, schema_parcels.UNDER_WAY).order_by(T.c.id).limit(bindparam("limit"))
ENDED_SINCE = (
    select(T)
    .where(OF_HALL, T.c.ended_at >= bindparam("since"))
    .order_by(T.c.ended_at.desc())
    .limit(bindparam("limit"))
)
BETWEEN = (
    select(T)
    .where(OF_HALL, T.c.opened_at >= bindparam("start"), T.c.opened_at < bindparam("end"))
    .order_by(*NEWEST)
    .limit(bindparam("limit"))
)
OF_STATE_BETWEEN = BETWEEN.where(T.c.state == bindparam("state"))
KNOWN_AND_OVER = (
    select(T)
    .where(OF_HALL, T.c.person != "", T.c.ended_at < bindparam("before"))
    .order_by(T.c.ended_at)
    .limit(bindparam("limit"))
)
SEALING = ("person", "phone_index", "last_index", "name_index")
SET_PERSON = (
    update(T)
    .where(OF_HALL, T.c.id == bindparam("parcel_id"))
    .values({name: bindparam(f"new_{name}") for name in SEALING})
)


def _equal(name: str) -> Select[Any]:
    """One way to find parcels: a single index, so that no planner may choose a worse one."""
    return (
        select(T)
        .where(OF_HALL, T.c[name] == bindparam("wanted"))
        .order_by(T.c.opened_at.desc())
        .limit(bindparam("limit"))
    )


BY = {name: _equal(name) for name in ("mail_number", "phone_index", "last_index", "name_index")}
OF_CASE = select(C.c.parcel).where(C.c.hall_id == bindparam("hall"), C.c.case == bindparam("wanted"))
CASES_OF_TICKET = select(V.c.case).where(V.c.hall_id == bindparam("hall"), V.c.ticket == bindparam("wanted"))
OF_TICKET = select(C.c.parcel).where(C.c.hall_id == bindparam("hall"), C.c.case.in_(CASES_OF_TICKET))
BY_ID = select(T).where(OF_HALL, T.c.id == bindparam("wanted"))
BY_CASE = select(T).where(OF_HALL, T.c.id.in_(OF_CASE))
BY_TICKET = select(T).where(OF_HALL, T.c.id.in_(OF_TICKET))


class UnknownParcel(HallError):
    """The hall has no parcel of this number."""

    status = 404
    zh = "台账里没有 {0}。请核对申请单编号。"
    en = "The ledger has no parcel {0}. Please check the number of the request."


class ParcelOvertaken(HallError):
    """Somebody else acted on the parcel first."""

    zh = "邮件 {0} 刚刚被别人办过，请看最新状态后再办。"
    en = "Somebody else has just acted on parcel {0}. Please look at its state and try again."
    retry = True


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for: the same text read in each way that it may be meant; "" where it cannot be."""

    id: str = ""
    case: str = ""
    tickets: tuple[str, ...] = ()
    mail_number: str = ""
    phone: str = ""
    last: str = ""
    name: str = ""


class Parcels(Room):
    """The parcels of one hall."""

    def __init__(self, runner: Runner, hall: str, seal: Seal) -> None:
        super().__init__(runner, hall)
        self._seal = seal

    def next_id(self, day: date) -> str:
        """Give the next number of a request of a day, which is also its slip's: YJ20261123-001."""
        return f"YJ{day:%Y%m%d}-{self._count_up(f'YJ {day}'):03d}"

    def add(self, parcel: Parcel, recipient: Recipient) -> None:
        """Store a new parcel with its recipient."""
        row = {"id": parcel.id, "version": 0, "opened_at": parcel.opened_at}
        self._add(ADD, {**row, **_moving(parcel), **self._sealed(recipient)})
        for one in parcel.contents:
            self._add(ENCLOSE, {"case": one.case, "parcel": parcel.id})

    def get(self, parcel_id: str) -> Parcel:
        """Find a parcel.

        Raises:
            UnknownParcel: there is none.
        """
        return parcel_of(self._row(parcel_id))

    def recipient(self, parcel_id: str) -> Recipient:
        """Open what is known of a parcel's recipient; nobody where it was erased.

        Raises:
            UnknownParcel: there is no such parcel.
        """
        return self._opened(self._row(parcel_id))

    def move(self, before: Parcel, after: Parcel) -> None:
        """Store a parcel's new state, if it still is as it was read.

        Raises:
            ParcelOvertaken: somebody else moved it in the meantime.
        """
        values = {f"new_{name}": value for name, value in _moving(after).items()}
        if self._change(MOVE, parcel_id=before.id, version_before=before.version, **values) != 1:
            raise ParcelOvertaken(before.id)
        known = {one.case for one in before.contents}
        for one in after.contents:
            if one.case not in known:
                self._add(ENCLOSE, {"case": one.case, "parcel": after.id})

    def of_case(self, case: str) -> tuple[Parcel, ...]:
        """List the parcels that a case's result was or is in, the newest first."""
        return tuple(parcel_of(row) for row in _newest_first(self._all(BY_CASE, wanted=case)))

    def of_ticket(self, ticket: str) -> tuple[Parcel, ...]:
        """List the parcels with results of the cases that a ticket was for, the newest first."""
        return tuple(parcel_of(row) for row in _newest_first(self._all(BY_TICKET, wanted=ticket)))

    def newest_of(self, cases: Iterable[str]) -> dict[str, Parcel]:
        """Find the newest parcel of each case that has one."""
        return {case: found[0] for case in cases if (found := self.of_case(case))}

    def under_way(self, limit: int) -> tuple[tuple[Parcel, Recipient], ...]:
        """List what has not reached anybody's hands yet, the oldest first."""
        return self._with_recipients(self._all(UNDER_WAY, limit=limit))

    def ended_since(self, since: datetime, limit: int) -> tuple[tuple[Parcel, Recipient], ...]:
        """List what ended from a moment on, the newest first."""
        return self._with_recipients(self._all(ENDED_SINCE, since=since, limit=limit))

    def between(
        self, start: datetime, end: datetime, limit: int, state: str = ""
    ) -> tuple[tuple[Parcel, Recipient], ...]:
        """List the parcels that were asked for between two times, all or those of a state, newest first."""
        if not state:
            return self._with_recipients(self._all(BETWEEN, start=start, end=end, limit=limit))
        rows = self._all(OF_STATE_BETWEEN, start=start, end=end, limit=limit, state=state)
        return self._with_recipients(rows)

    def found(self, wanted: Wanted, limit: int) -> tuple[tuple[Parcel, Recipient], ...]:
        """Search by whatever the text may be; each way is one look into one index."""
        looks: tuple[tuple[Select[Any], str], ...] = (
            (BY_ID, wanted.id),
            (BY_CASE, wanted.case),
            *((BY_TICKET, ticket) for ticket in wanted.tickets),
            (BY["mail_number"], wanted.mail_number),
            (BY["phone_index"], self._seal.blind("phone", wanted.phone)),
            (BY["last_index"], self._seal.blind("last", wanted.last)),
            (BY["name_index"], self._seal.blind("name", wanted.name)),
        )
        rows: dict[str, Row] = {}
        for statement, value in looks:
            if value:
                rows.update((row.id, row) for row in self._all(statement, wanted=value, limit=limit))
        return self._with_recipients(_newest_first(rows.values())[:limit])

    def known_and_over(self, before: datetime, limit: int) -> tuple[Parcel, ...]:
        """List parcels that ended before a time and whose recipients are still known."""
        return tuple(parcel_of(row) for row in self._all(KNOWN_AND_OVER, before=before, limit=limit))

    def set_recipient(self, parcel_id: str, recipient: Recipient) -> None:
        """Keep another recipient; nobody erases what was known."""
        values = {f"new_{name}": value for name, value in self._sealed(recipient).items()}
        self._change(SET_PERSON, parcel_id=parcel_id, **values)

    def _row(self, parcel_id: str) -> Row:
        row = self._one(GET, id=parcel_id)
        if row is None:
            raise UnknownParcel(parcel_id[:24])
        return row

    def _with_recipients(self, rows: Iterable[Row]) -> tuple[tuple[Parcel, Recipient], ...]:
        return tuple((parcel_of(row), self._opened(row)) for row in rows)

    def _sealed(self, recipient: Recipient) -> dict[str, str]:
        return {
            "person": self._seal.close(asdict(recipient)),
            "phone_index": self._seal.blind("phone", recipient.phone),
            "last_index": self._seal.blind("last", recipient.phone[-LAST:]),
            "name_index": self._seal.blind("name", recipient.name),
        }

    def _opened(self, row: Row) -> Recipient:
        facts = self._seal.open(row.person)
        return Recipient(**facts) if facts else NO_RECIPIENT


def _newest_first(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row.opened_at, row.id), reverse=True)


def parcel_of(row: Row) -> Parcel:
    """Read a parcel."""
    return BODY.validate_python({**row.body, "version": row.version})


def _moving(parcel: Parcel) -> dict[str, Any]:
    body = BODY.dump_python(parcel, mode="json")
    return {
        "state": parcel.state.value,
        "handed_over_at": parcel.handed_over_at,
        "ended_at": parcel.ended_at,
        "mail_number": parcel.mail_number,
        "handover": parcel.handover,
        "body": {name: value for name, value in body.items() if name != "version"},
    }
