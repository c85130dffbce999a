"""Inspections: one row each, who and where sealed beside it, found again by code and blind indexes."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import bindparam, func, insert, select, update

from kiosk.hall.errors import HallError
from kiosk.hall.inspection import Inspection, UnknownInspection
from kiosk.hall.inspection_words import CODE_DIGITS, number_of
from kiosk.hall.person import LAST, NOBODY, Person
from kiosk.storage import schema, schema_inspections
from kiosk.storage.room import Room
from kiosk.storage.runner import Row, Runner
from kiosk.storage.seal import Seal

T = schema_inspections.inspection
BODY = TypeAdapter(Inspection)
OF_HALL = T.c.hall_id == bindparam("hall")
OPEN_TICKETS = select(schema.ticket.c.id).where(schema.ticket.c.hall_id == bindparam("hall"), schema.OPEN)
WAYS = ("number", "code", "token", "ticket")
SEARCHED = ("phone_index", "last_index", "name_index", "person_index")
ADD = insert(T)
GET = {way: select(T).where(OF_HALL, T.c[way] == bindparam("wanted")) for way in WAYS}
NEWEST = select(T).where(OF_HALL).order_by(T.c.registered_at.desc(), T.c.number.desc())
FOUND = {way: NEWEST.where(T.c[way] == bindparam("wanted")).limit(bindparam("limit")) for way in SEARCHED}
LATEST = NEWEST.limit(bindparam("limit"))
OPEN = (
    select(T)
    .where(OF_HALL, schema_inspections.UNDER_WAY)
    .order_by(func.coalesce(T.c.due_on, "9999"), T.c.number)
    .limit(bindparam("limit"))
)
LATE = (
    select(T)
    .where(OF_HALL, schema_inspections.UNDER_WAY, T.c.due_on < bindparam("today"))
    .order_by(T.c.due_on, T.c.number)
    .limit(bindparam("limit"))
)
OF_OPEN = select(T).where(OF_HALL, T.c.ticket.in_(OPEN_TICKETS))
MOVING = ("state", "moved_at", "due_on", "ticket", "body")
MOVE = (
    update(T)
    .where(OF_HALL, T.c.number == bindparam("of_number"), T.c.version == bindparam("version_before"))
    .values({"version": T.c.version + 1, **{name: bindparam(f"new_{name}") for name in MOVING}})
)
SEALED = ("site", *SEARCHED)
SEAL = (
    update(T)
    .where(OF_HALL, T.c.number == bindparam("of_number"))
    .values({name: bindparam(f"new_{name}") for name in SEALED})
)
OLD = (
    select(T)
    .where(OF_HALL, schema_inspections.TO_ERASE, T.c.moved_at < bindparam("before"))
    .order_by(T.c.moved_at)
    .limit(bindparam("limit"))
)


class InspectionOvertaken(HallError):
    """Somebody else acted on the inspection first."""

    zh = "{0} 刚刚被别人办过，请看最新状态后再办。"
    en = "Somebody else has just acted on {0}. Please look at its state and try again."
    retry = True


@dataclass(frozen=True, slots=True)
class Site:
    """Who and where is looked at, what was found and what must be put right; empty where it was erased."""

    name: str = ""
    address: str = ""
    contact: Person = NOBODY
    findings: str = ""
    demands: tuple[str, ...] = ()
    closing: str = ""


NOWHERE = Site()


class Inspections(Room):
    """The inspections of one hall."""

    def __init__(self, runner: Runner, hall: str, seal: Seal) -> None:
        super().__init__(runner, hall)
        self._seal = seal

    def next_number(self, day: date) -> str:
        """Give the next number of a day; none is left out or given twice."""
        return number_of(day, self._count_up(f"inspections {day:%Y%m%d}"))

    def has_code(self, code: str) -> bool:
        """Tell whether a code is given away."""
        return self._one(GET["code"], wanted=code) is not None

    def add(self, inspection: Inspection, site: Site) -> None:
        """Store a new inspection with who and where it is."""
        plain = {name: getattr(inspection, name) for name in ("number", "service", "token", "code")}
        times = {"registered_at": inspection.registered_at, "version": 0}
        moving = _moving(inspection, inspection.registered_at)
        self._add(ADD, {**plain, **times, **moving, **self._closed(site)})

    def get(self, number: str) -> Inspection:
        """Find an inspection by its number.

        Raises:
            UnknownInspection: there is none.
        """
        return self._known("number", number)

    def by_token(self, token: str) -> Inspection | None:
        """Find the inspection whose phone page a token opens."""
        row = self._one(GET["token"], wanted=token) if token else None
        return _inspection(row) if row else None

    def by_code(self, code: str) -> Inspection:
        """Find an inspection by the digits on its paper.

        Raises:
            UnknownInspection: there is none.
        """
        return self._known("code", code)

    def site(self, number: str) -> Site:
        """Open who and where it is.

        Raises:
            UnknownInspection: there is none.
        """
        row = self._one(GET["number"], wanted=number)
        if row is None:
            raise UnknownInspection(number[:24])
        return self._opened(row)

    def move(self, before: Inspection, after: Inspection, at: datetime) -> None:
        """Store a new state, if it still is as it was read.

        Raises:
            InspectionOvertaken: somebody else moved it in the meantime.
        """
        values = {f"new_{name}": value for name, value in _moving(after, at).items()}
        if self._change(MOVE, of_number=before.number, version_before=before.version, **values) != 1:
            raise InspectionOvertaken(before.number)

    def retell(self, number: str, site: Site) -> None:
        """Seal what is known now in the place of what was."""
        values = {f"new_{name}": value for name, value in self._closed(site).items()}
        self._change(SEAL, of_number=number, **values)

    def of_ticket(self, ticket: str) -> Inspection | None:
        """Find what was prepared for a ticket."""
        rows = self._all(GET["ticket"], wanted=ticket) if ticket else []
        return _inspection(rows[0]) if rows else None

    def of_open_tickets(self) -> dict[str, Inspection]:
        """Find what was prepared for every ticket that is not over, by the ticket."""
        return {row.ticket: _inspection(row) for row in self._all(OF_OPEN)}

    def open(self, limit: int) -> tuple[tuple[Inspection, Site], ...]:
        """List what is under way, what is due first."""
        return self._with_sites(self._all(OPEN, limit=limit))

    def overdue(self, today: date, limit: int) -> tuple[Inspection, ...]:
        """List those whose time for putting right has run out, the longest overdue first."""
        return tuple(_inspection(row) for row in self._all(LATE, today=today, limit=limit))

    def newest(self, limit: int) -> tuple[tuple[Inspection, Site], ...]:
        """List the newest, over or not."""
        return self._with_sites(self._all(LATEST, limit=limit))

    def found(self, text: str, phone: str, limit: int) -> tuple[tuple[Inspection, Site], ...]:
        """Search by number, code, phone ("" when the text is none) or its last four digits, or a name."""
        digits = "".join(text.split())
        is_last = digits.isdecimal() and len(digits) == LAST
        rows = self._all(GET["number"], wanted=text.upper())
        if not rows and digits.isdecimal() and len(digits) == CODE_DIGITS:
            rows = self._all(GET["code"], wanted=digits)
        wanted = {
            "phone_index": self._seal.blind("phone", phone),
            "last_index": self._seal.blind("last", digits if is_last else ""),
            "name_index": self._seal.blind("site", text),
            "person_index": self._seal.blind("name", text),
        }
        for way, value in wanted.items():
            rows = rows or (self._all(FOUND[way], wanted=value, limit=limit) if value else [])
        return self._with_sites(rows)

    def silent_since(self, before: datetime, limit: int) -> tuple[Inspection, ...]:
        """List those of which nothing was heard since a time and whose site is still known."""
        return tuple(_inspection(row) for row in self._all(OLD, before=before, limit=limit))

    def _known(self, way: str, wanted: str) -> Inspection:
        row = self._one(GET[way], wanted=wanted)
        if row is None:
            raise UnknownInspection(wanted[:24])
        return _inspection(row)

    def _with_sites(self, rows: list[Row]) -> tuple[tuple[Inspection, Site], ...]:
        return tuple((_inspection(row), self._opened(row)) for row in rows)

    def _closed(self, site: Site) -> dict[str, str]:
        person = site.contact
        facts = {
            "name": site.name,
            "address": site.address,
            "contact": person.name,
            "phone": person.phone,
            "findings": site.findings,
            "demands": json.dumps(site.demands, ensure_ascii=False) if site.demands else "",
            "closing": site.closing,
        }
        return {
            "site": self._seal.close(facts),
            "phone_index": self._seal.blind("phone", person.phone),
            "last_index": self._seal.blind("last", person.last_digits),
            "person_index": self._seal.blind("name", person.name),
            "name_index": self._seal.blind("site", site.name),
        }

    def _opened(self, row: Row) -> Site:
        facts = self._seal.open(row.site)
        return Site(
            name=facts.get("name", ""),
            address=facts.get("address", ""),
            contact=Person(facts.get("contact", ""), facts.get("phone", "")),
            findings=facts.get("findings", ""),
            demands=tuple(json.loads(facts.get("demands", "[]"))),
            closing=facts.get("closing", ""),
        )


def _inspection(row: Row) -> Inspection:
    return BODY.validate_python({**row.body, "version": row.version})


def _moving(inspection: Inspection, at: datetime) -> dict[str, Any]:
    body = BODY.dump_python(inspection, mode="json")
    return {
        "state": inspection.state.value,
        "moved_at": at,
        "due_on": inspection.due_on,
        "ticket": inspection.ticket,
        "body": {name: value for name, value in body.items() if name != "version"},
    }
