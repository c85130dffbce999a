from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import BrowserType, Page, expect

from display.board import Board, CallKind
from tests.display.conftest import Screens
from tests.display.halls import called, sample_board

pytestmark = pytest.mark.browser


@pytest.fixture
def sounding_page(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any], browser_context_args: dict[str, Any]
) -> Iterator[Page]:
    """A page of a browser started as the board's own is: it may sound by itself."""
    flags = [*browser_type_launch_args["args"], "--autoplay-policy=no-user-gesture-required"]
    browser = browser_type.launch(**{**browser_type_launch_args, "args": flags})
    yield browser.new_page(**browser_context_args)
    browser.close()


def morning(screens: Screens) -> Board:
    return replace(sample_board(), seq=screens.board()["seq"])


def open_board(page: Page, screens: Screens, query: str = "") -> None:
    with page.expect_websocket():
        page.goto(f"{screens.url}/board{query}")


def chimes(page: Page, times: int) -> None:
    expect(page.locator("body")).to_have_attribute("data-chimes", str(times))


def test_a_board_that_may_not_sound_says_so_and_a_touch_mends_it(screens: Screens, page: Page) -> None:
    open_board(page, screens)

    notice = page.get_by_role("button", name="声音未开启，请点击此处")
    expect(notice).to_be_visible()
    expect(notice).to_contain_text("Sound is off. Click here.")

    notice.click()
    expect(notice).to_be_hidden()


def test_every_call_and_recall_rings_once(screens: Screens, page: Page) -> None:
    open_board(page, screens)
    page.locator("#sound").click()
    expect(page.locator("#sound")).to_be_hidden()

    first = screens.show(called(morning(screens), "A001", 1))
    chimes(page, 1)
    again = screens.show(called(first, "A001", 1, kind=CallKind.RECALL))
    chimes(page, 2)
    screens.send("snapshot", screens.board())
    screens.show(replace(again, seq=again.seq + 1, missed=("A000",)))
    expect(page.locator("#missed-numbers")).to_have_text("A000")
    chimes(page, 2)


def test_what_is_on_the_board_already_does_not_ring(screens: Screens, page: Page) -> None:
    shown = screens.show(called(morning(screens), "A001", 1))
    open_board(page, screens)
    page.locator("#sound").click()
    expect(page.locator("#sound")).to_be_hidden()
    chimes(page, 0)

    screens.show(called(shown, "A002", 2))
    chimes(page, 1)


def test_a_call_that_is_taken_back_does_not_ring_for_the_one_before(screens: Screens, page: Page) -> None:
    open_board(page, screens)
    page.locator("#sound").click()
    expect(page.locator("#sound")).to_be_hidden()
    first = screens.show(called(morning(screens), "A001", 1))
    second = screens.show(called(first, "A002", 1))
    chimes(page, 2)

    screens.show(replace(first, seq=second.seq + 1))

    expect(page.locator("#newest .number")).to_have_text("A001")
    chimes(page, 2)


def test_a_call_made_while_the_page_was_away_still_rings(screens: Screens, sounding_page: Page) -> None:
    page = sounding_page
    open_board(page, screens)
    first = screens.show(called(morning(screens), "A001", 1))
    chimes(page, 1)
    page.goto("about:blank")
    second = screens.show(called(first, "A002", 2))

    open_board(page, screens)
    chimes(page, 1)
    expect(page.locator("#sound")).to_be_hidden()
    screens.show(called(second, "A003", 3))
    chimes(page, 2)


def test_only_one_screen_of_a_zone_needs_to_sound(screens: Screens, page: Page) -> None:
    page.clock.install()
    open_board(page, screens, "?audio=0")
    page.clock.fast_forward(2_000)

    expect(page.locator("#sound")).to_be_hidden()
    screens.show(called(morning(screens), "A001", 1))
    expect(page.locator("#newest .number")).to_have_text("A001")
    chimes(page, 0)
