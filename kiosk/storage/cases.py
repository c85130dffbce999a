"""Cases: one row each, their applicants sealed beside them, found again by blind indexes."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import and_, bindparam, func, insert, select, update

from kiosk.hall.case import Case
from kiosk.hall.errors import HallError
from kiosk.hall.person import LAST, NOBODY, Person
from kiosk.storage import schema, schema_cases
from kiosk.storage.room import Room
from kiosk.storage.runner import Row, Runner
from kiosk.storage.seal import Seal

T, V = schema_cases.case, schema_cases.case_visit
BODY = TypeAdapter(Case)
OF_HALL = T.c.hall_id == bindparam("hall")
OPEN_TICKETS = select(schema.ticket.c.id).where(schema.ticket.c.hall_id == bindparam("hall"), schema.OPEN)
ADD, VISIT = insert(T), insert(V)
GET = select(T).where(OF_HALL, T.c.id == bindparam("id"))
# Ordered by whoever reads them: asked for an order, SQLite walks all cases in it.
OF_TICKET = (
    select(T)
    .join(V, and_(V.c.hall_id == T.c.hall_id, V.c.case == T.c.id))
    .where(OF_HALL, V.c.ticket == bindparam("ticket"))
)
OF_OPEN = (
    select(T, V.c.ticket.label("of"))
    .join(V, and_(V.c.hall_id == T.c.hall_id, V.c.case == T.c.id))
    .where(OF_HALL, V.c.ticket.in_(OPEN_TICKETS))
)
MOVING = ("state", "due", "window", "ended_at", "body")
MOVE = (
    update(T)
    .where(OF_HALL, T.c.id == bindparam("case_id"), T.c.version == bindparam("version_before"))
    .values({"version": T.c.version + 1, **{name: bindparam(f"new_{name}") for name in MOVING}})
)
OPEN = (
    select(T)
    .where(OF_HALL, schema_cases.CASE_OPEN)
    .order_by(func.coalesce(T.c.due, "9999"), T.c.id)
    .limit(bindparam("limit"))
)
DUE = (
    select(T)
    .where(OF_HALL, schema_cases.CASE_OPEN, T.c.due.is_not(None), T.c.due <= bindparam("day"))
    .order_by(T.c.due, T.c.id)
    .limit(bindparam("limit"))
)
# One way at a time: a choice among them made SQLite walk all cases in order of time.
WAYS = {
    way: select(T)
    .where(OF_HALL, T.c[way] == bindparam("wanted"))
    .order_by(T.c.opened_at.desc())
    .limit(bindparam("limit"))
    for way in ("id", "elsewhere_id", "phone_index", "last_index", "name_index")
}
BETWEEN = (
    select(T)
    .where(OF_HALL, T.c.opened_at >= bindparam("start"), T.c.opened_at < bindparam("end"))
    .order_by(T.c.opened_at)
)
TOGETHER = 100  # cases that are looked up by one statement
OF_IDS = select(T.c.id, T.c.body).where(OF_HALL, T.c.id.in_([bindparam(f"id_{n}") for n in range(TOGETHER)]))
KNOWN_AND_OVER = (
    select(T)
    .where(OF_HALL, schema_cases.KNOWN, T.c.ended_at < bindparam("before"))
    .order_by(T.c.ended_at)
    .limit(bindparam("limit"))
)
SET_PERSON = (
    update(T)
    .where(OF_HALL, T.c.id == bindparam("case_id"))
    .values(
        {name: bindparam(f"new_{name}") for name in ("person", "phone_index", "last_index", "name_index")}
    )
)


class UnknownCase(HallError):
    """The hall has no case of this number."""

    status = 404
    zh = "没有编号为 {0} 的办件。请核对编号，或用电话、姓名查找。"
    en = "There is no case {0}. Check the number, or search by phone or name."


class CaseOvertaken(HallError):
    """Somebody else acted on the case first."""

    zh = "办件 {0} 刚刚被别人办过，请看最新状态后再办。"
    en = "Somebody else has just acted on case {0}. Please look at its state and try again."
    retry = True


class Cases(Room):
    """The cases of one hall."""

    def __init__(self, runner: Runner, hall: str, seal: Seal) -> None:
        super().__init__(runner, hall)
        self._seal = seal

    def next_id(self, day: date) -> str:
        """Give the next case number of a day: BJ20261123-001."""
        return f"BJ{day:%Y%m%d}-{self._count_up(f'case {day}'):03d}"

    def next_reference(self, series: str, day: date) -> str:
        """Give the next number of a series of papers of a day: BZ20261123-001."""
        return f"{series}{day:%Y%m%d}-{self._count_up(f'{series} {day}'):03d}"

    def add(self, case: Case, person: Person, due: date | None) -> None:
        """Store a new case with its applicant."""
        row = {"id": case.id, "version": 0, "service": case.service, "opened_at": case.opened_at}
        row["elsewhere_id"] = case.elsewhere_id.upper()
        self._add(ADD, {**row, **_moving(case, due), **self._sealed(person)})
        self._visit(case.id, (one.ticket for one in case.visits))

    def get(self, case_id: str) -> Case:
        """Find a case.

        Raises:
            UnknownCase: there is none.
        """
        row = self._one(GET, id=case_id)
        if row is None:
            raise UnknownCase(case_id[:24])
        return case_of(row)

    def person(self, case_id: str) -> Person:
        """Open what is known of a case's applicant; nobody where it was erased.

        Raises:
            UnknownCase: there is no such case.
        """
        row = self._one(GET, id=case_id)
        if row is None:
            raise UnknownCase(case_id[:24])
        return self._opened(row)

    def with_people(self, cases: Iterable[Row]) -> tuple[tuple[Case, Person], ...]:
        """Open the applicants of some rows."""
        return tuple((case_of(row), self._opened(row)) for row in cases)

    def move(self, before: Case, after: Case, due: date | None) -> Case:
        """Store a case's new state, if it still is as it was read.

        Raises:
            CaseOvertaken: somebody else moved it in the meantime.
        """
        values = {f"new_{name}": value for name, value in _moving(after, due).items()}
        if self._change(MOVE, case_id=before.id, version_before=before.version, **values) != 1:
            raise CaseOvertaken(before.id)
        known = {one.ticket for one in before.visits}
        self._visit(after.id, (one.ticket for one in after.visits if one.ticket not in known))
        return after

    def of_ticket(self, ticket: str) -> tuple[Case, ...]:
        """List the cases that a ticket was for."""
        return tuple(case_of(row) for row in sorted(self._all(OF_TICKET, ticket=ticket), key=_by_id))

    def of_open_tickets(self) -> dict[str, tuple[Case, ...]]:
        """List the cases of every ticket that is not over, by the ticket."""
        found: dict[str, tuple[Case, ...]] = {}
        for row in sorted(self._all(OF_OPEN), key=_by_id):
            found[row.of] = (*found.get(row.of, ()), case_of(row))
        return found

    def open(self, limit: int) -> tuple[tuple[Case, Person], ...]:
        """List what is still to be done, what is due first."""
        return self.with_people(self._all(OPEN, limit=limit))

    def due(self, day: date, limit: int) -> tuple[Case, ...]:
        """List what is due on a day or was before it."""
        return tuple(case_of(row) for row in self._all(DUE, day=day, limit=limit))

    def found(self, text: str, phone: str, limit: int) -> tuple[tuple[Case, Person], ...]:
        """Search by number, ours or the other system's, phone ("" when it is none), last four or name."""
        wanted = {
            "id": text.upper(),
            "elsewhere_id": text.upper(),
            "phone_index": self._seal.blind("phone", phone),
            "last_index": self._seal.blind("last", text if text.isdigit() and len(text) == LAST else ""),
            "name_index": self._seal.blind("name", text),
        }
        for way, value in wanted.items():
            rows = self._all(WAYS[way], wanted=value, limit=limit) if value else []
            if rows:
                return self.with_people(rows)
        return ()

    def of_elsewhere(self, number: str) -> Case | None:
        """Find the case that has a number in the system that holds it."""
        rows = self._all(WAYS["elsewhere_id"], wanted=number.upper(), limit=1)
        return case_of(rows[0]) if rows else None

    def of_person(self, person: Person, limit: int) -> tuple[tuple[Case, Person], ...]:
        """List the newest cases of a phone, then those of a name."""
        phone = self._seal.blind("phone", person.phone)
        wanted = (("phone_index", phone), ("name_index", self._seal.blind("name", person.name)))
        rows = [
            row for way, value in wanted if value for row in self._all(WAYS[way], wanted=value, limit=limit)
        ]
        return self.with_people(rows)

    def between(self, start: datetime, end: datetime) -> tuple[Case, ...]:
        """List the cases that were opened between two times."""
        return tuple(case_of(row) for row in self._all(BETWEEN, start=start, end=end))

    def decided(self, cases: Iterable[str]) -> dict[str, date]:
        """Say on which day each of some cases was decided, where it was."""
        wanted, found = sorted(set(cases)), {}
        for first in range(0, len(wanted), TOGETHER):
            some = [*wanted[first : first + TOGETHER], *[""] * TOGETHER][:TOGETHER]
            for row in self._all(OF_IDS, **{f"id_{n}": one for n, one in enumerate(some)}):
                if day := row.body["decided_on"]:
                    found[row.id] = date.fromisoformat(day)
        return found

    def known_and_over(self, before: datetime, limit: int) -> tuple[Case, ...]:
        """List cases that ended before a time and whose applicants are still known."""
        return tuple(case_of(row) for row in self._all(KNOWN_AND_OVER, before=before, limit=limit))

    def set_person(self, case_id: str, person: Person) -> None:
        """Keep another name or phone; nobody erases what was known."""
        values = {f"new_{name}": value for name, value in self._sealed(person).items()}
        self._change(SET_PERSON, case_id=case_id, **values)

    def _visit(self, case_id: str, tickets: Iterable[str]) -> None:
        for ticket in tickets:
            if ticket:
                self._add(VISIT, {"ticket": ticket, "case": case_id})

    def _sealed(self, person: Person) -> dict[str, str]:
        return {
            "person": self._seal.close({"name": person.name, "phone": person.phone}),
            "phone_index": self._seal.blind("phone", person.phone),
            "last_index": self._seal.blind("last", person.last_digits),
            "name_index": self._seal.blind("name", person.name),
        }

    def _opened(self, row: Row) -> Person:
        facts = self._seal.open(row.person)
        return Person(facts.get("name", ""), facts.get("phone", "")) if facts else NOBODY


def case_of(row: Row) -> Case:
    """Read a case."""
    return BODY.validate_python({**row.body, "version": row.version})


def _moving(case: Case, due: date | None) -> dict[str, Any]:
    body = BODY.dump_python(case, mode="json")
    return {
        "state": case.state.value,
        "due": due,
        "window": case.window,
        "ended_at": case.ended_at,
        "body": {name: value for name, value in body.items() if name != "version"},
    }


def _by_id(row: Row) -> str:
    return str(row.id)
