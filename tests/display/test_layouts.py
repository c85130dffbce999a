"""显示屏版式: whole hall and zone, lying and standing, normal and elder, and more lines than fit."""

import re
from dataclasses import replace

import httpx
import pytest
from playwright.sync_api import Page, expect

from display.board import Board, Label, Zone
from tests.accessibility import violations
from tests.display.conftest import Screens
from tests.display.halls import busy_board, called

pytestmark = pytest.mark.browser
LYING, STANDING = (1920, 1080), (1080, 1920)
SHOWN = "#newest .number, #newest .window .word, #earlier .number, #earlier .window .word, .line, .foot, .top"
OUTSIDE = """selector => [...document.querySelectorAll(selector)].filter(element => {
  if (!element.offsetParent && getComputedStyle(element).position !== "fixed") return false;
  const box = element.getBoundingClientRect();
  const frame = element.closest(".newest, .earlier, ul, body").getBoundingClientRect();
  const right = Math.min(frame.right, innerWidth), bottom = Math.min(frame.bottom, innerHeight);
  return box.right > right + 2 || box.bottom > bottom + 2
    || box.left < Math.max(frame.left, 0) - 2 || box.top < frame.top - 2;
}).map(element => element.className + " " + element.textContent)"""

LONG = Label(
    "城乡居民基本养老保险和被征地农民社会保障综合服务窗口", "Rural and Urban Residents' Pension and Security"
)


def crowded(screens: Screens) -> Board:
    """A large hall: thirty windows in two zones, twelve queues, fourteen missed numbers, two sentences."""
    board = busy_board(screens.board()["seq"])
    board = called(board, "C1000", 3)
    places = [("east", "东厅", "East"), ("west", "西厅", "West")]
    windows = tuple(
        replace(board.windows[n % 6], id=n + 1, zone=places[n % 2][0], number=f"A{n:03}") for n in range(30)
    )
    letters = "ABCDEFGHIJKL"
    waiting = tuple(
        replace(board.waiting[n % 6], letter=letters[n], zones=(places[n % 2][0],)) for n in range(12)
    )
    return replace(
        board,
        calls=tuple(replace(call, zone=places[call.window % 2][0]) for call in board.calls),
        windows=windows,
        waiting=waiting,
        missed=tuple(f"D{n:03}" for n in range(14)),
        zones=tuple(Zone(code, Label(zh, en)) for code, zh, en in places),
        notice=Label("材料齐全，一次办好。请留意叫号。", "Bring all papers. Watch for your number."),
    )


def open_board(page: Page, screens: Screens, query: str, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{screens.url}/board{query}")
    expect(page.locator("body")).to_have_attribute("data-seq", str(screens.board()["seq"]))


def vh(page: Page, selector: str) -> float:
    """The size of the type in hundredths of the screen's shorter measure of 16:9."""
    return float(
        page.locator(selector).first.evaluate(
            "element => parseFloat(getComputedStyle(element).fontSize) / 10.8"
        )
    )


@pytest.mark.parametrize("size", [LYING, STANDING, (1366, 768), (1024, 768)])
@pytest.mark.parametrize("query", ["", "?size=elder", "?lang=en&size=elder", "?zone=east"])
def test_a_crowded_hall_stays_inside_the_glass(
    screens: Screens, page: Page, size: tuple[int, int], query: str
) -> None:
    screens.show(crowded(screens))
    open_board(page, screens, query, size)

    assert page.evaluate(OUTSIDE, SHOWN) == []


@pytest.mark.parametrize("size", [LYING, STANDING])
def test_a_long_name_of_a_window_pushes_no_number_away(
    screens: Screens, page: Page, size: tuple[int, int]
) -> None:
    board = crowded(screens)
    screens.show(replace(board, calls=tuple(replace(call, window_name=LONG) for call in board.calls)))
    open_board(page, screens, "", size)

    in_its_line = OUTSIDE.replace(".newest, .earlier, ul, body", ".call")
    assert page.evaluate(in_its_line, ".call .number, .call .window .word, #earlier .name") == []


@pytest.mark.parametrize("turn", ["right", "left"])
@pytest.mark.parametrize("query", ["?layout=portrait", "?layout=portrait&size=elder"])
def test_an_upright_screen_whose_player_believes_it_lies_is_turned(
    screens: Screens, page: Page, query: str, turn: str
) -> None:
    screens.show(crowded(screens))
    open_board(page, screens, f"{query}&turn={turn}", LYING)

    top = page.locator(".top").bounding_box()
    assert top is not None
    assert (top["x"] > 960) == (turn == "right")
    assert top["height"] > 1000  # the head runs along the glass's short side
    assert page.evaluate(OUTSIDE, SHOWN) == []


def test_a_layout_that_nobody_knows_is_the_usual_one(screens: Screens, page: Page) -> None:
    screens.show(crowded(screens))
    open_board(page, screens, "?layout=round&size=huge&turn=twice", LYING)

    expect(page.locator("html")).not_to_have_class(re.compile("standing|turned|elder"))


@pytest.mark.parametrize(("size", "hero", "row"), [(LYING, 28, 19), (STANDING, 30, 15)])
def test_elder_size_is_read_from_the_last_chair(
    screens: Screens, page: Page, size: tuple[int, int], hero: float, row: float
) -> None:
    screens.show(busy_board(screens.board()["seq"]))
    open_board(page, screens, "?size=elder", size)

    assert vh(page, "#newest .number") >= hero - 0.01
    assert vh(page, "#earlier .number") >= row - 0.01
    expect(page.locator("#earlier .call:visible")).to_have_count(2 if size == LYING else 3)


def test_a_zones_board_shows_its_own_calls_windows_and_queues(screens: Screens, page: Page) -> None:
    board = crowded(screens)
    screens.show(board)
    open_board(page, screens, "?zone=west", LYING)

    expect(page.locator("#zone .word")).to_have_text("西厅")
    expect(page.locator("#windows .letter")).to_have_text(["2", "4", "6", "8", "10", "12"])
    expect(page.locator("#queues .letter")).to_have_text(list("BDFHJL"))
    own = [call.number for call in board.calls if call.zone == "west"]
    shown = page.locator("#newest .number, #earlier .number")
    expect(shown).to_have_text(own)


def test_a_zone_that_is_not_there_names_those_that_are(screens: Screens) -> None:
    screens.show(crowded(screens))

    answer = httpx.get(f"{screens.url}/board", params={"zone": "north"})

    assert answer.status_code == 404
    assert "east, west" in answer.text


def test_windows_queues_and_missed_numbers_take_turns(screens: Screens, page: Page) -> None:
    page.clock.install()
    screens.show(crowded(screens))
    open_board(page, screens, "", LYING)
    expect(page.locator("#windows-page")).to_have_text("1/5")
    expect(page.locator("#missed-page")).to_have_text("1/2")

    page.clock.fast_forward(8_100)

    expect(page.locator("#windows-page")).to_have_text("2/5")
    expect(page.locator("#queues .letter")).to_have_text(list("GHIJKL"))
    expect(page.locator("#missed-numbers")).to_have_text("D008 D009 D010 D011 D012 D013")


def test_a_notice_is_read_sentence_by_sentence(screens: Screens, page: Page) -> None:
    page.clock.install()
    screens.show(crowded(screens))
    open_board(page, screens, "", LYING)
    expect(page.locator("#notice")).to_have_text(re.compile("材料齐全，一次办好。.*Bring all papers."))

    page.clock.fast_forward(6_400)
    page.clock.run_for(400)

    expect(page.locator("#notice")).to_have_text(re.compile("请留意叫号。.*Watch for your number."))


def test_the_picture_drifts_so_that_nothing_burns_in(screens: Screens, page: Page) -> None:
    page.clock.install()
    page.goto(f"{screens.url}/gallery")  # a board that hears no heartbeat would start afresh
    page.evaluate("import('/static/drift.js').then(pixels => pixels.drift())")
    seen = set()
    for _ in range(8):
        page.clock.run_for(180_000)
        seen.add(str(page.locator("body").evaluate("body => body.style.margin")))

    assert len(seen) == 8


@pytest.mark.parametrize("query", ["?size=elder", "?zone=east"])
def test_every_layout_is_accessible(screens: Screens, page: Page, query: str) -> None:
    screens.show(crowded(screens))
    open_board(page, screens, query, LYING)

    assert violations(page) == []
