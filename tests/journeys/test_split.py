"""Several matters, one number: taken at the kiosk, split, led by board and phone, joined again, over."""

import pytest
from playwright.sync_api import Page, expect

from tests.accessibility import violations
from tests.people import BOARD, DESK, KIOSK, PHONE, Citizen, Clerk, Open, scan
from tests.servers import HallServer

pytestmark = pytest.mark.browser


def board_of(hall: HallServer, new_page: Open) -> Page:
    board = new_page(BOARD)
    board.goto(f"{hall.url}/board")
    return board


def phone_of(hall: HallServer, new_page: Open, token: str) -> Page:
    phone = new_page(PHONE)
    phone.goto(f"{hall.url}/t/{token}")
    expect(phone.locator("body[data-seq]")).to_be_visible()
    return phone


def crowd(hall: HallServer) -> None:
    """Four people wait for the comprehensive window with several matters each."""
    with hall.api("kiosk") as kiosk:
        for _ in range(4):
            kiosk.post("/tickets", json={"services": ["E05", "C01"]}).raise_for_status()


def test_the_comprehensive_window_splits_a_visit_and_the_phone_leads_through_it(
    hall_server: HallServer, new_page: Open
) -> None:
    citizen = Citizen(hall_server, new_page(KIOSK))
    citizen.page.goto(f"{hall_server.url}/kiosk/offer?s=C01&s=E05")
    citizen.choose("取号")
    number, token = citizen.number(), citizen.token
    board, phone = board_of(hall_server, new_page), phone_of(hall_server, new_page, token)
    first, births, drainage = (Clerk(hall_server, new_page(DESK)) for _ in range(3))
    first.open_window(1)
    first.press("Enter")
    first.expect_in_hand(number)
    first.press("F7")
    expect(first.page.locator("#hand .head-state [data-when=serving]")).to_be_visible()

    first.press("s")
    first.press("Enter")
    first.expect_said(f"{number} 已分出 2 件")

    expect(phone.locator("#stages li")).to_have_count(2)
    expect(phone.locator("#now")).to_contain_text("请等候叫号")
    births.open_window(3)
    births.press("Enter")
    expect(phone.locator("html.called #window")).to_contain_text("3 号窗口")
    expect(phone.locator("#number")).to_have_text(number)
    expect(board.locator("#newest .number")).to_have_text(number)
    assert violations(phone) == []
    births.press("F9")
    expect(phone.locator("html.called")).to_have_count(0)
    expect(phone.locator("#stages .at-done")).to_contain_text("已办好")
    drainage.open_window(5)
    drainage.press("Enter")
    expect(phone.locator("html.called #window")).to_contain_text("5 号窗口")
    scan(citizen.page, token)
    expect(citizen.page.locator(".place")).to_contain_text("5 号窗口")
    drainage.press("F9")
    expect(phone.locator("#now")).to_contain_text("都办好了，请回窗口")
    expect(phone.locator("#window")).to_contain_text("1 号窗口")
    first.page.locator("#held [data-do=close]").click()
    first.expect_said(f"{number} 已合并办结")
    expect(phone.locator("#card.is-done #now")).to_contain_text("已经办好")
    expect(phone.locator("#stages .at-done")).to_have_count(2)
    phone.reload()
    expect(phone.locator("#stages .at-done")).to_have_count(2)


def test_one_number_goes_through_two_windows_without_the_comprehensive_one(
    hall_server: HallServer, new_page: Open
) -> None:
    crowd(hall_server)
    citizen = Citizen(hall_server, new_page(KIOSK))
    citizen.page.goto(f"{hall_server.url}/kiosk/offer?s=D02&s=B01")
    expect(citizen.page.locator(".ways-apart")).to_contain_text("D → B")
    citizen.choose("依次到 D → B 窗口")
    number, token = citizen.number(), citizen.token
    expect(citizen.page.locator(".place .letter")).to_have_text(["D", "B"])
    phone, board = phone_of(hall_server, new_page, token), board_of(hall_server, new_page)
    expect(phone.locator("#stages .at-planned")).to_contain_text("等前一步办完")
    medical, television = (Clerk(hall_server, new_page(DESK)) for _ in range(2))

    medical.open_window(4)
    medical.press("Enter")
    medical.expect_in_hand(f"{number}-1")
    expect(board.locator("#newest .number")).to_have_text(number)
    medical.press("-")
    expect(medical.page.locator("#miss")).to_be_visible()  # so early a miss is asked about
    medical.press("Enter")
    expect(phone.locator("#revive")).to_be_visible()
    scan(citizen.page, f"yc:{token}")
    citizen.page.get_by_role("button", name="我来了，恢复排队").click()
    expect(citizen.page.get_by_role("heading", name="请等候叫号")).to_be_visible()
    medical.press("Enter")
    medical.expect_in_hand(f"{number}-1")
    medical.press("F9")
    television.open_window(2)
    television.press("Enter")
    expect(phone.locator("html.called #window")).to_contain_text("2 号窗口")
    television.press("F9")

    expect(phone.locator("#card.is-done #now")).to_contain_text("已经办好")
    scan(citizen.page, token)
    expect(citizen.page.get_by_role("heading", name="已经办好")).to_be_visible()
