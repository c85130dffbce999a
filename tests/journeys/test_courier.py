"""One slip: of two licences in one round one is signed for; the other comes back and is fetched."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.accessibility import violations
from tests.journeys.courier import STREET, accept_and_ask, issue, pack
from tests.journeys.test_incomplete import events, take
from tests.people import DESK, PHONE, Clerk, Open
from tests.servers import HallServer

pytestmark = pytest.mark.browser

OWNER, HIS_PHONE = "王小明", "13800002046"
OTHER, HER_PHONE = "李丽", "13900001111"
NUMBER, SECOND = "EA473124829CN", "1234567890123"


def test_one_licence_is_signed_for_and_one_comes_back(
    hall_server: HallServer, new_page: Open, tmp_path: Path
) -> None:
    ticket = take(hall_server, "drainage-form")
    clerk = Clerk(hall_server, new_page(DESK))
    clerk.open_window(5)
    clerk.press("Enter")
    clerk.expect_in_hand(ticket["number"])

    case, parcel = accept_and_ask(clerk, OWNER, HIS_PHONE, ticket=ticket["id"])
    assert violations(clerk.page) == []
    other_case, other = accept_and_ask(clerk, OTHER, HER_PHONE)
    issue(clerk, case)
    issue(clerk, other_case)

    liaison = Clerk(hall_server, new_page(DESK))
    liaison.sign_in("courier")
    round_ = liaison.page
    pack(round_, NUMBER)
    pack(round_, SECOND)
    round_.get_by_role("button", name="打印交接单").click()
    with round_.expect_download() as file:
        round_.get_by_role("button", name="邮政批量文件").click()
    assert file.value.suggested_filename.startswith("JJ")
    round_.get_by_role("button", name="双方已签字").click()
    expect(round_.locator("#away-title")).to_contain_text("在途 2 件")

    phone = new_page(PHONE)
    phone.goto(f"{hall_server.url}/t/{ticket['token']}")
    expect(phone.locator("#cases")).to_contain_text("已交邮，邮件号 *********29CN")

    back = tmp_path / "back.csv"
    back.write_text(
        "客户订单号,邮件号,邮件状态,签收人\n"
        f"{parcel},{NUMBER},妥投,本人\n{other},{SECOND},退回,\nYJ20200101-001,,妥投,\n",
        "gb18030",
    )
    round_.set_input_files("[name=file]", back)
    round_.get_by_role("button", name="读入").click()
    expect(round_.locator(".tallies")).to_contain_text("更新 2 行")
    expect(round_.locator(".ledger")).to_contain_text("台账里没有 YJ20200101-001")
    assert violations(round_) == []

    round_.goto(f"{hall_server.url}/manage/courier")
    row = round_.locator("tr").filter(has_text=other)
    row.locator("[name=result]").select_option("unreached")
    row.get_by_role("button", name="记下").click()
    round_.get_by_role("button", name="改为自取").click()
    expect(round_.locator("#parcel-title .badge")).to_have_text("改为自取")
    clerk.page.goto(f"{hall_server.url}/desk/cases/{other_case}")
    clerk.page.get_by_role("button", name="窗口领取，已签收").click()
    expect(clerk.page.locator("#case-title .badge")).to_have_text("已送达")

    read_the_ledger(round_, hall_server, parcel, case)
    read_the_log(hall_server, parcel, case, other)
    clerk.page.goto(f"{hall_server.url}/paper?number={parcel}")
    for paper in ("邮政快递申请单", "快递单"):
        expect(clerk.page.locator("main")).to_contain_text(paper)


def read_the_ledger(page: Page, hall: HallServer, parcel: str, case: str) -> None:
    for wanted in (HIS_PHONE, "2046", OWNER, case, parcel, NUMBER, "E001"):
        page.goto(f"{hall.url}/manage/ledger")
        page.fill("[name=q]", wanted)
        page.keyboard.press("Enter")
        expect(page.locator(".ledger tbody tr")).to_have_count(1)
        expect(page.locator(".ledger tbody tr")).to_contain_text(parcel)
        expect(page.locator(".ledger tbody tr")).to_contain_text("邮件已签收")
    assert OWNER not in page.locator(".ledger").inner_text()
    page.goto(f"{hall.url}/manage/ledger/comparison")
    expect(page.locator("main")).to_contain_text("2 件，台账、快递单、交接单都对得上")


def read_the_log(hall: HallServer, parcel: str, case: str, other: str) -> None:
    said = events(hall)

    def story(of: str) -> list[str]:
        named = re.compile(rf"\b{of}\b")
        return [kind for kind, facts in said if named.search(str(facts))]

    assert story(parcel) == [
        "ParcelRequested",
        "ParcelFollowed",
        "ParcelFollowed",
        "ParcelPacked",
        "HandoverDrawnUp",
        "HandoverSigned",
        "ParcelDelivered",
    ]
    assert story(other)[-4:] == ["HandoverSigned", "ParcelReturned", "ParcelFollowedUp", "ParcelToCollect"]
    assert story(case)[-1] == "ResultDelivered"
    for secret in (OWNER, HIS_PHONE, OTHER, HER_PHONE, STREET, "301", NUMBER, SECOND):
        assert secret not in str([facts for _, facts in said])
