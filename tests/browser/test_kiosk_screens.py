"""The kiosk's screens, in millimetres: within reach, large enough, whole, and open to everybody."""

import os
from collections.abc import Iterator
from itertools import combinations, product

import pytest
from playwright.sync_api import Page, expect

from tests.accessibility import violations
from tests.browser.glass import Glass, measure, panels
from tests.browser.kiosk_screens import LOOKS, SCREENS, SHAPES, stand_before
from tests.servers import HallServer, serving

pytestmark = pytest.mark.browser

# Our numbers for a kiosk: 20 x 20 mm to touch, 3 mm between, 90 x 35 mm for what
# everybody comes for, letters of 6 mm; reach of 380 to 1220 mm above the floor.
TOUCH, APART, MAIN, LETTER = 20.0, 3.0, (90.0, 35.0), 6.0
LOWEST, HIGHEST = 380.0, 1220.0
LOW = 0.4
TURNED = ("", "elder.contrast.low")  # turned, a page keeps its names and colours: axe looks at these two
HAIR = 0.1  # mm; a browser rounds to its pixels
ENGLISH_LOOKS = ("", "elder", "elder.contrast.low")
EVERY_LOOK = (
    "YICHUANG_EVERY_LOOK" in os.environ
)  # else the plain one and all together; `make prove ONLY=looks`


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HallServer]:
    """A hall whose tickets carry a QR code, so that the fullest screens are measured."""
    with serving(tmp_path_factory.mktemp("hall"), public_url="https://hall.example") as server:
        yield server


def faults(glass: Glass, *, low: bool) -> list[str]:
    """What a hand or an eye would complain about."""
    found = [f"cut off: {text}" for text in glass.cut]
    found += ["scrolls sideways"] if glass.too_wide_px > 0 else []
    found += [f"small: {one.name}, {one.side:.1f} mm" for one in glass.controls if one.side < TOUCH - HAIR]
    found += [f"hard to read: {text}, {mm:.1f} mm" for text, mm in glass.words if mm < LETTER - HAIR]
    for moves in (False, True):
        there = [one for one in glass.controls if one.moves is moves]
        found += [
            f"too near: {one.name} and {other.name}, {one.apart(other):.1f} mm"
            for one, other in combinations(there, 2)
            if one.apart(other) < APART - HAIR
        ]
    for one in (one for one in glass.controls if not one.moves):
        below, above = glass.above_floor(one)
        if one.left < 0 or one.right > glass.width + HAIR or one.top < 0 or one.bottom > glass.height + HAIR:
            found.append(f"off the glass: {one.name}")
        if below < LOWEST or above > HIGHEST:
            found.append(f"out of reach: {one.name}, {below:.0f} to {above:.0f} mm")
    if low:
        found += [f"too high: {one.name}" for one in glass.controls if one.middle < (1 - LOW) * glass.height]
    return found


def stay(page: Page) -> None:
    """Let no screen end the visit while it is measured: on a busy machine that takes longer than it waits."""
    page.route("**/kiosk/again*", lambda route: route.abort())


@pytest.mark.parametrize(("shape", "looks"), list(product(SHAPES, LOOKS if EVERY_LOOK else TURNED)))
def test_every_screen_is_open_to_everybody(hall: HallServer, page: Page, shape: str, looks: str) -> None:
    stand_before(page, hall, shape, looks)
    stay(page)

    found = {}
    for name, come_to in SCREENS.items():
        come_to(page, hall)
        faulty = faults(measure(page, panels()[shape]), low="low" in looks)
        if shape == "portrait" or looks in TURNED:
            faulty += violations(page)
        if faulty:
            found[name] = faulty

    assert found == {}


@pytest.mark.parametrize(
    ("shape", "looks"), list(product(SHAPES, ENGLISH_LOOKS if EVERY_LOOK else ENGLISH_LOOKS[-1:]))
)
def test_long_english_words_fit_as_well(hall: HallServer, page: Page, shape: str, looks: str) -> None:
    stand_before(page, hall, shape, looks, "en")
    stay(page)

    found = {}
    for name, come_to in SCREENS.items():
        come_to(page, hall)
        if faulty := faults(measure(page, panels()[shape]), low="low" in looks):
            found[name] = faulty

    assert found == {}


@pytest.mark.parametrize("shape", SHAPES)
def test_what_everybody_comes_for_is_large(hall: HallServer, page: Page, shape: str) -> None:
    stand_before(page, hall, shape)
    page.goto(f"{hall.url}/kiosk")

    tiles = [one for one in measure(page, panels()[shape]).controls if one.is_main]

    assert len(tiles) == 12 + 4  # beside the services: not sure, joint matters, more services, scan
    assert min(one.right - one.left for one in tiles[:13]) >= MAIN[0]
    assert min(one.bottom - one.top for one in tiles[:12]) >= MAIN[1]


@pytest.mark.parametrize("shape", SHAPES)
def test_the_large_look_is_a_third_larger(hall: HallServer, page: Page, shape: str) -> None:
    read = ("h1", ".paper .title", ".of", ".huge .name", ".pair .name", ".way")
    sizes = {}
    for looks in ("", "elder"):
        stand_before(page, hall, shape, looks)
        SCREENS["list"](page, hall)
        sizes[looks] = [
            page.locator(one).first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
            for one in read
        ]

    for name, plain, large in zip(read, sizes[""], sizes["elder"], strict=True):
        assert large / plain >= 1.349, name


@pytest.mark.parametrize("address", ["/kiosk/enrol", "/kiosk/nowhere"])
@pytest.mark.parametrize("shape", SHAPES)
def test_the_pages_outside_a_visit_are_accessible_and_whole(
    hall: HallServer, page: Page, shape: str, address: str
) -> None:
    stand_before(page, hall, shape)
    page.goto(hall.url + address)

    glass = measure(page, panels()[shape])
    assert violations(page) == []
    assert (glass.cut, glass.too_wide_px > 0) == ((), False)


def test_the_looks_are_off_for_the_next_visitor(hall: HallServer, page: Page) -> None:
    stand_before(page, hall, "portrait")
    page.goto(f"{hall.url}/kiosk")
    for word in ("长辈版", "高对比", "低位"):
        page.get_by_role("button", name=word).click()
        expect(page.get_by_role("button", name=word)).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_class("kiosk elder contrast low")
    expect(page.locator("html")).to_have_attribute("lang", "en")

    page.goto(f"{hall.url}/kiosk/again")

    expect(page).to_have_url(f"{hall.url}/kiosk")
    expect(page.locator("html")).to_have_class("kiosk ")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")


def test_a_look_keeps_the_visitor_where_he_is(hall: HallServer, page: Page) -> None:
    stand_before(page, hall, "portrait")
    SCREENS["list"](page, hall)

    page.get_by_role("button", name="长辈版").click()

    expect(page.locator("html")).to_have_class("kiosk elder")
    expect(page.get_by_role("heading", name="请带齐这 8 样")).to_be_visible()


def test_the_large_look_has_six_queues_and_somebody_to_help(hall: HallServer, page: Page) -> None:
    stand_before(page, hall, "portrait", "elder")
    page.goto(f"{hall.url}/kiosk")

    assert page.locator(".elders .letter").all_inner_texts() == ["B", "C", "D", "E", "F", "A"]
    page.get_by_role("button", name="找人帮忙").click()

    expect(page.locator(".help")).to_have_text("正在呼叫…")


def test_a_button_without_a_function_is_not_shown(hall: HallServer, page: Page) -> None:
    stand_before(page, hall, "portrait")
    page.goto(f"{hall.url}/kiosk")
    for later in ("领取证照", "我赶时间", "返回"):
        expect(page.get_by_text(later, exact=True)).to_have_count(0)

    page.goto(f"{hall.url}/kiosk/visit?s=A02")
    expect(page.get_by_role("button", name="下一页")).to_have_count(0)

    SCREENS["list"](page, hall)
    scrolled = page.locator(".scroll")
    page.get_by_role("button", name="下一页").click()
    assert scrolled.evaluate("list => list.scrollTop") > 0


def test_keys_alone_can_take_a_ticket(hall: HallServer, page: Page) -> None:
    stand_before(page, hall, "portrait")
    page.goto(f"{hall.url}/kiosk")
    page.get_by_role("link", name="排水许可").focus()
    page.keyboard.press("Enter")

    asked = ("属于哪一类排水？", "是否属于餐饮", "由谁来窗口办理？", "请带齐", "取号")
    for key, heading in zip("12111", asked, strict=True):
        expect(page.get_by_role("heading", name=heading)).to_be_attached()
        page.wait_for_load_state()  # keys are heard once the page's script runs
        page.keyboard.press(key)

    expect(page.locator(".place")).to_contain_text("规划建设窗口")
    assert page.locator(".hero").inner_text().startswith("E")
