"""The licence that comes back: nobody was at home, he is asked why, and fetches it himself."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.accessibility import violations
from tests.journeys.courier import STREET, accept_and_ask, issue, pack
from tests.journeys.papers import Papers
from tests.journeys.test_incomplete import events, take
from tests.people import DESK, PHONE, Clerk, Open
from tests.servers import HallServer

pytestmark = pytest.mark.browser

OWNER, HER_PHONE = "李丽", "13900001111"
NUMBER = "1234567890123"
STORY = [
    *("ParcelRequested", "ParcelFollowed", "ParcelFollowed", "ParcelPacked", "HandoverDrawnUp"),
    *("HandoverSigned", "ParcelReturned", "ParcelFollowedUp", "ParcelToCollect"),
]


def test_a_licence_that_comes_back_is_fetched_at_the_window(
    hall: HallServer, new_page: Open, papers: Papers, tmp_path: Path
) -> None:
    ticket = take(hall, "drainage-form")
    clerk = Clerk(hall, new_page(DESK))
    clerk.open_window(5)
    clerk.press("Enter")
    clerk.expect_in_hand(ticket["number"])
    case, parcel = accept_and_ask(clerk, OWNER, HER_PHONE, ticket=ticket["id"])
    assert violations(clerk.page) == []
    issue(clerk, case)

    liaison = Clerk(hall, new_page(DESK))
    liaison.sign_in("courier")
    handed_to_the_post(liaison.page)
    phone = new_page(PHONE)
    phone.goto(f"{hall.url}/t/{ticket['token']}")
    expect(phone.locator("#cases")).to_contain_text("已交邮，邮件号 *********0123")
    it_comes_back(liaison.page, parcel, tmp_path)
    fetched(clerk, case)

    read_the_ledger(liaison.page, hall, parcel, case)
    read_the_log(hall, parcel, case)
    read_the_papers(papers, parcel, case)


def handed_to_the_post(page: Page) -> None:
    """The liaison packs it, prints the list, takes the post's own file away, and both sign."""
    pack(page, NUMBER)
    page.get_by_role("button", name="打印交接单").click()
    with page.expect_download() as file:
        page.get_by_role("button", name="邮政批量文件").click()
    assert file.value.suggested_filename.startswith("JJ")
    page.get_by_role("button", name="双方已签字").click()
    expect(page.locator("#away-title")).to_contain_text("在途 1 件")


def it_comes_back(page: Page, parcel: str, folder: Path) -> None:
    """The post's file says so; a line of another hall is shown; she is rung up and wants to come herself."""
    back = folder / "back.csv"
    back.write_text(
        f"客户订单号,邮件号,邮件状态,签收人\n{parcel},{NUMBER},退回,\nYJ20200101-001,,妥投,\n", "gb18030"
    )
    page.set_input_files("[name=file]", back)
    page.get_by_role("button", name="读入").click()
    expect(page.locator(".tallies")).to_contain_text("更新 1 行")
    expect(page.locator(".ledger")).to_contain_text("台账里没有 YJ20200101-001")
    assert violations(page) == []
    page.goto(f"{page.url.partition('/manage')[0]}/manage/courier")
    row = page.locator("tr").filter(has_text=parcel)
    row.locator("[name=result]").select_option("unreached")
    row.get_by_role("button", name="记下").click()
    page.get_by_role("button", name="改为自取").click()
    expect(page.locator("#parcel-title .badge")).to_have_text("改为自取")


def fetched(clerk: Clerk, case: str) -> None:
    """She signs for it at the window."""
    clerk.page.goto(f"{clerk.hall.url}/desk/cases/{case}")
    clerk.page.get_by_role("button", name="窗口领取，已签收").click()
    expect(clerk.page.locator("#case-title .badge")).to_have_text("已送达")


def read_the_ledger(page: Page, hall: HallServer, parcel: str, case: str) -> None:
    """By whatever she says the ledger finds one line, and slip and list agree with it."""
    for wanted in (HER_PHONE, "1111", OWNER, case, parcel, NUMBER, "E001"):
        page.goto(f"{hall.url}/manage/ledger")
        page.get_by_role("searchbox").fill(wanted)
        page.keyboard.press("Enter")
        expect(page.locator(".ledger tbody tr")).to_have_count(1)
        expect(page.locator(".ledger tbody tr")).to_contain_text(parcel)
        expect(page.locator(".ledger tbody tr")).to_contain_text("改为自取")
        assert wanted not in page.url
    assert OWNER not in page.locator(".ledger").inner_text()
    page.goto(f"{hall.url}/manage/ledger/comparison")
    expect(page.locator("main")).to_contain_text("1 件，台账、快递单、交接单都对得上")


def read_the_log(hall: HallServer, parcel: str, case: str) -> None:
    """The log tells the parcel's whole story and the case's end, and names nobody."""
    said = events(hall)

    def story(of: str) -> list[str]:
        named = re.compile(rf"\b{of}\b")
        return [kind for kind, facts in said if named.search(str(facts))]

    assert story(parcel) == STORY
    assert story(case)[-1] == "ResultDelivered"
    for secret in (OWNER, HER_PHONE, STREET, "301", NUMBER):
        assert secret not in str([facts for _, facts in said])


def read_the_papers(papers: Papers, parcel: str, case: str) -> None:
    """The post has the whole address on one slip; the list that both sign masks her."""
    requests, (slip,) = papers.saying("邮政快递申请单"), papers.saying("政务专递 交寄联")
    for paper in (*requests, slip):
        assert all(words in paper for words in (parcel, case, OWNER, HER_PHONE))
        assert STREET.replace(" ", "") in "".join(paper.split())
    for listed in papers.saying("邮政交接单", parts=2):
        assert NUMBER in listed
        assert "共 1 件，逐件核对无误。" in listed
        for secret in (OWNER, HER_PHONE, STREET):
            assert secret not in listed
