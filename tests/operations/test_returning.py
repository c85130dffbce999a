"""Missing a call and coming back, by time travel: every setting of it at its boundary, on both databases."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from kiosk.hall.catalogue import CallRules, Catalogue
from kiosk.hall.events import TicketAbandoned, TicketRevived
from kiosk.hall.life import IllegalMove, NoRecallLeft, TooLateToRevive
from kiosk.hall.part import PartKind
from kiosk.hall.ticket import Ticket, TicketState
from kiosk.hall.visit import Piece
from kiosk.operations import calling, floor, intake, progress, returning, undoing, upkeep, visiting
from kiosk.operations.intake import Press, Visit
from kiosk.storage.store import Store, open_store
from kiosk.storage.windows import WindowState
from tests.hall.halls import CATALOGUE, HALL, NINE

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


class Morning:
    """A hall with its clock: people come, are called to window 2, and miss their calls."""

    def __init__(self, store: Store) -> None:
        self.store, self.at, self.presses = store, NINE, 0
        for window in range(1, 7):
            self.stand(window, WindowState.OPEN)

    def stand(self, window: int, state: WindowState) -> None:
        floor.set_window(self.store, window=window, state=state, reason="", clerk="", at=self.at)

    def take(self, priority: str = "", code: str = "B01") -> Ticket:
        self.presses += 1
        self.later(SECOND)
        press = Press(str(self.presses), str(self.presses))
        visit = Visit((code,), priority=priority)
        return intake.take_ticket(self.store, visit=visit, press=press, at=self.at).ticket

    def later(self, time: timedelta) -> None:
        self.at += time

    def missed(self, priority: str = "") -> Ticket:
        """Somebody comes, is called three times and does not hear it."""
        return self.miss(self.take(priority))

    def miss(self, ticket: Ticket) -> Ticket:
        calling.call_ticket(self.store, window=2, ticket=ticket.id, at=self.at, reason="测试")
        for _ in range(2):
            self.later(20 * SECOND)
            calling.recall(self.store, ticket=ticket.id, window=2, at=self.at)
        return calling.miss(self.store, ticket=ticket.id, window=2, at=self.at)

    def revive(self, ticket: Ticket) -> Ticket:
        return returning.revive(self.store, ticket=ticket.id, at=self.at)

    def next(self, window: int = 2) -> str:
        called = calling.call_next(self.store, window=window, at=self.at)
        return called.number if called else ""

    def state(self, ticket: Ticket) -> TicketState:
        with self.store.read() as reading:
            return reading.tickets.get(ticket.id).state

    def ahead_of(self, ticket: Ticket) -> int:
        return progress.page_now(self.store, token=ticket.token, at=self.at).progress.outlook.people_ahead


@pytest.fixture
def morning(store: Store) -> Morning:
    return Morning(store)


def with_rules(rules: CallRules) -> Catalogue:
    return replace(CATALOGUE, hall=replace(HALL, calls=rules))


@pytest.fixture
def strict(database_url: str) -> Iterator[Morning]:
    """A hall that recalls once, waits ten minutes, and lets nobody but one person go first, once."""
    rules = replace(CallRules(), recalls=1, revive_within_min=10, revive_places=1, revivals=1)
    opened = open_store(database_url, hall_id=HALL.id, catalogue=lambda _: with_rules(rules))
    yield Morning(opened)
    opened.close()


def test_a_number_is_called_three_times_and_not_a_fourth(morning: Morning) -> None:
    ticket = morning.take()
    morning.next()
    for _ in range(2):
        calling.recall(morning.store, ticket=ticket.id, window=2, at=morning.at)

    with pytest.raises(NoRecallLeft):
        calling.recall(morning.store, ticket=ticket.id, window=2, at=morning.at)

    assert calling.miss(morning.store, ticket=ticket.id, window=2, at=morning.at).state is TicketState.MISSED


@pytest.mark.parametrize("late", [-SECOND, timedelta()])
def test_within_thirty_minutes_a_missed_number_comes_back(morning: Morning, late: timedelta) -> None:
    ticket = morning.missed()
    morning.later(30 * MINUTE + late)
    upkeep.abandon_missed(morning.store, at=morning.at)

    revived = morning.revive(ticket)

    assert (revived.state, revived.revivals, revived.recalls) == (TicketState.WAITING, 1, 0)


def test_a_second_after_thirty_minutes_it_is_abandoned(morning: Morning) -> None:
    ticket = morning.missed()
    morning.later(30 * MINUTE + SECOND)

    with pytest.raises(TooLateToRevive):
        morning.revive(ticket)
    assert upkeep.abandon_missed(morning.store, at=morning.at) == 1

    assert morning.state(ticket) is TicketState.ABANDONED
    with pytest.raises(IllegalMove):
        morning.revive(ticket)
    with morning.store.read() as reading:
        assert [e for _, _, e in reading.events.after(0) if isinstance(e, TicketAbandoned)] == [
            TicketAbandoned(ticket.id)
        ]


def test_it_comes_back_three_places_down(morning: Morning) -> None:
    ticket = morning.missed()
    others = [morning.take() for _ in range(5)]

    morning.revive(ticket)

    expected = [one.number for one in (*others[:3], ticket, *others[3:])]
    assert morning.ahead_of(ticket) == 3
    assert [morning.next() for _ in expected] == expected


@pytest.mark.parametrize("people", [0, 1, 2])
def test_with_fewer_than_three_in_line_it_comes_last(morning: Morning, people: int) -> None:
    ticket = morning.missed()
    others = [morning.take() for _ in range(people)]

    morning.revive(ticket)
    morning.later(SECOND)
    newcomer = morning.take()

    order = [one.number for one in (*others, ticket, newcomer)]
    assert [morning.next() for _ in order] == order


def test_it_comes_back_twice_and_is_abandoned_at_the_third_miss(morning: Morning) -> None:
    ticket = morning.missed()
    for _ in range(2):
        morning.revive(ticket)
        morning.miss(ticket)

    with pytest.raises(TooLateToRevive):
        morning.revive(ticket)
    morning.later(10 * SECOND)
    assert upkeep.abandon_missed(morning.store, at=morning.at) == 0  # the clerk may still take the miss back
    morning.later(SECOND)
    upkeep.abandon_missed(morning.store, at=morning.at)

    assert morning.state(ticket) is TicketState.ABANDONED


def test_a_miss_that_was_taken_back_uses_up_nothing(morning: Morning) -> None:
    ticket = morning.missed()

    back = undoing.undo(morning.store, ticket=ticket.id, at=morning.at + 10 * SECOND)

    assert (back.state, back.revivals) == (TicketState.CALLED, 0)
    assert upkeep.abandon_missed(morning.store, at=morning.at + 40 * MINUTE) == 0


def test_each_miss_gives_thirty_minutes_of_its_own(morning: Morning) -> None:
    ticket = morning.missed()
    morning.later(29 * MINUTE)
    morning.revive(ticket)
    morning.later(20 * MINUTE)
    morning.miss(ticket)
    morning.later(30 * MINUTE)

    assert morning.revive(ticket).revivals == 2


def test_a_missed_priority_number_keeps_its_class(morning: Morning) -> None:
    ticket = morning.missed("military")
    others = [morning.take() for _ in range(4)]
    morning.next()

    revived = morning.revive(ticket)

    assert revived.priority == "military"
    assert morning.ahead_of(ticket) <= 3
    assert ticket.number in [morning.next() for _ in others]


def test_in_a_suspended_queue_it_comes_back_and_waits_with_the_others(morning: Morning) -> None:
    ticket = morning.missed()
    floor.suspend_queue(morning.store, queue="B", reason="系统故障", until=None, at=morning.at)

    morning.revive(ticket)

    assert morning.next() == ""
    floor.resume_queue(morning.store, queue="B", at=morning.at)
    assert morning.next() == ticket.number


def test_when_its_window_has_closed_meanwhile_another_one_calls_it(morning: Morning) -> None:
    ticket = morning.missed()
    morning.stand(2, WindowState.CLOSED)

    morning.revive(ticket)

    assert morning.next(window=1) == ticket.number


def test_every_rule_is_a_setting(strict: Morning) -> None:
    ticket, others = strict.take(), [strict.take() for _ in range(2)]
    strict.next()
    calling.recall(strict.store, ticket=ticket.id, window=2, at=strict.at)
    with pytest.raises(NoRecallLeft):
        calling.recall(strict.store, ticket=ticket.id, window=2, at=strict.at)
    calling.miss(strict.store, ticket=ticket.id, window=2, at=strict.at)
    strict.later(10 * MINUTE)

    strict.revive(ticket)
    assert [strict.next() for _ in range(3)] == [others[0].number, ticket.number, others[1].number]
    with strict.store.read() as reading:
        told = [e for _, _, e in reading.events.after(0) if isinstance(e, TicketRevived)]
    assert told == [TicketRevived(ticket.id, 1)]


def test_a_stricter_hall_abandons_earlier(strict: Morning) -> None:
    ticket = strict.take()
    strict.next()
    calling.miss(strict.store, ticket=ticket.id, window=2, at=strict.at)
    strict.later(10 * MINUTE + SECOND)

    with pytest.raises(TooLateToRevive):
        strict.revive(ticket)


def in_parts(morning: Morning) -> tuple[Ticket, Ticket]:
    """A visit that window 1 has split; its part at window 2 is missed."""
    visit = morning.take(code="A00")
    morning.next(window=1)
    calling.start(morning.store, ticket=visit.id, window=1, at=morning.at)
    pieces = (Piece("B", ("B01",)), Piece("E", ("E05",), kind=PartKind.PAPERS))
    part, _ = visiting.split(morning.store, ticket=visit.id, pieces=pieces, window=1, at=morning.at)
    return visit, morning.miss(part)


def test_a_missed_part_is_revived_by_the_token_of_its_visit_or_its_own(morning: Morning) -> None:
    visit, part = in_parts(morning)
    page = progress.page_now(morning.store, token=part.token, at=morning.at).progress
    assert (page.ticket.id, page.guidance.ticket.id, page.may_revive) == (visit.id, part.id, True)

    back = progress.come_back(morning.store, token=visit.token, at=morning.at + 30 * MINUTE)

    assert (back.id, back.state) == (part.id, TicketState.WAITING)
    morning.later(30 * MINUTE)
    morning.miss(back)
    assert progress.come_back(morning.store, token=part.token, at=morning.at).revivals == 2


def test_a_part_that_nobody_came_for_ends_and_the_visit_goes_on(morning: Morning) -> None:
    visit, part = in_parts(morning)
    morning.later(30 * MINUTE + SECOND)
    before = progress.page_now(morning.store, token=visit.token, at=morning.at).progress
    assert (before.may_revive, before.guidance.standing) == (False, "elsewhere")

    upkeep.abandon_missed(morning.store, at=morning.at)

    assert morning.state(part) is TicketState.ABANDONED
    assert morning.next(window=5) == f"{visit.number}-2"


def test_nobody_is_called_to_a_part_after_the_day(morning: Morning) -> None:
    visit, part = in_parts(morning)
    tomorrow: datetime = morning.at + timedelta(days=1)
    upkeep.close_yesterday(morning.store, today=tomorrow.date(), at=tomorrow)

    assert morning.state(part) is TicketState.EXPIRED
    with pytest.raises(IllegalMove):
        progress.come_back(morning.store, token=visit.token, at=tomorrow)
