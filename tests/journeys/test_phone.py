"""With the phone in the pocket: ticks at home, a cup of tea, a call that is missed, and a second chance."""

import pytest
from playwright.sync_api import Page, expect

from tests.people import DESK, KIOSK, PHONE, Citizen, Clerk, Open
from tests.servers import HallServer

pytestmark = pytest.mark.browser

SHAKEN = "navigator.vibrate = (how) => (window.shaken = (window.shaken || []).concat([how])) && true;"


def shakes(phone: Page) -> int:
    """How often the phone was told to shake; to be quiet is no shake."""
    return int(phone.evaluate("(window.shaken || []).filter(how => how.length).length"))


def test_a_citizen_waits_with_his_phone(hall_server: HallServer, new_page: Open) -> None:
    citizen, clerk, phone = (
        Citizen(hall_server, new_page(KIOSK)),
        Clerk(hall_server, new_page(DESK)),
        new_page(PHONE),
    )
    number, token = citizen.take_drainage(), citizen.token
    for _ in range(4):
        citizen.take_drainage()
    phone.add_init_script(SHAKEN)
    phone.goto(f"{hall_server.url}/t/{token}")
    tried = prepare(phone)

    clerk.open_window(5)
    expect(clerk.page.locator("#waiting .line-number")).to_have_text(["E002", "E003", "E004", number, "E005"])
    expect(clerk.page.locator("#waiting .line-ticks").nth(3)).to_contain_text("4/")
    serve(clerk, "E002", "E003", "E004")
    expect(phone.locator("#near")).to_be_visible()
    near = shakes(phone)
    assert near > tried
    clerk.press("Enter")
    clerk.expect_in_hand(number)

    hear_the_call(phone, number, near)
    miss_it_and_come_back(clerk, phone, number)
    expect(clerk.page.locator("#waiting .line-number")).to_have_text(["E005", number])
    read_the_log(hall_server)


def prepare(phone: Page) -> int:
    """Try the reminder, tick a paper, and let three go first; returns how often the phone has shaken."""
    expect(phone.locator("#ticks input:checked")).to_have_count(3)
    phone.get_by_role("button", name="试一下提醒").click()
    expect(phone.locator("#tried")).to_be_visible()
    tried = shakes(phone)
    phone.locator("#ticks li label").nth(4).click()
    phone.get_by_text("我晚点到").click()
    phone.get_by_role("button", name="往后排 3 位").click()
    expect(phone.locator("#wait dd").first).to_have_text("3 人")
    return tried


def serve(clerk: Clerk, *numbers: str) -> None:
    """Call and finish those who went first."""
    for called in numbers:
        clerk.press("Enter")
        clerk.expect_in_hand(called)
        clerk.press("F9")
        clerk.expect_said(f"{called} 已办毕")


def hear_the_call(phone: Page, number: str, near: int) -> None:
    """The phone turns red, shakes and says where, until it is told to be quiet."""
    expect(phone.locator("html.called #card.is-called")).to_contain_text("5 号窗口")
    expect(phone).to_have_title(f"{number} 请到 5 号窗口")
    assert shakes(phone) > near
    assert phone.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(192, 16, 42)"
    phone.get_by_role("button", name="知道了，马上过去").click()
    assert phone.evaluate("window.shaken[window.shaken.length - 1]") == 0


def miss_it_and_come_back(clerk: Clerk, phone: Page, number: str) -> None:
    """He does not come, is missed, and takes a place again by himself."""
    clerk.press("-")
    expect(clerk.page.locator("#miss")).to_be_visible()  # so early a miss is asked about
    clerk.press("Enter")
    clerk.expect_said(f"{number} 已过号")
    expect(phone.locator("#now")).to_contain_text("叫过您了")
    expect(phone.locator("html.called")).to_have_count(0)
    phone.get_by_role("button", name="我来了，恢复排队").click()
    expect(phone.locator("#now")).to_contain_text("请等候叫号")


def read_the_log(hall: HallServer) -> None:
    """What he did with his phone stands in the log, in order, and not the secret of his page."""
    with hall.api() as manager:
        told = manager.get("/events", params={"limit": 1000}).json()["events"]
    first = next(one["facts"]["ticket"] for one in told if one["kind"] == "TicketTaken")
    story = [one["kind"] for one in told if one["facts"].get("ticket") == first]
    assert [kind for kind in story if kind.startswith("Ticket")] == [
        "TicketTaken",
        "TicketDelayed",
        "TicketCalled",
        "TicketMissed",
        "TicketRevived",
    ]
    assert "PapersTicked" in story
