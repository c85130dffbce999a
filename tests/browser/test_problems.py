"""办不成事 in real browsers: registered by the keyboard alone, passed on, answered, seen on the phone."""

import pytest
from playwright.sync_api import expect

from tests.accessibility import violations
from tests.browser.desks import no_scroll_bar
from tests.people import DESK, PHONE, Clerk, Open
from tests.servers import HallServer

pytestmark = pytest.mark.browser


def test_it_is_registered_by_the_keyboard_alone(hall_server: HallServer, new_page: Open) -> None:
    with hall_server.api("kiosk") as kiosk:
        taken = kiosk.post("/tickets", json={"services": ["E05"]}).raise_for_status().json()
    clerk, phone = Clerk(hall_server, new_page(DESK)), new_page(PHONE)
    clerk.open_window(5)
    clerk.press("Enter")
    clerk.expect_in_hand("E001")

    clerk.press("b")
    expect(clerk.page.locator("#told-title")).to_contain_text("E001")
    expect(clerk.page.locator("[name=service]")).to_have_value("E05")
    clerk.page.wait_for_load_state()  # keys are heard once the page's script runs
    clerk.press("3")
    expect(clerk.page.locator("#words")).to_be_focused()
    clerk.page.keyboard.type("说五天，一个月了还没有消息")
    clerk.press("Enter")
    clerk.page.keyboard.type("13800002046")
    clerk.press("Enter")

    expect(clerk.page.locator(".did")).to_contain_text("已登记 BC")
    expect(clerk.page.locator("[value=late]")).not_to_be_checked()  # ready for the next one
    expect(clerk.page.locator(".mine")).to_contain_text("已登记")
    phone.goto(f"{hall_server.url}/t/{taken['token']}")
    expect(phone.locator("main")).to_contain_text("您反映的问题 BC")
    clerk.page.wait_for_load_state()
    clerk.press("Escape")
    clerk.expect_in_hand("E001")


def test_digits_are_text_where_somebody_writes_and_shift_enter_is_a_new_line(
    hall_server: HallServer, new_page: Open
) -> None:
    clerk = Clerk(hall_server, new_page(DESK))
    clerk.open_window(2)
    clerk.page.goto(f"{hall_server.url}/desk/problems")

    clerk.page.keyboard.press("1")
    clerk.page.keyboard.type("第2次来，3楼")
    clerk.page.keyboard.press("Shift+Enter")
    clerk.page.keyboard.type("4个人说法不同")
    clerk.page.keyboard.press("Enter")

    expect(clerk.page.locator("#words")).to_have_value("第2次来，3楼\n4个人说法不同")
    expect(clerk.page.locator("[value=refused]")).to_be_checked()
    expect(clerk.page.locator("[name=phone]")).to_be_focused()


def test_what_is_not_for_the_hall_is_sent_elsewhere_and_what_was_typed_stays(
    hall_server: HallServer, new_page: Open
) -> None:
    clerk = Clerk(hall_server, new_page(DESK))
    clerk.open_window(2)
    clerk.page.goto(f"{hall_server.url}/desk/problems")

    clerk.page.keyboard.press("6")
    clerk.page.keyboard.type("要信访")
    clerk.page.keyboard.press("Enter")
    clerk.page.keyboard.press("Enter")

    expect(clerk.page.locator(".fault")).to_contain_text("信访接待中心")
    expect(clerk.page.locator("#words")).to_have_value("要信访")
    assert violations(clerk.page) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_its_pages_are_open_to_everybody_and_whole(
    hall_server: HallServer, new_page: Open, language: str
) -> None:
    clerk, manager = (Clerk(hall_server, new_page(DESK)) for _ in range(2))
    clerk.open_window(2)
    manager.sign_in("manager")
    clerk.page.goto(f"{hall_server.url}/desk/problems?lang={language}")
    assert (violations(clerk.page), no_scroll_bar(clerk.page)) == ([], True)
    clerk.page.keyboard.press("4")
    clerk.page.keyboard.type("叫了三次没有人理")
    clerk.page.keyboard.press("Enter")
    clerk.page.keyboard.press("Enter")
    expect(clerk.page.locator(".mine .number")).to_be_visible()

    manager.page.goto(f"{hall_server.url}/manage/problems?lang={language}")
    wide = "document.documentElement.scrollWidth > innerWidth"
    assert (violations(manager.page), manager.page.evaluate(wide)) == ([], False)
    manager.page.locator(".ledger a").click()
    for _ in range(2):  # registered, classified, assigned
        assert (violations(manager.page), manager.page.evaluate(wide)) == ([], False)
        if manager.page.locator("[name=to]").count():
            manager.page.locator("[name=to]").select_option("w2")
        manager.page.locator(".steps button").first.click()
        expect(manager.page.locator(".did")).to_be_visible()
    assert violations(manager.page) == []

    clerk.page.goto(f"{hall_server.url}/desk/problems?lang={language}")
    assert violations(clerk.page) == []
    clerk.page.locator(".one textarea").fill("已向他道歉")
    clerk.page.locator(".one button").click()
    expect(clerk.page.locator(".did")).to_be_visible()
