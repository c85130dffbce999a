import pytest
from playwright.sync_api import Page, expect

from tests.accessibility import violations
from tests.display.conftest import Screens

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("theme", ["", "contrast", "elder", "elder contrast"])
def test_every_piece_of_the_design_is_accessible(screens: Screens, page: Page, theme: str) -> None:
    page.goto(f"{screens.url}/gallery?theme={theme}")

    assert violations(page) == []


def test_the_elder_scale_makes_words_a_third_larger(screens: Screens, page: Page) -> None:
    page.goto(f"{screens.url}/gallery")
    expect(page.locator("body")).to_have_css("font-size", "16px")

    page.goto(f"{screens.url}/gallery?theme=elder")
    expect(page.locator("body")).to_have_css("font-size", "21.6px")


def test_the_focus_is_seen_on_light_and_dark(screens: Screens, page: Page) -> None:
    page.goto(f"{screens.url}/gallery")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")

    focused = page.locator(":focus")
    expect(focused).to_have_css("outline", "rgb(255, 176, 0) solid 4px")
    expect(focused).to_have_css("box-shadow", "rgb(16, 36, 62) 0px 0px 0px 2px")


def test_a_key_is_large_enough_for_any_finger(screens: Screens, page: Page) -> None:
    page.goto(f"{screens.url}/gallery")

    heights = page.locator(".button").evaluate_all(
        "keys => keys.map(key => key.getBoundingClientRect().height)"
    )
    assert min(heights) >= 48
