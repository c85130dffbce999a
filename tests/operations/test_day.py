"""A day of the hall from midnight to midnight: what fits into it, and what becomes of the rest."""

import os
import time as clock
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from kiosk.hall.admission import FullUntilClosing, QuotaUsed
from kiosk.hall.catalogue import Catalogue, Opening, Quota
from kiosk.hall.events import TicketExpired
from kiosk.hall.life import LONGEST_SERVICE
from kiosk.hall.routing import NobodyServes
from kiosk.hall.ticket import Ticket, TicketState
from kiosk.operations import calling, floor, intake, upkeep
from kiosk.operations.intake import Press, Visit
from kiosk.storage.store import Store, open_store
from kiosk.storage.windows import WindowState
from tests.hall.content_sample import sample
from tests.hall.halls import CATALOGUE, HALL
from tests.storage.together import together

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEK = (1, 2, 3, 4, 5)
HOURS = (Opening(WEEK, time(8, 30), time(12)), Opening(WEEK, time(13, 30), time(17)))
QUOTAS = (Quota(2, end=time(12)), Quota(3))


def with_quotas(catalogue: Catalogue) -> Catalogue:
    services = tuple(replace(one, quotas=QUOTAS) if one.code == "E05" else one for one in catalogue.services)
    return replace(catalogue, services=services)


OFFICE = with_quotas(
    replace(CATALOGUE, hall=replace(HALL, always_open=False, hours=HOURS, days=sample().hall.days))
)


def at(text: str) -> datetime:
    """Read a moment in the hall, such as 2026-11-23 09:00 (a Monday)."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


@pytest.fixture
def office(database_url: str) -> Iterator[Store]:
    """A hall with hours and quotas on a fresh database of each kind."""
    opened = open_store(database_url, hall_id=HALL.id, catalogue=lambda _: OFFICE)
    yield opened
    opened.close()


def take(store: Store, press: str, when: datetime, *services: str, papers_missing: bool = False) -> Ticket:
    visit = Visit(services or ("B01",), papers_missing=papers_missing)
    return intake.take_ticket(store, visit=visit, press=Press(press, str(services)), at=when).ticket


def open_window(store: Store, window: int, when: datetime) -> None:
    floor.set_window(store, window=window, state=WindowState.OPEN, reason="", clerk="", at=when)


def state(store: Store, ticket: Ticket) -> TicketState:
    with store.read() as reading:
        return reading.tickets.get(ticket.id).state


def close_day(store: Store, when: datetime) -> int:
    return upkeep.close_yesterday(store, today=when.astimezone(SHANGHAI).date(), at=when)


def test_a_line_that_reaches_past_closing_takes_nobody_more(office: Store) -> None:
    four = at("2026-11-23 16:00")
    open_window(office, 2, four)

    refused = 0
    for n in range(12):
        try:
            last = take(office, f"{n}", four, "B01").number
        except FullUntilClosing as refusal:
            refused += "明天 11月24日 08:30" in refusal.said("zh")

    assert "B006" <= last <= "B010"  # ten minutes each: six fit for certain, the others with luck
    assert refused == 12 - int(last[1:])
    assert intake.offer(office, visit=Visit(("C01",)), at=four).route.queue == "C"


def test_the_last_numbers_are_given_with_a_warning(office: Store) -> None:
    four = at("2026-11-23 16:00")
    open_window(office, 2, four)

    offers = []
    for n in range(8):
        offers.append(intake.offer(office, visit=Visit(("B01",)), at=four).may_run_late)
        take(office, f"{n}", four, "B01")

    assert offers[0] is False
    assert offers[-1] is True


def test_after_the_ticket_stop_a_visit_hears_when_to_come(office: Store) -> None:
    with pytest.raises(NobodyServes, match="明天 11月24日 08:30"):
        take(office, "late", at("2026-11-23 16:46"), "B01")
    with pytest.raises(NobodyServes, match="周四 10月08日 08:30"):
        take(office, "holiday", at("2026-10-01 10:00"), "B01")

    assert set(intake.shut(office, services=OFFICE.services, at=at("2026-11-23 16:46"))) == {
        one.code for one in OFFICE.services
    }


def test_two_presses_for_the_last_place_are_one_ticket(office: Store) -> None:
    nine = at("2026-11-23 09:00")
    take(office, "first", nine, "E05")

    answers = together([partial(take, office, f"press {n}", nine, "E05") for n in range(4)])

    assert [one.number for one in answers if isinstance(one, Ticket)] == ["E002"]
    assert [type(one) for one in answers if not isinstance(one, Ticket)] == [QuotaUsed] * 3


def test_a_full_morning_leaves_the_afternoon_what_the_day_has_left(office: Store) -> None:
    morning, afternoon = at("2026-11-23 09:00"), at("2026-11-23 12:30")
    for n in range(2):
        take(office, f"{n}", morning, "E05")

    with pytest.raises(QuotaUsed, match=r"今天上午已满.*今天 12:00"):
        take(office, "third", morning, "E05", "E01")
    take(office, "third", afternoon, "E05")
    with pytest.raises(QuotaUsed, match=r"今天已满.*明天 11月24日 08:30"):
        take(office, "fourth", afternoon, "E05")
    take(office, "tomorrow", at("2026-11-24 08:40"), "E05")

    assert take(office, "other", morning, "E01").queue == "E"


def test_a_cancelled_number_frees_its_place_and_the_same_press_takes_none(office: Store) -> None:
    nine = at("2026-11-23 09:00")
    first = take(office, "first", nine, "E05")
    assert take(office, "second", nine, "E05").number == take(office, "second", nine, "E05").number
    with pytest.raises(QuotaUsed):
        take(office, "third", nine, "E05")

    calling.cancel(office, ticket=first.id, at=nine)

    assert take(office, "third", nine, "E05").number == "E003"


def test_whoever_only_asks_takes_no_place_of_a_quota(office: Store) -> None:
    nine = at("2026-11-23 09:00")
    for n in range(3):
        take(office, f"ask {n}", nine, "E05", papers_missing=True)

    assert set(intake.shut(office, services=OFFICE.services, at=nine)) == set()
    assert take(office, "first", nine, "E05").number == "E001"


@pytest.mark.parametrize("midnight", ["2026-11-24 00:00", "2027-01-01 00:00", "2028-03-01 00:00"])
def test_a_number_before_midnight_is_of_the_old_day_and_one_at_midnight_is_001(
    store: Store, midnight: str
) -> None:
    moment = at(midnight)

    before = [take(store, f"b{n}", moment - timedelta(milliseconds=100)) for n in range(2)]
    after = take(store, "after", moment)

    assert [one.number for one in before] == ["B001", "B002"]
    assert (after.number, after.day) == ("B001", moment.astimezone(SHANGHAI).date())
    assert close_day(store, moment) == 2
    assert [state(store, one) for one in (*before, after)] == [
        TicketState.EXPIRED,
        TicketState.EXPIRED,
        TicketState.WAITING,
    ]


def test_the_night_ends_what_is_left_and_keeps_its_history(store: Store) -> None:
    five = at("2026-11-23 17:00")
    for window in (2, 3, 4):
        open_window(store, window, five)
    waiting = take(store, "waiting", five, "F01")
    serving, held, called = (take(store, code, five, code) for code in ("B01", "C01", "D01"))
    for ticket, window in ((serving, 2), (held, 3), (called, 4)):
        calling.call_ticket(store, ticket=ticket.id, window=window, at=five)
    calling.start(store, ticket=serving.id, window=2, at=five)
    calling.start(store, ticket=held.id, window=3, at=five)
    calling.hold(store, ticket=held.id, window=3, at=five)
    night = at("2026-11-24 00:00")

    assert close_day(store, night) == 4
    assert close_day(store, night) == 0

    assert state(store, waiting) is state(store, called) is TicketState.EXPIRED
    assert state(store, serving) is state(store, held) is TicketState.DONE
    with store.read() as reading:
        assert reading.tickets.by_number(date(2026, 11, 23), "F001").id == waiting.id
        events = [event for _, _, event in reading.events.after(0)]
    assert sum(isinstance(event, TicketExpired) for event in events) == 4
    assert take(store, "next day", night, "F01").number == "F001"


def test_a_service_under_way_at_midnight_is_not_taken_out_of_the_clerk_s_hands(store: Store) -> None:
    late, midnight = at("2026-12-31 23:50"), at("2027-01-01 00:00")
    open_window(store, 2, late)
    ticket = take(store, "late", late)
    calling.call_ticket(store, ticket=ticket.id, window=2, at=late)
    calling.start(store, ticket=ticket.id, window=2, at=late)

    assert close_day(store, midnight) == 0
    calling.finish(store, ticket=ticket.id, window=2, at=midnight + timedelta(minutes=10))

    assert state(store, ticket) is TicketState.DONE


def test_a_service_that_somebody_forgot_ends_by_itself_in_the_night(store: Store) -> None:
    late = at("2026-12-31 23:50")
    open_window(store, 2, late)
    ticket = take(store, "late", late)
    calling.call_ticket(store, ticket=ticket.id, window=2, at=late)
    calling.start(store, ticket=ticket.id, window=2, at=late)

    closed = close_day(store, late + LONGEST_SERVICE + timedelta(seconds=1))

    assert closed == 1
    assert state(store, ticket) is TicketState.DONE


def test_a_clock_that_is_set_back_over_midnight_gives_no_number_twice(store: Store) -> None:
    midnight = at("2026-11-24 00:00")
    old = take(store, "old", midnight - timedelta(minutes=5))
    new = take(store, "new", midnight + timedelta(seconds=5))

    back = take(store, "back", midnight - timedelta(seconds=10))
    close_day(store, midnight - timedelta(seconds=5))
    again = take(store, "again", midnight)

    assert [one.id for one in (old, new, back, again)] == [
        "20261123-B001",
        "20261124-B001",
        "20261123-B002",
        "20261124-B002",
    ]
    assert state(store, old) is state(store, new) is TicketState.WAITING


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Kiritimati", "UTC"])
def test_the_hall_s_day_is_the_hall_s_wherever_the_server_stands(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    before = os.environ.get("TZ")
    monkeypatch.setenv("TZ", zone)
    clock.tzset()
    store = open_store(sqlite_url, hall_id=HALL.id, catalogue=lambda _: OFFICE)
    try:
        ticket = take(store, "early", datetime(2026, 11, 23, 0, 45, tzinfo=UTC))
        with pytest.raises(NobodyServes):
            take(store, "late", datetime(2026, 11, 23, 8, 50, tzinfo=UTC))
    finally:
        store.close()
        monkeypatch.setenv("TZ", before) if before else monkeypatch.delenv("TZ")
        clock.tzset()

    assert ticket.id == "20261123-B001"
