"""Who may issue numbers from /kiosk, and what becomes of a wrong or repeated form."""

from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kiosk.config import SAMPLE_HALL
from kiosk.operations.accounts import Role
from tests.pictures.hall import HOURS
from tests.web import api_hall
from tests.web.api_hall import SampleHall

hall = api_hall.hall

ELSEWHERE = {"REMOTE_ADDR": "192.0.2.7"}
DRAINAGE: dict[str, Any] = {"s": "E05", "a": ["E05.kind.general", "E05.pretreat.no", "E05.agent.self"]}


def client(hall: SampleHall) -> FlaskClient:
    """A browser that keeps its cookies."""
    hall.program.web.config["WTF_CSRF_ENABLED"] = True
    return hall.program.web.test_client()


def key_of(page: TestResponse) -> str:
    """Read the form's key, as the browser sends it back."""
    return page.text.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]


def tap(browser: FlaskClient, to: str = "/kiosk/tickets", **form: Any) -> TestResponse:
    """Touch 取号."""
    token = key_of(browser.get("/kiosk/offer?unsure=1"))
    return browser.post(to, data={"csrf_token": token, "press": "press-0001", **form})


def test_only_this_machine_and_enrolled_browsers_have_a_kiosk(hall: SampleHall) -> None:
    stranger = hall.program.web.test_client()

    page = stranger.get("/kiosk", environ_overrides=ELSEWHERE)

    assert page.status_code == 403
    assert stranger.get("/kiosk", headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 403
    assert client(hall).get("/kiosk").status_code == 200


@pytest.mark.parametrize(("role", "status"), [(Role.KIOSK, 200), (Role.BOARD, 403)])
def test_a_browser_is_enrolled_once_with_a_kiosk_token(hall: SampleHall, role: Role, status: int) -> None:
    browser = hall.program.web.test_client()
    form = key_of(browser.get("/kiosk/enrol", environ_overrides=ELSEWHERE))

    browser.post(
        "/kiosk/enrol",
        data={"csrf_token": form, "token": hall.tokens[role], "place": "north door"},
        environ_overrides=ELSEWHERE,
    )

    assert browser.get("/kiosk", environ_overrides=ELSEWHERE).status_code == status
    assert browser.get("/desk/take", environ_overrides=ELSEWHERE).status_code in {302, 401, 403}


def test_the_same_press_is_one_number(hall: SampleHall) -> None:
    browser = client(hall)

    first, again = tap(browser, **DRAINAGE), tap(browser, **DRAINAGE)

    assert first.status_code == again.status_code == 303
    assert first.location == again.location
    assert hall.kinds() == ["TicketTaken"]


def test_the_same_press_for_something_else_is_refused(hall: SampleHall) -> None:
    browser = client(hall)
    tap(browser, **DRAINAGE)

    other = tap(browser, unsure="1")

    assert other.status_code == 422
    assert hall.kinds() == ["TicketTaken"]


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"s": "Z99"}, 404),
        ({"s": "E05", "a": "E05.kind.nothing"}, 422),
        ({"s": "E05", "a": "E05"}, 422),
        ({"s": "E05", "priority": "x" * 300}, 422),
        ({**DRAINAGE, "press": "x"}, 422),
        ({**DRAINAGE, "csrf_token": ""}, 400),
        ({**DRAINAGE, "needs": "a chair"}, 422),
    ],
)
def test_a_wrong_form_is_told_in_both_languages_and_writes_nothing(
    hall: SampleHall, form: dict[str, Any], status: int
) -> None:
    page = tap(client(hall), **form)

    assert page.status_code == status, page.text
    assert 'lang="zh-CN"' in page.text
    assert 'lang="en"' in page.text
    assert hall.kinds() == []


def test_a_list_needs_all_answers(hall: SampleHall) -> None:
    page = tap(client(hall), "/kiosk/checklists", s="E05")

    assert page.status_code == 422
    assert hall.kinds() == []


def test_a_list_is_no_number(hall: SampleHall) -> None:
    page = tap(client(hall), "/kiosk/checklists", **DRAINAGE)

    assert page.status_code == 303
    assert hall.kinds() == ["ChecklistPrinted"]


def test_papers_missing_goes_to_the_comprehensive_window_and_is_marked(hall: SampleHall) -> None:
    tap(client(hall), missing="1", **DRAINAGE)

    with hall.program.store.read() as reading:
        (ticket,) = reading.tickets.waiting()
    assert ticket.number == "A001"
    assert ticket.papers_missing


def test_a_suspended_queue_sends_to_another_and_says_why(hall: SampleHall) -> None:
    hall.as_("manager").put("/queues/E/suspension", {"reason": "省平台故障"})
    browser = client(hall)

    offered = browser.get("/kiosk/offer?s=E05&a=E05.kind.general&a=E05.pretreat.no&a=E05.agent.self")

    assert offered.status_code == 200
    assert "综合服务窗口" in offered.text
    tap(browser, **DRAINAGE)
    with hall.program.store.read() as reading:
        assert [one.number for one in reading.tickets.waiting()] == ["A001"]


def test_no_account_number_is_asked_of_anybody(hall: SampleHall) -> None:
    page = client(hall).get("/kiosk/visit?s=B01")

    assert 'type="text"' not in page.text
    assert "<input name" not in page.text


def test_at_noon_home_and_offer_say_from_when_numbers_are_called(tmp_path: Path) -> None:
    content = Path(copytree(SAMPLE_HALL, tmp_path / "content"))
    words = (content / "hall.toml").read_text("utf-8").replace("always_open = true", "always_open = false")
    (content / "hall.toml").write_text(words.replace("\n[calls]", f"\n{HOURS}\n[calls]"), "utf-8")
    hall = api_hall.open_hall(tmp_path / "data", hall=content)
    browser = client(hall)
    assert "开始叫号" not in browser.get("/kiosk").text

    hall.clock.later(3.5 * 3600)

    assert "现在不是办理时间，13:30 开始叫号" in browser.get("/kiosk").text
    assert "现在不是办理时间，13:30 开始叫号" in browser.get("/kiosk/offer", query_string=DRAINAGE).text
    hall.program.store.close()
