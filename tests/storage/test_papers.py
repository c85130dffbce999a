"""Print jobs: stored with their event, leased to one agent at a time, oldest first."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

import pytest

from kiosk.hall.events import Event
from kiosk.hall.floor_events import HelpCalled
from kiosk.hall.jobs import Job, Paper, PaperState
from kiosk.storage.paper_rows import PaperRow, UnknownPaper
from kiosk.storage.store import Store, Work
from tests.databases import open_test_store
from tests.hall.halls import NINE
from tests.storage.together import together

SOON = NINE + timedelta(seconds=30)


def paper(printer: str = "kiosk 1", ticket: str = "t1") -> Paper:
    return Paper("ticket", {"title": "号票", "blocks": []}, printer, ticket)


def add(store: Store, printer: str = "kiosk 1") -> str:
    with store.begin() as work:
        seq = work.record(HelpCalled(1, "kiosk"), NINE)
        return work.papers.add(paper(printer), seq, NINE)


def lease(
    store: Store, *printers: str, owner: str = "agent", at: datetime = NINE, limit: int = 4
) -> tuple[str, ...]:
    given = []
    for _ in range(limit):
        with store.begin() as work:
            free = work.papers.next_free(printers, at)
            if free:
                until = at + timedelta(seconds=30)
                given.append(work.papers.lease(free.id, free.printer, owner, until, at).id)
    return tuple(given)


def stored(store: Store, paper_id: str) -> PaperRow:
    with store.read() as reading:
        return reading.papers.get(paper_id)


def test_a_paper_is_stored_with_the_event_it_follows_from(database_url: str) -> None:
    def print_ticket(event: Event, work: Work, at: datetime) -> Iterable[Job]:
        yield paper()

    store = open_test_store(database_url, react=print_ticket)
    with store.begin() as work:
        seq = work.record(HelpCalled(1, "kiosk"), NINE)

    found = stored(store, f"{seq}-ticket")
    assert (found.document, found.copy, found.state) == (paper().document, 1, PaperState.QUEUED)
    store.close()


def test_without_a_printer_a_paper_is_shown_in_the_viewer(store: Store) -> None:
    assert stored(store, add(store, printer="")).state is PaperState.SHOWN


def test_an_agent_gets_the_jobs_of_its_printers_oldest_first(store: Store) -> None:
    first, other, second = add(store, "kiosk 1"), add(store, "kiosk 2"), add(store, "window 3")

    assert lease(store, "window 3", "kiosk 1") == (first, second)
    assert lease(store, "kiosk 2") == (other,)


def test_agents_who_ask_at_once_never_get_the_same_job(store: Store) -> None:
    jobs = [add(store) for _ in range(12)]

    given = together([partial(lease, store, "kiosk 1", owner=f"{n}", limit=2) for n in range(8)])

    assert Counter(job for part in given if isinstance(part, tuple) for job in part) == Counter(jobs)


def test_a_job_whose_lease_ran_out_goes_to_whoever_asks_next(store: Store) -> None:
    job = add(store)
    lease(store, "kiosk 1", owner="first")

    assert lease(store, "kiosk 1", owner="second") == ()
    assert lease(store, "kiosk 1", owner="second", at=SOON + timedelta(seconds=1)) == (job,)
    assert stored(store, job).lease_owner == "second"


def test_a_job_that_may_have_reached_the_paper_is_never_given_again(store: Store) -> None:
    job = add(store)
    lease(store, "kiosk 1")
    with store.begin() as work:
        work.papers.set_state(job, PaperState.SENDING, "", NINE)

    assert lease(store, "kiosk 1", at=NINE + timedelta(days=1)) == ()


def test_another_copy_is_a_job_again(store: Store) -> None:
    job = add(store)
    lease(store, "kiosk 1")
    with store.begin() as work:
        work.papers.set_state(job, PaperState.CONFIRMED, "", NINE)
        again = work.papers.again(job, NINE)

    assert again == 2
    assert lease(store, "kiosk 1") == (job,)


def test_papers_are_found_by_ticket_by_age_and_by_trouble(store: Store) -> None:
    jobs = [add(store) for _ in range(3)]
    with store.begin() as work:
        work.papers.set_state(jobs[0], PaperState.CONFIRMED, "", NINE)

    with store.read() as reading:
        assert [one.id for one in reading.papers.of_ticket("t1")] == jobs
        assert [one.id for one in reading.papers.recent(2)] == [jobs[2], jobs[1]]
        assert [one.id for one in reading.papers.recent(2, before=2)] == [jobs[0]]
        assert [one.id for one in reading.papers.unsettled()] == jobs[1:]


def test_an_unknown_paper_is_refused(store: Store) -> None:
    with pytest.raises(UnknownPaper):
        stored(store, "9-ticket")
