"""The old man and his 300 yuan: left in a hurry, paid in, told within the hour, every fen accounted for."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.accessibility import violations
from tests.browser.desks import no_scroll_bar
from tests.journeys.papers import Papers
from tests.people import DESK, KIOSK, PHONE, Citizen, Clerk, Open
from tests.servers import HallServer

pytestmark = pytest.mark.browser

NAME, MOBILE, ACCOUNT = "王大爷", "13800002046", "80012345"
CROWD = 16
SECRETS = (NAME, MOBILE, MOBILE[-4:], ACCOUNT)


def crowd(hall: HallServer) -> None:
    """So many people wait to pay for their television that nobody likes to stand behind them."""
    with hall.api("kiosk") as kiosk:
        for _ in range(CROWD):
            kiosk.post("/tickets", json={"services": ["B01"]}).raise_for_status()


def manager_of(hall: HallServer, new_page: Open) -> Page:
    page = new_page(DESK)
    Clerk(hall, page).sign_in("manager")
    page.goto(f"{hall.url}/manage/custody")
    return page


def log_of(hall: HallServer) -> list[dict[str, Any]]:
    with hall.api("manager") as manager:
        events: list[dict[str, Any]] = manager.get("/events", params={"limit": 1000}).json()["events"]
    return events


def test_the_old_man_leaves_his_cash_and_is_told_three_numbers(
    hall: HallServer, new_page: Open, papers: Papers
) -> None:
    number, phone = leave_a_number(hall, new_page)
    clerk = Clerk(hall, new_page(DESK))
    clerk.open_window(1)
    clerk.press("Enter")
    clerk.expect_in_hand(number)
    expect(clerk.page.locator("#hand .mark-custody")).to_be_visible()
    clerk.press("F7")
    clerk.expect_said(f"{number} 开始办理")

    take_the_cash(clerk.page, number)
    citizens, halls = papers.saying("代收收条", parts=2)

    assert "群众联" in citizens
    assert "交款人签字" in halls
    for part in (citizens, halls):
        assert "￥300.00" in part
        assert "叁佰元整" in part
        assert "1******2046" in part
        assert re.search(r"回电时间 +(\d\d:\d\d|明天.*) 前", part)
        assert not any(secret in part for secret in (NAME, MOBILE, ACCOUNT))
    phone.reload()
    expect(phone.locator("main")).to_contain_text("代收 300.00 元，300.00 元在窗口")
    expect(phone.locator("main")).to_contain_text("前给您回电")

    pay_and_call_back(clerk.page)

    phone.reload()
    expect(phone.locator("main")).to_contain_text("代收 300.00 元：已回电，0.00 元在窗口")
    manager = manager_of(hall, new_page)
    assert violations(manager) == []
    expect(manager.locator("main")).to_contain_text("每个抽屉都是 0")
    expect(manager.locator("section:has(#book-title) tbody tr")).to_have_count(3)
    manager.get_by_role("button", name="账款为零，日结").click()
    expect(manager.locator("main")).to_contain_text("抽屉 0.00 元，结转 0 笔")
    the_log_tells_it_all(log_of(hall), number)


def leave_a_number(hall: HallServer, new_page: Open) -> tuple[str, Page]:
    """He sees how many wait, touches the tile for people in a hurry, and gets a number that says so."""
    crowd(hall)
    citizen = Citizen(hall, new_page(KIOSK))
    citizen.page.goto(f"{hall.url}/kiosk")
    citizen.choose("数字电视缴费")
    expect(citizen.page.locator(".tile.custody")).to_contain_text("没空等？现金交综合窗口代缴")
    assert violations(citizen.page) == []
    assert no_scroll_bar(citizen.page)
    citizen.choose("没空等？")
    number = citizen.number()
    assert number == "A001"
    phone = new_page(PHONE)
    phone.goto(f"{hall.url}/t/{citizen.token}")
    return number, phone


def take_the_cash(desk: Page, number: str) -> None:
    """The clerk counts 500 yuan, gives 200 back, and the receipt comes out in two parts."""
    desk.keyboard.press("m")
    expect(desk.locator("#take-title")).to_contain_text(number)
    expect(desk.locator(".told-first")).to_contain_text("加密保存")
    assert violations(desk) == []
    expect(desk.locator("[name=name]")).to_be_focused()
    for letters, key in ((NAME, "Tab"), (MOBILE, "Tab"), (ACCOUNT, "Tab"), ("500", "Tab"), ("200", "Enter")):
        desk.keyboard.type(letters)
        desk.keyboard.press(key)
    expect(desk.locator(".did")).to_contain_text("两联收条正在打印")
    assert violations(desk) == []


def pay_and_call_back(desk: Page) -> None:
    """The clerk pays it in, reads three numbers to the right person, and closes it."""
    expect(desk.locator("[name=arrears]")).to_be_focused()
    desk.keyboard.type("23.50")
    desk.keyboard.press("Tab")
    desk.keyboard.type("276.50")
    desk.keyboard.press("Enter")
    expect(desk.locator(".script")).to_contain_text("账户余额 276.50 元")
    expect(desk.locator("dl")).to_contain_text("1******2046")
    desk.get_by_role("button", name="看电话和账号").click()
    expect(desk.locator("dl")).to_contain_text(MOBILE)
    assert violations(desk) == []
    desk.wait_for_load_state()
    assert no_scroll_bar(desk)
    desk.get_by_role("button", name="本人接听").click()
    desk.get_by_role("button", name="钱账两清").click()
    expect(desk.locator("#next-title")).to_contain_text("已结清")
    escape(desk)
    expect(desk.locator("#kept-title")).to_contain_text("代收中 0 笔")
    escape(desk)
    expect(desk.locator("#hand .big")).to_be_visible()


def escape(desk: Page) -> None:
    """Go back by the key, which is heard once the page's script runs."""
    desk.wait_for_load_state()
    desk.keyboard.press("Escape")


def the_log_tells_it_all(events: list[dict[str, Any]], number: str) -> None:
    kinds = [
        "DepositTaken",
        "DepositPaid",
        "PayerShown",
        "CallBackTried",
        "DepositClosed",
        "CustodyReconciled",
    ]
    told = [event for event in events if event["kind"] in kinds]
    assert [event["kind"] for event in told] == kinds
    taken, paid = told[0]["facts"], told[1]["facts"]
    assert (taken["counted"], taken["change"], taken["fen"]) == (50_000, 20_000, 30_000)
    assert taken["ticket"].endswith(number)
    assert (paid["fen"], paid["arrears"], paid["balance"], paid["left"]) == (30_000, 2_350, 27_650, 0)
    assert told[3]["facts"]["outcome"] == "reached"
    assert not any(secret in str(told) for secret in SECRETS)
