"""一件事 at the kiosk: chosen once, asked once, one list, one number."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.people import KIOSK, Citizen, Open
from tests.servers import HallServer, serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HallServer]:
    """One hall for the file."""
    with serving(tmp_path_factory.mktemp("hall")) as server:
        yield server


@pytest.fixture
def page(new_page: Open) -> Page:
    """Stand before a kiosk."""
    return new_page(KIOSK)


def test_a_joint_matter_is_one_list_and_one_number(hall: HallServer, page: Page) -> None:
    visitor = Citizen(hall, page)
    page.goto(f"{hall.url}/kiosk")

    visitor.choose("一件事", "新生儿", "双方或一方是浙江户籍", "新生儿")

    expect(page.locator("h1")).to_contain_text("请带齐这")
    expect(page.locator(".of")).to_contain_text("生育登记")
    expect(page.locator(".of")).to_contain_text("医疗保险")
    titles = [one.split(". ", 1)[1] for one in page.locator(".paper .title").all_inner_texts()]
    assert len(titles) == len(set(titles))
    visitor.choose("齐了，取号", "取号")
    assert visitor.number() == "A001"
    expect(page.locator(".place")).to_contain_text("综合服务窗口")
    with hall.api("desk") as desk:
        (ticket,) = desk.get("/tickets").json()["tickets"]
    assert ticket["services"] == ["C01", "D01"]


def test_a_digit_chooses_it_and_back_leads_home(hall: HallServer, page: Page) -> None:
    page.goto(f"{hall.url}/kiosk/bundles")
    page.wait_for_load_state()  # keys are heard once the page's script runs

    page.keyboard.press("2")
    expect(page.locator("h1")).to_have_text("属于哪一类排水？")
    page.get_by_role("link", name="返回").click()

    expect(page).to_have_url(f"{hall.url}/kiosk")
