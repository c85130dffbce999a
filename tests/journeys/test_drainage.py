"""From a tap to the end of the visit: kiosk, paper, board, desk and phone tell the same."""

import httpx
import pytest
from playwright.sync_api import expect

from tests.people import BOARD, DESK, KIOSK, PHONE, Citizen, Clerk, Open
from tests.servers import HallServer

pytestmark = pytest.mark.browser


def test_a_drainage_permit_from_the_tap_to_the_end(hall_server: HallServer, new_page: Open) -> None:
    board = new_page(BOARD)
    board.goto(f"{hall_server.url}/board")
    citizen = Citizen(hall_server, new_page(KIOSK))
    citizen.choose_drainage()
    citizen.choose("齐了，取号")
    expect(citizen.page.locator(".outlook")).to_contain_text("前面还有")
    expect(citizen.page.locator(".outlook")).to_contain_text("马上就到您")
    citizen.choose("取号")
    number = citizen.number()
    assert number == "E001"
    expect(board.locator("#queues .queue-E .count")).to_contain_text("1")

    phone = new_page(PHONE)
    phone.goto(f"{hall_server.url}/t/{citizen.token}")
    expect(phone.locator("#now")).to_contain_text("请等候叫号")
    clerk = Clerk(hall_server, new_page(DESK))
    clerk.open_window(5)
    expect(clerk.page.locator("#waiting .line-number")).to_have_text([number])
    clerk.press("Enter")

    clerk.expect_in_hand(number)
    expect(board.locator("#newest .number")).to_have_text(number)
    expect(board.locator("#newest .window .word b")).to_have_text("5")
    expect(phone.locator("#now")).to_contain_text("请到窗口")
    expect(phone.locator("#window")).to_contain_text("5 号窗口")
    clerk.press("F7")
    clerk.expect_said(f"{number} 开始办理")
    expect(phone.locator("#now")).to_contain_text("正在办理")
    clerk.press("F9")
    clerk.expect_said(f"{number} 已办毕")
    expect(phone.locator("#now")).to_contain_text("已经办好")
    expect(clerk.page.locator("#hand")).to_contain_text("手上没有号")


def test_what_the_citizen_ticked_is_what_the_clerk_sees(hall_server: HallServer, new_page: Open) -> None:
    citizen, clerk = Citizen(hall_server, new_page(KIOSK)), Clerk(hall_server, new_page(DESK))
    number = citizen.take_drainage()
    clerk.open_window(5)
    expect(clerk.page.locator("#waiting .line-ticks")).to_contain_text("3/")

    clerk.press("Enter")

    clerk.expect_in_hand(number)
    expect(clerk.page.locator("#hand .material.is-ticked")).to_have_count(3)
    expect(clerk.page.locator("#hand .situations")).to_contain_text("一般排水户")


def test_a_ticket_lies_on_the_paper_table_while_no_printer_is_there(
    hall_server: HallServer, new_page: Open
) -> None:
    citizen = Citizen(hall_server, new_page(KIOSK))
    number = citizen.take_drainage()

    table = new_page(DESK)
    table.goto(f"{hall_server.url}/paper")

    expect(table.locator(".sheet")).to_have_count(1)
    expect(table.locator(".sheet")).to_contain_text(number)
    address = table.locator(".sheet img").get_attribute("src")
    drawn = httpx.get(f"{hall_server.url}{address}")
    assert drawn.content.startswith(b"\x89PNG")


def test_somebody_who_prints_his_list_takes_no_number(hall_server: HallServer, new_page: Open) -> None:
    citizen = Citizen(hall_server, new_page(KIOSK))
    citizen.choose_drainage()

    citizen.choose("还不齐，打印清单")

    expect(citizen.page.locator("main")).to_contain_text("清单")
    with hall_server.api() as program:
        assert program.get("/board").json()["waiting"][4]["waiting"] == 0
