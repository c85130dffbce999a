"""The page on a citizen's phone: small, narrow, large for old eyes, loud when he is called, and his own."""

from typing import Any

import pytest
from playwright.sync_api import Page, Response, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from tests.accessibility import violations
from tests.people import DESK, Clerk, Open
from tests.servers import HallServer

pytestmark = pytest.mark.browser

NARROW = (320, 640)
BUDGET = 30 * 1024
SOCKET_CLIENT = "socket.io.esm.min.js"
OWN_KINDS = ("text/html", "text/css", "text/javascript")
LONG_LIST = "D02"
SHAKEN = "navigator.vibrate = (how) => (window.shaken = (window.shaken || []).concat([how])) && true;"
STILL = "Object.defineProperty(Navigator.prototype, 'vibrate', { value: undefined });"
WECHAT_LARGEST = 1.5
ENLARGE = """times => document.querySelectorAll('body *').forEach(one => {
  one.dataset.size = parseFloat(getComputedStyle(one).fontSize) * times + 'px';
}) || document.querySelectorAll('body *').forEach(one => { one.style.fontSize = one.dataset.size; })"""
SMALL = """() => [...document.querySelectorAll('a, button, summary, label')]
  .filter(one => one.offsetParent && one.getBoundingClientRect().height < 44)
  .map(one => one.textContent.trim())"""


def take(hall: HallServer, *services: str, **more: Any) -> dict[str, Any]:
    """Take a number; returns the ticket as its taker gets it."""
    with hall.api("kiosk") as kiosk:
        wish = {"services": services, **more}
        ticket: dict[str, Any] = kiosk.post("/tickets", json=wish).raise_for_status().json()
    return ticket


def act(hall: HallServer, path: str, **body: Any) -> None:
    """Do at a window what a clerk does."""
    with hall.api("manager") as manager:
        manager.post(path, json=body).raise_for_status()


def stand(hall: HallServer, state: str) -> dict[str, Any]:
    """Bring a ticket into a state."""
    ticket = take(hall, "E05")
    steps = {"waiting": (), "called": (), "missed": ("miss",), "done": ("start", "finish")}[state]
    if state != "waiting":
        act(hall, "/windows/5/calls", ticket=ticket["id"])
    for step in steps:
        act(hall, f"/tickets/{ticket['id']}/{step}")
    return ticket


def address(hall: HallServer, ticket: dict[str, Any], query: str = "") -> str:
    return f"{hall.url}/t/{ticket['token']}{query}"


def too_wide(page: Page) -> list[str]:
    """Name what stands out of the screen at its sides."""
    found: list[str] = page.evaluate(
        "[...document.querySelectorAll('body *')].filter(one => one.offsetParent"
        " && !one.closest('.visually-hidden')"
        " && (one.getBoundingClientRect().right > innerWidth + 1 || one.getBoundingClientRect().left < -1))"
        ".map(one => one.tagName + ' ' + one.textContent.trim().slice(0, 30))"
    )
    scrolls = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*found, *(["the page scrolls sideways"] if scrolls else [])]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_everything_but_the_socket_client_is_under_30_kb(
    shared_hall: HallServer, new_page: Open, language: str
) -> None:
    """Counted as a browser holds it, uncompressed; over the network it is a good deal less."""
    ticket = take(shared_hall, LONG_LIST, language=language)
    phone, came = new_page(NARROW), list[Response]()
    phone.on("response", lambda one: came.append(one))

    phone.goto(address(shared_hall, ticket))
    expect(phone.locator("#try")).to_be_visible()

    own = [one for one in came if one.headers.get("content-type", "").startswith(OWN_KINDS)]
    own = [one for one in own if SOCKET_CLIENT not in one.url and "/socket.io/" not in one.url]
    sizes = {one.url.rsplit("/", 1)[1].partition("?")[0]: len(one.body()) for one in own}
    client = next(one for one in came if SOCKET_CLIENT in one.url)
    assert phone.locator("#ticks li label").count() >= 13
    assert len(sizes) >= 7
    assert sum(sizes.values()) < BUDGET, sizes
    assert client.headers["content-encoding"] == "gzip"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", ["normal", "large"])
@pytest.mark.parametrize("state", ["waiting", "called", "missed", "done"])
def test_the_page_is_whole_on_the_narrowest_phone(
    shared_hall: HallServer, new_page: Open, state: str, size: str, language: str
) -> None:
    ticket, phone = stand(shared_hall, state), new_page(NARROW)

    phone.goto(address(shared_hall, ticket, f"?size={size}&lang={language}"))
    expect(phone.locator(f"#card.is-{state}")).to_be_visible()

    assert violations(phone) == []
    assert too_wide(phone) == []
    assert phone.evaluate(SMALL) == []


@pytest.mark.parametrize("size", ["normal", "large"])
@pytest.mark.parametrize("state", ["waiting", "called", "missed"])
def test_wechats_largest_letters_fit_too(
    shared_hall: HallServer, new_page: Open, state: str, size: str
) -> None:
    ticket, phone = stand(shared_hall, state), new_page(NARROW)
    phone.goto(address(shared_hall, ticket, f"?size={size}"))
    expect(phone.locator(f"#card.is-{state}")).to_be_visible()

    phone.evaluate(ENLARGE, WECHAT_LARGEST)

    assert too_wide(phone) == []


def test_large_type_stays_until_it_is_switched_off(shared_hall: HallServer, new_page: Open) -> None:
    ticket, phone = take(shared_hall, "E05"), new_page(NARROW)
    phone.goto(address(shared_hall, ticket))
    letters = phone.locator("#ticks li label").first
    before = letters.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")

    phone.get_by_role("link", name="长辈版").click()
    phone.get_by_role("link", name="English").click()
    phone.get_by_role("link", name="中文").click()
    phone.wait_for_load_state()  # the letters are as large as they will be
    after = letters.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")

    assert after >= before * 1.3
    phone.get_by_role("link", name="标准版").click()
    assert letters.evaluate("one => parseFloat(getComputedStyle(one).fontSize)") == before


def test_a_tick_stays_though_the_hall_speaks_late(shared_hall: HallServer, new_page: Open) -> None:
    ticket, phone = take(shared_hall, "E05"), new_page(NARROW)
    phone.route("**/socket.io/**", lambda _: None)  # what the hall says of it comes late: not at all
    phone.route_web_socket("**/socket.io/**", lambda _: None)
    phone.goto(address(shared_hall, ticket))
    phone.wait_for_load_state()

    for count, box in enumerate(phone.locator("#ticks li input").all()[:3], 1):
        with phone.expect_response("**/ticks"):
            box.check()
        expect(phone.locator("#ticks input:checked")).to_have_count(count)

    phone.unroute_all()
    phone.reload()
    expect(phone.locator("#ticks input:checked")).to_have_count(3)


def test_ticks_reach_the_clerk_while_he_looks(hall_server: HallServer, new_page: Open) -> None:
    ticket, clerk, phone = take(hall_server, "E05"), Clerk(hall_server, new_page(DESK)), new_page(NARROW)
    clerk.open_window(5)
    expect(clerk.page.locator("#waiting .line-ticks")).to_contain_text("0/4")
    phone.goto(address(hall_server, ticket))
    expect(phone.locator("body[data-seq]")).to_be_visible()

    for box in phone.locator("#ticks li label").all()[:3]:
        box.click()

    expect(clerk.page.locator("#waiting .line-ticks")).to_contain_text("3/4")
    expect(phone.locator("#brought")).to_contain_text("已带 3 样")
    phone.reload()
    expect(phone.locator("#ticks input:checked")).to_have_count(3)


def test_two_phones_of_one_family_show_the_same_ticks(hall_server: HallServer, new_page: Open) -> None:
    ticket, phones = take(hall_server, "E05"), (new_page(NARROW), new_page(NARROW))
    for phone in phones:
        phone.goto(address(hall_server, ticket))
        expect(phone.locator("body[data-seq]")).to_be_visible()

    phones[0].locator("#ticks li label").first.click()

    expect(phones[1].locator("#ticks input:checked")).to_have_count(1)


def test_without_a_script_ticks_are_saved_by_a_button(
    shared_hall: HallServer, new_context: CreateContextCallback
) -> None:
    phone = new_context(java_script_enabled=False).new_page()
    phone.goto(address(shared_hall, take(shared_hall, "E05")))
    assert phone.get_by_role("button", name="试一下提醒").count() == 0
    phone.locator("#ticks li label").first.click()

    phone.get_by_role("button", name="保存").click()

    expect(phone.locator("#ticks input:checked")).to_have_count(1)


def test_later_is_asked_once_more_and_done_without_a_reload(hall_server: HallServer, new_page: Open) -> None:
    first = take(hall_server, "E05")
    for _ in range(4):
        take(hall_server, "E01")
    phone = new_page(NARROW)
    phone.goto(address(hall_server, first))
    phone.evaluate("window.same = true")

    for people, left in ((3, "还可以用 1 次"), (4, None)):
        phone.get_by_text("我晚点到").click()
        phone.get_by_role("button", name="往后排 3 位").click()
        expect(phone.locator("#wait dd").first).to_have_text(f"{people} 人")
        if left:
            expect(phone.locator("#later p")).to_contain_text(left)

    expect(phone.locator("#later")).to_be_hidden()
    assert phone.evaluate("window.same")


def test_the_last_in_line_reads_that_nobody_is_behind_him(hall_server: HallServer, new_page: Open) -> None:
    phone = new_page(NARROW)
    phone.goto(address(hall_server, take(hall_server, "E05"), "?lang=en"))

    phone.get_by_text("I will come later").click()
    phone.get_by_role("button", name="Step back 3 places").click()

    expect(phone.locator("#refusal")).to_contain_text("Nobody waits behind ticket E001")
    assert violations(phone) == []


def test_the_alert_can_be_tried_before_it_matters(shared_hall: HallServer, new_page: Open) -> None:
    phone = new_page(NARROW)
    phone.add_init_script(SHAKEN)
    phone.goto(address(shared_hall, take(shared_hall, "E05")))

    phone.get_by_role("button", name="试一下提醒").click()

    expect(phone.locator("html.called")).to_be_visible()
    expect(phone.locator("#tried")).to_contain_text("会响铃")
    expect(phone.locator("#tried [data-if=shake]")).to_be_visible()
    expect(phone.locator("#tried [data-if=still]")).to_be_hidden()
    assert phone.evaluate("window.shaken[0].length") == 5
    assert violations(phone) == []
    expect(phone.locator("html.called")).to_have_count(0)


def test_a_phone_that_cannot_shake_says_so(shared_hall: HallServer, new_page: Open) -> None:
    phone = new_page(NARROW)
    phone.add_init_script(STILL)
    phone.goto(address(shared_hall, take(shared_hall, "E05")))

    phone.get_by_role("button", name="试一下提醒").click()

    expect(phone.locator("#tried")).to_contain_text("不能震动")


def test_a_second_call_alerts_again(hall_server: HallServer, new_page: Open) -> None:
    ticket, phone = take(hall_server, "E05"), new_page(NARROW)
    phone.add_init_script(SHAKEN)
    phone.goto(address(hall_server, ticket))
    phone.locator("#number").click()  # browsers shake a phone only after somebody has touched the page
    act(hall_server, "/windows/5/calls")
    phone.get_by_role("button", name="知道了，马上过去").click()

    act(hall_server, f"/tickets/{ticket['id']}/recall")

    expect(phone.get_by_role("button", name="知道了，马上过去")).to_be_visible()
    assert phone.evaluate("window.shaken.filter(how => how.length).length") >= 2


def test_who_is_nearly_called_is_told_to_come_back(hall_server: HallServer, new_page: Open) -> None:
    first, _ = take(hall_server, "E01"), take(hall_server, "E01")
    phone = new_page(NARROW)
    phone.goto(address(hall_server, take(hall_server, "E05")))
    act(hall_server, "/windows/5/calls")
    expect(phone.locator("#wait dd").first).to_have_text("1 人")
    expect(phone.locator("#near")).to_be_hidden()  # one visit of 25 minutes and the rest of another

    act(hall_server, f"/tickets/{first['id']}/start")
    act(hall_server, f"/tickets/{first['id']}/finish")
    act(hall_server, "/windows/5/calls")

    expect(phone.locator("#near")).to_contain_text("请回到等候区")


def test_a_phone_that_asks_for_a_wrong_page_gets_a_kind_answer(
    shared_hall: HallServer, new_page: Open
) -> None:
    phone = new_page(NARROW)

    answer = phone.goto(f"{shared_hall.url}/t/nobody-has-this?size=large")

    assert answer is not None
    assert answer.status == 404
    assert violations(phone) == []
    assert too_wide(phone) == []
