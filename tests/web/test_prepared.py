"""上门排查 and the visit after it: the owner's phone, the kiosk's scanner, and the window's desk."""

import pytest
from flask.testing import FlaskClient

from kiosk.app import Program
from kiosk.hall.inspection_words import State
from kiosk.operations import desk as desks
from kiosk.operations import intake
from kiosk.operations.intake import Press, Visit
from kiosk.web.clerk.shapes import desk_json
from tests.web import test_inspections
from tests.web.api_hall import NINE
from tests.web.test_inspections import NUMBER, ORDER, PASS, SECRETS, SHOP, known, register, send, step
from tests.web.test_manage import browser, key_of

program = test_inspections.program
DAY_S = 24 * 3600


def test_the_owner_follows_it_on_his_phone_and_ticks_there(program: Program) -> None:
    register(program)
    step(program, "visit", **ORDER)
    phone = browser(program)
    page = f"/t/{known(program).inspection.token}"

    seen = phone.get(page)
    for secret in SECRETS:
        assert secret not in seen.text
    assert "加装隔油池" in seen.text
    assert "2026-12-08 前" in seen.text
    assert seen.headers["Referrer-Policy"] == "same-origin"

    step(program, "again", mended=["0", "1"], days="7")
    seen = phone.get(page)
    ticked = {"csrf_token": key_of(seen), "ticked": ["drainage-form", "x"]}
    again = phone.post(f"{page}/ticks", data=ticked, follow_redirects=True)
    assert again.text.count(" checked") == 1
    assert "Bring" in phone.get(f"{page}?lang=en").text
    for act in ("later", "back", "cancel"):
        form = {"csrf_token": key_of(seen), "press": "a press of mine"}
        assert phone.post(f"{page}/{act}", data=form).status_code == 404


def test_the_kiosk_gives_the_number_for_the_code_once(program: Program) -> None:
    register(program)
    kiosk, scan = browser(program), f"/kiosk/scan/{known(program).inspection.token}"
    assert "现在不用取号" in kiosk.get(scan).text
    early = {"csrf_token": key_of(kiosk.get("/kiosk/offer?unsure=1")), "press": "press-0001"}
    assert kiosk.post(f"{scan}/prepared", data=early).status_code == 409

    step(program, "visit", **PASS)
    page = kiosk.get(scan)
    assert "城镇污水排入排水管网许可申请表" in page.text
    for secret in (*SECRETS, "样例小吃店"):
        assert secret not in page.text
    for press in ("press-0002", "press-0002", "press-0003"):
        form = {"csrf_token": early["csrf_token"], "press": press}
        assert "E001" in kiosk.post(f"{scan}/prepared", data=form, follow_redirects=True).text
    assert "您已经取了 E001 号" in kiosk.get(scan).text


def test_the_desk_finds_it_by_phone_and_the_case_takes_it_over(program: Program) -> None:
    register(program)
    step(program, "visit", **PASS)
    visit = Visit(("E05",), place="kiosk-1")
    ticket = intake.take_ticket(program.store, visit=visit, press=Press("1", "1"), at=NINE).ticket
    clerk, desk = browser(program, "clerk"), "/desk/inspections"
    code = known(program).inspection.code
    for wanted in ("2046", "13800002046", code, "样例小吃店"):
        assert NUMBER in send(program, "clerk", f"{desk}/find", at=desk, q=wanted).text
        assert NUMBER in send(program, "clerk", "/desk/cases/find", at="/desk/cases", q=wanted).text
    page = clerk.get(f"{desk}/{NUMBER}?ticket={ticket.id}")
    for secret in SECRETS:
        assert secret not in page.text

    at = f"{desk}/{NUMBER}?ticket={ticket.id}"
    tied = send(program, "clerk", f"{desk}/{NUMBER}/tie", at=at, ticket=ticket.id)
    assert "情形、材料和申请人都带过来" in tied.text
    opened = send(program, "clerk", "/desk/cases", at="/desk/cases", service="E05", ticket=ticket.id)

    assert "BJ20261123-001" in opened.text
    assert "王*" in opened.text
    assert known(program).inspection.state is State.APPLIED
    shown = send(program, "clerk", f"{desk}/{NUMBER}/person", at=f"{desk}/{NUMBER}")
    assert "王小明 13800002046" in shown.text


def test_a_case_without_anything_prepared_still_asks_who_applies(program: Program) -> None:
    visit = Visit(("E05",), place="kiosk-1")
    ticket = intake.take_ticket(program.store, visit=visit, press=Press("1", "1"), at=NINE).ticket

    page = send(program, "clerk", "/desk/cases", at="/desk/cases", service="E05", ticket=ticket.id)

    assert page.status_code == 422
    assert "请填写姓名" in page.text


def test_the_clerk_registers_a_place_and_gives_its_number(program: Program) -> None:
    desk = "/desk/inspections"
    assert NUMBER in send(program, "clerk", desk, at=desk, **SHOP).text
    step(program, "visit", **PASS)

    page = send(program, "clerk", f"{desk}/{NUMBER}/ticket", at=f"{desk}/{NUMBER}")

    assert "E001" in page.text
    assert known(program).is_here


def at_window(program: Program, number: int) -> FlaskClient:
    client = browser(program, "clerk")
    key = key_of(client.get("/desk/window"))
    client.post("/desk/window", data={"csrf_token": key, "window": str(number)})
    return client


@pytest.mark.parametrize("hand", ["", "20261123-E001"])
def test_the_code_before_a_desks_scanner_opens_what_was_prepared(program: Program, hand: str) -> None:
    register(program)
    step(program, "visit", **PASS)
    clerk = at_window(program, 5)
    key = {"X-CSRFToken": key_of(clerk.get("/desk/cases"))}

    told = clerk.post(
        "/desk/5/scan", json={"code": known(program).inspection.token, "hand": hand}, headers=key
    )

    assert told.json == {"page": f"/desk/inspections/{NUMBER}" + (f"?ticket={hand}" if hand else "")}
    assert clerk.post("/desk/5/scan", json={"code": "A" * 22}, headers=key).status_code == 404


def test_what_should_be_put_right_by_now_alarms_the_windows_that_care(program: Program) -> None:
    register(program)
    step(program, "visit", **ORDER)
    catalogue = program.content.at(NINE)

    def seen(window: int) -> object:
        now = desks.desk_now(program.store, window=window, at=program.clock())
        return desk_json(now, catalogue, "zh")["inspections_late"]

    program.clock.later(15 * DAY_S)  # type: ignore[attr-defined]
    assert seen(5) == []
    program.clock.later(DAY_S)  # type: ignore[attr-defined]
    assert [seen(5), seen(1), seen(2)] == [[NUMBER], [NUMBER], []]
    assert "整改逾期没有复验：1 处" in browser(program, "manager").get("/manage").text
