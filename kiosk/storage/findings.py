"""Findings: what assistants noted of their retirees, the duties they did, and the batches they handed in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import bindparam, insert, select, update

from kiosk.hall.delegation import Batch, Finding
from kiosk.hall.delegation_terms import Duty
from kiosk.hall.errors import HallError
from kiosk.storage import schema_delegation as schema
from kiosk.storage.room import Room
from kiosk.storage.runner import Row, Runner
from kiosk.storage.seal import Seal

F, D, B = schema.finding, schema.duty, schema.batch
FINDING, BATCH = TypeAdapter(Finding), TypeAdapter(Batch)
ADD, ADD_DUTY, ADD_BATCH = insert(F), insert(D), insert(B)
OF_HALL, BATCH_OF_HALL = F.c.hall_id == bindparam("hall"), B.c.hall_id == bindparam("hall")
GET = select(F).where(OF_HALL, F.c.id == bindparam("id"))
OPEN = select(F).where(OF_HALL, F.c.village == bindparam("village"), schema.FINDING_OPEN).order_by(F.c.id)
OF_RETIREE = select(F).where(OF_HALL, F.c.retiree == bindparam("retiree")).order_by(F.c.id)
OF_BATCH = select(F).where(OF_HALL, F.c.batch == bindparam("batch")).order_by(F.c.id)
MOVE = (
    update(F)
    .where(OF_HALL, F.c.id == bindparam("finding_id"))
    .values({name: bindparam(f"new_{name}") for name in ("batch", "state", "body", "reason")})
)
DUTIES = (
    select(D)
    .where(D.c.hall_id == bindparam("hall"), D.c.retiree == bindparam("retiree"))
    .order_by(D.c.on_day.desc(), D.c.id.desc())
    .limit(bindparam("limit"))
)
FORGET = (
    update(D).where(D.c.hall_id == bindparam("hall"), D.c.retiree == bindparam("retiree_id")).values(note="")
)
GET_BATCH = select(B).where(BATCH_OF_HALL, B.c.id == bindparam("id"))
OPEN_BATCHES = select(B).where(BATCH_OF_HALL, schema.BATCH_OPEN).order_by(B.c.id)
OF_TICKET = select(B).where(BATCH_OF_HALL, B.c.ticket == bindparam("ticket"))
OF_VILLAGE = (
    select(B)
    .where(BATCH_OF_HALL, B.c.village == bindparam("village"))
    .order_by(B.c.id.desc())
    .limit(bindparam("limit"))
)
MOVE_BATCH = (
    update(B)
    .where(BATCH_OF_HALL, B.c.id == bindparam("batch_id"))
    .values(state=bindparam("new_state"), body=bindparam("new_body"))
)


class UnknownFinding(HallError):
    """There is no such line."""

    status = 404
    zh = "没有这一条。"
    en = "There is no such line."


class UnknownBatch(HallError):
    """There is no such batch."""

    status = 404
    zh = "没有这一批。"
    en = "There is no such batch."


@dataclass(frozen=True, slots=True)
class Done:
    """One duty that an assistant did; no retiree where it was for the whole village."""

    id: str
    village: str
    retiree: str
    kind: Duty
    on: date
    by: str
    note: str = ""


class Findings(Room):
    """The findings of one hall."""

    def __init__(self, runner: Runner, hall: str, seal: Seal) -> None:
        super().__init__(runner, hall)
        self._seal = seal

    def next_id(self, letter: str = "H") -> str:
        """Name the next finding (H000001), or with D the next duty."""
        return f"{letter}{self._count_up(f'finding {letter}'):06d}"

    def get(self, finding_id: str) -> Finding:
        """Find a finding.

        Raises:
            UnknownFinding: there is none.
        """
        row = self._one(GET, id=finding_id)
        if row is None:
            raise UnknownFinding(finding_id[:16])
        return _finding(row)

    def open(self, village: str) -> dict[str, Finding]:
        """List a village's findings that nobody decided yet, by retiree."""
        return {one.retiree: one for one in map(_finding, self._all(OPEN, village=village))}

    def of_retiree(self, retiree: str) -> tuple[Finding, ...]:
        """List what was ever found of a retiree, in order."""
        return tuple(_finding(row) for row in self._all(OF_RETIREE, retiree=retiree))

    def of_batch(self, batch: str) -> tuple[Finding, ...]:
        """List what a batch hands in."""
        return tuple(_finding(row) for row in self._all(OF_BATCH, batch=batch))

    def put(self, finding: Finding, reason: str = "") -> None:
        """Store a finding, new or changed; `reason` is sealed, since it may name somebody."""
        body = FINDING.dump_python(finding, mode="json")
        row = {"batch": finding.batch, "state": finding.state.value, "body": body}
        row["reason"] = self._seal.close({"reason": reason})
        changed = {f"new_{name}": value for name, value in row.items()}
        if not self._change(MOVE, finding_id=finding.id, **changed):
            self._add(ADD, {"id": finding.id, "retiree": finding.retiree, "village": finding.village, **row})

    def add_duty(self, done: Done) -> None:
        """Store a duty that was done."""
        row = {"id": done.id, "village": done.village, "retiree": done.retiree, "kind": done.kind.value}
        note = self._seal.close({"note": done.note})
        self._add(ADD_DUTY, {**row, "on_day": done.on, "account": done.by, "note": note})

    def duties(self, retiree: str, limit: int) -> tuple[Done, ...]:
        """List what was done for a retiree ("" is the whole of every village), newest first."""
        return tuple(self._done(row) for row in self._all(DUTIES, retiree=retiree, limit=limit))

    def forget(self, retiree: str) -> None:
        """Erase what was written of a retiree in words."""
        self._change(FORGET, retiree_id=retiree)
        for finding in self.of_retiree(retiree):
            self.put(finding)

    def _done(self, row: Row) -> Done:
        note = self._seal.open(row.note).get("note", "")
        return Done(row.id, row.village, row.retiree, Duty(row.kind), row.on_day, row.account, note)


class Batches(Room):
    """The batches of one hall."""

    def next_id(self, day: date) -> str:
        """Give the next number of a day: RZ20261123-001."""
        return f"RZ{day:%Y%m%d}-{self._count_up(f'batch {day}'):03d}"

    def add(self, batch: Batch) -> None:
        """Store a new batch."""
        self._add(
            ADD_BATCH, {"id": batch.id, "village": batch.village, "ticket": batch.ticket, **_stored(batch)}
        )

    def get(self, batch_id: str) -> Batch:
        """Find a batch.

        Raises:
            UnknownBatch: there is none.
        """
        row = self._one(GET_BATCH, id=batch_id)
        if row is None:
            raise UnknownBatch(batch_id[:32])
        return _batch(row)

    def open(self) -> tuple[Batch, ...]:
        """List the batches that are not checked yet, the oldest first."""
        return _batches(self._all(OPEN_BATCHES))

    def of_ticket(self, ticket: str) -> Batch | None:
        """Find the batch that a ticket was taken for."""
        row = self._one(OF_TICKET, ticket=ticket)
        return _batch(row) if row else None

    def of_village(self, village: str, limit: int) -> tuple[Batch, ...]:
        """List a village's batches, newest first."""
        return _batches(self._all(OF_VILLAGE, village=village, limit=limit))

    def move(self, batch: Batch) -> None:
        """Store how far a batch has come."""
        row = _stored(batch)
        self._change(MOVE_BATCH, batch_id=batch.id, new_state=row["state"], new_body=row["body"])


def _finding(row: Row) -> Finding:
    return FINDING.validate_python(row.body)


def _batch(row: Row) -> Batch:
    return BATCH.validate_python(row.body)


def _batches(rows: Iterable[Row]) -> tuple[Batch, ...]:
    return tuple(_batch(row) for row in rows)


def _stored(batch: Batch) -> dict[str, Any]:
    return {"state": batch.state.value, "body": BATCH.dump_python(batch, mode="json")}
