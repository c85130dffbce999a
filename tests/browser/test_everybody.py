"""Pages that anybody may open: the signpost, the sign-in, a ticket's own page."""

import pytest
from playwright.sync_api import expect

from tests.accessibility import violations
from tests.people import BOARD, DESK, KIOSK, PHONE, Citizen, Open
from tests.servers import HallServer

pytestmark = pytest.mark.browser


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
    page.set_viewport_size({"width": 320, "height": 640})  # an inspector signs in on his phone
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


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
