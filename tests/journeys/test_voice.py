"""A hall that is heard: a cut cable, a burst of calls, a colleague's voice, a model's voice."""

import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import BrowserType, Page, expect

import kiosk
from display.engines.clips import Clips
from kiosk.app import Content
from kiosk.config import Settings
from kiosk.reactions.voice import prompts_of
from tests import nursery
from tests.cable import Cable
from tests.display.diary import diary, sounding
from tests.display.loudspeakers import record
from tests.display.test_onnx import humming_model
from tests.servers import HallServer, serving

pytestmark = pytest.mark.browser

SAMPLE = Path(kiosk.__file__).parent / "content"
SERVICES = {1: "A00", 2: "B01", 3: "C01", 4: "D01", 5: "E05", 6: "F01"}


@pytest.fixture
def board(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any], browser_context_args: dict[str, Any]
) -> Iterator[Page]:
    page = sounding(browser_type, browser_type_launch_args, browser_context_args)
    yield page
    assert page.context.browser
    page.context.browser.close()


@pytest.fixture
def cable(hall_server: HallServer) -> Iterator[Cable]:
    with closing(Cable(hall_server.port, scheme=hall_server.url.partition(":")[0])) as laid:
        yield laid


def call(program: httpx.Client, window: int) -> str:
    """Somebody takes a number and is called to a window at once."""
    program.post("/tickets", json={"services": [SERVICES[window]]}).raise_for_status()
    called = program.post(f"/windows/{window}/calls", json={})
    called.raise_for_status()
    return str(called.json()["number"])


def wait_until(holds: Callable[[], bool], page: Page, seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come in time"
        page.wait_for_timeout(200)


def spoken(page: Page) -> list[int]:
    return [entry.call for entry in diary(page) if entry.ended]


def own_content(folder: Path, engine: str) -> Path:
    """Copy the sample hall's files and choose its voice."""
    content = folder / "content"
    shutil.copytree(SAMPLE, content)
    path = content / "hall.toml"
    text = path.read_text("utf-8")
    assert 'engine = "browser"' in text
    path.write_text(text.replace('engine = "browser"', f'engine = "{engine}"'), "utf-8")
    return content


def say(command: list[str], hall: HallServer) -> subprocess.CompletedProcess[str]:
    """Type a command of `yichuang` beside the running hall."""
    where = ["--data", str(hall.data), "--hall", hall.settings.get("YICHUANG_HALL", str(SAMPLE))]
    return nursery.run([*command, *where], hall.environment)


def test_two_hundred_calls_while_the_cable_is_cut(hall_server: HallServer, cable: Cable, board: Page) -> None:
    board.goto(f"{cable.url}/board")
    expect(board.locator("body")).to_have_attribute("data-voice", "speaks")
    with hall_server.api() as program:
        before = call(program, 1)
        wait_until(lambda: len(spoken(board)) == 1, board)

        cable.cut()
        for n in range(200):
            call(program, n % 6 + 1)
        assert board.locator("#newest .number").inner_text() == before  # the last good state is kept
        cable.mend()

        truth = program.get("/board").json()
        expect(board.locator("#newest .number")).to_have_text(truth["calls"][0]["number"], timeout=30_000)
        expect(board.locator("#earlier .number")).to_have_text([one["number"] for one in truth["calls"][1:]])
        expect(board.locator("#link")).to_be_hidden()
        valid = {one["id"] for one in truth["calls"]}
        wait_until(lambda: set(spoken(board)) >= valid, board)
    said = spoken(board)
    assert len(said) == len(set(said)) == 7
    assert said == sorted(said)


def test_thirty_calls_in_ten_seconds_are_said_in_order(hall_server: HallServer, board: Page) -> None:
    board.goto(f"{hall_server.url}/board")
    expect(board.locator("body")).to_have_attribute("data-voice", "speaks")
    begun = time.monotonic()
    with hall_server.api() as program:
        for n in range(30):
            call(program, n % 6 + 1)
            board.wait_for_timeout(max(0.0, 1000 * (begun + n / 3 - time.monotonic())))
        valid = {one["id"] for one in program.get("/board").json()["calls"]}
        wait_until(lambda: set(spoken(board)) >= valid, board)

    said = spoken(board)
    assert said == sorted(set(said))


def test_a_killed_hall_comes_back_and_says_what_it_owes(hall_server: HallServer, board: Page) -> None:
    board.goto(f"{hall_server.url}/board")
    expect(board.locator("body")).to_have_attribute("data-voice", "speaks")
    with hall_server.api() as program:
        for window in range(1, 6):
            call(program, window)
        valid = {one["id"] for one in program.get("/board").json()["calls"]}
    wait_until(lambda: len(spoken(board)) >= 1, board)

    hall_server.stop(signal.SIGKILL)
    hall_server.start()

    wait_until(lambda: set(spoken(board)) >= valid, board)
    assert len(spoken(board)) == len(set(spoken(board))) == 5


@pytest.mark.parametrize("engine", ["clips", "onnx"])
def test_a_hall_with_a_voice_of_its_own(tmp_path: Path, board: Page, engine: str) -> None:
    content = own_content(tmp_path, engine)
    with serving(tmp_path, hall=str(content)) as hall:
        if engine == "onnx":
            humming_model(hall.data / "voice" / "model")
        else:
            assert "还缺 45 段录音" in say(["doctor"], hall).stdout
            wanted = prompts_of(Content(Settings(hall=content)).newest)
            clips = Clips(hall.data / "voice", lambda: wanted)
            for prompt in wanted:
                record(clips, prompt)
        board.goto(f"{hall.url}/board")
        expect(board.locator("body")).to_have_attribute("data-voice", "speaks")

        with board.expect_response("**/board/voice/*-zh.wav") as sound, hall.api() as program:
            call(program, 3)

        assert sound.value.ok
        wait_until(lambda: len(spoken(board)) == 1, board)
        (entry,) = diary(board)
        assert entry.ended
        assert entry.ended - entry.begun > 3000
        assert "播报号码" in say(["doctor"], hall).stdout
        assert say(["voice", "check"], hall).returncode == 0


def test_a_hall_that_only_chimes_is_warned(hall_server: HallServer, board: Page) -> None:
    assert "没有开着声音的大屏" in say(["doctor"], hall_server).stdout
    board.goto(f"{hall_server.url}/board")
    expect(board.locator("body")).to_have_attribute("data-voice", "speaks")

    checked = say(["doctor"], hall_server)

    assert checked.returncode == 1  # a warning
    assert "只响提示音" in checked.stdout
    heard = say(["voice", "check"], hall_server).stdout
    assert "请A零一二号，到一号窗口办理" in heard
    assert "qǐng A líng yī èr hào" in heard
