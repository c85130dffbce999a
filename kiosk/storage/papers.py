"""Print jobs: rows written with their act, leased to agents one at a time."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, insert, not_, or_, select, update

from kiosk.hall.errors import HallError
from kiosk.hall.jobs import FLEETING, FLEETING_FOR, Paper, PaperState
from kiosk.storage import schema
from kiosk.storage.room import Room
from kiosk.storage.runner import Row

T = schema.paper
OF_HALL = T.c.hall_id == bindparam("hall")
GET = select(T).where(OF_HALL, T.c.id == bindparam("id"))
OF_TICKET = select(T).where(OF_HALL, T.c.ticket == bindparam("of_ticket")).order_by(T.c.seq)
RECENT = (
    select(T).where(OF_HALL, T.c.seq < bindparam("before")).order_by(T.c.seq.desc()).limit(bindparam("limit"))
)
UNSETTLED = select(T).where(OF_HALL, schema.UNSETTLED).order_by(T.c.seq)
BY_STATE = select(T.c.state, func.count().label("papers")).where(OF_HALL).group_by(T.c.state)
RUN_OUT = and_(T.c.state == "leased", T.c.lease_until < bindparam("now"))
FREE = or_(T.c.state == "queued", T.c.state == "blocked", RUN_OUT)
IS_FLEETING = or_(*(T.c.name == name for name in sorted(FLEETING)))
IN_TIME = or_(not_(IS_FLEETING), T.c.asked_at >= bindparam("fresh"))
TO_LEASE = (
    select(T)
    .where(OF_HALL, schema.UNSETTLED, T.c.printer == bindparam("printer"), FREE, IN_TIME)
    .order_by(T.c.seq)
    .limit(bindparam("limit"))
)
TAKE = update(T).where(OF_HALL, T.c.id == bindparam("paper_id"))
IS_DEAD = or_(*(T.c.state == state for state in ("unknown", "failed", "expired")))
OVERDUE = (
    select(T)
    .where(OF_HALL, schema.UNSETTLED, IS_FLEETING, T.c.asked_at < bindparam("fresh"), FREE)
    .order_by(T.c.seq)
)
SILENT = (
    select(T)
    .where(OF_HALL, schema.UNSETTLED, T.c.state == "sending", T.c.changed_at < bindparam("before"))
    .order_by(T.c.seq)
)
DEAD = select(T).where(OF_HALL, IS_DEAD).order_by(T.c.seq.desc()).limit(50)
LEASE = TAKE.values(
    state="leased",
    lease=T.c.lease + 1,
    printer=bindparam("at_printer"),
    lease_owner=bindparam("owner"),
    lease_until=bindparam("until"),
    changed_at=bindparam("now"),
)
SET = TAKE.values(
    state=bindparam("new_state"),
    detail=bindparam("new_detail"),
    changed_at=bindparam("now"),
    lease_until=None,
)
AGAIN = TAKE.values(
    state=bindparam("new_state"),
    copy=bindparam("new_copy"),
    detail="",
    asked_at=bindparam("now"),
    changed_at=bindparam("now"),
    lease_owner="",
    lease_until=None,
)
ADD = insert(T)
NO_LIMIT = 2**62


class UnknownPaper(HallError):
    """No paper has this id."""

    status = 404
    zh = "没有找到单据 {0}。"
    en = "Paper {0} was not found."


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One paper: its document, how many times it was asked for, and how far it has come."""

    id: str
    seq: int
    name: str
    printer: str
    ticket: str
    document: Mapping[str, Any]
    copy: int
    state: PaperState
    detail: str
    created_at: datetime
    changed_at: datetime
    asked_at: datetime
    lease: int
    lease_owner: str
    lease_until: datetime | None


class Papers(Room):
    """The papers of one hall."""

    def add(self, paper: Paper, seq: int, at: datetime) -> str:
        """Store a paper with the event it follows from; without a printer the paper viewer shows it."""
        paper_id = f"{seq}-{paper.name}"
        state = PaperState.QUEUED if paper.printer else PaperState.SHOWN
        row = {
            "id": paper_id,
            "seq": seq,
            "name": paper.name,
            "printer": paper.printer,
            "ticket": paper.ticket,
            "document": json.dumps(paper.document, ensure_ascii=False, separators=(",", ":")),
            "copy": 1,
            "state": state.value,
            "detail": "",
            "created_at": at,
            "changed_at": at,
            "asked_at": at,
            "lease": 0,
            "lease_owner": "",
            "lease_until": None,
        }
        self._add(ADD, row)
        return paper_id

    def get(self, paper_id: str) -> PaperRow:
        """Find a paper.

        Raises:
            UnknownPaper: there is none of this id.
        """
        row = self._one(GET, id=paper_id)
        if row is None:
            raise UnknownPaper(paper_id)
        return _paper(row)

    def of_ticket(self, ticket: str) -> tuple[PaperRow, ...]:
        """List the papers of a ticket, oldest first."""
        return tuple(_paper(row) for row in self._all(OF_TICKET, of_ticket=ticket))

    def recent(self, limit: int, before: int = NO_LIMIT) -> tuple[PaperRow, ...]:
        """List papers newest first, from before an event's number."""
        return tuple(_paper(row) for row in self._all(RECENT, limit=limit, before=before))

    def unsettled(self) -> tuple[PaperRow, ...]:
        """List the papers that are not out yet, oldest first."""
        return tuple(_paper(row) for row in self._all(UNSETTLED))

    def counts(self) -> Mapping[PaperState, int]:
        """Count the papers by state."""
        return {PaperState(row.state): int(row.papers) for row in self._all(BY_STATE)}

    def any_to_lease(self, printers: Iterable[str], at: datetime) -> bool:
        """Tell whether a job waits at any of these printers."""
        return any(self._free(one, at, limit=1) for one in printers)

    def next_free(self, waiting_at: Iterable[str], at: datetime) -> PaperRow | None:
        """Find the oldest job that waits at one of some printers."""
        free = [row for one in waiting_at for row in self._free(one, at, limit=1)]
        return _paper(min(free, key=lambda row: int(row.seq))) if free else None

    def lease(self, paper_id: str, printer: str, owner: str, until: datetime, at: datetime) -> PaperRow:
        """Give a job to the agent of a printer until a time.

        Each lease has a number: whoever reports under an older one has lost the job.
        """
        self._change(LEASE, paper_id=paper_id, at_printer=printer, owner=owner, until=until, now=at)
        return self.get(paper_id)

    def overdue(self, at: datetime) -> tuple[PaperRow, ...]:
        """List the papers that nobody waits for any more and that no agent has in hand."""
        return tuple(_paper(row) for row in self._all(OVERDUE, now=at, fresh=at - FLEETING_FOR))

    def silent_since(self, before: datetime) -> tuple[PaperRow, ...]:
        """List the papers that were being sent when their agent was last heard of, before a time."""
        return tuple(_paper(row) for row in self._all(SILENT, before=before))

    def dead_letters(self) -> tuple[PaperRow, ...]:
        """List the papers that a person may have to look after, newest first, fifty at most."""
        return tuple(_paper(row) for row in self._all(DEAD))

    def _free(self, printer: str, at: datetime, *, limit: int) -> list[Row]:
        return self._all(TO_LEASE, printer=printer, now=at, fresh=at - FLEETING_FOR, limit=limit)

    def set_state(self, paper_id: str, state: PaperState, detail: str, at: datetime) -> None:
        """Store how far a paper has come."""
        self._change(SET, paper_id=paper_id, new_state=state.value, new_detail=detail, now=at)

    def again(self, paper_id: str, at: datetime) -> int:
        """Ask for one more copy; returns its number."""
        paper = self.get(paper_id)
        state = PaperState.QUEUED if paper.printer else PaperState.SHOWN
        self._change(AGAIN, paper_id=paper_id, new_state=state.value, new_copy=paper.copy + 1, now=at)
        return paper.copy + 1


def _paper(row: Row) -> PaperRow:
    return PaperRow(
        id=row.id,
        seq=row.seq,
        name=row.name,
        printer=row.printer,
        ticket=row.ticket,
        document=json.loads(row.document),
        copy=row.copy,
        state=PaperState(row.state),
        detail=row.detail,
        created_at=row.created_at,
        changed_at=row.changed_at,
        asked_at=row.asked_at,
        lease=row.lease,
        lease_owner=row.lease_owner,
        lease_until=row.lease_until,
    )
