"""The floor's page and the calls of the day: what a manager decides, and what a clerk may only see."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kiosk.app import Program
from kiosk.hall.ticket import Ticket, TicketState
from kiosk.operations import calling, intake, undoing
from kiosk.operations.intake import Press, Visit
from tests.web import test_manage
from tests.web.api_hall import NINE, StoppedClock
from tests.web.test_manage import browser, key_of, press

program = test_manage.program
FLOOR = "/manage/floor"


def take(program: Program, key: str, code: str = "E05", priority: str = "") -> Ticket:
    visit = Visit((code,), priority=priority, place="kiosk-1")
    return intake.take_ticket(program.store, visit=visit, press=Press(key, key), at=NINE).ticket


def post(client: FlaskClient, path: str, **form: str) -> TestResponse:
    """Press a button of the floor's page that has several forms with the same address."""
    page = client.get(FLOOR)
    pressed = {"csrf_token": key_of(page), "press": f"press-{path}-{form}"[:200]}
    return client.post(f"{FLOOR}/{path}", data={**pressed, **form}, follow_redirects=True)


def test_a_manager_suspends_a_queue_and_board_kiosk_and_phone_say_why(program: Program) -> None:
    waiting, manager = take(program, "1"), browser(program, "manager")

    page = press(manager, f"{FLOOR}/queues/E/suspend", FLOOR, reason="省级系统故障", until="15:30")

    assert "已暂停" in page.text
    assert "到 15:30" in page.text
    board = {one["letter"]: one for one in manager.get("/api/v1/board").json["waiting"]}  # type: ignore[index]
    assert board["E"]["suspended"] == {"zh": "省级系统故障", "en": "the provincial system is down"}
    assert board["E"]["expected_wait"] is None
    offer = manager.get("/kiosk/offer?s=E05").text
    assert "规划建设窗口暂停受理，由综合服务窗口代为受理" in offer
    assert "暂停原因：省级系统故障" in offer
    assert "暂停办理：省级系统故障。您的位置保留，恢复后接着叫号" in manager.get(f"/t/{waiting.token}").text

    page = press(manager, f"{FLOOR}/queues/E/resume", FLOOR)
    assert "已恢复" in page.text
    assert "暂停办理：省级系统故障" not in manager.get(f"/t/{waiting.token}").text


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("queues/E/suspend", {"reason": ""}),
        ("queues/E/suspend", {"reason": "x" * 65}),
        ("queues/E/suspend", {"reason": "停电", "until": "08:59"}),
        ("queues/E/suspend", {"reason": "停电", "until": "half past"}),
        ("queues/Z/suspend", {"reason": "停电"}),
        ("notice", {"zh": "长" * 201}),
        ("notice", {"zh": "两\n行"}),
        ("stop", {"until": "08:00"}),
        ("next-day", {}),
        ("next-day", {"service": "Z99"}),
        ("next-day/20261124-E001/cancel", {}),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    program: Program, path: str, form: dict[str, str]
) -> None:
    manager = browser(program, "manager")
    with program.store.read() as reading:
        head = reading.events.head()

    answer = post(manager, path, **form)

    assert answer.status_code in {404, 422}
    with program.store.read() as reading:
        assert reading.events.head() == head


@pytest.mark.parametrize(
    "path", ["queues/E/suspend", "queues/E/resume", "notice", "stop", "next-day", "next-day/x/cancel"]
)
def test_a_clerk_sees_the_floor_and_decides_nothing(program: Program, path: str) -> None:
    clerk = browser(program, "clerk")

    assert "暂停办理" in clerk.get(FLOOR).text
    assert "发次日号</button>" not in clerk.get(FLOOR).text
    assert post(clerk, path, reason="停电").status_code == 403


def test_the_notice_is_on_the_board_at_once_and_goes_back_to_the_files(program: Program) -> None:
    manager = browser(program, "manager")

    post(manager, "notice", zh="下午三点停电演练", en="Power drill at three")

    assert manager.get("/api/v1/board").json["notice"] == {  # type: ignore[index]
        "zh": "下午三点停电演练",
        "en": "Power drill at three",
    }
    assert "换回文件里的公告" in manager.get(FLOOR).text
    post(manager, "notice")
    assert manager.get("/api/v1/board").json["notice"]["zh"].startswith("材料齐全")  # type: ignore[index]


def test_the_stop_is_lifted_and_set_again(program: Program) -> None:
    manager = browser(program, "manager")

    assert "今天取号延到 18:00" in post(manager, "stop", until="18:00").text
    assert "今天取号延到" not in post(manager, "stop").text


def test_a_place_for_the_next_day_is_printed_at_once_and_can_be_taken_back(program: Program) -> None:
    manager = browser(program, "manager")

    page = press(manager, f"{FLOOR}/next-day", FLOOR, service="E05")

    assert "已发次日号 E001（2026-11-24）" in page.text
    with program.store.read() as reading:
        (paper,) = [one for one in reading.papers.unsettled() if one.name == "next-day"]
        (place,) = reading.tickets.waiting()
    assert (paper.printer, paper.ticket) == ("kiosk-1", place.id)
    assert "2026-11-24" in manager.get(f"/t/{place.token}").text
    page = press(manager, f"{FLOOR}/next-day/{place.id}/cancel", FLOOR)
    assert "次日号已取消" in page.text
    with program.store.read() as reading:
        assert reading.tickets.waiting() == ()


def test_the_calls_of_the_day_say_why_and_count_what_was_out_of_turn(program: Program) -> None:
    elder = take(program, "1", priority="elder")
    take(program, "2")
    third = take(program, "3")
    calling.call_next(program.store, window=5, at=NINE)
    undoing.drop_priority(program.store, ticket=elder.id, window=5, at=NINE)
    calling.call_ticket(
        program.store, window=5, ticket=third.id, at=NINE, reason="刚才叫过，人回来了", by="wall"
    )

    page = browser(program, "clerk").get("/manage/calls").text

    assert "优先对象（老年人（70 周岁以上））先办；等了 0 分钟，按先后在 3 人中排第 1" in page
    assert "工作人员提前叫号：刚才叫过，人回来了" in page
    assert "wall" in page
    for tally in ("叫号 2 次", "其中优先和快办 1 次", "工作人员提前叫号 1 次", "取消优先 1 次"):
        assert tally in page


def test_a_manager_frees_a_ticket_that_was_forgotten_at_a_window(program: Program) -> None:
    waiting, manager, clerk = take(program, "1"), browser(program, "manager"), browser(program, "clerk")
    calling.call_next(program.store, window=5, at=NINE)
    assert isinstance(program.clock, StoppedClock)
    program.clock.at = NINE + timedelta(minutes=45)
    path = f"forgotten/{waiting.id}/free"

    assert waiting.number in manager.get(FLOOR).text
    assert post(clerk, path).status_code == 403
    assert post(manager, path).status_code == 200

    with program.store.read() as reading:
        assert reading.tickets.get(waiting.id).state is TicketState.WAITING
    assert post(manager, path, again="1").status_code == 409  # it waits: there is nothing left to free
