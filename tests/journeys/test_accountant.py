"""The accountant with thirty retirees: verified in the village, handed in with one ticket, nobody waits."""

import json
import re
from io import BytesIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.accessibility import violations
from tests.journeys.papers import Papers
from tests.people import DESK, Clerk, Open
from tests.retirees import Row, number_of, rows, workbook
from tests.servers import HallServer

pytestmark = pytest.mark.browser

SMALL, PASSWORD = (320, 640), "long enough"
WAYS = ("当面见到", "数据比对", "视频")


def appoint(desk: Page) -> str:
    """Let window F make a village with an assistant; returns her one-time code."""
    desk.keyboard.press("v")
    desk.get_by_placeholder("村名").fill("样例一村")
    desk.get_by_role("button", name="加一个村").click()
    desk.locator("summary").first.click()
    desk.get_by_placeholder("协管员用户名").fill("kuaiji")
    desk.get_by_role("button", name="指定").click()
    return desk.locator(".code b").inner_text()


def come_in(phone: Page, url: str, code: str) -> None:
    """Choose a password by the code, and sign in."""
    phone.goto(f"{url}/assistant")
    phone.get_by_text("用一次性口令").click()
    for name, value in (("name", "kuaiji"), ("code", code), ("password", PASSWORD)):
        phone.fill(f"[name={name}]", value)
    phone.get_by_role("button", name="设新密码").click()
    expect(phone.get_by_text("新密码已设好")).to_be_visible()
    phone.fill("[name=name]", "kuaiji")
    phone.fill("[name=password]", PASSWORD)
    phone.get_by_role("button", name="登录").click()


def bring(phone: Page, lines: tuple[Row, ...]) -> None:
    """Import a roster."""
    file = {"name": "名册.xlsx", "mimeType": "application/octet-stream", "buffer": workbook(lines)}
    phone.set_input_files("[name=roster]", file)  # type: ignore[arg-type]  # as Playwright takes it
    phone.get_by_role("button", name="导入", exact=True).click()


def report(phone: Page, what: str) -> None:
    """Report the first who is due."""
    phone.get_by_text("迁出、去世、联系不上、走访").first.click()
    phone.get_by_role("button", name=what).click()


def no_side_scroll(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_thirty_retirees_are_certified_with_one_ticket_and_nobody_waits_for_it(
    hall: HallServer, new_page: Open, papers: Papers
) -> None:
    clerk, phone = Clerk(hall, new_page(DESK)), new_page(SMALL)
    clerk.open_window(6)
    come_in(phone, hall.url, appoint(clerk.page))
    import_the_roster(phone)
    number = note_everybody_and_hand_in(phone)

    with hall.api("kiosk") as kiosk:
        behind = kiosk.post("/tickets", json={"services": ["F01"]}).raise_for_status().json()["number"]
    the_window_takes_it_and_calls_the_next(clerk, number, behind)
    check_them_in_the_back_office(clerk)
    take_the_list_away(clerk.page)
    phone.get_by_role("link", name="待认证").click()
    expect(phone.get_by_role("heading", name="待认证 1 人")).to_be_visible()  # the one who is still sought

    read_the_log(hall)
    read_the_papers(papers, number)


def import_the_roster(phone: Page) -> None:
    """Import the roster, of which one line was wrong at first."""
    phone.get_by_role("link", name="先导入名册").click()
    bring(phone, (*rows(29), ("样0030", "330782195001010010", "", "")))
    expect(phone.get_by_text("第 31 行")).to_be_visible()
    bring(phone, rows(30))
    expect(phone.get_by_text("新增 30 人")).to_be_visible()
    assert no_side_scroll(phone)
    phone.get_by_role("link", name="待认证").click()
    expect(phone.get_by_role("heading", name="待认证 30 人")).to_be_visible()
    assert no_side_scroll(phone)
    assert violations(phone) == []


def note_everybody_and_hand_in(phone: Page) -> str:
    """Note how each was verified, and take one ticket for all; returns its number."""
    for n in range(27):
        phone.get_by_role("button", name=WAYS[n % 3]).first.click()
        expect(phone.get_by_role("heading", name=f"待认证 {29 - n} 人")).to_be_visible()
    for what in ("去世", "迁出", "联系不上"):
        report(phone, what)
    phone.get_by_role("button", name="交 30 人，取一个号").click()
    number = phone.locator(".taken .number").inner_text()
    assert re.fullmatch(r"F\d{3}", number)
    assert violations(phone) == []
    return number


def the_window_takes_it_and_calls_the_next(clerk: Clerk, number: str, behind: str) -> None:
    """The batch is taken over in two keys; whoever came after it is called at once."""
    clerk.page.keyboard.press("Escape")
    expect(clerk.page.locator("#waiting .line-number")).to_have_text([number, behind])
    clerk.press("Enter")
    clerk.expect_in_hand(number)
    expect(clerk.page.locator("#hand .mark-principals")).to_contain_text("代办 30 人")
    clerk.press("v")
    expect(clerk.page.get_by_role("heading", name="样例一村 30 人")).to_be_visible()
    clerk.page.wait_for_load_state()  # the keys are heard once the page's script runs
    clerk.press("1")
    expect(clerk.page.get_by_role("button", name="确认已核实的 27 人")).to_be_visible()
    clerk.page.wait_for_load_state()
    clerk.press("Escape")
    expect(clerk.page.locator("#waiting .line-number")).to_have_text([behind])
    clerk.press("Enter")
    clerk.expect_in_hand(behind)


def check_them_in_the_back_office(clerk: Clerk) -> None:
    """Confirm all who were verified at once, and the three reports one by one."""
    clerk.page.goto(f"{clerk.hall.url}/desk/retirees")
    clerk.page.get_by_role("link", name="样例一村").click()
    expect(clerk.page.get_by_role("heading", name="样例一村 30 人")).to_be_visible()
    clerk.page.wait_for_load_state()  # the keys are heard once the page's script runs
    clerk.press("1")
    expect(clerk.page.locator("tbody").get_by_text("已确认")).to_have_count(27)
    for left in (2, 1, 0):
        clerk.page.get_by_role("button", name="确认", exact=True).first.click()
        expect(clerk.page.get_by_role("button", name="确认", exact=True)).to_have_count(left)
    expect(clerk.page.get_by_text("已核对完")).to_be_visible()
    assert violations(clerk.page) == []


def take_the_list_away(page: Page) -> None:
    """Take the village's list for the file; numbers stay masked, and who took it is written down."""
    page.get_by_role("link", name="退休认证").click()
    page.locator("summary").first.click()
    with page.expect_download() as file:
        page.get_by_role("button", name="名册 XLSX").click()
    lines = list(load_workbook(BytesIO(file.value.path().read_bytes())).worksheets[0].values)
    assert len(lines) == 1 + 28  # who died and who moved are on no list of those to be certified
    assert not any(number_of(n) in str(lines) for n in range(1, 31))


def read_the_log(hall: HallServer) -> None:
    """The whole story stands in the log, and nobody's name or number."""
    with hall.api() as program:
        events = program.get("/events?after=0&limit=1000").json()["events"]
    kinds = [one["kind"] for one in events]
    told = json.dumps(events, ensure_ascii=False)
    assert kinds.count("FindingNoted") == 30
    assert kinds.count("TicketTaken") == 2
    assert kinds.index("BatchHandedIn") < kinds.index("BatchReceived") < kinds.index("BatchChecked")
    assert sum(len(one["facts"].get("findings", ())) for one in events) == 27
    assert kinds.count("FindingConfirmed") == 3
    assert kinds[-1] == "VillageListExported"
    for n in range(1, 31):
        assert number_of(n) not in told
        assert f"样{n:04d}" not in told


def read_the_papers(papers: Papers, number: str) -> None:
    """The roster that both sign names all thirty, masked: one copy for the assistant, one for the hall."""
    for roster in papers.saying("村级代办名册", parts=2):
        assert "样例一村" in roster
        assert number in roster
        assert "共 30 人" in roster
        assert "报失联" in roster
        assert roster.count("样*") == 30
        for n in range(1, 31):
            assert number_of(n)[-4:] in roster
            assert number_of(n) not in roster
            assert f"样{n:04d}" not in roster
    assert len(papers.saying("村级代办名册")) == 2
