"""Cash in custody on the hall's screens: an alarm by the clock alone, a second person, cash in new hands."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.accessibility import violations
from tests.browser.desks import no_scroll_bar
from tests.people import DESK, Clerk, Open
from tests.servers import HallServer, serving

pytestmark = pytest.mark.browser


def at_custody(hall: HallServer, page: Page, window: int = 1) -> Page:
    """Sit down at a window and open its door to custody."""
    clerk = Clerk(hall, page)
    clerk.open_window(window)
    page.goto(f"{hall.url}/desk/custody")
    return page


def take(page: Page, fen: str, *, second: str = "", password: str = "") -> None:
    """Fill in the form and send it."""
    form = page.locator("form[aria-labelledby=take-title]")
    for name, value in (
        ("name", "王大爷"),
        ("phone", "13800002046"),
        ("counted", fen),
        ("second_name", second),
        ("second_password", password),
    ):
        form.locator(f"[name={name}]").fill(value)
    form.get_by_role("button").click()


@pytest.mark.one_process("each process of a hall would have a fast clock of its own")
def test_a_call_back_that_is_late_is_a_red_band_on_every_desk(tmp_path: Path, new_page: Open) -> None:
    with serving(tmp_path, clock_rate="60") as hall:
        other = new_page(DESK)
        Clerk(hall, other).open_window(5)
        desk = at_custody(hall, new_page(DESK))
        take(desk, "300")
        expect(desk.locator(".did")).to_contain_text("已收下")
        expect(other.locator("#call-backs .notice")).to_have_count(0)

        skip_two_hours(hall)

        expect(other.locator("#call-backs .notice")).to_contain_text("代收 1 笔过了回电时间", timeout=30_000)
        assert violations(other) == []
        assert no_scroll_bar(other)
        desk.goto(f"{hall.url}/desk/custody")
        expect(desk.locator("td .badge-called")).to_contain_text("过了")
        assert violations(desk) == []


def skip_two_hours(hall: HallServer) -> None:
    """Let the hall's fast clock go on by two hours at once."""
    with hall.api("manager") as manager:
        now = datetime.fromisoformat(manager.get("/hall").raise_for_status().json()["at"])
        later = (now + timedelta(hours=2)).isoformat()
        manager.put("/hall/clock", json={"at": later}).raise_for_status()


def test_a_thousand_yuan_need_a_colleague_and_what_was_typed_stays(
    hall_server: HallServer, new_page: Open
) -> None:
    desk, passwords = at_custody(hall_server, new_page(DESK)), hall_server.sign_ins

    take(desk, "1000")
    expect(desk.locator(".fault")).to_contain_text("须有同事复核")
    take(desk, "1000", second="window2", password="guess")
    expect(desk.locator(".fault")).to_contain_text("用户名或密码不对")
    expect(desk.locator("[name=counted]")).to_have_value("1000")
    expect(desk.locator("[name=second_password]").first).to_have_value("")
    assert violations(desk) == []
    take(desk, "1000", second="window2", password=passwords["window2"])
    expect(desk.locator(".fault")).to_contain_text("window2 没有这项签字的权限")
    take(desk, "1000", second="second", password=passwords["second"])

    expect(desk.locator("dl")).to_contain_text("复核 second")
    desk.wait_for_load_state()
    assert no_scroll_bar(desk)


def test_cash_goes_into_another_drawer_when_its_owner_signs_for_it(
    hall_server: HallServer, new_page: Open
) -> None:
    desk, passwords = at_custody(hall_server, new_page(DESK)), hall_server.sign_ins
    take(desk, "300")
    expect(desk.locator(".did")).to_contain_text("已收下")
    desk.goto(f"{hall_server.url}/desk/custody")

    form = desk.locator("#give")
    form.locator("[name=second_name]").fill("window2")
    form.locator("[name=second_password]").fill(passwords["window2"])
    form.get_by_role("button", name="交接").click()

    expect(desk.locator(".did")).to_contain_text("双方都已登录确认")
    expect(desk.locator("tbody tr")).to_contain_text("window2")
    expect(desk.locator("#give")).to_have_count(0)
    desk.locator("tbody a").click()
    expect(desk.locator("main")).to_contain_text("现金在 window2 的抽屉里，由他缴，或先交接")
    second = at_custody(hall_server, new_page(DESK), 2)
    second.locator("tbody a").click()
    expect(second.get_by_role("button", name="缴好了")).to_be_visible()
