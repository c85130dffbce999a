"""Custody for programs: the same cash once per key, every step, and no name or phone in any answer."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from kiosk.app import Program
from kiosk.hall.roles import Role
from kiosk.operations import accounts
from tests.web.api_hall import NINE, StoppedClock
from tests.web.custody_hall import SECRETS, staffed

URL = "/api/v1/custody"
CASH = {"service": "B01", "name": "王大爷", "phone": "13800002046", "account": "80012345", "window": 1}
KEY = {"Idempotency-Key": "one press"}


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    with staffed(tmp_path, StoppedClock()) as made:
        yield made


def client_of(program: Program, role: Role = Role.DESK) -> FlaskClient:
    token = accounts.add_token(program.store, role=role, label="tests", at=NINE)
    client = program.web.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    return client


def test_cash_is_taken_once_per_key_paid_in_told_and_closed(program: Program) -> None:
    client = client_of(program)
    body = {**CASH, "counted": 50_000, "change": 20_000}

    first, again = (client.post(URL, json=body, headers=KEY) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json == again.json
    taken: dict[str, Any] = first.json or {}
    one = f"{URL}/{taken['id']}"
    assert (taken["fen"], taken["left"], taken["state"]) == (30_000, 30_000, "taken")
    assert taken["due_at"] == "2026-11-23T10:00:00+08:00"
    wrong = client.post(f"{one}/pay", json={"fen": 30_000, "arrears": 1, "balance": 1, "window": 1})
    assert wrong.status_code == 422
    for act, sent, state in (
        ("pay", {"fen": 30_000, "arrears": 2_350, "balance": 27_650, "window": 1}, "paid"),
        ("receipt", {}, "paid"),
        ("call", {"outcome": "reached"}, "called_back"),
        ("close", {}, "closed"),
    ):
        answer = client.post(f"{one}/{act}", json=sent)
        assert (answer.status_code, (answer.json or {})["state"]) == (200, state)
        assert not any(secret in answer.text for secret in SECRETS)
    assert client.get(URL).json == {"deposits": []}


def test_what_fails_is_refunded(program: Program) -> None:
    client = client_of(program)
    taken = client.post(URL, json={**CASH, "counted": 100}).json or {}
    one = f"{URL}/{taken['id']}"

    assert client.post(f"{one}/fail", json={"why": "gossip"}).status_code == 422
    client.post(f"{one}/fail", json={"why": "system_down"})
    answer = client.post(f"{one}/refund", json={"window": 1}).json or {}

    assert (answer["state"], answer["left"], answer["returned"]) == ("refunded", 0, 100)


@pytest.mark.parametrize(
    "wrong",
    [
        {"counted": 0},
        {"counted": -1},
        {"counted": "300"},
        {"counted": 300.5},
        {"counted": 10**30},
        {"counted": 100, "phone": ""},
        {"counted": 100, "service": "E02"},
        {"counted": 100_000},  # a colleague counts too, at the desk
        {"counted": 100, "second": "somebody"},
        {"counted": 100, "name": "王\x00"},
    ],
)
def test_wrong_cash_is_refused_and_nothing_is_kept(program: Program, wrong: dict[str, Any]) -> None:
    answer = client_of(program).post(URL, json={**CASH, **wrong})

    assert answer.status_code == 422
    with program.store.read() as reading:
        assert reading.custody.open() == ()


def test_only_clerks_programs_see_custody(program: Program) -> None:
    assert program.web.test_client().get(URL).status_code == 401
    assert client_of(program, Role.KIOSK).get(URL).status_code == 403
    assert client_of(program).get(f"{URL}/DS1").status_code == 404
