"""Several matters, one number: taken at the kiosk, split, led by board and phone, joined again, over."""

import pytest
from playwright.sync_api import Page, expect

from tests.accessibility import violations
from tests.journeys.papers import Papers
from tests.people import BOARD, DESK, KIOSK, PHONE, Citizen, Clerk, Open, scan
from tests.servers import HallServer

pytestmark = pytest.mark.browser


def board_of(hall: HallServer, new_page: Open) -> Page:
    board = new_page(BOARD)
    board.goto(f"{hall.url}/board")
    return board


def phone_of(hall: HallServer, new_page: Open, token: str) -> Page:
    phone = new_page(PHONE)
    phone.goto(f"{hall.url}/t/{token}")
    expect(phone.locator("body[data-seq]")).to_be_visible()
    return phone


def crowd(hall: HallServer) -> None:
    """Four people wait for the comprehensive window with several matters each."""
    with hall.api("kiosk") as kiosk:
        for _ in range(4):
            kiosk.post("/tickets", json={"services": ["E05", "C01"]}).raise_for_status()


def test_a_visit_of_three_services_is_split_and_joined_and_the_phone_leads_through_it(
    hall: HallServer, new_page: Open, papers: Papers
) -> None:
    citizen = Citizen(hall, new_page(KIOSK))
    citizen.page.goto(f"{hall.url}/kiosk/offer?s=C01&s=D02&s=E05")
    citizen.choose("取号")
    number, token = citizen.number(), citizen.token
    read_the_ticket(papers, number)
    board, phone = board_of(hall, new_page), phone_of(hall, new_page, token)
    first = split_at_the_first_window(hall, new_page, number)
    expect(phone.locator("#stages li")).to_have_count(3)
    expect(phone.locator("#now")).to_contain_text("请等候叫号")

    for n, window in enumerate((3, 4, 5), 1):
        serve_a_part(Clerk(hall, new_page(DESK)), window, phone)
        expect(phone.locator("#number")).to_have_text(number)
        expect(board.locator("#newest .number")).to_have_text(number)
        expect(phone.locator("#stages .at-done")).to_have_count(n)
    assert violations(phone) == []
    scan(citizen.page, token)
    expect(citizen.page.locator(".place")).to_contain_text("1 号窗口")

    join(first, phone, number)
    phone.reload()
    expect(phone.locator("#stages .at-done")).to_have_count(3)
    read_the_calls(hall, new_page(DESK), number)
    read_the_log(hall, number)


def read_the_ticket(papers: Papers, number: str) -> None:
    """One slip with one number names the three matters, and the window that takes them all."""
    (ticket,) = papers.saying(number)
    for matter in (
        "生育登记",
        "医疗费用零星（手工）报销",
        "城镇污水排入排水管网许可证核发",
    ):
        assert ticket.count(matter) == 1
    assert "1 号窗口" in ticket
    assert papers.texts == [ticket]


def split_at_the_first_window(hall: HallServer, new_page: Open, number: str) -> Clerk:
    """Call the visit to the comprehensive window, which hands its three matters over in two keys."""
    first = Clerk(hall, new_page(DESK))
    first.open_window(1)
    first.press("Enter")
    first.expect_in_hand(number)
    first.press("F7")
    expect(first.page.locator("#hand .head-state [data-when=serving]")).to_be_visible()
    first.press("s")
    first.press("Enter")
    first.expect_said(f"{number} 已分出 3 件")
    return first


def serve_a_part(clerk: Clerk, window: int, phone: Page) -> None:
    """Call the person to a specialist window, to which his phone leads him, and finish there."""
    clerk.open_window(window)
    clerk.press("Enter")
    expect(phone.locator("html.called #window")).to_contain_text(f"{window} 号窗口")
    clerk.press("F9")
    expect(phone.locator("html.called")).to_have_count(0)


def join(first: Clerk, phone: Page, number: str) -> None:
    """The window that split it puts the visit together again and ends it."""
    expect(phone.locator("#now")).to_contain_text("都办好了，请回窗口")
    expect(phone.locator("#window")).to_contain_text("1 号窗口")
    first.page.locator("#held [data-do=close]").click()
    first.expect_said(f"{number} 已合并办结")
    expect(phone.locator("#card.is-done #now")).to_contain_text("已经办好")


def read_the_calls(hall: HallServer, page: Page, number: str) -> None:
    """The managers' ledger of calls names each window he was called to, and why, the newest first."""
    page.goto(f"{hall.url}/manage/calls")
    page.fill("[name=name]", "manager")
    page.fill("[name=password]", hall.sign_ins["manager"])
    page.click("main button")
    lines = page.locator("tbody tr").filter(has_text=number)
    expect(lines.locator("td:nth-child(3)")).to_have_text(["5", "4", "3", "1"])
    for line in lines.all():
        expect(line.locator("td:nth-child(4)")).not_to_be_empty()


def read_the_log(hall: HallServer, number: str) -> None:
    """One number taken, one split in three, three parts called and finished, one visit closed."""
    with hall.api() as manager:
        told = manager.get("/events", params={"limit": 1000}).json()["events"]
    (taken,) = (one for one in told if one["kind"] == "TicketTaken")
    (split,) = (one for one in told if one["kind"] == "VisitSplit")
    parts = split["facts"]["parts"]
    assert taken["facts"]["number"] == number
    assert (split["facts"]["ticket"], len(parts)) == (taken["facts"]["ticket"], 3)
    for kind in ("TicketCalled", "TicketFinished"):
        of = [one["facts"]["ticket"] for one in told if one["kind"] == kind]
        assert [ticket for ticket in of if ticket in parts] == list(parts)
    assert [one["kind"] for one in told if one["kind"].startswith("Visit")] == ["VisitSplit", "VisitClosed"]


def test_one_number_goes_through_two_windows_without_the_comprehensive_one(
    hall: HallServer, new_page: Open, papers: Papers
) -> None:
    crowd(hall)
    citizen = Citizen(hall, new_page(KIOSK))
    citizen.page.goto(f"{hall.url}/kiosk/offer?s=D02&s=B01")
    expect(citizen.page.locator(".ways-apart")).to_contain_text("D → B")
    citizen.choose("依次到 D → B 窗口")
    number, token = citizen.number(), citizen.token
    (ticket,) = papers.saying("号码只有一个，按这个顺序叫您")
    assert number in ticket
    expect(citizen.page.locator(".place .letter")).to_have_text(["D", "B"])
    phone, board = phone_of(hall, new_page, token), board_of(hall, new_page)
    expect(phone.locator("#stages .at-planned")).to_contain_text("等前一步办完")
    medical, television = (Clerk(hall, new_page(DESK)) for _ in range(2))

    medical.open_window(4)
    medical.press("Enter")
    medical.expect_in_hand(f"{number}-1")
    expect(board.locator("#newest .number")).to_have_text(number)
    medical.press("-")
    expect(medical.page.locator("#miss")).to_be_visible()  # so early a miss is asked about
    medical.press("Enter")
    expect(phone.locator("#revive")).to_be_visible()
    scan(citizen.page, f"yc:{token}")
    citizen.page.get_by_role("button", name="我来了，恢复排队").click()
    expect(citizen.page.get_by_role("heading", name="请等候叫号")).to_be_visible()
    medical.press("Enter")
    medical.expect_in_hand(f"{number}-1")
    medical.press("F9")
    television.open_window(2)
    television.press("Enter")
    expect(phone.locator("html.called #window")).to_contain_text("2 号窗口")
    television.press("F9")

    expect(phone.locator("#card.is-done #now")).to_contain_text("已经办好")
    scan(citizen.page, token)
    expect(citizen.page.get_by_role("heading", name="已经办好")).to_be_visible()
