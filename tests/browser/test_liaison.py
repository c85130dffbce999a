"""The courier liaison's round, by keyboard alone, from the envelope to the postman's signature."""

import pytest
from playwright.sync_api import Page, expect

from tests.accessibility import violations
from tests.journeys.courier import STREET, accept, accept_and_ask, ask, issue
from tests.people import DESK, Clerk, Open
from tests.servers import HallServer

pytestmark = pytest.mark.browser


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until something has the focus."""
    for _ in range(60):
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no Tab leads to {selector}")


def test_a_round_is_done_by_keyboard_alone(hall_server: HallServer, new_page: Open) -> None:
    clerk = Clerk(hall_server, new_page(DESK))
    clerk.open_window(5)
    case, parcel = accept_and_ask(clerk, "王小明", "13800002046")
    issue(clerk, case)

    liaison = Clerk(hall_server, new_page(DESK))
    liaison.sign_in("courier")
    page = liaison.page
    expect(page.locator("#pack-title")).to_contain_text("1 件待寄")
    assert violations(page) == []
    for tick in ("name", "numbers", "count"):
        tab_to(page, f"[name={tick}]")
        page.keyboard.press("Space")
    tab_to(page, "[name=mail_number]")
    page.keyboard.type("EA473124829CN")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("已装封")
    assert violations(page) == []

    tab_to(page, "form[action$='/lists'] .button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("一式两份")
    assert violations(page) == []
    tab_to(page, "form[action$='/signature'] .button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("已交邮")

    for address in (
        "/manage/courier",
        "/manage/ledger",
        "/manage/ledger/comparison",
        f"/manage/courier/{parcel}",
    ):
        for language in ("zh", "en"):
            page.goto(f"{hall_server.url}{address}?lang={language}")
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth > innerWidth") is False


def test_a_county_is_chosen_among_those_of_its_city(hall_server: HallServer, new_page: Open) -> None:
    clerk = Clerk(hall_server, new_page(DESK))
    clerk.open_window(5)
    accept(clerk, "王小明", "13800002046")
    page = clerk.page
    ask(page)
    page.wait_for_load_state()
    place = {name: page.locator(f"[name={name}]") for name in ("province", "city", "county")}
    doubt = page.get_by_text("地名录里没有")
    assert [one.input_value() for one in place.values()] == ["样例省", "样例市", "样例县"]
    expect(doubt).to_be_hidden()

    place["province"].fill("浙江省")
    page.keyboard.press("Tab")

    assert [one.input_value() for one in place.values()] == ["浙江省", "", ""]
    for name, wanted, other in (("city", "金华市", "南京市"), ("county", "永康市", "临平区")):
        offered = page.locator(f"#places-{name} option")
        expect(offered.filter(has_text=wanted)).to_have_count(1)
        expect(offered.filter(has_text=other)).to_have_count(0)
        place[name].fill(wanted)
        page.keyboard.press("Tab")
    expect(doubt).to_be_hidden()

    place["county"].fill("永慷市")
    page.keyboard.press("Tab")
    expect(doubt).to_be_visible()
    assert violations(page) == []
    place["county"].fill("永康市")
    page.fill("[name=street]", STREET)
    page.keyboard.press("Enter")

    expect(page.locator(".parcel")).to_contain_text("已申请邮寄")
