"""A colleague lends the hall a voice: a real browser whose microphone hears a file."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserType, Page, expect

from display.engines import sound
from tests.accessibility import violations
from tests.display.loudspeakers import tone
from tests.people import Clerk
from tests.servers import HallServer, serving

pytestmark = pytest.mark.browser
Listening = Callable[[bytes], Page]


@pytest.fixture
def listening(
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    browser_context_args: dict[str, Any],
    tmp_path: Path,
) -> Iterator[Listening]:
    """Open a browser whose microphone hears a file over and over."""
    opened: list[Browser] = []

    def open_page(heard: bytes) -> Page:
        file = tmp_path / "heard.wav"
        file.write_bytes(heard)
        flags = [
            *browser_type_launch_args["args"],
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            f"--use-file-for-fake-audio-capture={file}",
            "--autoplay-policy=no-user-gesture-required",
        ]
        opened.append(browser_type.launch(**{**browser_type_launch_args, "args": flags}))
        return opened[-1].new_page(**browser_context_args, viewport={"width": 1366, "height": 768})

    yield open_page
    for browser in opened:
        browser.close()


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[HallServer]:
    with serving(tmp_path) as running:
        yield running


def said_once(level: float = 0.3) -> bytes:
    """A word of half a second, with two seconds of silence after it."""
    word = sound.read(tone(0.5, level=level, rate=48_000))
    return sound.write(sound.joined([word, word[:0]], 2.0))


def open_booth(hall: HallServer, page: Page) -> None:
    Clerk(hall, page).sign_in("manager")
    page.goto(f"{hall.url}/manage/voice/record")


def test_a_clip_is_recorded_checked_played_and_the_next_one_is_shown(
    hall: HallServer, listening: Listening
) -> None:
    page = listening(said_once())
    open_booth(hall, page)
    expect(page.locator("#text")).to_have_text("请")
    assert violations(page) == []

    page.keyboard.press("Space")

    expect(page.locator("#text")).to_have_text("再次请", timeout=15_000)
    expect(page.locator("#count")).to_have_text("1/45")
    kept = sound.measure(sound.read((hall.data / "voice" / "lead-call.wav").read_bytes()))
    assert 0.3 < kept.seconds < 0.9
    assert kept.rms == pytest.approx(0.1, abs=0.02)

    page.goto(f"{hall.url}/manage/voice")
    expect(page.get_by_text("已录 1 段，共 45 段")).to_be_visible()
    assert violations(page) == []


def test_a_recording_that_is_too_loud_is_refused_in_words(hall: HallServer, listening: Listening) -> None:
    page = listening(said_once(level=1.0))
    open_booth(hall, page)

    page.keyboard.press("Space")

    expect(page.locator("#state")).to_contain_text("破音", timeout=15_000)
    expect(page.locator("#text")).to_have_text("请")
    assert [*(hall.data / "voice").glob("*.wav")] == []


def test_a_silent_room_is_noticed(hall: HallServer, listening: Listening) -> None:
    page = listening(said_once(level=0))
    open_booth(hall, page)

    page.keyboard.press("Space")

    expect(page.locator("#state")).to_contain_text("没有听到声音", timeout=15_000)


def test_a_page_that_is_not_safe_says_what_to_do(hall: HallServer, page: Page) -> None:
    page.add_init_script("delete Navigator.prototype.mediaDevices")
    open_booth(hall, page)

    page.locator("#record").click()

    expect(page.locator("#state")).to_contain_text("127.0.0.1 或 https")
