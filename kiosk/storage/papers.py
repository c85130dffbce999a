"""Print jobs: rows written with their act, leased to agents one at a time."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import and_, bindparam, func, insert, not_, or_, select, update

from kiosk.hall.jobs import FLEETING, FLEETING_FOR, GIVEN_UP_AFTER, SETTLED, Paper, PaperState
from kiosk.storage import schema
from kiosk.storage.paper_rows import PaperErased, PaperRow, UnknownPaper, body_of, paper_of
from kiosk.storage.room import Room
from kiosk.storage.runner import Row, Runner
from kiosk.storage.seal import Seal

T = schema.paper
OF_HALL = T.c.hall_id == bindparam("hall")
GET = select(T).where(OF_HALL, T.c.id == bindparam("id"))
OF_TICKET = select(T).where(OF_HALL, T.c.ticket == bindparam("of_ticket")).order_by(T.c.seq)
RECENT = (
    select(T).where(OF_HALL, T.c.seq < bindparam("before")).order_by(T.c.seq.desc()).limit(bindparam("limit"))
)
UNSETTLED = select(T).where(OF_HALL, schema.UNSETTLED).order_by(T.c.seq)
BY_STATE = (
    select(T.c.state, func.count().label("papers")).where(OF_HALL, schema.UNSETTLED).group_by(T.c.state)
)
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
DEAD = select(T).where(OF_HALL, schema.DEAD).order_by(T.c.seq.desc()).limit(50)
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
IS_SETTLED = or_(*(T.c.state == state.value for state in sorted(SETTLED)))
TO_ERASE = (
    select(T)
    .where(
        OF_HALL,
        schema.NAMES_SOMEBODY,
        T.c.changed_at < bindparam("settled_before"),
        or_(IS_SETTLED, T.c.changed_at < bindparam("given_up_before")),
    )
    .order_by(T.c.changed_at)
    .limit(bindparam("limit"))
)
ERASE = TAKE.values(document="")
ADD = insert(T)
NO_LIMIT = 2**62
LONGEST_TITLE = 100


class Papers(Room):
    """The papers of one hall."""

    def __init__(self, runner: Runner, hall: str, seal: Seal) -> None:
        super().__init__(runner, hall)
        self._seal = seal

    def add(self, paper: Paper, seq: int, at: datetime) -> str:
        """Store a paper with the event it follows from; without a printer the paper viewer shows it.

        Raises:
            NoKey: it names somebody, and the hall has no key to seal it with.
        """
        paper_id = f"{seq}-{paper.name}"
        state = PaperState.QUEUED if paper.printer else PaperState.SHOWN
        row = {
            "id": paper_id,
            "seq": seq,
            "name": paper.name,
            "printer": paper.printer,
            "ticket": paper.ticket,
            "title": paper.title[:LONGEST_TITLE],
            "personal": paper.is_personal,
            "document": body_of(paper, self._seal),
            "copy": paper.copy,
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
        return self._paper(row)

    def of_ticket(self, ticket: str) -> tuple[PaperRow, ...]:
        """List the papers of a ticket, oldest first."""
        return tuple(self._paper(row) for row in self._all(OF_TICKET, of_ticket=ticket))

    def recent(self, limit: int, before: int = NO_LIMIT) -> tuple[PaperRow, ...]:
        """List papers newest first, from before an event's number."""
        return tuple(self._paper(row) for row in self._all(RECENT, limit=limit, before=before))

    def unsettled(self) -> tuple[PaperRow, ...]:
        """List the papers that are not out yet, oldest first."""
        return tuple(self._paper(row) for row in self._all(UNSETTLED))

    def counts(self) -> Mapping[PaperState, int]:
        """Count the papers that are not out yet, by state."""
        return {PaperState(row.state): int(row.papers) for row in self._all(BY_STATE)}

    def any_to_lease(self, printers: Iterable[str], at: datetime) -> bool:
        """Tell whether a job waits at any of these printers."""
        return any(self._free(one, at, limit=1) for one in printers)

    def next_free(self, waiting_at: Iterable[str], at: datetime) -> PaperRow | None:
        """Find the oldest job that waits at one of some printers."""
        free = [row for one in waiting_at for row in self._free(one, at, limit=1)]
        return self._paper(min(free, key=lambda row: int(row.seq))) if free else None

    def lease(self, paper_id: str, printer: str, owner: str, until: datetime, at: datetime) -> PaperRow:
        """Give a job to the agent of a printer until a time.

        Each lease has a number: whoever reports under an older one has lost the job.
        """
        self._change(LEASE, paper_id=paper_id, at_printer=printer, owner=owner, until=until, now=at)
        return self.get(paper_id)

    def overdue(self, at: datetime) -> tuple[PaperRow, ...]:
        """List the papers that nobody waits for any more and that no agent has in hand."""
        return tuple(self._paper(row) for row in self._all(OVERDUE, now=at, fresh=at - FLEETING_FOR))

    def silent_since(self, before: datetime) -> tuple[PaperRow, ...]:
        """List the papers that were being sent when their agent was last heard of, before a time."""
        return tuple(self._paper(row) for row in self._all(SILENT, before=before))

    def dead_letters(self) -> tuple[PaperRow, ...]:
        """List the papers that a person may have to look after, newest first, fifty at most."""
        return tuple(self._paper(row) for row in self._all(DEAD))

    def _free(self, printer: str, at: datetime, *, limit: int) -> list[Row]:
        return self._all(TO_LEASE, printer=printer, now=at, fresh=at - FLEETING_FOR, limit=limit)

    def set_state(self, paper_id: str, state: PaperState, detail: str, at: datetime) -> None:
        """Store how far a paper has come."""
        self._change(SET, paper_id=paper_id, new_state=state.value, new_detail=detail, now=at)

    def again(self, paper_id: str, at: datetime) -> int:
        """Ask for one more copy; returns its number.

        Raises:
            UnknownPaper: there is none of this id.
            PaperErased: there is nothing left to print.
        """
        paper = self.get(paper_id)
        if paper.is_erased:
            raise PaperErased(paper.title)
        state = PaperState.QUEUED if paper.printer else PaperState.SHOWN
        self._change(AGAIN, paper_id=paper_id, new_state=state.value, new_copy=paper.copy + 1, now=at)
        return paper.copy + 1

    def to_erase(self, settled_before: datetime, at: datetime, limit: int) -> tuple[PaperRow, ...]:
        """List papers that still name somebody: out since before a time, or given up by everybody."""
        rows = self._all(
            TO_ERASE, settled_before=settled_before, given_up_before=at - GIVEN_UP_AFTER, limit=limit
        )
        return tuple(self._paper(row) for row in rows)

    def erase(self, paper_id: str) -> None:
        """Forget what stands on a paper; that there was one stays."""
        self._change(ERASE, paper_id=paper_id)

    def _paper(self, row: Row) -> PaperRow:
        return paper_of(row, self._seal)
