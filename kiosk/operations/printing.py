"""打印: jobs go out to the print agents, and what became of them comes back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.hall import jobs
from kiosk.hall.catalogue import Catalogue
from kiosk.hall.errors import HallError
from kiosk.hall.jobs import SETTLED, TROUBLE, UNDER_WAY, PaperState
from kiosk.hall.paper_events import PaperMoved, PaperOut, PaperReprinted, PaperShown, PaperStuck
from kiosk.hall.ticket import Ticket
from kiosk.operations import printers
from kiosk.storage.paper_rows import PaperRow, UnknownPaper
from kiosk.storage.store import Reading, Store, Work

LEASE = timedelta(seconds=30)
SHUT_OUT = "打印程序已停用 / its print agent was shut out"
STUCK_AFTER = timedelta(seconds=8)  # a ticket takes under 3 s; an old man looks up after 8


class LeaseLost(HallError):
    """Another agent has the job by now, or it is settled."""

    zh = "打印任务 {0} 已不归此打印程序。"
    en = "Print job {0} no longer belongs to this agent."


@dataclass(frozen=True, slots=True)
class Report:
    """What an agent says of one copy of one job, under the lease by which it has it."""

    paper: str
    copy: int
    lease: int
    state: PaperState
    detail: str = ""


def lease(store: Store, *, printers_asked: Sequence[str], owner: str, at: datetime) -> tuple[PaperRow, ...]:
    """Hand an agent the oldest job of each of its printers for thirty seconds.

    A printer also gets what waits at one that it stands in for, while that one cannot print.
    """
    with store.read() as reading:
        wanted = {one: tuple(_waiting_at(reading, one, at)) for one in printers_asked}
        if not any(reading.papers.any_to_lease(names, at) for names in wanted.values()):
            return ()
    with store.begin() as work:
        given = (_leased(work, one, owner, at) for one in printers_asked)
        return tuple(one for one in given if one)


def report(store: Store, *, said: Report, owner: str, at: datetime) -> None:
    """Take down what became of a job; the same report twice changes nothing.

    Raises:
        UnknownPaper: no such job.
        LeaseLost: the job belongs to another agent, a newer copy is under way, or a person settled it.
    """
    with store.begin() as work:
        paper = work.papers.get(said.paper)
        if (paper.copy, paper.lease, paper.lease_owner) != (said.copy, said.lease, owner):
            raise LeaseLost(said.paper)
        if paper.state is said.state and paper.detail == said.detail and said.state is not PaperState.SENDING:
            return
        if paper.state not in UNDER_WAY:
            raise LeaseLost(said.paper)
        if said.state is PaperState.UNKNOWN:
            doubt(work, paper, said.detail, at)
            return
        was_stuck = bool(paper.detail)  # kept while it is leased and sent, so that its end can be told
        keeps = paper.detail if said.state is PaperState.SENDING else ""
        work.papers.set_state(said.paper, said.state, said.detail or keeps, at)
        if said.state in TROUBLE and not was_stuck:
            work.record(PaperStuck(said.paper, said.detail), at)
        elif was_stuck and said.state in SETTLED:
            work.record(PaperOut(said.paper), at)


def doubt(work: Work, paper: PaperRow, why: str, at: datetime) -> None:
    """Note that a paper may or may not have come out; a ticket is printed once more, marked 补打."""
    work.papers.set_state(paper.id, PaperState.UNKNOWN, why, at)
    if paper.state is not PaperState.UNKNOWN and not paper.detail:
        work.record(PaperStuck(paper.id, why), at)
    if jobs.reprints_itself(paper.name, paper.copy):
        work.record(PaperReprinted(paper.id, work.papers.again(paper.id, at)), at)


def take_back(work: Work, *, owner: str, at: datetime) -> None:
    """End the leases of an agent that was shut out, without waiting until they run out."""
    for paper in work.papers.unsettled():
        if paper.lease_owner != owner:
            continue
        if paper.state is PaperState.LEASED:
            work.papers.set_state(paper.id, PaperState.QUEUED, paper.detail, at)
        elif paper.state is PaperState.SENDING:
            doubt(work, paper, SHUT_OUT, at)


def reprint(store: Store, *, paper: str, at: datetime) -> int:
    """Print a paper once more, marked 补打; returns the number of the copy.

    Raises:
        UnknownPaper: no such job.
        PaperErased: it named somebody, and its content is gone.
    """
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
        papers = [one for one in reading.papers.of_ticket(ticket.id) if not one.is_personal]
    if not papers:
        raise UnknownPaper(ticket.number)
    return reprint(store, paper=papers[-1].id, at=at)


def shown(store: Store, *, paper: str, by: str, at: datetime) -> PaperRow:
    """Show a paper as it was printed; who looks at one that names somebody is written down.

    Raises:
        UnknownPaper: no such job.
    """
    with store.read() as reading:
        found: PaperRow = reading.papers.get(paper)
    if found.is_personal and by and not found.is_erased:
        with store.begin() as work:
            work.record(PaperShown(paper, by), at)
    return found


def is_stuck(paper: PaperRow, at: datetime) -> bool:
    """Tell whether a paper should have been out by now."""
    if paper.state in {PaperState.QUEUED, PaperState.LEASED, PaperState.SENDING}:
        return bool(paper.detail) or at - paper.changed_at > STUCK_AFTER
    return paper.state in TROUBLE


def _leased(work: Work, printer: str, owner: str, at: datetime) -> PaperRow | None:
    free = work.papers.next_free(_waiting_at(work, printer, at), at)
    if free is None:
        return None
    if free.printer != printer:
        work.record(PaperMoved(free.id, printer), at)
    return work.papers.lease(free.id, printer, owner, at + LEASE, at)


def _waiting_at(reading: Reading, printer: str, at: datetime) -> Iterator[str]:
    """Name the printers whose papers may come out here: its own, and those it stands in for now."""
    yield printer
    catalogue: Catalogue = reading.catalogue(at)
    helped = [one.name for one in catalogue.hall.printers if one.backup == printer]
    if helped:
        known = reading.printers.all()
        yield from (name for name in helped if not printers.is_well(known.get(name), at))
