"""The desk in a clerk's browser: one key for each act, nothing without an answer, nobody called twice."""

import pytest
from playwright.sync_api import APIResponse, Page, Route, expect

from tests.accessibility import violations
from tests.people import BOARD, DESK, KIOSK, PHONE, Citizen, Clerk, Open
from tests.servers import HallServer

pytestmark = pytest.mark.browser


def take(hall: HallServer, *codes: str) -> list[str]:
    """Let citizens take numbers for these services; returns the numbers."""
    with hall.api("kiosk") as kiosk:
        wishes = [
            {"services": [code], "needs": ["hearing"] if n == 1 else []} for n, code in enumerate(codes)
        ]
        return [kiosk.post("/tickets", json=wish).raise_for_status().json()["number"] for wish in wishes]


def no_scroll_bar(page: Page) -> bool:
    return bool(
        page.evaluate(
            "document.documentElement.scrollHeight <= innerHeight"
            " && document.documentElement.scrollWidth <= innerWidth"
        )
    )


def test_every_act_has_its_key(hall_server: HallServer, new_page: Open) -> None:
    take(hall_server, *["E01"] * 4)
    clerk = Clerk(hall_server, new_page(DESK))
    clerk.open_window(5)
    for key, said, in_hand in (
        ("Enter", "已叫 E001", "E001"),
        ("F7", "E001 开始办理", "E001"),
        ("F10", "E001 已挂起", ""),
        ("Enter", "已叫 E002", "E002"),
        ("-", "E002 已过号", ""),
        ("NumpadAdd", "已叫 E003", "E003"),
        ("F9", "E003 已办毕", ""),
        ("NumpadMultiply", "", ""),  # asks why
        ("1", "已暂停叫号", ""),
        ("Backspace", "已撤销 E003", "E003"),
        ("F8", "已开窗", "E003"),
        ("F9", "E003 已办毕", ""),
        ("Enter", "已叫 E004", "E004"),
    ):
        clerk.press(key)
        clerk.expect_said(said)
        expect(clerk.page.locator("#hand .big")).to_have_text([in_hand] if in_hand else [])
    clerk.press("/")
    clerk.press("1")
    clerk.expect_said("E004 已转到 1 号窗口")
    expect(clerk.page.locator("#missed")).to_contain_text("E002")
    clerk.page.locator("#missed [data-do=revive]").click()
    clerk.expect_said("E002 已恢复排队")
    clerk.page.locator("#held [data-do=resume]").click()
    clerk.expect_in_hand("E001")


def test_a_call_is_taken_back_within_ten_seconds(hall_server: HallServer, new_page: Open) -> None:
    take(hall_server, "E01")
    clerk = Clerk(hall_server, new_page(DESK))
    clerk.open_window(5)
    clerk.press("Enter")
    clerk.expect_in_hand("E001")

    clerk.press("Backspace")

    clerk.expect_said("已撤销 E001")
    expect(clerk.page.locator("#waiting .line-number")).to_have_text(["E001"])


def test_a_key_pressed_before_the_answer_has_come_is_done_after_it(
    hall_server: HallServer, new_page: Open
) -> None:
    take(hall_server, "E01")
    clerk = Clerk(hall_server, new_page(DESK))
    clerk.open_window(5)
    on_their_way: list[tuple[Route, APIResponse]] = []
    clerk.page.route("**/next", lambda route: on_their_way.append((route, route.fetch())))
    clerk.press("Enter")
    clerk.expect_in_hand("E001")

    clerk.press("Backspace")
    route, answer = on_their_way.pop()
    route.fulfill(response=answer)

    clerk.expect_said("已撤销 E001")


def test_a_hasty_double_press_calls_one(hall_server: HallServer, new_page: Open) -> None:
    take(hall_server, "E01", "E01")
    clerk = Clerk(hall_server, new_page(DESK))
    clerk.open_window(5)

    clerk.press("Enter")
    clerk.press("Enter")

    clerk.expect_in_hand("E001")
    expect(clerk.page.locator("#waiting .line-number")).to_have_text(["E002"])


def test_two_clerks_who_press_at_once_get_two_people(hall_server: HallServer, new_page: Open) -> None:
    """The comprehensive window helps whose own queue is empty: both call from the same queue."""
    take(hall_server, "E01", "E01")
    clerks = Clerk(hall_server, new_page(DESK)), Clerk(hall_server, new_page(DESK))
    for clerk, window in zip(clerks, (1, 5), strict=True):
        clerk.open_window(window)
        expect(clerk.page.locator("#waiting .line-number")).to_have_text(["E001", "E002"])

    for clerk in clerks:
        clerk.press("Enter")

    for clerk in clerks:
        clerk.expect_said("已叫 E00")
    assert {clerk.page.locator("#said b").first.inner_text() for clerk in clerks} == {"E001", "E002"}


def test_a_ticket_is_called_by_its_number(hall_server: HallServer, new_page: Open) -> None:
    take(hall_server, "E01", "E01", "E01")
    clerk = Clerk(hall_server, new_page(DESK))
    clerk.open_window(5)

    clerk.page.keyboard.type("3")
    clerk.press("Enter")
    expect(clerk.page.locator("#reason")).to_contain_text("还没轮到 E003")
    clerk.press("2")
    clerk.expect_in_hand("E003")
    expect(clerk.page.locator("#hand .fact-why")).to_contain_text("工作人员提前叫号：刚才叫过，人回来了")
    clerk.press("F9")
    clerk.expect_said("E003 已办毕")
    clerk.page.keyboard.type("99")
    clerk.press("Enter")

    expect(clerk.page.locator("#said.refused")).to_contain_text("99")


def test_a_reason_in_ones_own_words_is_kept_and_none_calls_nobody(
    hall_server: HallServer, new_page: Open
) -> None:
    take(hall_server, "E01", "E01")
    clerk = Clerk(hall_server, new_page(DESK))
    clerk.open_window(5)

    clerk.page.locator("#waiting .line-button").nth(1).click()
    clerk.page.locator("#ticket [data-do=call]").click()
    clerk.press("Escape")
    expect(clerk.page.locator("#reason")).to_be_hidden()
    expect(clerk.page.locator("#hand .big")).to_have_count(0)
    clerk.page.keyboard.type("E2")
    clerk.press("Enter")
    clerk.page.fill("#reason-text", "孩子发烧")
    clerk.press("Enter")

    clerk.expect_in_hand("E002")
    expect(clerk.page.locator("#hand .fact-why")).to_contain_text("孩子发烧")


def test_one_key_drops_a_class_that_was_not_shown_and_takes_it_back(
    hall_server: HallServer, new_page: Open
) -> None:
    with hall_server.api("kiosk") as kiosk:
        for _ in range(2):
            kiosk.post("/tickets", json={"services": ["E01"], "priority": "elder"}).raise_for_status()
    clerk = Clerk(hall_server, new_page(DESK))
    clerk.open_window(5)
    clerk.press("Enter")
    clerk.expect_in_hand("E001")
    expect(clerk.page.locator("#hand .mark-priority")).to_contain_text("70 周岁")

    clerk.press("F3")
    clerk.expect_said("E001 已取消优先")
    expect(clerk.page.locator("#hand .mark-priority")).to_be_hidden()
    clerk.press("Backspace")
    expect(clerk.page.locator("#hand .mark-priority")).to_be_visible()

    clerk.page.locator("#waiting .line-button").first.click()
    expect(clerk.page.locator("#ticket [data-do=drop-priority]")).to_be_visible()
    clerk.press("F3")
    clerk.expect_said("E002 已取消优先")
    expect(clerk.page.locator("#waiting .mark-priority")).to_be_hidden()


def test_every_desk_hears_of_a_suspended_queue_and_who_waits_is_still_there_afterwards(
    hall_server: HallServer, new_page: Open
) -> None:
    take(hall_server, "E01")
    clerk = Clerk(hall_server, new_page(DESK))
    clerk.open_window(5)
    with hall_server.api() as manager:
        manager.put("/queues/E/suspension", json={"reason": "省级系统故障"}).raise_for_status()
        expect(clerk.page.locator("#suspended")).to_contain_text("省级系统故障。1 人保留位置")
        expect(clerk.page.locator("#waiting .line")).to_have_count(0)
        assert no_scroll_bar(clerk.page)

        manager.delete("/queues/E/suspension").raise_for_status()
    expect(clerk.page.locator("#suspended .notice")).to_have_count(0)
    expect(clerk.page.locator("#waiting .line-number")).to_have_text(["E001"])


def test_needs_are_shown_apart_from_priority(hall_server: HallServer, new_page: Open) -> None:
    take(hall_server, "E01", "E05")
    clerk = Clerk(hall_server, new_page(DESK))
    clerk.open_window(5)
    clerk.press("Enter")
    clerk.expect_in_hand("E001")
    clerk.press("F9")
    clerk.expect_said("E001 已办毕")
    clerk.press("Enter")
    clerk.expect_in_hand("E002")

    expect(clerk.page.locator("#hand .mark-needs")).to_contain_text("听力")
    expect(clerk.page.locator("#hand .mark-priority")).to_be_hidden()


def test_a_call_for_help_stands_until_somebody_goes(hall_server: HallServer, new_page: Open) -> None:
    clerk, citizen = Clerk(hall_server, new_page(DESK)), Citizen(hall_server, new_page(KIOSK))
    clerk.open_window(5)
    citizen.page.goto(f"{hall_server.url}/kiosk")
    citizen.page.get_by_text("呼叫工作人员").click()
    expect(clerk.page.locator("#help")).to_contain_text("呼叫工作人员")

    clerk.page.locator("#help button").click()

    expect(clerk.page.locator("#help")).to_be_empty()
    expect(citizen.page.locator("body")).to_contain_text("工作人员正在过来")


def test_the_guide_desk_takes_a_number_and_prints_a_list(hall_server: HallServer, new_page: Open) -> None:
    guide = Clerk(hall_server, new_page(DESK))
    guide.sign_in("guide")
    guide.page.get_by_text("导办台（不开窗）").click()
    guide.page.get_by_label("城镇污水排入排水管网许可证核发").check()
    for answer in ("一般排水户", "不是", "本人（单位为法定代表人或经营者）"):
        guide.page.get_by_label(answer, exact=True).click()
        expect(guide.page.get_by_label(answer, exact=True)).to_be_checked()
    guide.page.get_by_text("只打印清单，不取号").click()
    expect(guide.page.locator(".looked-up")).to_contain_text("清单正在打印，没有取号")
    guide.page.get_by_label("说不清").check()
    guide.page.locator("#visit .button-primary").click()
    expect(guide.page.locator(".slip-number")).to_have_text("A001")
    guide.page.fill("#find", "A001")
    guide.page.get_by_role("button", name="查号").click()
    guide.page.get_by_role("button", name="补打号票").click()
    expect(guide.page.locator(".looked-up")).to_contain_text("正在补打")
    guide.page.get_by_role("button", name="取消此号").click()
    expect(guide.page.locator(".looked-up")).to_contain_text("已取消")
    guide.page.fill("#find", "Z9")
    guide.page.get_by_role("button", name="查号").click()
    expect(guide.page.locator(".fault")).to_be_visible()
    assert violations(guide.page) == []


def test_a_busy_desk_needs_no_scroll_bar(hall_server: HallServer, new_page: Open) -> None:
    take(hall_server, *["E05", "E01", "E02"] * 5)
    citizen = Citizen(hall_server, new_page(KIOSK))
    citizen.page.goto(f"{hall_server.url}/kiosk")
    citizen.page.get_by_text("呼叫工作人员").click()
    clerk = Clerk(hall_server, new_page(DESK))
    clerk.open_window(5)
    clerk.press("Enter")
    clerk.expect_in_hand("E001")
    clerk.press("-")
    clerk.expect_said("E001 已过号")
    clerk.press("Enter")
    clerk.expect_in_hand("E002")
    clerk.press("F7")
    clerk.expect_said("开始办理")
    expect(clerk.page.locator("#help")).to_contain_text("呼叫工作人员")

    assert no_scroll_bar(clerk.page)
    assert violations(clerk.page) == []
    clerk.press("/")
    assert violations(clerk.page) == []


@pytest.mark.parametrize("address", ["/", "/desk/sign-in", "/paper", "/nowhere", "/board", "/t/nobody"])
def test_a_page_for_everybody_is_accessible(hall_server: HallServer, new_page: Open, address: str) -> None:
    page = new_page(BOARD if address == "/board" else DESK)
    page.goto(hall_server.url + address)

    assert violations(page) == []


def test_a_wrong_password_is_told_kindly(hall_server: HallServer, new_page: Open) -> None:
    page = new_page(DESK)
    page.goto(f"{hall_server.url}/desk")
    page.fill("[name=name]", "window5")
    page.fill("[name=password]", "wrong")
    page.click("main button")

    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("[name=name]")).to_have_value("window5")
    assert violations(page) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_phone_follows_its_ticket_and_no_other(
    hall_server: HallServer, new_page: Open, language: str
) -> None:
    with hall_server.api("kiosk") as kiosk:
        told = [kiosk.post("/tickets", json={"services": ["E05"], "language": language}).json() for _ in "ab"]
    phone = new_page(PHONE)
    phone.goto(f"{hall_server.url}/t/{told[1]['token']}")
    expect(phone.locator("#number")).to_have_text("E002")
    expect(phone.locator("#wait")).to_contain_text("1")
    assert violations(phone) == []
    with hall_server.api("manager") as manager:
        manager.post("/windows/5/calls", json={}).raise_for_status()
        expect(phone.locator("#wait")).to_contain_text("0")
        manager.post("/windows/5/calls", json={}).raise_for_status()
    expect(phone.locator("#card.is-called")).to_contain_text("5")
    assert violations(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_somebody_gives_his_place_to_others_from_his_phone(hall_server: HallServer, new_page: Open) -> None:
    citizen = Citizen(hall_server, new_page(KIOSK))
    citizen.take_drainage()
    phone = new_page(PHONE)
    phone.goto(f"{hall_server.url}/t/{citizen.token}")

    phone.get_by_text("今天不办了").click()
    phone.get_by_role("button", name="取消这个号").click()

    expect(phone.locator("#now")).to_contain_text("号已取消")
