"""A scanner that types like a keyboard: a kiosk shows and revives the ticket, a desk finds it."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.accessibility import violations
from tests.people import DESK, KIOSK, Clerk, Open, scan
from tests.servers import HallServer

pytestmark = pytest.mark.browser

Taken = dict[str, Any]
TOKEN = re.compile(r"/kiosk/scan/[\w-]{22}$")


def take(hall: HallServer, *codes: str) -> Taken:
    with hall.api("kiosk") as kiosk:
        return dict(
            kiosk.post("/tickets", json={"services": list(codes or ("E05",))}).raise_for_status().json()
        )


def act(hall: HallServer, path: str, **body: object) -> None:
    with hall.api() as manager:
        manager.post(path, json=body).raise_for_status()


def miss(hall: HallServer, ticket: Taken) -> None:
    act(hall, "/windows/5/calls", ticket=ticket["id"], reason="测试")
    act(hall, f"/tickets/{ticket['id']}/miss")


def kiosk_at(hall: HallServer, new_page: Open, address: str = "/kiosk") -> Page:
    page = new_page(KIOSK)
    page.goto(hall.url + address)
    return page


@pytest.mark.parametrize(
    "written", ["https://hall.example/t/{}", "http://10.0.0.8:8000/t/{}?size=large", "yc:{}", "{}"]
)
def test_a_scan_on_any_screen_shows_where_the_ticket_stands(
    shared_hall: HallServer, new_page: Open, written: str
) -> None:
    ticket = take(shared_hall)
    kiosk = kiosk_at(shared_hall, new_page, "/kiosk/visit?s=E05")

    scan(kiosk, written.format(ticket["token"]))

    expect(kiosk.locator(".hero")).to_have_text(ticket["number"])
    expect(kiosk.locator(".told")).to_contain_text("前面还有")
    assert TOKEN.search(kiosk.url)
    assert "排水许可" not in kiosk.locator("main").inner_text()


def test_a_missed_number_gets_its_place_again_at_the_kiosk(hall_server: HallServer, new_page: Open) -> None:
    ticket = take(hall_server)
    for _ in range(4):
        take(hall_server)
    miss(hall_server, ticket)
    kiosk = kiosk_at(hall_server, new_page)

    scan(kiosk, f"yc:{ticket['token']}")
    expect(kiosk.get_by_role("heading", name="叫过您了，您不在")).to_be_visible()
    expect(kiosk.locator(".told")).to_contain_text("让 3 位先办")
    kiosk.get_by_role("button", name="我来了，恢复排队").click()

    expect(kiosk.get_by_role("heading", name="请等候叫号")).to_be_visible()
    expect(kiosk.locator(".told")).to_contain_text("前面还有 3 人")
    kiosk.goto(f"{hall_server.url}/kiosk/scan/{ticket['token']}-1")
    expect(kiosk.get_by_role("heading", name="没有认出来")).to_be_visible()


def test_who_is_called_reads_his_window_and_who_is_done_is_offered_nothing(
    hall_server: HallServer, new_page: Open
) -> None:
    ticket, kiosk = take(hall_server), kiosk_at(hall_server, new_page)
    act(hall_server, "/windows/5/calls")

    scan(kiosk, ticket["token"])
    expect(kiosk.locator(".place")).to_contain_text("5 号窗口")
    expect(kiosk.get_by_role("heading", name="叫到您了")).to_be_visible()
    act(hall_server, f"/tickets/{ticket['id']}/finish")
    scan(kiosk, ticket["token"])

    expect(kiosk.get_by_role("heading", name="已经办好")).to_be_visible()
    expect(kiosk.get_by_role("link", name="好的")).to_be_visible()


def test_a_number_that_is_over_leads_to_a_new_one(hall_server: HallServer, new_page: Open) -> None:
    ticket, kiosk = take(hall_server), kiosk_at(hall_server, new_page)
    act(hall_server, f"/tickets/{ticket['id']}/cancel")

    scan(kiosk, ticket["token"])
    kiosk.get_by_role("link", name="重新取号").click()

    expect(kiosk.get_by_role("heading", name="您要办什么？")).to_be_visible()


@pytest.mark.parametrize("code", ["6901234567892", "https://example.com/health?id=1", "A" * 22, "yc:broken"])
def test_a_foreign_old_or_damaged_code_gets_a_kind_answer_in_both_languages(
    shared_hall: HallServer, new_page: Open, code: str
) -> None:
    kiosk = kiosk_at(shared_hall, new_page)

    scan(kiosk, code)

    expect(kiosk.get_by_role("heading", name="没有认出来")).to_be_visible()
    expect(kiosk.locator("p[lang=zh-CN]")).to_contain_text("请扫本大厅小票")
    expect(kiosk.locator("p[lang=en]")).to_contain_text("not recognised")
    assert violations(kiosk) == []
    assert code not in kiosk.url or code == "A" * 22


def test_an_input_method_that_swallows_letters_does_not_matter(
    shared_hall: HallServer, new_page: Open
) -> None:
    ticket, kiosk = take(shared_hall), kiosk_at(shared_hall, new_page)
    kiosk.evaluate(
        "window.addEventListener('keydown', event => Object.defineProperty(event, 'key',"
        " { value: event.key === 'Enter' ? 'Enter' : 'Process' }), true)"
    )

    scan(kiosk, f"yc:{ticket['token']}")

    expect(kiosk.locator(".hero")).to_have_text(ticket["number"])


def test_keys_of_a_person_are_keys_as_before(shared_hall: HallServer, new_page: Open) -> None:
    kiosk = kiosk_at(shared_hall, new_page, "/kiosk/visit?s=E05")
    kiosk.wait_for_load_state()

    kiosk.keyboard.press("1")

    expect(kiosk).to_have_url(re.compile("a=E05"))


def test_the_scan_screen_goes_home_by_itself(shared_hall: HallServer, new_page: Open) -> None:
    kiosk = new_page(KIOSK)
    kiosk.clock.install()
    kiosk.goto(f"{shared_hall.url}/kiosk")
    kiosk.get_by_role("link", name="扫码").click()
    expect(kiosk.get_by_role("heading", name="请扫小票上的二维码")).to_be_visible()
    kiosk.wait_for_load_state()  # it counts once its script runs

    kiosk.clock.run_for(21_000)

    expect(kiosk.get_by_role("heading", name="您要办什么？")).to_be_visible()


def test_a_scan_at_the_desk_opens_the_ticket_and_presses_no_key(
    hall_server: HallServer, new_page: Open
) -> None:
    ticket, clerk = take(hall_server), Clerk(hall_server, new_page(DESK))
    take(hall_server)
    miss(hall_server, ticket)
    clerk.open_window(5)

    scan(clerk.page, f"https://hall.example/t/{ticket['token']}")

    expect(clerk.page.locator("#ticket .number").first).to_have_text(ticket["number"])
    expect(clerk.page.locator("#hand .big")).to_have_count(0)
    expect(clerk.page.locator("#number")).to_have_value("")
    clerk.page.locator("#ticket [data-do=revive]").click()
    clerk.expect_said(f"{ticket['number']} 已恢复排队")


def test_a_scan_into_a_field_of_the_desk_leaves_the_field_as_it_was(
    hall_server: HallServer, new_page: Open
) -> None:
    ticket, clerk = take(hall_server), Clerk(hall_server, new_page(DESK))
    clerk.open_window(5)
    clerk.page.locator("#number").fill("12")
    clerk.page.locator("#number").focus()

    scan(clerk.page, f"yc:{ticket['token']}")

    expect(clerk.page.locator("#ticket .number").first).to_have_text(ticket["number"])
    expect(clerk.page.locator("#number")).to_have_value("12")


def test_the_desk_says_that_a_code_is_foreign(hall_server: HallServer, new_page: Open) -> None:
    clerk = Clerk(hall_server, new_page(DESK))
    clerk.open_window(5)

    scan(clerk.page, "6901234567892")
    clerk.expect_said("不是本大厅的号票")
    scan(clerk.page, "yc:" + "A" * 22)

    clerk.expect_said("没有这张号票")
    expect(clerk.page.locator("dialog[open]")).to_have_count(0)


def test_a_scan_at_the_guide_desk_finds_the_ticket(hall_server: HallServer, new_page: Open) -> None:
    ticket, guide = take(hall_server), Clerk(hall_server, new_page(DESK))
    miss(hall_server, ticket)
    guide.sign_in("guide")
    guide.page.goto(f"{hall_server.url}/desk/take")

    scan(guide.page, ticket["token"])

    expect(guide.page.locator(".slip-number")).to_have_text(ticket["number"])
    guide.page.get_by_role("button", name="恢复排队").click()
    expect(guide.page.get_by_text("已恢复排队")).to_be_visible()
    scan(guide.page, "6901234567892")
    expect(guide.page.locator(".fault")).to_be_visible()
