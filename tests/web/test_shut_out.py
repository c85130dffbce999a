"""Who is shut out is out at once: open sockets close, and what a machine had in hand goes to another."""

import time
from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient
from flask_socketio.test_client import SocketIOTestClient

from kiosk.operations import accounts, pairing
from kiosk.operations.accounts import Role
from tests.web import api_hall
from tests.web.api_hall import NINE, SampleHall
from tests.web.test_devices import code_on, signed_in
from tests.web.test_kiosk import ELSEWHERE, key_of

hall = api_hall.hall
GONE_WITHIN_S = 5.0  # a commit wakes who closes them: some milliseconds on a machine that is not busy
Gone = Callable[[SocketIOTestClient, str], bool]


@pytest.fixture
def gone(hall: SampleHall) -> Iterator[Gone]:
    """Tell whether a socket has been closed, with the log of the hall followed as in serving."""
    hall.program.tail.start()

    def wait(socket: SocketIOTestClient, namespace: str) -> bool:
        until = time.monotonic() + GONE_WITHIN_S
        while socket.is_connected(namespace) and time.monotonic() < until:
            time.sleep(0.005)
        return not socket.is_connected(namespace)

    yield wait
    hall.program.tail.stop()


def desk(hall: SampleHall, browser: FlaskClient, window: int = 5) -> SocketIOTestClient:
    """Open the live stream of a window as its page does."""
    program = hall.program
    query = f"window={window}"
    return program.sockets.test_client(
        program.web, namespace="/desk", query_string=query, flask_test_client=browser
    )


def test_a_desk_is_cut_when_its_clerk_signs_out_everywhere(hall: SampleHall, gone: Gone) -> None:
    li, zhao = (signed_in(hall, name, Role.DESK) for name in ("li", "zhao"))
    sockets = desk(hall, li), desk(hall, zhao)
    assert all(one.is_connected("/desk") for one in sockets)
    elsewhere = signed_in_again(hall, "li")

    elsewhere.post("/desk/account/sign-out", data={"csrf_token": key_of(elsewhere.get("/desk/account"))})

    assert gone(sockets[0], "/desk")
    assert sockets[1].is_connected("/desk")
    assert not desk(hall, li).is_connected("/desk")


@pytest.mark.parametrize("deed", ["lock", "password", "another role"])
def test_a_desk_is_cut_when_its_clerk_may_work_there_no_more(hall: SampleHall, gone: Gone, deed: str) -> None:
    store, browser = hall.program.store, signed_in(hall, "li", Role.DESK)
    socket = desk(hall, browser)
    assert socket.is_connected("/desk")

    if deed == "lock":
        accounts.set_locked(store, name="li", locked=True, at=NINE)
    elif deed == "password":
        accounts.set_password(store, name="li", password="another horse", at=NINE)
    else:
        accounts.set_roles(store, name="li", roles=(Role.COURIER,), at=NINE)

    assert gone(socket, "/desk")
    assert browser.get("/desk/account").status_code == 302


def test_a_further_role_interrupts_nobody_at_work(hall: SampleHall) -> None:
    browser = signed_in(hall, "li", Role.DESK)

    accounts.set_roles(hall.program.store, name="li", roles=(Role.DESK, Role.SECOND), at=NINE)

    assert browser.get("/desk/account").status_code == 200


def test_a_board_that_is_shut_out_is_cut_and_others_stay(hall: SampleHall, gone: Gone) -> None:
    boards, sockets = [hall.program.web.test_client() for _ in range(2)], []
    for n, browser in enumerate(boards):
        code = code_on(browser, "board")
        pairing.approve(hall.program.store, code=code, name=f"board {n}", by="w", at=NINE)
        browser.get("/board/enrol", environ_overrides=ELSEWHERE)
        sockets.append(
            hall.program.sockets.test_client(hall.program.web, namespace="/board", flask_test_client=browser)
        )
    assert all(one.is_connected("/board") for one in sockets)
    first = next(one for one in pairing.devices(hall.program.store) if one.label == "board 0")

    pairing.revoke(hall.program.store, token_id=first.id, by="w", at=NINE)

    assert gone(sockets[0], "/board")
    assert sockets[1].is_connected("/board")


def signed_in_again(hall: SampleHall, name: str) -> FlaskClient:
    """Another browser of the same person."""
    browser = hall.program.web.test_client()
    form = {"csrf_token": key_of(browser.get("/desk/sign-in")), "name": name}
    password = {"password": "correct horse " + name}
    assert browser.post("/desk/sign-in", data={**form, **password}).status_code == 303
    return browser
