"""The kiosk on a bad day: no paper comes, the hall does not answer, the reader knows no Chinese."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kiosk.app import Content, open_hall
from kiosk.hall.ticket import Ticket
from kiosk.storage.store import Store
from tests.browser.kiosk_screens import ADDRESSES, SCREENS, stand_before
from tests.people import Citizen
from tests.servers import HallServer, free_port, serving

pytestmark = pytest.mark.browser
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


@contextmanager
def store_of(server: HallServer) -> Iterator[Store]:
    """Open the hall's store beside its server."""
    settings = server.chosen()
    store = open_hall(settings, Content(settings))
    try:
        yield store
    finally:
        store.close()


def ticket_of(citizen: Citizen) -> Ticket:
    """Find the ticket whose number the screen shows."""
    number = citizen.number()
    with store_of(citizen.hall) as store, store.read() as reading:
        return next(one for one in reading.tickets.waiting() if one.number == number)


@pytest.mark.one_process("each process of a hall would have a fast clock of its own")
def test_while_the_printer_is_away_the_number_stays_and_the_page_says_so(tmp_path: Path, page: Page) -> None:
    page.clock.install()
    printer = f"tcp://127.0.0.1:{free_port()}"
    with serving(tmp_path, printer_url=printer, public_url="https://hall.example", clock_rate="20") as server:
        citizen = Citizen(server, page)
        page.goto(server.url + ADDRESSES["offer"])
        citizen.choose("取号")
        number = citizen.number()
        expect(page.get_by_role("alert")).to_contain_text("请记住号码或拍照", timeout=30_000)
        expect(page.get_by_text("请取小票")).to_be_hidden()

        page.clock.fast_forward(80_000)

        assert citizen.number() == number
        expect(page.locator(".qr svg")).to_be_visible()
        citizen.choose("好的")
        expect(page).to_have_url(f"{server.url}/kiosk")


def test_a_kiosk_whose_hall_does_not_answer_keeps_its_screen(shared_hall: HallServer, page: Page) -> None:
    page.clock.install()
    page.goto(shared_hall.url + ADDRESSES["more"])
    page.wait_for_load_state()
    page.context.set_offline(True)
    page.clock.fast_forward(60_000)
    expect(page.get_by_role("alert")).to_contain_text("暂时连不上")
    page.get_by_role("link", name="首页").click()
    page.get_by_role("button", name="高对比").click()
    expect(page.locator("h1")).to_have_text("更多事项")

    page.context.set_offline(False)
    page.clock.fast_forward(2_000)
    expect(page.get_by_role("alert")).to_be_hidden()
    page.clock.fast_forward(120_000)

    expect(page).to_have_url(f"{shared_hall.url}/kiosk")


def test_who_touches_the_warning_stays_where_he_is(shared_hall: HallServer, page: Page) -> None:
    page.clock.install()
    page.goto(shared_hall.url + ADDRESSES["question"])
    page.wait_for_load_state()
    page.clock.fast_forward(75_000)
    warning = page.get_by_role("alertdialog")
    expect(warning).to_contain_text("还在吗？")

    warning.get_by_role("button", name="继续").click()

    expect(warning).to_have_count(0)
    page.clock.fast_forward(60_000)
    expect(page.locator("h1")).to_have_text("属于哪一类排水？")


def test_no_screen_has_a_chinese_word_for_english_readers(shared_hall: HallServer, page: Page) -> None:
    stand_before(page, shared_hall, "portrait", language="en")

    found = {}
    for name, come_to in SCREENS.items():
        come_to(page, shared_hall)
        refused = name in {"problem", "unread"}  # a refusal is in both languages
        said = page.title() if refused else read(page)
        if chinese := CHINESE.findall(said):
            found[name] = "".join(chinese)

    assert found == {}


def read(page: Page) -> str:
    """Read the screen, with what only a screen reader says, but for the switch back to Chinese."""
    labels = page.evaluate(
        "() => [...document.querySelectorAll('[aria-label]')].map(one => one.ariaLabel).join(' ')"
    )
    return f"{page.title()} {page.locator('body').inner_text()} {labels}".replace("中文", "")


def test_needs_priority_and_ticks_are_kept_apart(shared_hall: HallServer, page: Page) -> None:
    citizen = Citizen(shared_hall, page)
    page.goto(shared_hall.url + ADDRESSES["list"])
    page.locator(".paper label").first.click()
    citizen.choose("齐了，取号")
    page.get_by_label("坐轮椅，请安排低位柜台").check()
    page.get_by_label("需要翻译").check()
    page.get_by_label("孕妇").check()

    citizen.choose("取号")

    taken = ticket_of(citizen)
    assert set(taken.needs) == {"wheelchair", "interpreter"}
    assert taken.priority == "pregnant"
    assert taken.ticked == ("drainage-form",)


def test_back_goes_one_question_back_and_keeps_the_others(shared_hall: HallServer, page: Page) -> None:
    citizen = Citizen(shared_hall, page)
    page.goto(f"{shared_hall.url}/kiosk")
    citizen.choose("排水许可", "重点排水户", "不是")
    expect(page.locator("h1")).to_have_text("由谁来窗口办理？")

    page.get_by_role("link", name="返回").click()

    expect(page.locator("h1")).to_have_text("是否属于餐饮、洗车等须预处理污水的行业？")
    citizen.choose("不是", "本人")
    expect(page.locator(".paper").filter(has_text="自动监测设备材料")).to_have_count(1)


def test_a_call_for_help_is_over_for_the_next_visitor(shared_hall: HallServer, page: Page) -> None:
    page.goto(shared_hall.url + ADDRESSES["list"])
    page.get_by_role("button", name="呼叫工作人员").click()
    expect(page.get_by_role("button", name="正在呼叫")).to_be_disabled()
    expect(page.locator("h1")).to_have_text("请带齐这 8 样")

    page.goto(f"{shared_hall.url}/kiosk/again")

    expect(page.get_by_role("button", name="呼叫工作人员")).to_be_enabled()
