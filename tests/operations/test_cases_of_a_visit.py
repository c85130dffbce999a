"""What comes of a visit is found by it, at whichever of its windows it began; on both databases."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from kiosk.config import SAMPLE_HALL
from kiosk.hall.case import Case, Mark, Receipt
from kiosk.hall.case_visits import Coming
from kiosk.hall.custody import payer
from kiosk.hall.escalation_words import Trouble
from kiosk.hall.person import Person
from kiosk.hall.ticket import Ticket
from kiosk.hall.visit import Piece
from kiosk.loading import load
from kiosk.operations import (
    calling,
    case_files,
    casework,
    custody,
    escalation,
    floor,
    intake,
    progress,
    visiting,
)
from kiosk.operations.casework import Found
from kiosk.operations.custody import Taking
from kiosk.operations.escalation import Complaint
from kiosk.operations.intake import Press, Visit
from kiosk.operations.progress import UnknownProgress
from kiosk.storage.store import Store, open_store
from kiosk.storage.windows import WindowState
from tests.databases import KEY
from tests.hall.halls import NINE
from tests.operations.deposits import call, clerk, pay

SAMPLE = load(SAMPLE_HALL)
WANG = Person("王小明", "13800002046")
WEEK = timedelta(days=7)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = open_store(database_url, hall_id="sample", catalogue=lambda _: SAMPLE, key=KEY)
    for window in range(1, 7):
        floor.set_window(opened, window=window, state=WindowState.OPEN, reason="", clerk="", at=NINE)
    yield opened
    opened.close()


@pytest.fixture
def visit(store: Store) -> Ticket:
    """Somebody with two matters, whom window 1 serves."""
    intake.take_ticket(store, visit=Visit(("E05", "D02")), press=Press("1", ""), at=NINE)
    called = calling.call_next(store, window=1, at=NINE)
    assert called is not None
    return calling.start(store, ticket=called.id, window=1, at=NINE)


@pytest.fixture
def parts(store: Store, visit: Ticket) -> tuple[Ticket, ...]:
    """His two matters, each at its own window."""
    pieces = (Piece("E", ("E05",)), Piece("D", ("D02",)))
    return visiting.split(store, ticket=visit.id, pieces=pieces, window=1, at=NINE)


def opened(store: Store, ticket: Ticket, service: str = "E05") -> Case:
    return casework.open_case(
        store, service=service, ticket=ticket.id, applicant=WANG, window=5, clerk="小李", at=NINE
    )


def test_a_case_that_a_part_opens_is_of_the_visit(
    store: Store, visit: Ticket, parts: tuple[Ticket, ...]
) -> None:
    first, second = parts

    case = opened(store, first)

    assert case_files.of_ticket(store, ticket=visit.id) == (case,)
    assert case_files.of_ticket(store, ticket=first.id) == (case,)
    assert case_files.of_ticket(store, ticket=second.id) == ()
    assert opened(store, visit) == case
    assert progress.page_now(store, token=visit.token, at=NINE).progress.cases == (case,)


def test_who_goes_on_to_the_next_window_has_not_come_again(
    store: Store, visit: Ticket, parts: tuple[Ticket, ...]
) -> None:
    first, second = parts
    case = opened(store, visit)

    assert not any(case_files.comes_again(store, case=case, ticket=one.id) for one in (first, second))
    told = casework.receive(
        store,
        case=case.id,
        version=case.version,
        found={one.code: Found(Mark.RECEIVED) for one in case.materials},
        outcome=Receipt.COMPLETE,
        at=NINE,
        coming=Coming(first.id),
    )

    assert [one.ticket for one in told.visits] == [visit.id]


def test_what_a_part_could_not_have_done_is_told_on_the_visits_page(
    store: Store, visit: Ticket, parts: tuple[Ticket, ...]
) -> None:
    escalation.register(
        store,
        complaint=Complaint(Trouble.LATE, "说五天，一个月了还没有消息", ticket=parts[1].id),
        by="wang",
        window=4,
        place="window-4",
        language="zh",
        at=NINE,
    )

    assert len(progress.page_now(store, token=visit.token, at=NINE).problems) == 1


def test_cash_that_is_kept_keeps_the_visits_page(
    store: Store, visit: Ticket, parts: tuple[Ticket, ...]
) -> None:
    wang = clerk(store, "wang")
    wish = Taking("B01", payer("王大爷", "13800002046", "80012345"), 30_000, 0, window=2, ticket=parts[0].id)
    deposit = custody.take(store, taking=wish, by=wang, at=NINE).id
    for part in parts:
        visiting.withdraw(store, ticket=part.id, at=NINE)
    visiting.close(store, ticket=visit.id, window=1, at=NINE)

    late = NINE + 2 * WEEK
    assert len(progress.page_now(store, token=visit.token, at=late).kept) == 1

    pay(store, deposit, wang)
    call(store, deposit, wang)
    custody.close(store, deposit=deposit, by=wang, at=late)
    assert progress.page_now(store, token=visit.token, at=late + WEEK).kept
    with pytest.raises(UnknownProgress):
        progress.page_now(store, token=visit.token, at=late + WEEK + timedelta(seconds=1))


def test_a_number_that_came_back_finds_the_cases_of_each_day(store: Store, visit: Ticket) -> None:
    monday = opened(store, visit)
    tuesday = NINE + timedelta(days=1)
    again = intake.take_ticket(store, visit=Visit(("E05", "D02")), press=Press("2", ""), at=tuesday).ticket
    assert again.number == visit.number
    other = casework.open_case(
        store, service="D02", ticket=again.id, applicant=WANG, window=5, clerk="小李", at=tuesday
    )

    found = case_files.search(store, text=visit.number, at=tuesday)

    assert [case.id for case, _ in found] == [other.id, monday.id]
