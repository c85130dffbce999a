import re
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from display.board import Board, Label, WindowState
from tests.accessibility import violations
from tests.display.conftest import Screens
from tests.display.halls import called, in_state, sample_board

pytestmark = pytest.mark.browser


def morning(screens: Screens) -> Board:
    return replace(sample_board(), seq=screens.board()["seq"])


def open_window(page: Page, screens: Screens, window: int) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    with page.expect_websocket():
        page.goto(f"{screens.url}/board/window/{window}")


def test_a_window_s_screen_shows_whom_it_serves(screens: Screens, page: Page) -> None:
    open_window(page, screens, 3)
    expect(page.locator("#letter")).to_have_text("3")
    expect(page.locator("#name .word")).to_have_text("计划生育和养老保险")
    expect(page.locator("#state")).to_contain_text("请稍候")

    screens.show(called(called(morning(screens), "A012", 1), "C007", 3))

    expect(page.locator("#number")).to_have_text("C007")
    expect(page.locator("#state")).to_contain_text("正在办理")
    assert (
        float(page.locator("#number").evaluate("n => parseFloat(getComputedStyle(n).fontSize)"))
        >= 0.45 * 1080
    )


def test_a_number_that_is_called_and_has_not_come_is_asked_to_come(screens: Screens, page: Page) -> None:
    open_window(page, screens, 3)
    board = called(morning(screens), "C007", 3)
    waiting = tuple(replace(w, arrived=False) if w.id == 3 else w for w in board.windows)

    screens.show(replace(board, windows=waiting))

    expect(page.locator("#state")).to_contain_text("请到本窗口办理")
    expect(page.locator("#at-window")).to_have_class(re.compile(r"\bflip\b"))


@pytest.mark.parametrize(
    ("state", "reason", "words"),
    [
        (WindowState.PAUSED, Label("午休", "Lunch"), ["暂停服务", "Paused", "午休", "Lunch"]),
        (WindowState.CLOSED, None, ["未开放", "Closed"]),
    ],
)
def test_a_window_that_serves_nobody_says_why(
    screens: Screens, page: Page, state: WindowState, reason: Label | None, words: list[str]
) -> None:
    open_window(page, screens, 3)

    screens.show(in_state(morning(screens), 3, state, reason))

    expect(page.locator("#number")).to_be_hidden()
    for word in words:
        expect(page.locator("#at-window")).to_contain_text(word)
    assert violations(page) == []


def test_a_window_s_screen_admits_that_it_is_out_of_touch(screens: Screens, page: Page) -> None:
    page.clock.install()
    open_window(page, screens, 3)
    screens.show(called(morning(screens), "C007", 3))
    expect(page.locator("#number")).to_have_text("C007")  # it came over the link, so there is one

    page.clock.fast_forward(12_000)

    expect(page.locator("#link")).to_be_visible()
    expect(page.locator("#number")).to_have_text("C007")


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1080, 1920)])
def test_the_number_fits_the_glass(screens: Screens, page: Page, width: int, height: int) -> None:
    screens.show(called(morning(screens), "C1234", 3))
    open_window(page, screens, 3)
    page.set_viewport_size({"width": width, "height": height})

    box = page.locator("#number").bounding_box()

    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] + box["height"] <= height
    assert violations(page) == []
