"""Three processes behind nginx: whose screens stay together, who may come in where, and when one dies."""

import re
import signal
import subprocess
from contextlib import closing

import httpx
import pytest
import socketio
from playwright.sync_api import expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from tests.people import BOARD
from tests.sizes.halls import NGINX, ManyHall, write_configuration
from tests.sizes.pages import come_in, page_of
from tests.sizes.test_behaviour import take

pytestmark = pytest.mark.postgres


def test_nginx_finds_no_fault_in_the_documented_file(many_processes: ManyHall) -> None:
    configuration = write_configuration(many_processes)

    said = subprocess.run(
        [NGINX, "-t", "-e", "stderr", "-c", configuration], capture_output=True, text=True, check=False
    )

    assert said.returncode == 0, said.stderr
    assert "[warn]" not in said.stderr


def test_the_first_page_sets_the_way_and_a_screen_keeps_to_it(many_processes: ManyHall) -> None:
    with many_processes.client() as browser:
        page = browser.get(f"{many_processes.url}/board")
        way = browser.cookies["yichuang_way"]
        again = browser.get(f"{many_processes.url}/board")

    assert re.fullmatch(r"[0-9a-f]{32}", way)
    assert "Secure" in page.headers["set-cookie"]
    assert "yichuang_way" not in again.headers.get("set-cookie", "")
    assert many_processes.served_by(way) is many_processes.served_by(way)


def test_all_processes_have_their_share(many_processes: ManyHall) -> None:
    """Each of some ways leads somewhere; sixty do not miss a process."""
    unseen = {one.port for one in many_processes.halls}
    for n in range(60):
        unseen.discard(many_processes.served_by(f"{n:032x}").port)
        if not unseen:
            break

    assert unseen == set()


def test_the_hall_s_ca_is_enough_and_nobody_else_s(many_processes: ManyHall) -> None:
    with many_processes.client() as knows:
        assert knows.get(f"{many_processes.url}/healthz").status_code == 200
    with pytest.raises(httpx.ConnectError, match="certificate"):
        httpx.get(f"{many_processes.url}/healthz")


def test_plain_http_leads_to_tls(many_processes: ManyHall) -> None:
    answer = httpx.get(f"http://127.0.0.1:{many_processes.plain_port}/desk")

    assert (answer.status_code, answer.headers["location"]) == (308, "https://127.0.0.1/desk")


def test_a_sign_in_over_tls_is_never_sent_without_it(many_processes: ManyHall) -> None:
    with closing(come_in(many_processes, "window3")) as clerk:
        kept = [cookie for cookie in clerk.cookies.jar if cookie.name == "yichuang"]

    assert [cookie.secure for cookie in kept] == [True]


def test_the_public_entrance_has_phones_and_assistants_only(many_processes: ManyHall) -> None:
    ticket = take(many_processes, "F01")
    with many_processes.client(base_url=many_processes.public_url) as phone:
        for good in (f"/t/{ticket['token']}", "/assistant/sign-in", "/healthz", "/assets/phone/phone.js"):
            assert phone.get(good).status_code == 200
        for path in ("/", "/desk", "/manage", "/kiosk", "/board", "/paper", "/api/v1/board", "/metrics"):
            assert phone.get(path).status_code == 404


@pytest.mark.parametrize("namespace", ["/board", "/desk"])
def test_no_screen_of_the_hall_is_fed_at_the_public_entrance(
    many_processes: ManyHall, namespace: str
) -> None:
    for one in many_processes.halls:
        stranger = socketio.Client(reconnection=False)
        public = f"http://127.0.0.1:{one.settings['YICHUANG_PUBLIC_PORT']}"
        with pytest.raises(socketio.exceptions.ConnectionError):
            stranger.connect(public, namespaces=[namespace], wait_timeout=5)
        stranger.disconnect()


def test_a_phone_is_fed_at_the_public_entrance(many_processes: ManyHall) -> None:
    ticket = take(many_processes, "F01")
    seen: list[str] = []
    phone = socketio.Client(reconnection=False)
    phone.on("snapshot", lambda said: seen.append(said["number"]), namespace="/phone")
    public = f"http://127.0.0.1:{many_processes.halls[1].settings['YICHUANG_PUBLIC_PORT']}"

    phone.connect(public, auth={"token": ticket["token"]}, namespaces=["/phone"], wait_timeout=5)
    for _ in range(50):
        phone.sleep(0.1)
        if seen:
            break
    phone.disconnect()

    assert seen == [ticket["number"]]


@pytest.mark.browser
def test_when_a_process_dies_its_boards_come_back_by_another(
    many_processes: ManyHall, new_context: CreateContextCallback
) -> None:
    board = page_of(new_context, BOARD)
    board.goto(f"{many_processes.url}/board")
    before = take(many_processes, "E05")
    expect(board.locator("body")).to_contain_text("等")
    (way,) = (one["value"] for one in board.context.cookies() if one.get("name") == "yichuang_way")
    dead = many_processes.served_by(str(way))

    dead.stop(signal.SIGKILL)
    with many_processes.api("manager") as manager:
        manager.put("/windows/5", json={"state": "open"}).raise_for_status()
        called = manager.post("/windows/5/calls", json={"ticket": before["id"], "reason": "急事"})
        called.raise_for_status()

    expect(board.locator(".calls")).to_contain_text(before["number"], timeout=20_000)
    dead.start()
    with many_processes.api("manager") as manager:
        known = manager.get(f"/tickets/{before['token']}").raise_for_status().json()
    assert (known["number"], known["state"]) == (before["number"], "called")
