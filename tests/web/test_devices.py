"""Machines are let in by the code on their screen, and shut out at once."""

import re
import time

import pytest
from flask.testing import FlaskClient
from werkzeug.test import Client

from kiosk.hall.errors import BadRequest
from kiosk.operations import accounts, pairing
from kiosk.operations.accounts import Role
from kiosk.web.agents import MAX_WAIT_S
from kiosk.web.draining import Draining
from tests.web import api_hall
from tests.web.api_hall import NINE, SampleHall
from tests.web.test_kiosk import ELSEWHERE, key_of

hall = api_hall.hall


def signed_in(hall: SampleHall, name: str, role: Role) -> FlaskClient:
    """A browser in which somebody of a role has signed in."""
    password = "correct horse " + name
    accounts.add_user(hall.program.store, name=name, password=password, role=role, at=NINE)
    browser = hall.program.web.test_client()
    form = {"csrf_token": key_of(browser.get("/desk/sign-in")), "name": name, "password": password}
    assert browser.post("/desk/sign-in", data=form).status_code == 303
    return browser


def post(browser: FlaskClient, path: str, **form: str) -> str:
    """Send a form with its key and return the page that follows."""
    form["csrf_token"] = key_of(browser.get("/manage/devices"))
    return browser.post(path, data=form, follow_redirects=True).text


def code_on(browser: FlaskClient, screen: str = "kiosk") -> str:
    """Ask for a code at a new machine and read it off its screen."""
    key = key_of(browser.get(f"/{screen}/enrol", environ_overrides=ELSEWHERE))
    page = browser.post(
        f"/{screen}/code", data={"csrf_token": key}, environ_overrides=ELSEWHERE, follow_redirects=True
    )
    found = re.search(r">([A-Z0-9]{3}-[A-Z0-9]{3})<", page.text)
    assert found, page.text
    return found[1]


def test_a_kiosk_is_let_in_by_its_code_and_shut_out_at_once(hall: SampleHall) -> None:
    machine, manager = hall.program.web.test_client(), signed_in(hall, "wang", Role.MANAGER)
    code = code_on(machine)
    assert machine.get("/kiosk", environ_overrides=ELSEWHERE).status_code == 403

    found = post(manager, "/manage/devices/find", code=code.lower().replace("-", " "))
    post(manager, "/manage/devices/approve", code=code, name="北门")
    came = machine.get("/kiosk/enrol", environ_overrides=ELSEWHERE)

    assert ELSEWHERE["REMOTE_ADDR"] in found
    assert (came.status_code, came.location) == (303, "/kiosk")
    assert machine.get("/kiosk", environ_overrides=ELSEWHERE).status_code == 200
    device = next(one for one in pairing.devices(hall.program.store) if one.label == "北门")
    assert (device.seen_at, device.role, bool(device.approved_by)) == (NINE, "kiosk", True)

    post(manager, f"/manage/devices/{device.id}/revoke")

    assert machine.get("/kiosk", environ_overrides=ELSEWHERE).status_code == 403
    assert hall.kinds() == ["DeviceApproved", "DeviceRevoked"]


def test_a_machine_that_is_refused_stays_out(hall: SampleHall) -> None:
    machine, manager = hall.program.web.test_client(), signed_in(hall, "wang", Role.MANAGER)
    code = code_on(machine, "board")

    post(manager, "/manage/devices/refuse", code=code)

    assert "没有得到允许" in machine.get("/board/enrol").text
    assert "没有等待中的登记码" in post(manager, "/manage/devices/approve", code=code, name="x")


def test_a_code_runs_out(hall: SampleHall) -> None:
    machine, manager = hall.program.web.test_client(), signed_in(hall, "wang", Role.MANAGER)
    code = code_on(machine)

    hall.clock.later(601)

    assert "没有等待中的登记码" in post(manager, "/manage/devices/find", code=code)
    assert code not in machine.get("/kiosk/enrol", environ_overrides=ELSEWHERE).text


def test_codes_cannot_be_found_by_trying(hall: SampleHall) -> None:
    manager = signed_in(hall, "wang", Role.MANAGER)

    said = [post(manager, "/manage/devices/find", code=f"AAA-{n:03}") for n in range(20)]

    assert "没有等待中的登记码" in said[0]
    assert "登记码 AAA" not in said[-1]


def test_a_flood_of_machines_ends(hall: SampleHall) -> None:
    program = hall.program.web.test_client()

    answers = [program.post("/agent/v1/pairings", json={}).status_code for _ in range(30)]

    assert set(answers) == {201, 429}


def test_only_a_manager_lets_machines_in(hall: SampleHall) -> None:
    clerk = signed_in(hall, "li", Role.DESK)

    assert clerk.get("/manage/devices").status_code == 403
    assert hall.program.web.test_client().get("/manage/devices").status_code == 302


def test_an_agents_token_opens_nothing_before_it_is_approved(hall: SampleHall) -> None:
    agent, store = hall.program.web.test_client(), hall.program.store
    asked = agent.post("/agent/v1/pairings", json={"machine": "print-pc"}).json
    assert asked
    bearer = {"Authorization": f"Bearer {asked['token']}"}

    def state() -> str:
        return str(agent.post("/agent/v1/pairings/state", json={"token": asked["token"]}).get_json()["state"])

    before = agent.get("/agent/v1/printers", headers=bearer).status_code
    assert (before, state()) == (401, "waiting")
    device = pairing.approve(store, code=asked["code"], name="windows", by="w", at=NINE)
    assert (agent.get("/agent/v1/printers", headers=bearer).status_code, state()) == (200, "approved")
    pairing.revoke(store, token_id=device.id, by="w", at=NINE)

    lease = agent.post("/agent/v1/lease", json={"printers": [], "wait": 0}, headers=bearer)
    assert (lease.status_code, state()) == (401, "refused")


def test_an_agent_does_not_keep_a_hall_from_stopping(hall: SampleHall) -> None:
    """It would wait as long as it may for the next paper."""
    token = accounts.add_token(hall.program.store, role=Role.AGENT, label="agent", at=NINE)
    doors = Draining(hall.program.web)
    asks = Client(doors)
    doors.is_closing, asked = True, time.monotonic()

    answer = asks.post(
        "/agent/v1/lease",
        json={"printers": [], "wait": MAX_WAIT_S},
        headers={"Authorization": f"Bearer {token}"},
    )

    assert (answer.status_code, answer.json, answer.headers["Connection"]) == (200, {"jobs": []}, "close")
    assert time.monotonic() - asked < MAX_WAIT_S / 2  # it was not kept waiting to the end


@pytest.mark.parametrize("name", ["", "  ", "x" * 65, "a\x00b"])
def test_a_machine_needs_a_name(hall: SampleHall, name: str) -> None:
    asking = pairing.ask(hall.program.store, role=Role.BOARD, machine="", address="", at=NINE)

    with pytest.raises(BadRequest):
        pairing.approve(hall.program.store, code=asking.code, name=name, by="w", at=NINE)


def test_nobody_pairs_himself_to_a_persons_role(hall: SampleHall) -> None:
    with pytest.raises(BadRequest):
        pairing.ask(hall.program.store, role=Role.MANAGER, machine="", address="", at=NINE)
