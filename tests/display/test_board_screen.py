import re
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from display.board import Board, CallKind, Label, WindowState
from tests.accessibility import violations
from tests.display.conftest import Screens
from tests.display.halls import busy_board, called, in_state, sample_board

pytestmark = pytest.mark.browser
SHAPES = [(1920, 1080), (1080, 1920), (1366, 768), (1024, 768)]


def morning(screens: Screens) -> Board:
    """The fresh morning that the server shows."""
    return replace(sample_board(), seq=screens.board()["seq"])


def open_board(page: Page, screens: Screens, query: str = "") -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(f"{screens.url}/board{query}")
    expect(page.locator("body")).to_have_attribute("data-seq", str(screens.board()["seq"]))


def test_a_call_appears_large_with_its_window(screens: Screens, page: Page) -> None:
    open_board(page, screens)
    expect(page.locator("#newest")).to_contain_text("取号后请在此等候叫号")

    screens.show(called(morning(screens), "A012", 3))

    newest = page.locator("#newest")
    expect(newest.locator(".number")).to_have_text("A012")
    expect(newest.locator(".window .word")).to_have_text("3 号窗口")
    expect(newest.locator(".name .word")).to_have_text("计划生育和养老保险")
    expect(newest.locator(".name .aside")).to_have_text("Family planning and pensions")


def test_the_call_before_moves_down(screens: Screens, page: Page) -> None:
    open_board(page, screens)

    screens.show(called(called(morning(screens), "A012", 3), "B007", 2))

    expect(page.locator("#newest .number")).to_have_text("B007")
    expect(page.locator("#earlier .number")).to_have_text(["A012"])


def test_a_recall_is_marked_as_one(screens: Screens, page: Page) -> None:
    open_board(page, screens)

    screens.show(called(called(morning(screens), "A012", 3), "A012", 3, kind=CallKind.RECALL))

    expect(page.locator("#newest .again")).to_be_visible()
    expect(page.locator("#earlier .call")).to_have_count(0)


def test_the_right_side_shows_windows_queues_and_missed_numbers(screens: Screens, page: Page) -> None:
    screens.show(busy_board(morning(screens).seq))
    open_board(page, screens)

    states = [row.inner_text().split() for row in page.locator("#windows .state").all()]
    assert [words[0] for words in states] == ["A012", "暂停服务", "C011", "D023", "E004", "未开放"]
    assert "午休" in states[1]
    queues = [re.sub(r"\s+", " ", row.inner_text()) for row in page.locator("#queues .line").all()]
    assert queues[0] == "A 综合服务 4 人 10–20 分钟"
    assert queues[1] == "B 数字电视 0 人 2 分钟内"
    assert queues[5] == "F 职工服务 0 人 暂停办理 设备检修"
    expect(page.locator("#missed-numbers")).to_have_text("A003 B005 E001")


def test_the_foot_shows_notice_and_hours_and_the_head_the_hall(screens: Screens, page: Page) -> None:
    open_board(page, screens)

    expect(page.locator("#hall .word")).to_have_text("云溪镇便民服务中心")
    expect(page.locator("#notice .word")).to_contain_text("排水许可")
    expect(page.locator("#hours .word")).to_contain_text("08:30–12:00")

    screens.show(
        replace(morning(screens), seq=morning(screens).seq + 1, notice=Label("今日停电", "No power"))
    )
    expect(page.locator("#notice .aside")).to_have_text("No power")


def test_a_closed_hall_says_so_and_when_it_opens(screens: Screens, page: Page) -> None:
    open_board(page, screens)

    screens.show(replace(called(morning(screens), "A012", 1), open=False, windows=morning(screens).windows))

    expect(page.locator("#newest")).to_contain_text("现在不在服务时间")
    expect(page.locator("#newest")).to_contain_text("08:30–12:00")


def test_after_closing_time_those_who_are_served_still_see_their_calls(screens: Screens, page: Page) -> None:
    open_board(page, screens)

    screens.show(replace(called(morning(screens), "A012", 1), open=False))

    expect(page.locator("#newest .number")).to_have_text("A012")


def test_the_board_can_put_english_first(screens: Screens, page: Page) -> None:
    screens.show(called(morning(screens), "A012", 1))
    open_board(page, screens, "?lang=en")

    expect(page.locator("#newest .window .word")).to_have_text("Window 1")
    expect(page.locator("#newest .name .aside")).to_have_text("综合服务")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_more_windows_than_fit_take_turns(screens: Screens, page: Page) -> None:
    page.clock.install()
    now = morning(screens)
    many = tuple(replace(line, id=line.id + 6 * turn) for turn in (0, 1) for line in now.windows)
    screens.show(replace(now, seq=now.seq + 1, windows=many))
    open_board(page, screens)
    expect(page.locator("#windows .letter")).to_have_text(["1", "2", "3", "4", "5", "6"])

    page.clock.fast_forward(8_100)

    expect(page.locator("#windows .letter")).to_have_text(["7", "8", "9", "10", "11", "12"])


@pytest.mark.parametrize(("width", "height"), SHAPES)
def test_everything_is_inside_the_glass_and_large(
    screens: Screens, page: Page, width: int, height: int
) -> None:
    board = busy_board(morning(screens).seq)
    screens.show(called(replace(board, seq=board.seq + 1), "A1000", 3))
    open_board(page, screens)
    page.set_viewport_size({"width": width, "height": height})

    cut = page.evaluate(
        """() => ["#newest .number", "#newest .window .word", "#newest .name .word", "#newest .name .aside",
             "#earlier .number", "#earlier .window .word", ".foot", "#windows .line", "#queues .line",
             "#missed"].filter(name => [...document.querySelectorAll(name)].some(element => {
               const box = element.getBoundingClientRect();
               const frame = (element.closest(".call, section, body")).getBoundingClientRect();
               return box.right > frame.right + 1 || box.bottom > Math.min(frame.bottom, innerHeight) + 2
                 || box.left < -1 || box.top < frame.top - 2;
             }))"""
    )
    assert cut == []
    short = min(width, height * 16 / 9) if width > height else width
    unit = short * 0.5625 / 100 if width > height else min(width, height * 0.5625) / 100
    assert font_px(page, "#newest .number") >= 20 * unit - 0.5
    assert font_px(page, "#earlier .number") >= 9.5 * unit - 0.5


def font_px(page: Page, selector: str) -> float:
    return float(
        page.locator(selector).last.evaluate("element => parseFloat(getComputedStyle(element).fontSize)")
    )


@pytest.mark.parametrize("query", ["", "?lang=en"])
def test_the_board_is_accessible(screens: Screens, page: Page, query: str) -> None:
    open_board(page, screens, query)
    assert violations(page) == []

    screens.show(busy_board(morning(screens).seq))
    expect(page.locator("#newest .number")).to_have_text("A012")
    assert violations(page) == []


def test_a_new_call_differs_by_shape_for_half_a_minute(screens: Screens, page: Page) -> None:
    page.clock.install()
    open_board(page, screens)
    screens.show(called(morning(screens), "A012", 3))
    newest = page.locator("#newest .call")
    expect(newest).to_have_class(re.compile(r"\bfresh\b"))
    expect(newest.locator(".fresh-only")).to_be_visible()
    expect(newest.locator(".settled-only")).to_be_hidden()

    page.clock.fast_forward(31_000)

    expect(newest).not_to_have_class(re.compile(r"\bfresh\b"))
    expect(newest.locator(".settled-only")).to_be_visible()


def test_a_screen_that_asks_for_rest_does_not_flip(screens: Screens, page: Page) -> None:
    open_board(page, screens)
    screens.show(called(morning(screens), "A012", 3))

    expect(page.locator("#newest .call.flip")).to_have_css("animation-name", "none")


def test_a_new_call_flips_twice_a_second_for_eight_seconds(screens: Screens, page: Page) -> None:
    page.emulate_media(reduced_motion="no-preference")
    open_board(page, screens)
    screens.show(called(morning(screens), "A012", 3))

    newest = page.locator("#newest .call.flip")
    expect(newest).to_have_css("animation-name", "flip")
    expect(newest).to_have_css("animation-duration", "1s")
    expect(newest).to_have_css("animation-timing-function", "steps(1)")
    expect(newest).to_have_css("animation-iteration-count", "8")


def test_no_name_of_a_person_can_be_on_the_board() -> None:
    assert {"calls", "waiting", "windows", "missed"} <= set(Board.__slots__)
    assert not {"name", "person", "citizen", "phone"} & set(Board.__slots__)


def test_a_paused_window_gives_its_reason(screens: Screens, page: Page) -> None:
    open_board(page, screens)

    screens.show(in_state(morning(screens), 2, WindowState.PAUSED, Label("会议", "Meeting")))

    expect(page.locator("#windows .is-paused .state")).to_contain_text("会议")
