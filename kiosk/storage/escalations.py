"""What could not be done: the problems of one hall; who has them and what was said lies sealed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, or_, select, update

from kiosk.hall.escalation import Escalation, NotNow, UnknownEscalation, number_of
from kiosk.hall.escalation_words import STATE_WORDS, Grade, Result, State, Trouble
from kiosk.hall.person import LAST, Person
from kiosk.storage import schema_escalation as schema
from kiosk.storage.room import Room
from kiosk.storage.runner import Row, Runner
from kiosk.storage.seal import Seal

T = schema.escalation
OF_HALL = T.c.hall_id == bindparam("hall")
OF_NUMBER = T.c.number == bindparam("of_number")
PLAIN = [column for column in T.c if column.name not in {"hall_id", "sealed", "phone_index", "last4_index"}]
MOVING = (
    *("state", "grade", "about", "due_at", "to_window", "to_person", "answered_at", "answered_by"),
    *("result", "followed_up_at", "closed_at", "closed_by", "erased_at"),
)
ADD = insert(T)
GET = select(*PLAIN).where(OF_HALL, OF_NUMBER)
SEALED = select(T.c.sealed).where(OF_HALL, OF_NUMBER)
OPEN = select(*PLAIN).where(OF_HALL, schema.UNCLOSED).order_by(T.c.due_at, T.c.number)
NEWEST = select(*PLAIN).where(OF_HALL).order_by(T.c.registered_at.desc(), T.c.number.desc())
LATEST = NEWEST.limit(bindparam("limit"))
OF_TICKET = select(*PLAIN).where(OF_HALL, T.c.ticket == bindparam("of_ticket")).order_by(T.c.number)
OF_PHONE = NEWEST.where(or_(T.c.phone_index == bindparam("index"), T.c.last4_index == bindparam("index")))
COUNTED = (
    select(T.c.state, T.c.grade, func.count().label("many")).where(OF_HALL).group_by(T.c.state, T.c.grade)
)
MOVE = update(T).where(OF_HALL, OF_NUMBER, T.c.state == bindparam("state_before"))
MOVE = MOVE.values({name: bindparam(name) for name in MOVING})
SEAL = update(T).where(OF_HALL, OF_NUMBER).values(sealed=bindparam("sealed"))
OLD = select(*PLAIN).where(OF_HALL, schema.TO_ERASE, T.c.closed_at <= bindparam("before"))
OLD = OLD.order_by(T.c.closed_at).limit(bindparam("limit"))
ERASE = (
    update(T)
    .where(OF_HALL, OF_NUMBER)
    .values(sealed="", phone_index="", last4_index="", erased_at=bindparam("now"))
)


@dataclass(frozen=True, slots=True)
class Told:
    """Who has the problem, what he said, and what he was answered; empty where it was erased."""

    person: Person
    words: str
    answer: str = ""
    note: str = ""


class Escalations(Room):
    """The problems of one hall."""

    def __init__(self, runner: Runner, hall: str, seal: Seal) -> None:
        super().__init__(runner, hall)
        self._seal = seal

    def next_number(self, day: date) -> str:
        """Give the next number of a day; none is left out or given twice."""
        return number_of(day, self._count_up(f"escalations {day:%Y%m%d}"))

    def add(self, problem: Escalation, told: Told) -> None:
        """Store a new problem."""
        row = {**_row(problem), "sealed": self._closed(told)}
        phone = told.person.phone
        row["phone_index"] = self._seal.blind("phone", phone)
        row["last4_index"] = self._seal.blind("last4", told.person.last_digits)
        self._add(ADD, row)

    def get(self, number: str) -> Escalation:
        """Find a problem by its number.

        Raises:
            UnknownEscalation: there is none.
        """
        row = self._one(GET, of_number=number)
        if row is None:
            raise UnknownEscalation(number)
        return _problem(row)

    def told(self, number: str) -> Told:
        """Open what was said; of a problem that was erased it is empty.

        Raises:
            UnknownEscalation: there is none.
        """
        row = self._one(SEALED, of_number=number)
        if row is None:
            raise UnknownEscalation(number)
        facts = self._seal.open(row.sealed)
        person = Person(facts.get("name", ""), facts.get("phone", ""))
        return Told(person, facts.get("words", ""), facts.get("answer", ""), facts.get("note", ""))

    def move(self, before: Escalation, after: Escalation) -> None:
        """Change a problem that is still as it was.

        Raises:
            NotNow: somebody else was faster.
        """
        row = _row(after)
        moved = {name: row[name] for name in MOVING}
        if not self._change(MOVE, of_number=before.number, state_before=before.state.value, **moved):
            words = STATE_WORDS[self.get(before.number).state]
            raise NotNow(before.number, words.zh, words.en)

    def retell(self, number: str, told: Told) -> None:
        """Seal what is known now in the place of what was; the phone stays as it was."""
        self._change(SEAL, of_number=number, sealed=self._closed(told))

    def erase(self, number: str, at: datetime) -> None:
        """Forget who it was and what was said, for good."""
        self._change(ERASE, of_number=number, now=at)

    def open(self) -> tuple[Escalation, ...]:
        """List what is not closed, the most urgent first."""
        return tuple(_problem(row) for row in self._all(OPEN))

    def newest(self, limit: int) -> tuple[Escalation, ...]:
        """List the newest, closed or not."""
        return tuple(_problem(row) for row in self._all(LATEST, limit=limit))

    def of_ticket(self, ticket: str) -> tuple[Escalation, ...]:
        """List what was registered for a ticket, oldest first."""
        return tuple(_problem(row) for row in self._all(OF_TICKET, of_ticket=ticket)) if ticket else ()

    def of_phone(self, phone: str) -> tuple[Escalation, ...]:
        """List the problems of a phone, or of its last four digits, the newest first."""
        index = self._seal.blind("last4" if len(phone) == LAST else "phone", phone)
        return tuple(_problem(row) for row in self._all(OF_PHONE, index=index)) if index else ()

    def closed_before(self, before: datetime, limit: int) -> tuple[Escalation, ...]:
        """List what was closed so long ago and is not erased."""
        return tuple(_problem(row) for row in self._all(OLD, before=before, limit=limit))

    def counted(self) -> dict[tuple[State, Grade | None], int]:
        """Count all there ever were, by state and class."""
        return {(State(row.state), _grade(row.grade)): row.many for row in self._all(COUNTED)}

    def _closed(self, told: Told) -> str:
        person = {"name": told.person.name, "phone": told.person.phone}
        return self._seal.close({**person, "words": told.words, "answer": told.answer, "note": told.note})


def _row(problem: Escalation) -> dict[str, Any]:
    return {
        "number": problem.number,
        "ticket": problem.ticket,
        "service": problem.service,
        "trouble": problem.trouble.value,
        "registered_at": problem.registered_at,
        "registered_by": problem.registered_by,
        "window": problem.window,
        "due_at": problem.due_at,
        "language": problem.language,
        "state": problem.state.value,
        "grade": problem.grade.value if problem.grade else "",
        "about": problem.about,
        "to_window": problem.to_window,
        "to_person": problem.to_person,
        "answered_at": problem.answered_at,
        "answered_by": problem.answered_by,
        "result": problem.result.value if problem.result else "",
        "followed_up_at": problem.followed_up_at,
        "closed_at": problem.closed_at,
        "closed_by": problem.closed_by,
        "erased_at": problem.erased_at,
    }


def _problem(row: Row) -> Escalation:
    facts = {column.name: getattr(row, column.name) for column in PLAIN}
    facts["trouble"], facts["state"] = Trouble(row.trouble), State(row.state)
    facts["grade"], facts["result"] = _grade(row.grade), Result(row.result) if row.result else None
    return Escalation(**facts)


def _grade(value: str) -> Grade | None:
    return Grade(value) if value else None
