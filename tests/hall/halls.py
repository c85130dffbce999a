"""A small hall for the rules: six queues, six windows, a few services."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from kiosk.hall.catalogue import (
    CallRules,
    Catalogue,
    Hall,
    Opening,
    PriorityClass,
    Queue,
    Service,
    ServiceKind,
    Window,
)
from kiosk.hall.floor import Need
from kiosk.hall.queue import Owed
from kiosk.hall.routing import Reason, Route
from kiosk.hall.staffing import Staffing
from kiosk.hall.ticket import Ticket, number_of, ticket_id
from kiosk.hall.words import Words

NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # nine o'clock in Shanghai, a Monday
LETTERS = "ABCDEF"
RULES = CallRules()
EVERYBODY = frozenset(range(1, 7))


def _queue(letter: str) -> Queue:
    name = Words(f"{letter} 窗口", f"Window {letter}")
    return Queue(letter, name, name, name, "0579-80000001", comprehensive=letter == "A")


def _service(code: str, kind: ServiceKind = ServiceKind.HANDLE) -> Service:
    name = Words(code, code)
    return Service(code, name, name, code[0], 1, kind=kind, usual_minutes=10, effective_from=date(2020, 1, 1))


HALL = Hall(
    id="test",
    name=Words("测试大厅", "Test hall"),
    queues=tuple(_queue(letter) for letter in LETTERS),
    windows=(
        Window(1, Words("综合", "General"), ("A",), helps=tuple("BCDEF")),
        *(Window(n, Words(letter, letter), (letter,)) for n, letter in enumerate("BCDEF", 2)),
    ),
    always_open=True,
    priorities=(
        PriorityClass("military", Words("军人", "Military"), 0, by_law=True),
        PriorityClass("elder", Words("老年人", "Elder"), 1),
    ),
)
CATALOGUE = Catalogue(
    HALL,
    (
        _service("A00", ServiceKind.CONSULT),
        _service("B99", ServiceKind.COLLECT),
        *(_service(code) for code in ("B01", "C01", "C02", "D01", "E01", "E05", "F01")),
    ),
    version="test",
)
OFFICE_HOURS = Opening((1, 2, 3, 4, 5), time(8, 30), time(17, 0))


def scheduled(letter: str, *, start: time, end: time) -> Catalogue:
    """Give one queue its own hours on working days."""
    hours = (Opening((1, 2, 3, 4, 5), start, end),)
    queues = tuple(replace(one, schedule=hours) if one.letter == letter else one for one in HALL.queues)
    return Catalogue(replace(HALL, queues=queues), CATALOGUE.services, version="test")


def low_counters() -> Catalogue:
    """Give queue B a second window, 7, with a low counter, and people in wheelchairs a need for it."""
    seventh = Window(7, Words("B", "B"), ("B",), low_counter=True)
    needs = (
        Need("wheelchair", Words("轮椅", "Wheelchair"), low_counter=True),
        Need("hearing", Words("听力", "Hearing"), sign_first=True),
    )
    hall = replace(HALL, windows=(*HALL.windows, seventh), needs=needs)
    return Catalogue(hall, CATALOGUE.services, version="test")


def ticket(
    number: int,
    queue: str = "B",
    *,
    minutes: float = 0,
    priority: str = "",
    services: tuple[str, ...] = (),
) -> Ticket:
    """Take a ticket some minutes after nine."""
    taken = NINE + timedelta(minutes=minutes)
    name = number_of(queue, number)
    return Ticket(
        id=ticket_id(taken.date(), name),
        number=name,
        day=taken.date(),
        token=f"token-{name}",
        services=services,
        route=Route(queue, Reason.ITS_OWN_QUEUE),
        taken_at=taken,
        order_at=taken,
        priority=priority,
    )


def staffing(*windows: int, owed: dict[int, Owed] | None = None, suspended: str = "") -> Staffing:
    """Open these windows, and suspend these queues."""
    return Staffing(frozenset(windows), owed or {}, frozenset(suspended))
