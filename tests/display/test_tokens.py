"""One small design system: its colours and fonts are in tokens.css, and every page loads it."""

import re
from pathlib import Path

import pytest
from PIL import ImageColor
from playwright.sync_api import Page, expect

import display
import kiosk
from tests.accessibility import violations
from tests.display.conftest import Screens

pytestmark = pytest.mark.browser

HOUSES = (Path(display.__file__).parent, Path(kiosk.__file__).parent / "web")
TOKENS = HOUSES[0] / "static" / "tokens.css"
STYLES = sorted({*HOUSES[0].rglob("static/*.css"), *HOUSES[1].rglob("static/**/*.css")} - {TOKENS})
PAGES = sorted(page for house in HOUSES for page in house.rglob("templates/**/*.html"))
COLOUR = re.compile(
    rf"#[0-9a-f]{{3,8}}\b|\b(?:rgb|hsl)a?\(|(?<![-\w])(?:{'|'.join(ImageColor.colormap)})(?![-\w])",
    re.IGNORECASE,
)
LOADED = "url_for('display.static', filename='tokens.css')"


def values_of(rules: str) -> str:
    """What stands after a colon in the rules, without comments and variables."""
    plain = re.sub(r"(?s)/\*.*?\*/|url\([^)]*\)|var\([^)]*\)", "", rules)
    return "\n".join(re.findall(r"[{;]\s*[-\w]+\s*:([^;{}]*)", plain))


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_no_style_but_the_tokens_writes_a_colour_or_names_a_font(style: Path) -> None:
    rules = style.read_text("utf-8")

    assert COLOUR.findall(values_of(rules)) == []
    assert not re.search(r"font-family\s*:(?!\s*inherit)", rules)


@pytest.mark.parametrize(
    "written", ["a{color:#fff}", "a{color: rgba(0, 0, 0, .5)}", "a{border:1px solid tomato}"]
)
def test_a_colour_that_is_written_out_is_seen(written: str) -> None:
    assert COLOUR.search(values_of(written))


def test_every_page_loads_the_tokens() -> None:
    whole = [page for page in PAGES if "<html" in page.read_text("utf-8")]

    assert len(whole) >= 2
    assert [page.name for page in whole if LOADED not in page.read_text("utf-8")] == []


def test_no_page_writes_a_style_into_itself() -> None:
    """The pages' Content-Security-Policy would drop it."""
    assert [page.name for page in PAGES if re.search(r"<style|\sstyle=", page.read_text("utf-8"))] == []


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
