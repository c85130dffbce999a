"""打印: jobs go out to the print agents, and what became of them comes back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.hall.errors import HallError
from kiosk.hall.events import PaperOut, PaperReprinted, PaperStuck
from kiosk.hall.jobs import PaperState
from kiosk.hall.ticket import Ticket
from kiosk.storage.papers import PaperRow, UnknownPaper
from kiosk.storage.store import Store

LEASE = timedelta(seconds=30)
STUCK_AFTER = timedelta(seconds=8)  # a ticket takes under 3 s; an old man looks up after 8
TROUBLE = frozenset({PaperState.BLOCKED, PaperState.UNKNOWN, PaperState.FAILED})
SETTLED = frozenset({PaperState.SENT, PaperState.CONFIRMED})


class LeaseLost(HallError):
    """Another agent has the job by now, or it is settled."""

    zh = "打印任务 {0} 已不归此打印程序。"
    en = "Print job {0} no longer belongs to this agent."


@dataclass(frozen=True, slots=True)
class Report:
    """What an agent says of one copy of one job."""

    paper: str
    copy: int
    state: PaperState
    detail: str = ""


def lease(store: Store, *, printers: Sequence[str], owner: str, at: datetime) -> tuple[PaperRow, ...]:
    """Hand an agent the next jobs of its printers, oldest first, for thirty seconds."""
    with store.read() as reading:
        if not reading.papers.any_to_lease(printers, at):
            return ()
    with store.begin() as work:
        return tuple(work.papers.lease(printers, owner, at + LEASE, at, limit=4))


def report(store: Store, *, said: Report, owner: str, at: datetime) -> None:
    """Take down what became of a job; the same report twice changes nothing.

    Raises:
        UnknownPaper: no such job.
        LeaseLost: the job belongs to another agent, or a newer copy is under way.
    """
    with store.begin() as work:
        paper = work.papers.get(said.paper)
        if (paper.copy, paper.state) == (said.copy, said.state) and paper.detail == said.detail:
            return
        if paper.copy != said.copy or paper.lease_owner != owner or paper.state in SETTLED:
            raise LeaseLost(said.paper)
        work.papers.set_state(said.paper, said.state, said.detail, at)
        if said.state in TROUBLE and paper.state not in TROUBLE:
            work.record(PaperStuck(said.paper, said.detail), at)
        elif paper.state in TROUBLE and said.state in SETTLED:
            work.record(PaperOut(said.paper), at)


def reprint(store: Store, *, paper: str, at: datetime) -> int:
    """Print a paper once more, marked 补打; returns the number of the copy."""
    with store.begin() as work:
        copy = work.papers.again(paper, at)
        work.record(PaperReprinted(paper, copy), at)
        return copy


def reprint_ticket(store: Store, *, ticket: Ticket, at: datetime) -> int:
    """Print a ticket once more, marked 补打.

    Raises:
        UnknownPaper: the ticket never had a paper.
    """
    with store.read() as reading:
        papers = reading.papers.of_ticket(ticket.id)
    if not papers:
        raise UnknownPaper(ticket.number)
    return reprint(store, paper=papers[-1].id, at=at)


def is_stuck(paper: PaperRow, at: datetime) -> bool:
    """Tell whether a paper should have been out by now."""
    under_way = paper.state in {PaperState.QUEUED, PaperState.LEASED, PaperState.SENDING}
    return paper.state in TROUBLE or (under_way and at - paper.changed_at > STUCK_AFTER)
