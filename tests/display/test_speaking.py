"""What the waiting room hears."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import BrowserType, Page, expect

from display.board import Board, CallKind
from tests.display.conftest import Screens
from tests.display.diary import diary, sounding
from tests.display.halls import called, sample_board

pytestmark = pytest.mark.browser

# A browser with a Chinese voice, as Windows has one; it speaks for a tenth of a second a character.
VOICES = """
  window.spoken = [];
  const voice = (lang, name) => ({lang, name, localService: true});
  const voices = [voice("zh-CN", "Xiaoxiao"), voice("en-US", "Jenny")];
  speechSynthesis.getVoices = () => voices;
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
  speechSynthesis.speak = (words) => {
    window.spoken.push(words.text);
    setTimeout(() => words.onend(), 10 * words.text.length);
  };
  speechSynthesis.cancel = () => undefined;
"""


@pytest.fixture
def sounding_page(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any], browser_context_args: dict[str, Any]
) -> Iterator[Page]:
    """A page of a browser started as the board's own is: it may sound by itself."""
    page = sounding(browser_type, browser_type_launch_args, browser_context_args)
    yield page
    assert page.context.browser
    page.context.browser.close()


def morning(screens: Screens) -> Board:
    return replace(sample_board(), seq=screens.board()["seq"])


def open_board(page: Page, screens: Screens, query: str = "") -> None:
    with page.expect_websocket():
        page.goto(f"{screens.url}/board{query}")


def said(page: Page, call: int) -> None:
    expect(page.locator("body")).to_have_attribute("data-said", str(call), timeout=20_000)


def chimes(page: Page, times: int) -> None:
    expect(page.locator("body")).to_have_attribute("data-chimes", str(times))


def test_a_board_that_may_not_sound_says_so_and_a_touch_mends_it(screens: Screens, page: Page) -> None:
    open_board(page, screens)

    notice = page.get_by_role("button", name="声音未开启，请点击此处")
    expect(notice).to_be_visible()
    expect(notice).to_contain_text("Sound is off. Click here.")
    assert not any(one["able"] for one in screens.asked())

    notice.click()
    expect(notice).to_be_hidden()
    first = screens.show(called(morning(screens), "A001", 1))
    said(page, first.seq)


def test_every_call_and_recall_rings_once(screens: Screens, sounding_page: Page) -> None:
    page = sounding_page
    open_board(page, screens)

    first = screens.show(called(morning(screens), "A001", 1))
    said(page, first.seq)
    again = screens.show(called(first, "A001", 1, kind=CallKind.RECALL))
    said(page, again.seq)
    screens.send("snapshot", screens.board())
    screens.show(replace(again, seq=again.seq + 1, missed=("A000",)))
    expect(page.locator("#missed-numbers")).to_have_text("A000")
    chimes(page, 2)


def test_the_browser_reads_twice_in_chinese_then_in_english(screens: Screens, sounding_page: Page) -> None:
    page = sounding_page
    page.add_init_script(VOICES)
    screens.voice(engine="browser", languages="zh,zh,en")
    open_board(page, screens)

    first = screens.show(called(morning(screens), "A012", 3))

    said(page, first.seq)
    chinese = "请A零一二号，到三号窗口办理"
    assert page.evaluate("window.spoken") == [chinese, chinese, "Number A, 0, 1, 2, please go to window 3."]
    assert screens.asked()[-1]["voice"] == "Xiaoxiao"


def test_a_browser_without_a_chinese_voice_admits_it_and_rings(screens: Screens, sounding_page: Page) -> None:
    screens.voice(engine="browser")
    open_board(sounding_page, screens)

    first = screens.show(called(morning(screens), "A001", 1))

    said(sounding_page, first.seq)
    assert {one["voice"] for one in screens.asked()} == {""}


def test_recorded_clips_are_played_to_their_end(screens: Screens, sounding_page: Page) -> None:
    screens.voice(engine="clips")
    open_board(sounding_page, screens)

    with sounding_page.expect_response("**/board/voice/*-zh.wav") as sound:
        first = screens.show(called(morning(screens), "A012", 3))

    assert sound.value.ok
    said(sounding_page, first.seq)
    (entry,) = diary(sounding_page)
    assert entry.ended
    assert entry.ended - entry.begun > 1000 + 2 * 2000  # the chime, and twice a sentence of two seconds


def test_a_burst_of_calls_is_said_in_order_and_never_two_at_once(
    screens: Screens, sounding_page: Page
) -> None:
    page = sounding_page
    screens.voice(engine="chime")
    open_board(page, screens)
    board = morning(screens)

    for n in range(1, 31):
        board = screens.show(called(board, f"A{n:03}", n % 6 + 1))
        page.wait_for_timeout(250)
    said(page, board.seq)

    ids = [entry.call for entry in diary(page)]
    assert ids == sorted(set(ids))


def test_a_call_made_while_the_page_was_away_is_still_said_and_none_is_said_twice(
    screens: Screens, sounding_page: Page
) -> None:
    page = sounding_page
    open_board(page, screens)
    first = screens.show(called(morning(screens), "A001", 1))
    said(page, first.seq)
    page.goto("about:blank")
    second = screens.show(called(first, "A002", 2))

    open_board(page, screens)
    said(page, second.seq)
    expect(page.locator("#sound")).to_be_hidden()
    chimes(page, 1)


def test_only_one_screen_of_a_zone_speaks(screens: Screens, sounding_page: Page, page: Page) -> None:
    open_board(sounding_page, screens)
    expect(sounding_page.locator("body")).to_have_attribute("data-voice", "speaks")
    open_board(page, screens)
    expect(page.locator("body")).to_have_attribute("data-voice", "stands by")

    first = screens.show(called(morning(screens), "A001", 1))

    said(sounding_page, first.seq)
    chimes(page, 0)


def test_a_screen_without_sound_does_not_ask(screens: Screens, page: Page) -> None:
    page.clock.install()
    open_board(page, screens, "?audio=0")
    page.clock.fast_forward(9_000)

    expect(page.locator("#sound")).to_be_hidden()
    screens.show(called(morning(screens), "A001", 1))
    expect(page.locator("#newest .number")).to_have_text("A001")
    assert screens.asked() == []


def test_a_board_that_nobody_enrolled_says_why_it_is_silent(screens: Screens, page: Page) -> None:
    screens.voice(stranger="yes")
    open_board(page, screens)

    expect(page.locator("#unknown")).to_contain_text("本屏未登记，不播报")
    expect(page.locator("#unknown")).to_contain_text("/board/enrol")
    expect(page.locator("#sound")).to_be_hidden()
