"""The hall goes on: after a power cut, and when officials change its files."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

import kiosk
from tests.people import BOARD, DESK, KIOSK, PHONE, Citizen, Clerk, Open
from tests.servers import HallServer, serving

pytestmark = pytest.mark.browser

SAMPLE = Path(kiosk.__file__).parent / "content"


@pytest.fixture
def own_hall(tmp_path: Path) -> Iterator[HallServer]:
    """Serve a hall whose files are in its own folder."""
    shutil.copytree(SAMPLE, tmp_path / "content")
    with serving(tmp_path, hall=str(tmp_path / "content")) as server:
        yield server


def reload(server: HallServer) -> subprocess.CompletedProcess[str]:
    """Say `yichuang reload` to each process, as an official does; returns what the last one said."""
    for one in server.processes:
        command = [sys.executable, "-m", "kiosk", "reload", "--data", str(one.data)]
        done = subprocess.run(command, env=one.environment, capture_output=True, text=True, check=False)
    return done


def change(server: HallServer, file: str, before: str, after: str) -> None:
    path = Path(server.settings["YICHUANG_HALL"]) / file
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")


def test_a_power_cut_while_the_board_hangs_on_the_wall(hall_server: HallServer, new_page: Open) -> None:
    board, phone, clerk = new_page(BOARD), new_page(PHONE), Clerk(hall_server, new_page(DESK))
    first = Citizen(hall_server, new_page(KIOSK))
    waiting = Citizen(hall_server, new_page(KIOSK))
    called, number = first.take_drainage(), waiting.take_drainage()
    board.goto(f"{hall_server.url}/board")
    phone.goto(f"{hall_server.url}/t/{waiting.token}")
    clerk.open_window(5)
    clerk.press("Enter")
    expect(board.locator("#newest .number")).to_have_text(called)

    hall_server.stop(signal.SIGKILL)
    expect(board.locator("#link")).to_be_visible(timeout=20_000)
    expect(board.locator("#newest .number")).to_have_text(called)
    expect(clerk.page.locator("#link")).to_be_visible(timeout=20_000)
    hall_server.start()

    expect(board.locator("#link")).to_be_hidden(timeout=20_000)
    expect(clerk.page.locator("#link")).to_be_hidden(timeout=20_000)
    clerk.expect_in_hand(called)
    clerk.press("Enter")
    clerk.expect_in_hand(number)
    expect(board.locator("#newest .number")).to_have_text(number)
    expect(phone.locator("#now")).to_contain_text("请到窗口", timeout=20_000)


def test_changed_files_come_into_the_running_hall(own_hall: HallServer, new_page: Open) -> None:
    citizen, board = Citizen(own_hall, new_page(KIOSK)), new_page(BOARD)
    number = citizen.take_drainage()
    board.goto(f"{own_hall.url}/board")
    expect(board.locator("#queues .queue-E .count")).to_contain_text("1")
    board.evaluate("window.samePage = true")
    change(own_hall, "hall.toml", 'notice = "材料齐全', 'notice = "今天下午体检：材料齐全')

    done = reload(own_hall)

    assert done.returncode == 0, done.stderr
    expect(board.locator("#notice")).to_contain_text("今天下午体检")
    assert board.evaluate("window.samePage")
    clerk = Clerk(own_hall, new_page(DESK))
    expect(board.locator("#queues .queue-E .count")).to_contain_text("1")
    with own_hall.api("manager") as program:
        program.post("/windows/5/calls", json={}).raise_for_status()
    expect(board.locator("#newest .number")).to_have_text(number)
    assert clerk.hall is own_hall


def test_a_faulty_file_leaves_the_old_content_in_force(own_hall: HallServer, new_page: Open) -> None:
    change(own_hall, "hall.toml", "revive_places = 3", 'revive_places = "三"')

    refused = reload(own_hall)

    assert refused.returncode == 1
    assert "hall.toml" in refused.stderr
    assert "revive_places" in refused.stderr
    assert Citizen(own_hall, new_page(KIOSK)).take_drainage() == "E001"


def test_tomorrow_finds_yesterdays_data(tmp_path: Path, new_page: Open) -> None:
    with serving(tmp_path) as server:
        assert Citizen(server, new_page(KIOSK)).take_drainage() == "E001"
    with serving(tmp_path) as server:
        assert Citizen(server, new_page(KIOSK)).take_drainage() == "E002"
