"""An ordinary morning, played through the hall's own acts: what every picture shows at 9:41."""

from datetime import timedelta

from tests.web.api_hall import NINE, Asker, SampleHall

AT = NINE + timedelta(minutes=41)
BROUGHT = ("drainage-form", "business-licence", "legal-representative-id")
DRAINAGE = {"E05": {"kind": "general", "pretreat": "no", "agent": "self"}}


def let_pass(hall: SampleHall) -> None:
    """Let the morning from 9:00 to 9:41 pass: people come, are called, are served, are missed."""
    desk = hall.as_("manager")
    served = [
        (1, "A00"),
        (2, "B01"),
        (3, "C01"),
        (4, "D01"),
        (5, "E01"),
        (6, "F01"),
        (3, "C02"),
        (2, "B02"),
        (1, "A00"),
        (4, "D02"),
        (5, "E05"),
    ]
    for window, service in served:
        desk.take(service)
        serve(hall, desk, window)
        hall.clock.later(60)
    miss(hall, desk, 2, "B01")
    wait(hall, desk)
    call_all(hall, desk)


def serve(hall: SampleHall, desk: Asker, window: int) -> None:
    """Call somebody, and serve him for a minute and a half."""
    ticket = call(desk, window)
    hall.clock.later(20)
    act(desk, ticket, "start")
    hall.clock.later(70)
    act(desk, ticket, "finish")


def miss(hall: SampleHall, desk: Asker, window: int, service: str) -> None:
    """Call somebody who does not come."""
    desk.take(service)
    ticket = call(desk, window)
    hall.clock.later(61)
    act(desk, ticket, "miss")


def wait(hall: SampleHall, desk: Asker) -> None:
    """Let those come who wait at 9:41, one every half minute; the eighth is an old man with a drain."""
    for service in ("E05", "B02", "C01", "D01", "E01", "F01", "C03"):
        desk.take(service)
        hall.clock.later(30)
    desk.take("E05", answers=DRAINAGE, ticked=BROUGHT, priority="elder", needs=["hearing"])
    for service in ("D02", "C01", "E02", "A00", "B01"):
        hall.clock.later(30)
        desk.take(service)


def call_all(hall: SampleHall, desk: Asker) -> None:
    """Call somebody to every window but one, which is paused; the last call is seconds old."""
    desk.put("/windows/2", {"state": "paused", "reason": "开会"})
    for window in (6, 4, 3, 5):
        act(desk, call(desk, window), "start")
        hall.clock.later(45)
    hall.clock.at = AT
    call(desk, 1)
    hall.clock.later(2)


def call(desk: Asker, window: int) -> str:
    """Call whoever's turn it is; returns the ticket."""
    answer = desk.post(f"/windows/{window}/calls", {})
    assert answer.status_code == 200, answer.text
    return str(answer.json["id"])


def act(desk: Asker, ticket: str, name: str) -> None:
    """Do something with a ticket."""
    answer = desk.post(f"/tickets/{ticket}/{name}", {})
    assert answer.status_code == 200, answer.text
