"""The restaurant owner: inspected, mended, told ahead, one visit, and his licence signed for at home."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.accessibility import violations
from tests.journeys.courier import STREET, pack
from tests.journeys.papers import Papers
from tests.journeys.test_incomplete import call_in, events, mark_all
from tests.people import DESK, KIOSK, PHONE, Clerk, Open, scan
from tests.servers import HallServer

pytestmark = pytest.mark.browser

SHOP, OWNER, HIS_PHONE, ADDRESS = "样例小吃店", "王小明", "13800002046", "样例路 8 号 2 幢 101 室"
MAIL = "EA473124829CN"
STORY = [
    *("InspectionRegistered", "RectificationOrdered", "RectificationOrdered", "InspectionPassed"),
    *("PreparedListTicked", "TicketTaken", "PreparedVisitBegun", "TicketCalled", "TicketStarted"),
    *("CaseOpened", "InspectionApplied", "CaseAccepted", "ParcelRequested", "CaseDecided", "ResultIssued"),
    *("ParcelPacked", "HandoverDrawnUp", "HandoverSigned", "ParcelDelivered", "ResultDelivered"),
]


def test_a_restaurant_from_the_inspection_to_the_signed_delivery(
    hall: HallServer, new_page: Open, papers: Papers, tmp_path: Path
) -> None:
    street, owner = Clerk(hall, new_page(PHONE)), new_page(PHONE)
    number = inspected(street)
    token = put_right(street, owner, papers)
    ticket = one_visit(new_page(KIOSK), hall, token, papers)
    clerk = Clerk(hall, new_page(DESK))
    case, parcel = accepted_without_typing(clerk, ticket)
    posted(Clerk(hall, new_page(DESK)), parcel, tmp_path)
    read_the_ledger(hall, clerk.page, number, case, parcel)
    read_the_log(hall, papers)


def inspected(street: Clerk) -> str:
    """An inspector registers the restaurant and orders two things to be put right."""
    street.sign_in("inspector")
    page = street.page
    page.get_by_role("link", name="登记一户").click()
    for name, typed in (("name", SHOP), ("address", ADDRESS), ("contact", OWNER), ("phone", HIS_PHONE)):
        page.fill(f"[name={name}]", typed)
    page.locator("main .button-primary").click()
    number = page.locator("small.number").inner_text()
    page.select_option("[name='answer.kind']", "general")
    page.select_option("[name='answer.pretreat']", "yes")
    page.fill("[name=demands]", "厨房加装隔油池\n雨水管改接")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="发整改通知书").click()
    expect(page.get_by_role("status")).to_contain_text("一式两份")
    return number


def put_right(street: Clerk, owner: Page, papers: Papers) -> str:
    """The owner follows it on his phone; at the second re-inspection it passes. Returns the code's token."""
    page, number = street.page, street.page.url.split("?")[0].rsplit("/", 1)[1]
    notices = papers.wait_for(2)
    assert all("厨房加装隔油池" in one and "单位签收" in one for one in notices[:2])
    for left in ("0", "1"):
        page.check(f"[name=mended][value='{left}']")
        page.get_by_role("button", name="记下复验结果").click()
        page.wait_for_load_state()
        if left == "0":
            expect(page.locator(".demands .did").first).to_contain_text("厨房加装隔油池")
    expect(page.get_by_role("status")).to_contain_text("提前告知单")
    told = papers.wait_for(5)[-1]
    (token,) = [code.removeprefix("yc:") for code in papers.codes if code.startswith("yc:")]
    assert page.locator(".code").inner_text() in told
    for secret in (OWNER, HIS_PHONE, ADDRESS):
        assert secret not in told
    assert number in told
    owner.goto(f"{street.hall.url}/t/{token}")
    expect(owner.locator("h1")).to_contain_text("带齐材料来一次")
    owner.locator("#ticks li label").first.click()
    owner.get_by_role("button", name="保存").click()
    expect(owner.locator("[name=ticked]:checked")).to_have_count(1)
    assert violations(owner) == []
    return token


def one_visit(kiosk: Page, hall: HallServer, token: str, papers: Papers) -> dict[str, str]:
    """At the kiosk he holds the paper before the scanner, and has his number with one touch."""
    kiosk.goto(f"{hall.url}/kiosk")
    scan(kiosk, f"yc:{token}")
    expect(kiosk.locator("h1")).to_contain_text("排查已通过")
    expect(kiosk.locator("main")).not_to_contain_text(SHOP)
    assert violations(kiosk) == []
    kiosk.locator("button[data-key='1']").click()
    expect(kiosk.locator(".number.hero")).to_have_text("E001")
    assert any("E001" in one for one in papers.wait_for(6))
    with hall.api() as program:
        found: dict[str, str] = program.get(f"/tickets/{kiosk.url.rsplit('/', 1)[1]}").json()
    return found


def accepted_without_typing(clerk: Clerk, ticket: dict[str, str]) -> tuple[str, str]:
    """Window 5 sees what was prepared; one key opens the case, and nothing is typed but the post's street."""
    page = clerk.page
    clerk.open_window(5)
    call_in(clerk, ticket["number"])
    expect(page.locator("#hand .mark-prepared")).to_be_visible()
    clerk.press("c")
    expect(page.locator(".prepared")).to_contain_text(f"{SHOP} · 王* 1******2046")
    assert violations(page) == []
    page.locator(".new-case .button-primary").click()
    case = page.locator("#case-title .number").inner_text()
    mark_all(page, "received")
    page.locator("[name=outcome][value=complete]").click()
    expect(page.locator("#case-title .badge")).to_have_text("已受理")
    page.locator("[data-key=m]").click()
    page.fill("[name=street]", STREET)
    page.keyboard.press("Enter")
    expect(page.locator(".parcel")).to_contain_text("已申请邮寄")
    parcel = page.locator(".parcel p").first.inner_text().split(" ")[0]
    page.get_by_role("button", name="准予").click()
    page.get_by_role("button", name="证照已出").click()
    expect(page.locator(".parcel")).to_contain_text("待寄出")
    return case, parcel


def posted(liaison: Clerk, parcel: str, folder: Path) -> None:
    """The licence goes to the post, and its file says who signed for it."""
    liaison.sign_in("courier")
    page = liaison.page
    pack(page, MAIL)
    page.get_by_role("button", name="打印交接单").click()
    page.get_by_role("button", name="双方已签字").click()
    expect(page.locator("#away-title")).to_contain_text("在途 1 件")
    back = folder / "back.csv"
    back.write_text(f"客户订单号,邮件号,邮件状态,签收人\n{parcel},{MAIL},妥投,本人\n", "gb18030")
    page.set_input_files("[name=file]", back)
    page.get_by_role("button", name="读入").click()
    expect(page.locator(".tallies")).to_contain_text("更新 1 行")


def read_the_ledger(hall: HallServer, desk: Page, number: str, case: str, parcel: str) -> None:
    """By phone or name a clerk finds the inspection and the case, and the parcel that was signed for."""
    for wanted in ("2046", HIS_PHONE, OWNER):
        desk.goto(f"{hall.url}/desk/cases")
        desk.locator("#q").fill(wanted)
        desk.get_by_role("button", name="查找").click()
        expect(desk.locator("main")).to_contain_text(number)
        expect(desk.locator("main")).to_contain_text(case)
    desk.goto(f"{hall.url}/desk/inspections/{number}")
    expect(desk.locator("main")).to_contain_text("第 3 次上门，通过")
    expect(desk.locator("main")).to_contain_text(case)
    desk.goto(f"{hall.url}/manage/ledger")
    desk.get_by_role("searchbox").fill(case)
    desk.get_by_role("searchbox").press("Enter")
    expect(desk.locator(".ledger tbody tr")).to_contain_text(parcel)
    expect(desk.locator(".ledger tbody tr")).to_contain_text("邮件已签收")


def read_the_log(hall: HallServer, papers: Papers) -> None:
    """The event log tells the whole story in order, and names nobody."""
    said = events(hall)
    told = [kind for kind, _ in said if kind in STORY]
    assert told == STORY
    for secret in (SHOP, OWNER, HIS_PHONE, ADDRESS, STREET, MAIL, "隔油池"):
        assert secret not in str([facts for _, facts in said])
    assert any("受理通知书" in one for one in papers.texts)
