"""A visit split among windows in real browsers: one number, nobody queues twice, and it is joined again."""

import pytest
from playwright.sync_api import Route, expect

from tests.accessibility import violations
from tests.browser.kiosk_screens import offer_in_parts
from tests.people import BOARD, DESK, KIOSK, Clerk, Open
from tests.servers import HallServer

pytestmark = pytest.mark.browser


def several_matters(hall: HallServer, *codes: str) -> str:
    with hall.api("kiosk") as kiosk:
        taken = kiosk.post("/tickets", json={"services": list(codes)}).raise_for_status().json()
    return str(taken["number"])


def serve(clerk: Clerk) -> None:
    """Call the next one and begin."""
    clerk.press("Enter")
    clerk.expect_in_hand("A001")
    clerk.press("F7")
    expect(clerk.page.locator("#hand .head-state [data-when=serving]")).to_be_visible()


@pytest.mark.parametrize("pause_ms", [0, 20, 45, 90])
def test_two_keys_are_enough_at_whatever_pace_they_come(
    hall_server: HallServer, new_page: Open, pause_ms: int
) -> None:
    """The desk holds a letter for a moment, to see whether a scanner types; Enter must not overtake it."""
    several_matters(hall_server, "C01", "E05")
    first = Clerk(hall_server, new_page(DESK))
    first.open_window(1)
    serve(first)

    first.page.keyboard.press("s", delay=pause_ms)
    first.press("Enter")

    first.expect_said("A001 已分出 2 件")


def test_enter_after_a_question_still_to_come_calls_nobody(hall_server: HallServer, new_page: Open) -> None:
    """The key before has no answer yet: the question comes after it, and Enter was meant for the question."""
    for _ in range(2):
        several_matters(hall_server, "C01", "E05")
    first, held = Clerk(hall_server, new_page(DESK)), list[Route]()
    first.open_window(1)
    first.page.route("**/start", lambda route: held.append(route))
    first.press("Enter")
    first.expect_in_hand("A001")

    with first.page.expect_request("**/start"):
        first.press("F7")
        first.press("s")
        first.press("Enter")
    first.page.wait_for_timeout(0)  # what was asked has reached the test, too
    held.pop().continue_()

    expect(first.page.locator("#split")).to_have_attribute("open", "")
    first.expect_in_hand("A001")


def test_a_visit_is_split_with_two_keys_and_joined_again(hall_server: HallServer, new_page: Open) -> None:
    number = several_matters(hall_server, "C01", "E05")
    board = new_page(BOARD)
    board.goto(f"{hall_server.url}/board")
    first, drainage, birth = (Clerk(hall_server, new_page(DESK)) for _ in range(3))
    first.open_window(1)
    serve(first)

    first.press("s")
    first.press("Enter")

    first.expect_said(f"{number} 已分出 2 件")
    expect(first.page.locator("#hand .big")).to_have_count(0)
    expect(first.page.locator("#held .part-mark")).to_have_text(["C", "E"])
    drainage.open_window(5)
    drainage.press("Enter")
    drainage.expect_in_hand(f"{number}-2")
    expect(drainage.page.locator("#hand .came-from")).to_contain_text("1 号窗口分来")
    expect(board.locator("#newest .number")).to_have_text(number)  # his own number, at another window
    birth.open_window(3)
    expect(birth.page.locator("#waiting .line-number")).to_have_count(0)  # he stands at window 5 now
    drainage.press("F9")
    drainage.expect_said("已办毕")
    birth.press("Enter")
    birth.expect_in_hand(f"{number}-1")
    birth.press("r")
    expect(birth.page.locator("#return")).to_have_attribute("open", "")
    birth.page.keyboard.press("2")
    birth.page.keyboard.type("缺结婚证")
    birth.press("Enter")
    birth.expect_said("已交回")
    expect(first.page.locator("#held .part-mark.is-returned")).to_have_text("C")
    first.page.locator("#held .line-button").click()
    expect(first.page.locator("#looked-at .visit-part")).to_contain_text(["材料不齐：缺结婚证", "已办好"])
    first.page.locator("#ticket [data-do=close]").click()
    first.expect_said(f"{number} 已合并办结")
    first.press("Backspace")
    first.expect_said("已撤销")
    expect(first.page.locator("#held .part-mark")).to_have_count(2)


def test_work_that_nobody_waits_for_has_a_list_and_a_day(hall_server: HallServer, new_page: Open) -> None:
    number = several_matters(hall_server, "C01", "E05")
    first, drainage = (Clerk(hall_server, new_page(DESK)) for _ in range(2))
    first.open_window(1)
    serve(first)
    first.press("s")
    pieces = first.page.locator("#pieces .piece")
    pieces.nth(0).locator(".piece-away").click()
    pieces.nth(0).locator(".piece-kind").select_option("back_office")
    pieces.nth(0).locator(".piece-due input").fill("2")
    assert violations(first.page) == []
    first.page.locator("#split-send").click()
    first.expect_said("已分出 1 件")

    drainage.open_window(5)
    task = drainage.page.locator("#tasks .task")
    expect(task).to_contain_text(f"{number}-1")
    task.locator("button").click()
    assert violations(drainage.page) == []
    drainage.page.locator("#return-form .button-primary").click()

    drainage.expect_said("已交回")
    expect(drainage.page.locator("#tasks-part")).to_be_hidden()
    expect(first.page.locator("#held .part-mark.is-done")).to_have_text("E")


def test_a_question_needs_its_words(hall_server: HallServer, new_page: Open) -> None:
    number = several_matters(hall_server, "C01", "E05")
    first, drainage = (Clerk(hall_server, new_page(DESK)) for _ in range(2))
    first.open_window(1)
    serve(first)
    first.press("s")
    expect(first.page.locator("#pieces .piece-away")).to_have_count(2)
    for piece in first.page.locator("#pieces .piece-away").all()[::-1]:
        piece.click()
    expect(first.page.locator("#split-send")).to_be_disabled()
    first.page.locator("#add-question").select_option("E")

    first.page.locator("#split-send").click()
    expect(first.page.locator("#split")).to_have_attribute("open", "")  # an empty question goes nowhere
    first.page.locator(".piece-note").fill("这张图纸行吗")
    first.page.locator("#split-send").click()

    first.expect_said(f"{number} 已分出 1 件")
    drainage.open_window(5)
    drainage.press("Enter")
    drainage.expect_in_hand(f"{number}-1")
    expect(drainage.page.locator("#hand .came-note")).to_have_text("这张图纸行吗")
    drainage.press("-")
    drainage.expect_said("没有人要来")


def test_the_split_desk_stays_without_a_scroll_bar(hall_server: HallServer, new_page: Open) -> None:
    several_matters(hall_server, "C01", "E05", "D01", "F01", "D02")
    first = Clerk(hall_server, new_page(DESK))
    first.open_window(1)
    serve(first)
    papers = first.page.locator("#hand .materials.dense")
    assert papers.evaluate("list => list.scrollWidth <= list.clientWidth"), "papers lie beside the card"
    first.press("s")
    first.press("Enter")
    first.expect_said("已分出 4 件")

    assert first.page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert violations(first.page) == []


def test_who_was_parted_at_the_kiosk_comes_from_no_window(hall_server: HallServer, new_page: Open) -> None:
    kiosk = new_page(KIOSK)
    offer_in_parts(kiosk, hall_server)
    kiosk.locator("button[name=parts]").click()
    expect(kiosk.locator(".number.hero")).to_be_visible()
    clerk = Clerk(hall_server, new_page(DESK))
    clerk.open_window(4)

    clerk.press("Enter")

    expect(clerk.page.locator("#hand .came-from")).to_have_text("本人过去", use_inner_text=True)
