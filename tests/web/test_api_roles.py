"""Who may ask for what: by the role of his token, and from this machine no more than from elsewhere."""

import json
from typing import Any

from openapi_spec_validator import validate

from kiosk.operations import accounts
from kiosk.operations.accounts import Role
from tests.web import api_hall
from tests.web.api_hall import SampleHall
from tests.web.test_manage import PASSWORD, browser

hall = api_hall.hall

ROLES = ("", "kiosk", "board", "desk", "agent", "assistant", "manager")
EVERYBODY = frozenset(ROLES)
TAKERS = frozenset({"kiosk", "desk", "manager"})
DESKS = frozenset({"desk", "manager"})
TICKET = {"services": ["E05"]}
TABLE: list[tuple[str, str, Any, frozenset[str]]] = [
    ("GET", "/hall", None, EVERYBODY),
    ("PUT", "/hall/clock", {"at": "2026-11-24T08:30:00+08:00"}, frozenset({"manager"})),
    ("GET", "/services", None, EVERYBODY),
    ("GET", "/services/E05", None, EVERYBODY),
    ("GET", "/bundles", None, EVERYBODY),
    ("GET", "/tickets/guessed", None, EVERYBODY),
    ("POST", "/services/E05/checklist", {}, TAKERS),
    ("POST", "/services/B01/no-visit-guide", {}, TAKERS),
    ("POST", "/tickets", TICKET, TAKERS),
    ("POST", "/tickets/offer", TICKET, TAKERS),
    ("POST", "/help-calls", {}, TAKERS),
    ("GET", "/help-calls", None, DESKS),
    ("POST", "/help-calls/1/acknowledge", None, DESKS),
    ("GET", "/board", None, DESKS | {"board"}),
    ("GET", "/tickets", None, DESKS),
    ("GET", "/windows", None, DESKS),
    ("GET", "/windows/5", None, DESKS),
    ("PUT", "/windows/5", {"state": "open"}, DESKS),
    ("POST", "/windows/5/calls", {}, DESKS),
    *[
        ("POST", f"/tickets/20261123-E001/{act}", None, DESKS)
        for act in (
            "recall",
            "start",
            "finish",
            "miss",
            "revive",
            "hold",
            "resume",
            "drop-priority",
            "cancel",
            "undo",
        )
    ],
    ("POST", "/tickets/20261123-E001/transfer", {"window": 1}, DESKS),
    ("POST", "/tickets/20261123-E001/services", {"services": ["E01"]}, DESKS),
    ("POST", "/tickets/20261123-E001/split", {"parts": [{"queue": "C", "services": ["C01"]}]}, DESKS),
    ("POST", "/tickets/20261123-E001/return", {"outcome": "done"}, DESKS),
    ("POST", "/tickets/20261123-E001/withdraw", None, DESKS),
    ("POST", "/tickets/20261123-E001/close", None, DESKS),
    ("GET", "/custody", None, DESKS),
    ("POST", "/custody", {}, DESKS),
    ("GET", "/custody/DS20261123-001", None, DESKS),
    *[
        ("POST", f"/custody/DS20261123-001/{act}", None, DESKS)
        for act in ("pay", "fail", "call", "refund", "close", "receipt")
    ],
    ("GET", "/print-jobs", None, DESKS),
    ("GET", "/print-jobs/1-ticket", None, DESKS),
    ("POST", "/print-jobs/1-ticket/reprint", None, DESKS),
    ("GET", "/events", None, frozenset({"manager"})),
    ("PUT", "/queues/E/suspension", {"reason": "停电"}, frozenset({"manager"})),
    ("DELETE", "/queues/E/suspension", None, frozenset({"manager"})),
]


def test_the_matrix_of_roles(hall: SampleHall) -> None:
    wrong = []
    for method, path, body, may in TABLE:
        for role in ROLES:
            status = hall.as_(role).ask(method, path, body).status_code
            expected = status not in {401, 403} if role in may else status == (403 if role else 401)
            if not expected:
                wrong.append((method, path, role, status))

    assert wrong == []


def test_who_may_not_ask_changes_nothing(hall: SampleHall) -> None:
    for method, path, body, may in TABLE:
        for role in EVERYBODY - may:
            hall.as_(role).ask(method, path, body)

    assert hall.head == 0


def test_an_unknown_token_opens_nothing_not_even_what_is_public(hall: SampleHall) -> None:
    stranger = api_hall.Asker(hall, "yc_manager_guessed")

    answer = stranger.get("/events")

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_another_scheme_is_no_token(hall: SampleHall) -> None:
    asker = api_hall.Asker(hall, headers={"Authorization": f"Basic {hall.as_('manager').token}"})

    assert asker.get("/events").status_code == 401


def test_a_browser_elsewhere_cannot_use_a_session_without_its_form_key(hall: SampleHall) -> None:
    at = hall.clock()
    accounts.add_user(
        hall.program.store, name="clerk", password=PASSWORD, role=Role.DESK, windows=(5,), at=at
    )
    client = browser(hall.program, "clerk")

    looked = client.get("/api/v1/windows")
    acted = client.post("/api/v1/tickets", json=TICKET)

    assert looked.status_code == 200
    assert (acted.status_code, acted.content_type) == (400, "application/problem+json")
    assert hall.head == 0


def test_one_program_may_not_ask_without_end(tmp_path: Any) -> None:
    slow = api_hall.open_hall(tmp_path, api_rate="3 per minute")

    statuses = [slow.as_("desk").get("/windows").status_code for _ in range(4)]
    other = slow.as_("board").get("/board").status_code

    assert statuses == [200, 200, 200, 429]
    assert other == 200
    slow.program.store.close()


def test_the_description_is_sound(hall: SampleHall) -> None:
    answer = json.loads(hall.program.web.test_client().get("/api/v1/openapi.json").data)

    validate(answer)
    assert answer["openapi"] == "3.1.0"


def test_every_route_is_described(hall: SampleHall) -> None:
    found = {
        (method, str(rule))
        for rule in hall.program.web.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if str(rule).startswith("/api/v1") and not str(rule).endswith("openapi.json")
    }

    undescribed = [
        (method, rule)
        for method, rule in found
        if not api_hall.described(method, rule.removeprefix("/api/v1").replace("int:", ""))
    ]

    assert len(found) >= 29
    assert undescribed == []
    assert {(method, path) for method, path, *_ in TABLE}  # and the table names each of them
    assert len(TABLE) == len(found)
