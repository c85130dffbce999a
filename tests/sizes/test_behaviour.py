"""What people notice of a hall is the same in both sizes."""

from collections import Counter
from contextlib import closing
from functools import partial
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from tests.people import BOARD, DESK, PHONE, Clerk
from tests.servers import HallServer
from tests.sizes.pages import come_in, page_of
from tests.storage.together import together

SERVICES = ("B01", "C01", "D01", "E05", "F01")


def take(hall: HallServer, service: str) -> dict[str, Any]:
    with hall.api("kiosk") as kiosk:
        ticket: dict[str, Any] = kiosk.post("/tickets", json={"services": [service]}).json()
    return ticket


def windows(hall: HallServer, state: str) -> None:
    with hall.api("manager") as manager:
        for window in range(1, 7):
            manager.put(f"/windows/{window}", json={"state": state}).raise_for_status()


@pytest.fixture(autouse=True)
def _nobody_is_there(hall_of_size: HallServer) -> None:
    """Serve whoever another test has left in the hall, in whatever order they run."""
    with hall_of_size.api("manager") as manager:
        for state, steps in (
            ("serving", ("finish",)),
            ("called", ("start", "finish")),
            ("waiting", ("cancel",)),
        ):
            for one in manager.get("/tickets", params={"state": state, "limit": 100}).json()["tickets"]:
                for step in steps:
                    manager.post(f"/tickets/{one['id']}/{step}", json={}).raise_for_status()


def test_eight_clerks_call_every_ticket_once(hall_of_size: HallServer) -> None:
    windows(hall_of_size, "open")
    with hall_of_size.api("kiosk") as kiosk:
        taken = [kiosk.post("/tickets", json={"services": [SERVICES[n % 5]]}).json() for n in range(40)]

    def until_nobody_waits(window: int) -> list[str]:
        called = []
        with hall_of_size.api("manager") as clerk:
            while (answer := clerk.post(f"/windows/{window}/calls", json={})).status_code != 204:
                assert answer.status_code in {200, 409}, answer.text  # 409: a colleague was faster
                if answer.is_success:
                    called.append(answer.json()["id"])
        return called

    calls = together([partial(until_nobody_waits, window) for window in (1, 2, 3, 4, 5, 6, 1, 2)])

    assert [one for one in calls if isinstance(one, Exception)] == []
    called = Counter(number for one in calls if not isinstance(one, Exception) for number in one)
    assert called == Counter(one["id"] for one in taken)


def test_one_press_is_one_ticket_whoever_hears_it(hall_of_size: HallServer) -> None:
    def press(_: int) -> str:
        with hall_of_size.api("kiosk") as kiosk:
            answer = kiosk.post(
                "/tickets", json={"services": ["B01"]}, headers={"Idempotency-Key": "the same press"}
            )
        return str(answer.raise_for_status().json()["id"])

    given = together([partial(press, n) for n in range(6)])

    assert len(set(map(str, given))) == 1


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/tickets", {"services": []}, 422),
        ("/tickets", {"services": ["Z99"]}, 404),
        ("/tickets", {"services": ["B01"], "language": "xx"}, 422),
        ("/tickets/nobody/start", {}, 404),
        ("/windows/99/calls", {}, 404),
    ],
)
def test_wrong_input_is_refused_alike(
    hall_of_size: HallServer, path: str, body: dict[str, Any], status: int
) -> None:
    with hall_of_size.api("manager") as manager:
        answer = manager.post(path, json=body)

    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_a_sign_in_is_good_at_every_process_and_ends_at_all(hall_of_size: HallServer) -> None:
    with closing(come_in(hall_of_size, "window3")) as clerk:
        before = [_opens(hall_of_size, clerk, n) for n in range(8)]
        form = clerk.get(f"{hall_of_size.url}/desk", follow_redirects=True).text
        clerk.post(f"{hall_of_size.url}/desk/sign-out", data={"csrf_token": _key_of(form)})
        after = [_opens(hall_of_size, clerk, n) for n in range(8)]

    assert (set(before), set(after)) == ({True}, {False})


def _opens(hall: HallServer, clerk: httpx.Client, n: int) -> bool:
    clerk.cookies.delete("yichuang_way")
    clerk.cookies.set("yichuang_way", f"another way {n}")
    return clerk.get(f"{hall.url}/desk", follow_redirects=True).url.path != "/desk/sign-in"


def _key_of(form: str) -> str:
    return form.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]


@pytest.mark.browser
def test_a_press_at_the_desk_shows_on_the_board_and_on_the_phone(
    hall_of_size: HallServer, new_context: CreateContextCallback
) -> None:
    board, desk, phone = (page_of(new_context, size) for size in (BOARD, DESK, PHONE))
    board.goto(f"{hall_of_size.url}/board")
    ticket = take(hall_of_size, "E05")
    phone.goto(f"{hall_of_size.url}/t/{ticket['token']}")
    clerk = Clerk(hall_of_size, desk)
    clerk.open_window(5)

    clerk.press("Enter")

    clerk.expect_said(f"已叫 {ticket['number']}")
    expect(board.locator(".calls")).to_contain_text(ticket["number"])
    expect(phone.locator("main")).to_contain_text("请到")
    clerk.press("F9")
    clerk.expect_said(f"{ticket['number']} 已办毕")
    _no_error(board)


def _no_error(page: Page) -> None:
    assert page.locator(".stale").count() == 0 or not page.locator(".stale").first.is_visible()
