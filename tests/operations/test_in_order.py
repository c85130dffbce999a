"""A visit for several windows taken as one number with parts in order, on both databases."""

from datetime import timedelta

import pytest

from kiosk.hall.errors import BadRequest, PressReused
from kiosk.hall.events import TicketTaken
from kiosk.hall.part import Outcome
from kiosk.hall.routing import Reason
from kiosk.hall.ticket import Ticket, TicketState
from kiosk.hall.visit_events import VisitClosed, VisitReopened, VisitSplit
from kiosk.operations import calling, floor, intake, visiting
from kiosk.operations.intake import Press, Taken, Visit
from kiosk.storage.store import Store
from kiosk.storage.windows import WindowState
from tests.hall.halls import NINE

MINUTE = timedelta(minutes=1)
BOTH = ("E05", "B01")


@pytest.fixture(autouse=True)
def _windows_are_open(store: Store) -> None:
    for window in range(1, 7):
        floor.set_window(store, window=window, state=WindowState.OPEN, reason="", clerk="", at=NINE)


@pytest.fixture
def crowd(store: Store) -> None:
    """Four people wait for the comprehensive window, ten minutes each."""
    for n in range(4):
        take(store, f"crowd {n}", "A00")


def take(store: Store, key: str, *services: str, in_parts: bool = False, minutes: int = 0) -> Taken:
    visit = Visit(services, in_parts=in_parts)
    press = Press(key, f"{services} {in_parts}")
    return intake.take_ticket(store, visit=visit, press=press, at=NINE + minutes * MINUTE)


def parts_of(store: Store, visit: Ticket) -> tuple[Ticket, ...]:
    with store.read() as reading:
        return reading.tickets.parts_of(visit.id)


def now(store: Store, visit: Ticket) -> Ticket:
    with store.read() as reading:
        return reading.tickets.get(visit.id)


def events(store: Store, kind: type[object]) -> list[object]:
    with store.read() as reading:
        return [event for _, _, event in reading.events.after(0) if isinstance(event, kind)]


def served_at(store: Store, window: int, outcome: Outcome = Outcome.DONE) -> str:
    called = calling.call_next(store, window=window, at=NINE + 5 * MINUTE)
    assert called is not None
    visiting.give_back(
        store, ticket=called.id, window=window, outcome=outcome, words="", at=NINE + 9 * MINUTE
    )
    return called.number


def test_parts_are_offered_while_the_comprehensive_window_is_busy(store: Store, crowd: None) -> None:
    offer = intake.offer(store, visit=Visit(BOTH), at=NINE)

    assert offer.route.reason is Reason.SEVERAL_QUEUES
    assert offer.in_parts is not None
    assert offer.in_parts.queues == ("E", "B")


@pytest.mark.parametrize("services", [("E05",), ("E05", "E01"), ("A00", "E05")])
def test_nothing_is_offered_in_parts_for_what_one_window_does(
    store: Store, crowd: None, services: tuple[str, ...]
) -> None:
    assert intake.offer(store, visit=Visit(services), at=NINE).in_parts is None


def test_whoever_only_asks_gets_no_parts(store: Store, crowd: None) -> None:
    taken = intake.offer(store, visit=Visit(BOTH, papers_missing=True, in_parts=True), at=NINE)

    assert (taken.in_parts, taken.route.reason) == (None, Reason.PAPERS_MISSING)


def test_one_number_waits_at_the_first_window_of_its_order(store: Store, crowd: None) -> None:
    taken = take(store, "1", *BOTH, in_parts=True)

    visit, parts = taken.ticket, parts_of(store, taken.ticket)
    assert (visit.number, visit.state, visit.route.reason) == (
        "A005",
        TicketState.HELD,
        Reason.PARTS_IN_ORDER,
    )
    assert [(one.number, one.queue, one.state) for one in parts] == [
        ("A005-1", "E", TicketState.WAITING),
        ("A005-2", "B", TicketState.PLANNED),
    ]
    assert taken.outlook.people_ahead == 0
    (told,) = [one for one in events(store, TicketTaken) if getattr(one, "number", "") == "A005"]
    assert getattr(told, "reason", "") == "parts_in_order"
    assert len(events(store, VisitSplit)) == 1


def test_the_same_press_is_one_number_with_its_parts(store: Store, crowd: None) -> None:
    first = take(store, "1", *BOTH, in_parts=True)
    again = take(store, "1", *BOTH, in_parts=True, minutes=1)

    assert (again.ticket.id, again.outlook.people_ahead) == (first.ticket.id, 0)
    assert len(events(store, VisitSplit)) == 1
    with pytest.raises(PressReused):
        take(store, "1", *BOTH)


def test_the_visit_is_over_when_all_windows_are_done(store: Store, crowd: None) -> None:
    visit = take(store, "1", *BOTH, in_parts=True).ticket

    assert [served_at(store, 5), served_at(store, 2)] == ["A005-1", "A005-2"]

    assert now(store, visit).state is TicketState.DONE
    assert events(store, VisitClosed) == [VisitClosed(visit.id, None)]


def test_what_could_not_be_done_leads_to_the_comprehensive_window_in_the_old_place(
    store: Store, crowd: None
) -> None:
    visit = take(store, "1", *BOTH, in_parts=True).ticket
    take(store, "later", "D01", "F01", minutes=1)

    served_at(store, 5, Outcome.PAPERS_MISSING)
    served_at(store, 2)

    assert now(store, visit).state is TicketState.WAITING
    assert events(store, VisitReopened) == [VisitReopened(visit.id)]
    called = [calling.call_next(store, window=1, at=NINE + 10 * MINUTE) for _ in range(6)]
    assert [one.number for one in called if one] == ["A001", "A002", "A003", "A004", "A005", "A006"]


@pytest.mark.parametrize("shut", [WindowState.CLOSED, WindowState.PAUSED])
def test_when_a_window_has_closed_meanwhile_the_number_is_for_the_comprehensive_one(
    store: Store, crowd: None, shut: WindowState
) -> None:
    for window in (1, 2):
        floor.set_window(store, window=window, state=shut, reason="", clerk="", at=NINE)

    taken = take(store, "1", *BOTH, in_parts=True).ticket

    assert (taken.state, taken.route.reason) == (TicketState.WAITING, Reason.SEVERAL_QUEUES)


def test_a_wrong_visit_is_refused_whole(store: Store, crowd: None) -> None:
    visit = Visit(BOTH, priority="nobody", in_parts=True)

    with pytest.raises(BadRequest):
        intake.take_ticket(store, visit=visit, press=Press("1", "1"), at=NINE)

    assert events(store, VisitSplit) == []
