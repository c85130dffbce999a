"""The desk in a clerk's browser: one key for each act, nothing without an answer, nobody called twice."""

import re
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import APIResponse, Route, WebSocketRoute, expect

from tests.accessibility import violations
from tests.browser.desks import no_scroll_bar, take
from tests.people import DESK, KIOSK, Citizen, Clerk, Open
from tests.servers import HallServer

pytestmark = pytest.mark.browser


def test_every_act_has_its_key(hall_server: HallServer, new_page: Open) -> None:
    take(hall_server, *["E01"] * 4)
    clerk = Clerk(hall_server, new_page(DESK))
    clerk.open_window(5)
    for key, said, in_hand in (
        ("Enter", "已叫 E001", "E001"),
        ("F7", "E001 开始办理", "E001"),
        ("F10", "E001 已挂起", ""),
        ("Enter", "已叫 E002", "E002"),
        ("-", "", "E002"),  # called just now: it asks once more
        ("Enter", "E002 已过号", ""),
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
    for _ in range(50):
        if on_their_way:
            break
        clerk.page.wait_for_timeout(100)  # the stream may be faster than the answer

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
    take(hall_server, "E01", needs=("hearing",))
    clerk = Clerk(hall_server, new_page(DESK))
    clerk.open_window(5)
    clerk.press("Enter")
    clerk.expect_in_hand("E001")

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
    clerk.press("Enter")
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


def test_the_next_key_need_not_wait_for_the_stream(hall_server: HallServer, new_page: Open) -> None:
    """The desk shows what the answer says; what its socket brings late changes nothing back."""
    take(hall_server, "E01", "E01")
    page, late = new_page(DESK), Late()
    page.route_web_socket("**/socket.io/**", late.pass_on)
    clerk = Clerk(hall_server, page)
    clerk.open_window(5)
    late.holds = True

    for key, said, in_hand in (
        ("Enter", "已叫 E001", "E001"),
        ("F7", "E001 开始办理", "E001"),
        ("F9", "E001 已办毕", ""),
        ("Enter", "已叫 E002", "E002"),
    ):
        clerk.press(key)
        clerk.expect_said(said)
        expect(page.locator("#hand .big")).to_have_text([in_hand] if in_hand else [])
    late.release()
    take(hall_server, "E01")

    expect(page.locator("#waiting .line-number")).to_have_text(["E003"])
    clerk.expect_in_hand("E002")


@dataclass
class Late:
    """A network on which the desk's stream is held up."""

    holds: bool = False
    held: list[tuple[WebSocketRoute, str | bytes]] = field(default_factory=list)

    def pass_on(self, page: WebSocketRoute) -> None:
        server = page.connect_to_server()
        server.on_message(lambda message: self._deliver(page, message))

    def _deliver(self, page: WebSocketRoute, message: str | bytes) -> None:
        if self.holds:
            self.held.append((page, message))
        else:
            page.send(message)

    def release(self) -> None:
        self.holds = False
        for page, message in self.held:
            page.send(message)


def test_the_keys_count_down_until_they_make_sense(hall_server: HallServer, new_page: Open) -> None:
    take(hall_server, "E01")
    clerk = Clerk(hall_server, new_page(DESK))
    clerk.open_window(5)

    clerk.press("Enter")

    expect(clerk.page.locator("[data-act=recall] .in-time")).to_have_text(re.compile(r"^(1\d|20) 秒后$"))
    expect(clerk.page.locator("[data-act=miss] .in-time")).to_have_text(re.compile(r"^(5\d|60) 秒后$"))
    keys = "[...document.querySelectorAll('.key')]"
    assert clerk.page.evaluate(f"{keys}.every(key => key.scrollHeight <= key.clientHeight)"), (
        "words on an edge"
    )


def test_one_key_asks_a_colleague_who_says_that_he_comes(hall_server: HallServer, new_page: Open) -> None:
    here, there = Clerk(hall_server, new_page(DESK)), Clerk(hall_server, new_page(DESK))
    here.open_window(5)
    there.open_window(1)

    here.press("h")
    here.expect_said("已请同事帮忙")
    expect(here.page.locator("#help")).to_contain_text("不用了")
    expect(there.page.locator("#help")).to_contain_text("5 号窗口请同事帮忙")
    assert violations(there.page) == []
    there.page.get_by_role("button", name="我去").click()

    here.expect_said("呼叫已应答")
    expect(here.page.locator("#help .notice")).to_have_count(0)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_door_of_the_window_with_most_is_in_sight(
    hall_server: HallServer, new_page: Open, language: str
) -> None:
    clerk = Clerk(hall_server, new_page(DESK))
    clerk.open_window(6)

    clerk.page.goto(f"{hall_server.url}/desk?lang={language}")

    expect(clerk.page.locator("#doors a")).to_have_count(4)
    doors = clerk.page.locator("#doors")
    assert doors.evaluate("row => row.scrollWidth <= row.clientWidth")
    assert no_scroll_bar(clerk.page)
