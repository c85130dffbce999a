"""办不成事 on the pages: the desk registers and answers, the manager does the rest; bad input: nothing."""

import csv
import io
import json
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kiosk.app import Program
from kiosk.hall.case_events import PersonRevealed
from kiosk.hall.escalation_words import State
from kiosk.operations import accounts, intake
from kiosk.operations.accounts import Role
from kiosk.operations.intake import Press, Visit
from tests.web import test_manage
from tests.web.api_hall import NINE
from tests.web.test_manage import PASSWORD, browser, key_of, press

program = test_manage.program
DESK, MANAGE = "/desk/problems", "/manage/problems"
SAID = {"trouble": "late", "words": "说五天，一个月了", "service": "E05", "phone": "13800002046"}


def register(client: FlaskClient, **given: str) -> TestResponse:
    return press(client, DESK, DESK, **{**SAID, **given})


def state_of(program: Program, number: str = "BC20261123-001") -> State:
    with program.store.read() as reading:
        return reading.escalations.get(number).state


def kept(program: Program) -> int:
    with program.store.read() as reading:
        return len(reading.escalations.newest(9))


def slip(program: Program) -> str:
    with program.store.read() as reading:
        (paper,) = [one for one in reading.papers.unsettled() if one.name == "problem-slip"]
    return json.dumps(paper.document, ensure_ascii=False)


def test_a_clerk_registers_it_and_the_slip_with_its_day_comes_out(program: Program) -> None:
    visit = Visit(("E05",), place="kiosk-1")
    ticket = intake.take_ticket(program.store, visit=visit, press=Press("1", "1"), at=NINE).ticket
    clerk = browser(program, "clerk")
    form = clerk.get(f"{DESK}?ticket={ticket.id}").text
    assert "E001" in form
    assert form.index("只用来答复和回访") < form.index('name="phone"')

    page = register(clerk, ticket=ticket.id)

    assert "已登记 BC20261123-001，最迟 2026-12-14 答复" in page.text
    for said in ("BC20261123-001", "2026-12-14", "城镇污水排入排水管网许可证核发", "E001", "clerk"):
        assert said in slip(program)
    for secret in ("13800002046", "一个月"):
        assert secret not in slip(program)
    phone = clerk.get(f"/t/{ticket.token}")
    assert "您反映的问题 BC20261123-001：已登记" in phone.text


def test_the_same_press_registers_it_once(program: Program) -> None:
    clerk = browser(program, "clerk")
    key = key_of(clerk.get(DESK))

    for _ in range(2):
        answer = clerk.post(DESK, data={**SAID, "csrf_token": key, "press": "the same press"})
        assert (answer.status_code, answer.location) == (303, f"{DESK}?did=BC20261123-001")

    assert kept(program) == 1


@pytest.mark.parametrize(
    ("given", "status", "said"),
    [
        ({"trouble": "petition"}, 422, "信访"),
        ({"trouble": "lawsuit"}, 422, "法院"),
        ({"trouble": "papers"}, 422, "一次性告知单"),
        ({"trouble": ""}, 422, "内容有误"),
        ({"trouble": "flood"}, 422, "内容有误"),
        ({"words": "  "}, 422, "写明情况"),
        ({"words": "长" * 501}, 422, "写明情况"),
        ({"words": "长" * 3000}, 422, "太长"),
        ({"words": "a\x00b"}, 422, "写明情况"),
        ({"phone": "12"}, 422, "电话号码"),
        ({"phone": "1\x07"}, 422, "内容有误"),
        ({"name": "长" * 61}, 422, "姓名"),
        ({"service": "Z99"}, 404, "没有事项"),
        ({"ticket": "20261123-E999"}, 404, "没有找到号票"),
    ],
)
def test_what_cannot_be_is_said_beside_the_form_and_nothing_is_kept(
    program: Program, given: dict[str, str], status: int, said: str
) -> None:
    page = register(browser(program, "clerk"), **given)

    assert (page.status_code, kept(program)) == (status, 0)
    assert said in page.text
    if "words" not in given:
        assert SAID["words"] in page.text  # what was typed is not typed again


def test_a_stranger_sees_neither_page(program: Program) -> None:
    assert browser(program).get(DESK).status_code == 302
    assert browser(program).get(MANAGE).status_code == 302


@pytest.mark.parametrize("path", ["", "/all.csv", "/BC20261123-001"])
def test_only_a_manager_sees_them_all(program: Program, path: str) -> None:
    clerk = browser(program, "clerk")
    register(clerk)

    assert clerk.get(MANAGE + path).status_code == 403
    assert browser(program, "manager").get(MANAGE + path).status_code == 200


def test_a_manager_walks_it_to_its_end(program: Program) -> None:
    clerk, manager = browser(program, "clerk"), browser(program, "manager")
    register(clerk, name="王喆龘")
    sheet = f"{MANAGE}/BC20261123-001"
    assert "1******2046" in manager.get(MANAGE).text
    assert "13800002046" not in manager.get(MANAGE).text
    assert "13800002046" not in manager.get(sheet).text

    page = press(manager, f"{sheet}/classify", sheet, grade="simple", about="")
    assert "最迟 2026-11-30 答复" in page.text
    press(manager, f"{sheet}/assign", sheet, to="w5")
    assert "没有要答复的" in clerk.get(DESK).text  # he stands at no window
    with clerk.session_transaction() as session:
        session["desk-window"] = 5
    assert "13800002046" in clerk.get(DESK).text
    page = press(clerk, f"{DESK}/BC20261123-001/answer", DESK, words="明天来取")
    assert "已答复，由大厅管理员回访" in page.text
    press(manager, f"{sheet}/follow-up", sheet, result="satisfied", note="办成了")
    page = press(manager, f"{sheet}/close", sheet)

    assert "已办结" in page.text
    assert state_of(program) is State.CLOSED
    assert "BC20261123-001" not in manager.get(MANAGE).text
    assert "BC20261123-001" in manager.get(f"{MANAGE}?all=1").text


@pytest.mark.parametrize(
    ("act", "form", "status"),
    [
        ("classify", {"grade": "hopeless"}, 422),
        ("classify", {"grade": "simple", "about": "nobody"}, 403),
        ("assign", {"to": "w5"}, 409),
        ("answer", {"words": "好了"}, 409),
        ("follow-up", {"result": "satisfied"}, 409),
        ("follow-up", {"result": "maybe"}, 422),
        ("close", {}, 409),
    ],
)
def test_a_step_out_of_turn_is_refused(program: Program, act: str, form: dict[str, str], status: int) -> None:
    manager = browser(program, "manager")
    register(manager)
    sheet = f"{MANAGE}/BC20261123-001"
    given = {"csrf_token": key_of(manager.get(sheet)), "press": f"a press of {act}", **form}

    answer = manager.post(f"{sheet}/{act}", data=given)

    assert answer.status_code == status
    assert state_of(program) is State.REGISTERED


def test_it_can_be_passed_on_to_nobody_who_is_not_there(program: Program) -> None:
    manager = browser(program, "manager")
    register(manager)
    sheet = f"{MANAGE}/BC20261123-001"
    press(manager, f"{sheet}/classify", sheet, grade="simple", about="")
    key = key_of(manager.get(sheet))

    answers = {
        to: manager.post(f"{sheet}/assign", data={"csrf_token": key, "press": f"a press to {to}", "to": to})
        for to in ("", "w", "w99", "w-1", "w9999999", "p", "pnobody", "x5", "w²")
    }

    assert {
        to: one.status_code for to, one in answers.items() if one.status_code not in {403, 404, 422}
    } == {}
    assert state_of(program) is State.CLASSIFIED


def test_another_manager_closes_what_is_about_a_manager(program: Program) -> None:
    accounts.add_user(program.store, name="deputy", password=PASSWORD, role=Role.MANAGER, at=NINE)
    chief, deputy = browser(program, "manager"), browser(program, "deputy")
    with program.store.read() as reading:
        about = reading.accounts.by_name("manager")
    assert about
    register(deputy)
    sheet = f"{MANAGE}/BC20261123-001"
    press(deputy, f"{sheet}/classify", sheet, grade="simple", about=about.id)
    press(deputy, f"{sheet}/assign", sheet, to="w5")
    press(deputy, f"{sheet}/answer", sheet, words="已道歉")
    press(deputy, f"{sheet}/follow-up", sheet, result="satisfied")

    refused = press(chief, f"{sheet}/close", sheet)
    assert (refused.status_code, state_of(program)) == (403, State.FOLLOWED_UP)
    assert "反映的是您本人" in refused.text
    press(deputy, f"{sheet}/close", sheet)
    assert state_of(program) is State.CLOSED


def test_what_is_overdue_or_due_today_alarms_the_manager(program: Program) -> None:
    manager = browser(program, "manager")
    register(manager)
    assert "“办不成事”还没分类：1 件" in manager.get("/manage").text
    assert MANAGE in manager.get("/manage").text
    seen_by_clerk = browser(program, "clerk").get("/manage").text
    assert "“办不成事”还没分类：1 件" in seen_by_clerk
    assert MANAGE not in seen_by_clerk  # he may not open it
    press(manager, f"{MANAGE}/BC20261123-001/classify", f"{MANAGE}/BC20261123-001", grade="simple", about="")
    clock = program.clock
    assert "办不成事”" not in manager.get("/manage").text

    clock.later(timedelta(days=7).total_seconds())  # type: ignore[attr-defined]
    assert "“办不成事”今天必须答复：1 件" in manager.get("/manage").text
    clock.later(timedelta(days=1).total_seconds())  # type: ignore[attr-defined]
    assert "“办不成事”超期没有答复：1 件" in manager.get("/manage").text
    assert "已超期" in manager.get(MANAGE).text


def test_whoever_did_not_register_it_sees_the_phone_when_he_asks_and_that_is_written_down(
    program: Program,
) -> None:
    accounts.add_user(program.store, name="second", password=PASSWORD, role=Role.DESK, at=NINE)
    clerk, second, manager = (browser(program, who) for who in ("clerk", "second", "manager"))
    register(clerk, name="王喆龘")
    sheet, looked = f"{MANAGE}/BC20261123-001", f"{DESK}/BC20261123-001/person"
    assert press(second, looked, DESK).status_code == 403  # it lies with nobody
    press(manager, f"{sheet}/classify", sheet, grade="simple", about="")
    press(manager, f"{sheet}/assign", sheet, to="w5")
    for client in (clerk, second):
        with client.session_transaction() as session:
            session["desk-window"] = 5

    def who_looked() -> list[str]:
        with program.store.read() as reading:
            names = {one.id: one.name for one in reading.accounts.all()}
            found = [event for _, _, event in reading.events.after(0)]
            return [names[one.by] for one in found if isinstance(one, PersonRevealed)]

    assert "13800002046" in clerk.get(DESK).text  # he was told it himself
    for client, page in ((second, DESK), (manager, sheet)):
        seen = client.get(page).text
        assert "1******2046" in seen
        assert "13800002046" not in seen
        assert "王喆龘" not in seen
    assert who_looked() == []
    assert "13800002046" in press(second, looked, DESK).text
    assert "王喆龘" in press(manager, f"{sheet}/person", sheet).text
    assert who_looked() == ["second", "manager"]
    assert "13800002046" not in second.get(DESK).text  # once
    assert press(second, f"{DESK}/BC1/person", DESK).status_code == 404


def test_a_phone_finds_it_and_stands_in_no_address(program: Program) -> None:
    manager = browser(program, "manager")
    register(manager)
    key = key_of(manager.get(MANAGE))

    found = manager.post(f"{MANAGE}/find", data={"csrf_token": key, "wanted": "2046"})
    nothing = manager.post(f"{MANAGE}/find", data={"csrf_token": key, "wanted": "<b>2047"})

    assert "BC20261123-001" in found.text
    assert found.request.query_string == b""
    assert "找到 0 件" in nothing.text
    assert "<b>2047" not in nothing.text


def test_the_export_is_masked_and_nothing_in_it_is_a_formula(program: Program) -> None:
    manager = browser(program, "manager")
    register(manager, words='=HYPERLINK("http://x","点我")', name="+王喆龘")

    answer = manager.get(f"{MANAGE}/all.csv")

    assert answer.content_type == "text/csv; charset=utf-8"
    head, row = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
    told = dict(zip(head, row, strict=True))
    assert told["编号"] == "BC20261123-001"
    assert told["所说"] == '\'=HYPERLINK("http://x","点我")'
    assert (told["姓名"], told["电话"]) == ("'+*", "1******2046")
