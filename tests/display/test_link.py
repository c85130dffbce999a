"""A board is never stale in silence."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from display.board import Board
from tests.display.conftest import Screens
from tests.display.halls import called, sample_board

pytestmark = pytest.mark.browser
LOST_S = 11_000


def morning(screens: Screens) -> Board:
    return replace(sample_board(), seq=screens.board()["seq"])


def open_board(page: Page, screens: Screens, path: str = "/board") -> None:
    page.clock.install()
    with page.expect_websocket():
        page.goto(screens.url + path)


@pytest.fixture
def own_screens() -> Iterator[Screens]:
    """A server that this test may kill."""
    screens = Screens()
    screens.start()
    yield screens
    screens.stop()


def test_silence_of_ten_seconds_is_admitted_with_its_age(screens: Screens, page: Page) -> None:
    open_board(page, screens)
    screens.show(called(morning(screens), "A012", 1))
    expect(page.locator("#newest .number")).to_have_text("A012")
    expect(page.locator("#link")).to_be_hidden()

    page.clock.fast_forward(LOST_S)

    expect(page.locator("#link")).to_be_visible()
    expect(page.locator("#link .word")).to_contain_text("连接中断 11 秒")
    expect(page.locator("#link .aside")).to_contain_text("No connection for 11 s")
    expect(page.locator("#newest .number")).to_have_text("A012")

    screens.beat(screens.board()["seq"])
    expect(page.locator("#link")).to_be_hidden()


def test_a_killed_server_leaves_the_last_state_and_its_return_brings_the_new_one(
    own_screens: Screens, page: Page
) -> None:
    open_board(page, own_screens)
    shown = own_screens.show(called(morning(own_screens), "A012", 1))
    expect(page.locator("#newest .number")).to_have_text("A012")

    own_screens.stop()
    page.clock.fast_forward(LOST_S)
    expect(page.locator("#link")).to_be_visible()
    page.clock.fast_forward(61_000)
    expect(page.locator("#link .word")).to_contain_text("72 秒")
    expect(page.locator("#newest .number")).to_have_text("A012")

    own_screens.start()
    own_screens.show(called(replace(shown, seq=shown.seq + 200), "B033", 2))
    page.clock.fast_forward(6_000)
    expect(page.locator("#newest .number")).to_have_text("B033")
    expect(page.locator("#link")).to_be_hidden()


def test_a_message_that_got_lost_is_noticed_by_the_next(screens: Screens, page: Page) -> None:
    lose: list[str] = []
    page.route_web_socket("**/socket.io/**", lambda socket: lossy(socket, lose))
    open_board(page, screens)
    screens.show(called(morning(screens), "A001", 1))
    expect(page.locator("#newest .number")).to_have_text("A001")

    lose.append('"change"')
    lost = screens.show(called(called(morning(screens), "A001", 1), "A002", 2))
    screens.show(called(lost, "A003", 3))

    expect(page.locator("#newest .number")).to_have_text("A003")
    expect(page.locator("#earlier .number")).to_have_text(["A002", "A001"])
    assert lose == []


def test_a_lost_last_message_is_noticed_by_the_next_sign_of_life(screens: Screens, page: Page) -> None:
    lose: list[str] = []
    page.route_web_socket("**/socket.io/**", lambda socket: lossy(socket, lose))
    open_board(page, screens)
    screens.show(called(morning(screens), "A001", 1))
    expect(page.locator("#newest .number")).to_have_text("A001")

    lose.append('"change"')
    lost = screens.show(called(called(morning(screens), "A001", 1), "A002", 2))
    screens.beat(lost.seq)

    expect(page.locator("#newest .number")).to_have_text("A002")
    assert lose == []


def test_a_snapshot_that_says_nothing_new_leaves_the_board_as_it_is(screens: Screens, page: Page) -> None:
    board = screens.show(called(morning(screens), "A001", 1))
    open_board(page, screens)
    shown = page.locator("#newest .call").element_handle()

    screens.send("snapshot", screens.board())
    screens.show(replace(board, seq=board.seq + 1, missed=("A000",)))

    expect(page.locator("#missed-numbers")).to_have_text("A000")
    assert shown.evaluate("call => call.isConnected")


def test_a_hall_whose_proxy_blocks_sockets_sees_the_calls_by_polling(screens: Screens, page: Page) -> None:
    page.route_web_socket("**/socket.io/**", lambda socket: socket.close())
    page.goto(f"{screens.url}/board")

    screens.show(called(morning(screens), "A012", 1))

    expect(page.locator("#newest .number")).to_have_text("A012", timeout=20_000)


def test_a_board_without_any_link_starts_afresh_after_a_minute(screens: Screens, page: Page) -> None:
    page.route_web_socket("**/socket.io/**", lambda socket: socket.close())
    page.route("**/socket.io/**", lambda route: route.abort())
    page.clock.install()
    page.goto(f"{screens.url}/board")
    screens.show(called(morning(screens), "A012", 1))
    page.clock.fast_forward(50_000)
    expect(page.locator("#link")).to_be_visible()
    expect(page.locator("#newest .call")).to_have_count(0)

    page.clock.fast_forward(11_000)

    expect(page.locator("#newest .number")).to_have_text("A012")
    expect(page.locator("#link")).to_be_hidden()
    assert page.evaluate("sessionStorage.getItem('patience')") == "120"


def test_the_clock_shows_the_hall_s_time_whatever_the_screen_believes(screens: Screens, page: Page) -> None:
    page.clock.install(time="2020-02-02T02:02:00Z")
    page.goto(f"{screens.url}/board")
    now = page.locator("body").get_attribute("data-now") or ""

    expect(page.locator("#clock")).to_have_text(now[11:16])

    screens.send("heartbeat", {"seq": 0, "at": "2026-11-23T10:30:00+08:00"})
    expect(page.locator("#clock")).to_have_text("10:30")


def lossy(socket: WebSocketRoute, lose: list[str]) -> None:
    """Pass everything on except one message of each kind that is to be lost."""
    server = socket.connect_to_server()

    def pass_on(message: str | bytes) -> None:
        if lose and lose[0] in str(message):
            lose.pop(0)
        else:
            socket.send(message)

    server.on_message(pass_on)
