"""A clerk who knows the API does there what he may do at his desk, and no more."""

import pytest
from flask.testing import FlaskClient

from kiosk.operations import accounts
from kiosk.operations.accounts import Role
from tests.web import api_hall
from tests.web.api_hall import NINE, SampleHall
from tests.web.test_manage import PASSWORD, browser, key_of

hall = api_hall.hall


def clerk(hall: SampleHall, window: int) -> FlaskClient:
    name = f"clerk{window}"
    accounts.add_user(
        hall.program.store, name=name, password=PASSWORD, role=Role.DESK, windows=(window,), at=NINE
    )
    return browser(hall.program, name)


def ask(client: FlaskClient, path: str, body: object, method: str = "POST") -> int:
    key = key_of(client.get("/desk/account"))
    heads = {"X-CSRFToken": key, "Idempotency-Key": f"{method} {path}"}
    return client.open(f"/api/v1{path}", method=method, json=body, headers=heads).status_code


def test_a_clerk_works_at_his_own_window_by_the_api_too(hall: SampleHall) -> None:
    own = clerk(hall, 5)
    ticket = hall.as_("kiosk").take("E05")["id"]

    assert ask(own, "/windows/5", {"state": "open"}, "PUT") == 200
    assert ask(own, "/windows/5/calls", {}) == 200
    assert ask(own, f"/tickets/{ticket}/start", {}) == 200


def test_a_clerk_reaches_no_window_of_a_colleague_by_the_api(hall: SampleHall) -> None:
    neighbour = clerk(hall, 2)
    hall.as_("desk").put("/windows/5", {"state": "open"})
    ticket = hall.as_("kiosk").take("E05")["id"]

    assert ask(neighbour, "/windows/5", {"state": "closed"}, "PUT") == 403
    assert ask(neighbour, "/windows/5/calls", {}) == 403
    assert hall.as_("desk").post("/windows/5/calls", {}).status_code == 200
    for act in ("recall", "start", "hold", "miss", "cancel", "undo", "drop-priority", "finish"):
        assert ask(neighbour, f"/tickets/{ticket}/{act}", {}) == 403, act
    assert ask(neighbour, f"/tickets/{ticket}/transfer", {"window": 2}) == 403
    assert ask(neighbour, f"/tickets/{ticket}/services", {"services": ["E01"]}) == 403
    assert ask(neighbour, f"/tickets/{ticket}/close", {}) == 403


@pytest.mark.parametrize(("window", "status"), [(2, 403), (5, 200)])
def test_what_a_window_sent_on_is_taken_back_by_itself_alone(
    hall: SampleHall, window: int, status: int
) -> None:
    """Sent on, the number is at no window, and still no neighbour's."""
    asking, desk = clerk(hall, window), hall.as_("desk")
    for one in (5, 6):
        desk.put(f"/windows/{one}", {"state": "open"})
    ticket = hall.as_("kiosk").take("E05")["id"]
    desk.post("/windows/5/calls", {})
    assert desk.post(f"/tickets/{ticket}/transfer", {"window": 6}).status_code == 200

    assert ask(asking, f"/tickets/{ticket}/undo", {}) == status


def test_a_program_takes_back_what_any_window_has_sent_on(hall: SampleHall) -> None:
    desk = hall.as_("desk")
    for one in (5, 6):
        desk.put(f"/windows/{one}", {"state": "open"})
    ticket = hall.as_("kiosk").take("E05")["id"]
    desk.post("/windows/5/calls", {})
    desk.post(f"/tickets/{ticket}/transfer", {"window": 6})

    assert desk.post(f"/tickets/{ticket}/undo", {}).json["window"] == 5


def test_cash_is_booked_at_no_window_of_a_colleague(hall: SampleHall) -> None:
    own, cash = clerk(hall, 2), {"service": "B01", "name": "王样本", "phone": "13900000000", "counted": 100}
    rest = {"fen": 100, "arrears": 0, "balance": 0}

    assert ask(own, "/custody", {**cash, "window": 5}) == 403
    assert hall.as_("desk").post("/custody", {**cash, "window": 99}).status_code == 404
    with hall.program.store.read() as reading:
        assert reading.custody.open() == ()
    assert ask(own, "/custody", {**cash, "window": 2}) == 201
    with hall.program.store.read() as reading:
        (deposit,) = reading.custody.open()
    for act, body in (("pay", rest), ("refund", {})):
        assert ask(own, f"/custody/{deposit.id}/{act}", {**body, "window": 5}) == 403


@pytest.mark.parametrize(("window", "status"), [(2, 409), (5, 200)])
def test_a_window_takes_back_its_own_call_and_no_colleagues(
    hall: SampleHall, window: int, status: int
) -> None:
    at_desk = clerk(hall, window)
    hall.as_("desk").put("/windows/5", {"state": "open"})
    ticket = hall.as_("kiosk").take("E05")["id"]
    hall.as_("desk").post("/windows/5/calls", {})

    heads = {"X-CSRFToken": key_of(at_desk.get("/desk/account"))}
    undone = at_desk.post(f"/desk/{window}/tickets/{ticket}/undo", headers=heads)

    assert undone.status_code == status
