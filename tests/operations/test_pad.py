"""The emergency pad: printed for a dead morning, entered when the server is back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from kiosk.hall.errors import BadRequest, HallError, UnknownService
from kiosk.hall.events import TicketEntered
from kiosk.hall.routing import Reason
from kiosk.hall.ticket import Ticket
from kiosk.operations import calling, floor, pad
from kiosk.operations.intake import Press
from kiosk.operations.pad import EnteredAlready, NotOnThePad, Written, WrittenBeforeOpening, WrittenInFuture
from kiosk.storage.store import Store, open_store
from kiosk.storage.windows import WindowState
from tests.hall.halls import HALL
from tests.operations.test_day import OFFICE, at, close_day, state, take
from tests.storage.together import together

TEN = at("2026-11-23 10:00")


@pytest.fixture
def office(sqlite_url: str) -> Iterator[Store]:
    """A hall with hours whose server was dead until ten."""
    opened = open_store(sqlite_url, hall_id=HALL.id, catalogue=lambda _: OFFICE)
    yield opened
    opened.close()


def enter(
    store: Store, number: str, written: str, *services: str, press: str = "", when: datetime = TEN
) -> Ticket:
    told = Written(number, time.fromisoformat(written), services)
    return pad.enter(
        store, written=told, by="clerk", press=Press(press or number + written, str(told)), at=when
    )


def print_pad(store: Store, queue: str, count: int) -> range:
    return pad.print_pad(store, queue=queue, count=count, place="manage", at=TEN)


def test_entered_numbers_are_called_by_their_written_times_before_newcomers(office: Store) -> None:
    floor.set_window(office, window=2, state=WindowState.OPEN, reason="", clerk="", at=TEN)
    newcomer = take(office, "new", TEN)

    second = enter(office, "B902", "09:05")
    first = enter(office, "B901", "08:40", "B01")

    later = TEN + timedelta(minutes=1)
    called = []
    while ticket := calling.call_next(office, window=2, at=later):
        called.append(ticket.number)
    assert called == [first.number, second.number, newcomer.number] == ["B901", "B902", "B001"]
    assert (first.services, first.route.reason) == (("B01",), Reason.WRITTEN)
    with office.read() as reading:
        events = [one for _, _, one in reading.events.after(0) if isinstance(one, TicketEntered)]
    assert events[-1] == TicketEntered("20261123-B901", "B901", "B", "08:40", "clerk")


@pytest.mark.parametrize(
    ("number", "written", "refusal"),
    [
        ("B900", "08:40", NotOnThePad),
        ("B001", "08:40", NotOnThePad),
        ("B1000", "08:40", NotOnThePad),
        ("B901", "10:01", WrittenInFuture),
        ("B901", "08:29", WrittenBeforeOpening),
        ("901", "08:40", BadRequest),
        ("B", "08:40", BadRequest),
        ("", "08:40", BadRequest),
        ("B90１x", "08:40", BadRequest),
        ("Q901", "08:40", HallError),
    ],
)
def test_what_cannot_stand_on_an_emergency_number_is_refused(
    office: Store, number: str, written: str, refusal: type[HallError]
) -> None:
    with pytest.raises(refusal):
        enter(office, number, written)

    assert pad.entered(office, at=TEN) == ()


def test_an_unknown_service_is_refused_and_its_number_stays_free(office: Store) -> None:
    with pytest.raises(UnknownService):
        enter(office, "B901", "08:40", "X99")

    assert enter(office, "B901", "08:40").number == "B901"


def test_nothing_can_have_been_written_on_a_day_off(office: Store) -> None:
    with pytest.raises(WrittenBeforeOpening, match="今天不开放"):
        enter(office, "B901", "09:00", when=at("2026-11-22 10:00"))


def test_a_number_is_entered_once_a_day_whatever_became_of_it(office: Store) -> None:
    first = enter(office, "ｂ９０１", "08:40")
    calling.cancel(office, ticket=first.id, at=TEN)

    with pytest.raises(EnteredAlready, match="08:40"):
        enter(office, "B901", "09:00")

    assert enter(office, "B901", "08:40", when=at("2026-11-24 10:00")).id == "20261124-B901"


def test_the_same_press_enters_once_however_often_it_comes(office: Store) -> None:
    answers = together([lambda: enter(office, "B901", "08:40", press="one press")] * 3)

    assert {one.id for one in answers if isinstance(one, Ticket)} == {"20261123-B901"}
    assert [one.number for one in pad.entered(office, at=TEN)] == ["B901"]


def test_two_clerks_who_enter_the_same_number_enter_it_once(store: Store) -> None:
    answers = together([lambda n=n: enter(store, "B901", "08:40", press=f"press {n}") for n in range(4)])  # type: ignore[misc]

    assert sorted(type(one).__name__ for one in answers) == [*["EnteredAlready"] * 3, "Ticket"]


def test_an_entered_number_ends_in_the_night_like_any_other(office: Store) -> None:
    ticket = enter(office, "B901", "08:40")

    close_day(office, at("2026-11-24 00:00"))

    assert state(office, ticket).value == "expired"
    assert pad.entered(office, at=at("2026-11-24 09:00")) == ()


def test_each_pad_goes_on_where_the_last_one_ended_and_begins_again(office: Store) -> None:
    assert print_pad(office, "B", 50) == range(901, 951)
    assert print_pad(office, "B", 40) == range(951, 991)
    assert print_pad(office, "B", 20) == range(901, 921)
    assert print_pad(office, "C", 5) == range(901, 906)


@pytest.mark.parametrize("count", [0, -1, 51])
def test_no_pad_of_no_slips_or_of_too_many_is_printed(office: Store, count: int) -> None:
    with pytest.raises(BadRequest):
        print_pad(office, "B", count)


def test_a_queue_that_reserves_nothing_has_no_pad(sqlite_url: str) -> None:
    queues = tuple(replace(one, pad_from=0) for one in HALL.queues)
    without = replace(OFFICE, hall=replace(OFFICE.hall, queues=queues))
    store = open_store(sqlite_url, hall_id=HALL.id, catalogue=lambda _: without)

    with pytest.raises(BadRequest):
        print_pad(store, "B", 1)
    with pytest.raises(NotOnThePad, match="—"):
        enter(store, "B901", "08:40")

    store.close()
