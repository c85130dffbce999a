"""A visit at the kiosk in a real browser: one tap is one number, and no stranger's screen is left behind."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.kiosk_screens import ADDRESSES, SCREENS, take_ticket
from tests.people import DESK, KIOSK, Citizen, Clerk, Open
from tests.servers import HallServer, serving

pytestmark = pytest.mark.browser

HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HallServer]:
    """One hall for the file: each test reads the numbers it has taken itself."""
    with serving(tmp_path_factory.mktemp("hall")) as server:
        yield server


@pytest.fixture
def page(new_page: Open) -> Page:
    """Stand before a kiosk."""
    return new_page(KIOSK)


def waiting(hall: HallServer) -> int:
    with hall.api("board") as board:
        return sum(queue["waiting"] for queue in board.get("/board").json()["waiting"])


def test_questions_come_one_at_a_time_and_then_everything_about_the_papers(
    hall: HallServer, page: Page
) -> None:
    page.goto(f"{hall.url}/kiosk")
    for tile in ("排水许可", "重点排水户", "是", "委托别人"):
        expect(page.locator("h1")).to_have_count(1)
        page.locator(".tile").filter(has_text=tile).first.click()

    shown = page.locator("main")
    for words in ("原件 1", "复印件 1", "免提交", "以下任选其一", "可用书面承诺代替", "法定时限", "承诺时限"):
        expect(shown).to_contain_text(words)
    for words in ("收费", "电话", "样例数据，以本厅公布的办事指南为准"):
        expect(shown).to_contain_text(words)


def test_somebody_who_reads_english_meets_no_chinese(hall: HallServer, page: Page) -> None:
    page.goto(f"{hall.url}/kiosk")
    page.get_by_role("button", name="English").click()
    seen = [page.locator("body").inner_text()]
    for tile in ("Drainage permit", "Ordinary discharger", "No", "The applicant"):
        page.locator(".tile").filter(has_text=tile).first.click()
        seen.append(page.locator("body").inner_text())
    page.locator("[data-key='1']").click()
    seen.append(page.locator("body").inner_text())
    page.locator("button[data-key='1']").click()
    expect(page.locator(".hero")).to_have_text(re.compile(r"^E\d{3}$"))
    seen.append(page.locator("body").inner_text())

    assert [HAN.findall(text.replace("中文", "")) for text in seen] == [[]] * 7


def test_a_double_tap_gives_one_number(hall: HallServer, page: Page) -> None:
    before = waiting(hall)
    page.goto(hall.url + ADDRESSES["offer"])

    page.locator("button[data-key='1']").dblclick()

    expect(page.locator(".hero")).to_be_visible()
    assert waiting(hall) == before + 1


def test_neither_reload_nor_back_gives_a_second_number(hall: HallServer, page: Page) -> None:
    take_ticket(page, hall)
    number, after = page.locator(".hero").inner_text(), waiting(hall)

    page.reload()
    expect(page.locator(".hero")).to_have_text(number)
    page.go_back()
    expect(page).to_have_url(re.compile(r"/kiosk"))

    assert waiting(hall) == after


def test_digital_tv_opens_with_two_equal_ways(hall: HallServer, page: Page) -> None:
    page.goto(f"{hall.url}/kiosk")
    page.locator(".tile").filter(has_text="数字电视缴费").click()
    ways = page.locator("main .tile").filter(has_text=re.compile("取号|手机"))
    expect(ways).to_have_count(2)
    boxes = [box for box in (way.bounding_box() for way in ways.all()) if box]
    assert boxes[0]["width"] * boxes[0]["height"] == pytest.approx(boxes[1]["width"] * boxes[1]["height"])
    expect(page.locator("input:not([type=hidden])")).to_have_count(0)

    ways.filter(has_text="现金").click()

    expect(page.locator(".hero")).to_have_text(re.compile(r"^B\d{3}$"))


def test_what_needs_no_visit_is_shown_and_printed(hall: HallServer, page: Page) -> None:
    page.goto(f"{hall.url}/kiosk/visit?s=B01")
    page.locator(".tile").filter(has_text="手机电话办理").click()
    for words in ("微信", "支付宝", "电话"):
        expect(page.locator("main")).to_contain_text(words)
    before = waiting(hall)

    page.locator("button[data-key='1']").click()

    expect(page.locator("[data-paper]")).to_be_attached()
    assert waiting(hall) == before


def test_several_things_go_to_the_comprehensive_window_in_one_visit(hall: HallServer, page: Page) -> None:
    citizen = Citizen(hall, page)
    citizen.choose_drainage()
    page.get_by_role("link", name="再加一件事").click()
    citizen.choose("生育登记")
    while not page.get_by_role("button", name="齐了，取号").count():
        page.locator(".answers .tile").first.click()
    citizen.choose("齐了，取号")
    expect(page.locator(".reason")).to_contain_text("综合")
    citizen.choose("取号")

    assert citizen.number().startswith("A")


def test_nobody_leaves_without_a_number_against_his_will(hall: HallServer, page: Page) -> None:
    citizen = Citizen(hall, page)
    citizen.choose_drainage()

    citizen.choose("仍要问人")
    expect(page.locator("main")).to_contain_text("材料未齐")
    citizen.choose("取号")

    assert citizen.number().startswith("A")


def test_an_idle_kiosk_warns_and_goes_home(hall: HallServer, page: Page) -> None:
    page.clock.install(time="2026-11-23T09:00:00+08:00")
    page.clock.pause_at(
        "2026-11-23T09:00:01+08:00"
    )  # time goes on only by the test's word, however slow it runs
    for address, patience in ((ADDRESSES["list"], 45), (ADDRESSES["offer"], 90)):
        page.goto(hall.url + address)
        page.clock.run_for((patience - 25) * 1000)
        expect(page.locator("[data-left]")).to_have_count(0)
        page.clock.run_for(6_000)
        expect(page.locator("[data-left]")).to_be_visible()
        page.locator("h1").first.dispatch_event("pointerdown")
        expect(page.locator("[data-left]")).to_have_count(0)
        page.clock.run_for((patience + 1) * 1000)
        expect(page).to_have_url(f"{hall.url}/kiosk")


def test_the_large_look_waits_three_minutes(hall: HallServer, page: Page) -> None:
    page.clock.install()
    page.goto(hall.url + ADDRESSES["list"])
    page.get_by_role("button", name="长辈版").click()
    expect(page.locator("html.elder")).to_be_attached()
    page.wait_for_load_state()  # it counts once its script runs

    page.clock.run_for(155_000)
    expect(page.locator("[data-left]")).to_have_count(0)
    page.clock.run_for(26_000)

    expect(page).to_have_url(f"{hall.url}/kiosk")
    expect(page.locator("html.elder")).to_have_count(0)


def test_a_number_that_is_on_no_paper_stays_for_ninety_seconds(hall: HallServer, page: Page) -> None:
    page.clock.install()
    take_ticket(page, hall)
    number = page.locator(".hero").inner_text()
    page.wait_for_load_state()  # it counts once its script runs

    page.clock.run_for(80_000)
    expect(page.locator(".hero")).to_have_text(number)
    page.locator("[data-key='1']").click()

    expect(page).to_have_url(f"{hall.url}/kiosk")


def test_somebody_comes_from_whatever_screen_he_is_called(hall: HallServer, new_page: Open) -> None:
    clerk = Clerk(hall, new_page(DESK))
    clerk.open_window(5)
    for name, come_to in SCREENS.items():
        page = new_page(KIOSK)
        come_to(page, hall)
        called = page.get_by_role("button", name="呼叫工作人员")
        assert called.count() == 1, name
    called.click()
    expect(page.get_by_role("button", name="正在呼叫")).to_be_visible()

    clerk.page.locator("#help button").click()

    expect(page.locator("body")).to_contain_text("工作人员正在过来")
