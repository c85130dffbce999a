"""The desk's questions and panels: why, to whom, whether really, and what the one before left."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.accessibility import violations
from tests.browser.desks import no_scroll_bar, take
from tests.people import BOARD, DESK, PHONE, Clerk, Open
from tests.servers import HallServer, serving

pytestmark = pytest.mark.browser


def test_a_ticket_is_called_by_its_number(hall_server: HallServer, new_page: Open) -> None:
    take(hall_server, "E01", "E01", "E01")
    clerk = Clerk(hall_server, new_page(DESK))
    clerk.open_window(5)

    clerk.page.keyboard.type("3")
    clerk.press("Enter")
    expect(clerk.page.locator("#reason")).to_contain_text("还没轮到 E003")
    clerk.press("2")
    clerk.expect_in_hand("E003")
    expect(clerk.page.locator("#hand .fact-why")).to_contain_text("工作人员提前叫号：刚才叫过，人回来了")
    clerk.press("F9")
    clerk.expect_said("E003 已办毕")
    clerk.page.keyboard.type("99")
    clerk.press("Enter")

    expect(clerk.page.locator("#said.refused")).to_contain_text("99")


def test_a_reason_in_ones_own_words_is_kept_and_none_calls_nobody(
    hall_server: HallServer, new_page: Open
) -> None:
    take(hall_server, "E01", "E01")
    clerk = Clerk(hall_server, new_page(DESK))
    clerk.open_window(5)

    clerk.page.locator("#waiting .line-button").nth(1).click()
    clerk.page.locator("#ticket [data-do=call]").click()
    expect(clerk.page.locator("#reason")).to_be_visible()
    clerk.press("Escape")
    expect(clerk.page.locator("#reason")).to_be_hidden()
    expect(clerk.page.locator("#hand .big")).to_have_count(0)
    clerk.page.keyboard.type("E2")
    clerk.press("Enter")
    clerk.page.fill("#reason-text", "孩子发烧")
    clerk.press("Enter")

    clerk.expect_in_hand("E002")
    expect(clerk.page.locator("#hand .fact-why")).to_contain_text("孩子发烧")


def test_one_key_drops_a_class_that_was_not_shown_and_takes_it_back(
    hall_server: HallServer, new_page: Open
) -> None:
    with hall_server.api("kiosk") as kiosk:
        for _ in range(2):
            kiosk.post("/tickets", json={"services": ["E01"], "priority": "elder"}).raise_for_status()
    clerk = Clerk(hall_server, new_page(DESK))
    clerk.open_window(5)
    clerk.press("Enter")
    clerk.expect_in_hand("E001")
    expect(clerk.page.locator("#hand .mark-priority")).to_contain_text("70 周岁")

    clerk.press("F3")
    clerk.expect_said("E001 已取消优先")
    expect(clerk.page.locator("#hand .mark-priority")).to_be_hidden()
    clerk.press("Backspace")
    expect(clerk.page.locator("#hand .mark-priority")).to_be_visible()

    clerk.page.locator("#waiting .line-button").first.click()
    expect(clerk.page.locator("#ticket [data-do=drop-priority]")).to_be_visible()
    clerk.press("F3")
    clerk.expect_said("E002 已取消优先")
    expect(clerk.page.locator("#waiting .mark-priority")).to_be_hidden()


def test_the_guide_desk_takes_a_number_and_prints_a_list(hall_server: HallServer, new_page: Open) -> None:
    guide = Clerk(hall_server, new_page(DESK))
    guide.sign_in("guide")
    guide.page.get_by_text("导办台（不开窗）").click()
    guide.page.get_by_label("城镇污水排入排水管网许可证核发").check()
    for answer in ("一般排水户", "不是", "本人（单位为法定代表人或经营者）"):
        guide.page.get_by_label(answer, exact=True).click()
        expect(guide.page.get_by_label(answer, exact=True)).to_be_checked()
    guide.page.get_by_text("只打印清单，不取号").click()
    expect(guide.page.locator(".looked-up")).to_contain_text("清单正在打印，没有取号")
    guide.page.get_by_label("说不清").check()
    guide.page.locator("#visit .button-primary").click()
    expect(guide.page.locator(".slip-number")).to_have_text("A001")
    guide.page.fill("#find", "A001")
    guide.page.get_by_role("button", name="查号").click()
    guide.page.get_by_role("button", name="补打号票").click()
    expect(guide.page.locator(".looked-up")).to_contain_text("正在补打")
    guide.page.get_by_role("button", name="取消此号").click()
    expect(guide.page.locator(".looked-up")).to_contain_text("已取消")
    guide.page.fill("#find", "Z9")
    guide.page.get_by_role("button", name="查号").click()
    expect(guide.page.locator(".fault")).to_be_visible()
    assert violations(guide.page) == []


def test_nobody_who_cannot_hear_is_missed_before_the_clerk_has_signed_to_him(
    hall_server: HallServer, new_page: Open
) -> None:
    take(hall_server, "E01", needs=("hearing", "wheelchair"))
    clerk, board = Clerk(hall_server, new_page(DESK)), new_page(BOARD)
    board.goto(f"{hall_server.url}/board")
    clerk.open_window(5)
    clerk.press("Enter")
    clerk.expect_in_hand("E001")
    expect(clerk.page.locator("#hand")).to_contain_text("上前服务")
    expect(board.locator(".call")).to_have_attribute("data-lit", "yes")

    clerk.press("-")
    expect(clerk.page.locator("#miss")).to_contain_text("当面示意")
    assert violations(clerk.page) == []
    clerk.press("Escape")
    clerk.expect_in_hand("E001")
    clerk.press("F4")
    clerk.press("Enter")

    clerk.expect_said("E001 已过号")
    expect(board.locator(".call")).to_have_attribute("data-lit", "")


def test_the_next_ones_are_looked_at_without_being_called(hall_server: HallServer, new_page: Open) -> None:
    take(hall_server, "E01", "E05")
    clerk = Clerk(hall_server, new_page(DESK))
    clerk.open_window(5)

    clerk.press("l")
    expect(clerk.page.locator("#ticket .big")).to_have_text("E001")
    expect(clerk.page.locator("#turn")).to_contain_text("第 1 位")
    clerk.press("l")
    expect(clerk.page.locator("#ticket .big")).to_have_text("E002")
    assert violations(clerk.page) == []
    clerk.press("l")
    expect(clerk.page.locator("#ticket .big")).to_have_text("E001")
    clerk.press("Escape")

    expect(clerk.page.locator("#hand .big")).to_have_count(0)
    expect(clerk.page.locator("#waiting .line-number")).to_have_text(["E001", "E002"])


def test_who_waits_for_what_and_how_long_is_one_key_away(hall_server: HallServer, new_page: Open) -> None:
    take(hall_server, "E05", "E01", "E05")
    clerk = Clerk(hall_server, new_page(DESK))
    clerk.open_window(5)

    clerk.press("q")

    expect(clerk.page.locator("#services-rows .service-row")).to_have_text(
        [re.compile(r"^E\s*\S[\s\S]*2 人"), re.compile(r"^E\s*\S[\s\S]*1 人")]
    )
    assert violations(clerk.page) == []


def test_a_sentence_stands_on_the_windows_screen_and_is_gone_with_the_next_call(
    hall_server: HallServer, new_page: Open
) -> None:
    take(hall_server, "E01", "E01")
    clerk, screen = Clerk(hall_server, new_page(DESK)), new_page(BOARD)
    clerk.open_window(5)
    clerk.press("Enter")
    clerk.expect_in_hand("E001")
    clerk.press("t")
    expect(clerk.page.locator("dialog[open]")).to_have_count(1)
    clerk.page.keyboard.type("请签字")
    clerk.press("Enter")
    clerk.expect_said("没有连着的窗口屏")  # nobody would have read it
    screen.goto(f"{hall_server.url}/board/window/5")
    clerk.press("F7")
    expect(screen.locator("#state")).to_contain_text("正在办理")  # so its socket is there

    clerk.press("t")
    assert violations(clerk.page) == []
    clerk.page.keyboard.type("请在这里签字")
    clerk.press("Enter")
    clerk.expect_said("已显示")
    expect(screen.locator("#writing")).to_have_text("请在这里签字")
    clerk.press("Enter")
    clerk.expect_in_hand("E002")

    expect(screen.locator("#writing")).to_be_hidden()
    assert "签字" not in hall_server.log()
    assert not any("签字".encode() in file.read_bytes() for file in hall_server.data.rglob("*.db*"))


def test_a_sentence_is_for_one_phone_only_and_taken_away_by_key(
    hall_server: HallServer, new_page: Open
) -> None:
    with hall_server.api("kiosk") as kiosk:
        tokens = [kiosk.post("/tickets", json={"services": ["E01"]}).json()["token"] for _ in "ab"]
    clerk, phone, other = Clerk(hall_server, new_page(DESK)), new_page(PHONE), new_page(PHONE)
    clerk.open_window(5)
    clerk.press("Enter")
    clerk.expect_in_hand("E001")
    for page, token in ((phone, tokens[0]), (other, tokens[1])):
        page.goto(f"{hall_server.url}/t/{token}")
    clerk.press("F7")
    expect(phone.locator("#now")).to_contain_text("正在办理")  # so its socket is there

    clerk.press("t")
    expect(clerk.page.locator("dialog[open]")).to_have_count(1)
    clerk.page.keyboard.type("缺一张身份证复印件")
    clerk.page.get_by_role("button", name="只给他的手机").click()
    clerk.expect_said("已显示")
    expect(phone.locator("#writing")).to_have_text("缺一张身份证复印件")
    expect(other.locator("#writing")).to_be_hidden()
    assert violations(phone) == []
    clerk.press("t")
    clerk.page.get_by_role("button", name="收起来").click()

    expect(phone.locator("#writing")).to_be_hidden()


def test_the_clerk_who_comes_is_told_what_the_one_before_left(
    hall_server: HallServer, new_page: Open
) -> None:
    take(hall_server, "E01", "E01")
    morning, afternoon = Clerk(hall_server, new_page(DESK)), Clerk(hall_server, new_page(DESK))
    morning.open_window(5)
    for key, said in (("Enter", "已叫 E001"), ("F7", "开始办理"), ("F10", "已挂起"), ("Enter", "已叫 E002")):
        morning.press(key)
        morning.expect_said(said)

    afternoon.sign_in("manager")
    afternoon.page.goto(f"{hall_server.url}/desk/window")
    afternoon.page.locator("button[name=window][value='5']").click()

    left = afternoon.page.locator("#left")
    expect(left.locator(".line-number")).to_have_text(["E002", "E001"])
    assert violations(afternoon.page) == []
    afternoon.press("Enter")
    expect(left).to_be_hidden()
    afternoon.page.locator("#held .line-button").click()
    afternoon.page.locator("#ticket [data-do=give]").click()
    assert violations(afternoon.page) == []
    afternoon.press("1")
    afternoon.expect_said("E001 已交给 1 号窗口")
    expect(afternoon.page.locator("#held-part")).to_be_hidden()


@pytest.mark.one_process("each process of a hall would have a fast clock of its own")
def test_what_a_crashed_desk_left_is_put_back_with_one_key(tmp_path: Path, new_page: Open) -> None:
    with serving(tmp_path, clock_rate="400") as hall:
        take(hall, "E01")
        with hall.api("manager") as manager:
            manager.post("/windows/5/calls", json={}).raise_for_status()
        clerk = Clerk(hall, new_page(DESK))
        clerk.open_window(1)
        expect(clerk.page.locator("#forgotten-here")).to_contain_text("E001 留在 5 号窗口", timeout=20_000)
        assert no_scroll_bar(clerk.page)
        assert violations(clerk.page) == []

        clerk.press("f")

        clerk.expect_said("E001 已放回队列")
        expect(clerk.page.locator("#waiting .line-number")).to_have_text(["E001"])
