"""Bad input is named, in Chinese and English, and changes nothing."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web import api_hall
from tests.web.api_hall import SampleHall, described, open_hall

hall = api_hall.still_hall  # nothing here changes it

FAULTS = [
    ({"services": "E05"}, "/services"),
    ({"services": float("nan")}, "/services"),
    ({"services": [5]}, "/services/0"),
    ({"services": ["x" * 65]}, "/services/0"),
    ({"services": ["E05"] * 21}, "/services"),
    ({"services": ["E05"], "name": "张三"}, "/name"),
    ({"services": ["E05"], "language": "fr"}, "/language"),
    ({"services": ["E05"], "answers": {"E05": "yes"}}, "/answers/E05"),
    ({"services": ["E05"], "needs": "wheelchair"}, "/needs"),
    ({"services": ["E05"], "not_sure": "no"}, "/not_sure"),
    ({"services": ["E\u0000"]}, "/services/0"),
    ([], "/"),
    ("E05", "/"),
    (None, "/"),
]


@pytest.mark.parametrize(("body", "field"), FAULTS)
def test_the_field_that_is_wrong_is_named(hall: SampleHall, body: Any, field: str) -> None:
    answer = hall.as_("kiosk").post("/tickets", data=json.dumps(body), content_type="application/json")

    assert answer.status_code == 422
    assert [one["field"] for one in answer.json["errors"]] == [field]
    assert field in answer.json["detail"]
    assert field in answer.json["title"]
    assert hall.head == 0


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({}, "nothing-chosen"),
        ({"services": []}, "nothing-chosen"),
        ({"services": ["E05"], "answers": {"E05": {"colour": "red"}}}, "unknown-answer"),
        ({"services": ["E05"], "priority": "mayor"}, "bad-request"),
        ({"services": ["E05"], "needs": ["coffee"]}, "bad-request"),
    ],
)
def test_what_the_hall_does_not_know_is_refused(hall: SampleHall, body: Any, kind: str) -> None:
    answer = hall.as_("kiosk").post("/tickets", body)

    assert (answer.status_code, answer.json["type"]) == (422, f"urn:yichuang:{kind}")
    assert hall.head == 0


def test_an_unknown_service_is_not_found(hall: SampleHall) -> None:
    assert hall.as_("kiosk").post("/tickets", {"services": ["Z99"]}).status_code == 404
    assert hall.as_("").get("/services/Z99").status_code == 404


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"{'services': []}", b"[" * 5000])
def test_what_is_no_json_is_no_request(hall: SampleHall, body: bytes) -> None:
    answer = hall.as_("kiosk").post("/tickets", data=body, content_type="application/json")

    assert (answer.status_code, answer.json["type"]) == (400, "urn:yichuang:not-json")
    assert hall.head == 0


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_the_body_must_say_that_it_is_json(hall: SampleHall, kind: str) -> None:
    answer = hall.as_("kiosk").post("/tickets", data=b'{"services": ["E05"]}', content_type=kind)

    assert (answer.status_code, hall.head) == (415, 0)


def test_a_body_has_an_end(hall: SampleHall) -> None:
    body = b'{"services": ["' + b"x" * 70_000 + b'"]}'

    answer = hall.as_("kiosk").post("/tickets", data=body, content_type="application/json")

    assert (answer.status_code, hall.head) == (413, 0)


def test_a_problem_document_says_it_all_in_both_languages(hall: SampleHall) -> None:
    answer = hall.as_("desk").post("/tickets/20261123-E001/start")

    assert answer.content_type == "application/problem+json"
    assert answer.json == {
        "type": "urn:yichuang:unknown-ticket",
        "title": "Ticket 20261123-E001 was not found. Please check the number.",
        "detail": "没有找到号票 20261123-E001。请核对票号。",
        "status": 404,
        "retry": False,
    }


@pytest.mark.parametrize(
    "path",
    [
        "/events?after=-1",
        "/events?after=x",
        "/events?limit=0",
        "/events?limit=100000",
        "/events?after=99999999999999999999",
        "/print-jobs?before=x",
        "/tickets?state=asleep",
    ],
)
def test_a_wrong_query_is_refused(hall: SampleHall, path: str) -> None:
    assert hall.as_("manager").get(path).status_code == 422


@pytest.mark.parametrize(
    "path", ["/tickets/%00", "/tickets/" + "x" * 500, "/services/%0a", "/print-jobs/%00"]
)
def test_an_id_that_cannot_be_is_not_found(hall: SampleHall, path: str) -> None:
    assert hall.as_("manager").get(path).status_code == 404


def test_a_suspension_cannot_outlast_the_calendar(hall: SampleHall) -> None:
    body = {"reason": "停电", "until": "9999-12-31T23:59:59-23:00"}

    assert hall.as_("manager").put("/queues/E/suspension", body).status_code == 422
    assert hall.as_("board").get("/board").status_code == 200


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=80),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
NEARLY = st.fixed_dictionaries(
    {},
    optional={
        "services": st.lists(st.sampled_from(["E05", "B01", "Z9", ""]), max_size=3) | ANYTHING,
        "answers": ANYTHING,
        "ticked": ANYTHING,
        "priority": st.sampled_from(["", "elder", "x"]) | ANYTHING,
        "needs": ANYTHING,
        "language": st.sampled_from(["zh", "en"]) | ANYTHING,
        "not_sure": st.booleans() | ANYTHING,
        "ticket": ANYTHING,
        "window": st.integers() | ANYTHING,
        "state": st.sampled_from(["open", "paused", "closed"]) | ANYTHING,
        "reason": ANYTHING,
        "until": ANYTHING,
        "place": ANYTHING,
        "print": st.booleans() | ANYTHING,
        "parts": st.lists(st.fixed_dictionaries({"queue": st.sampled_from(["C", "Z"])}), max_size=3)
        | ANYTHING,
        "outcome": st.sampled_from(["done", "other", "x"]) | ANYTHING,
    },
)
POSTS = [
    "/tickets",
    "/tickets/offer",
    "/services/E05/checklist",
    "/services/B01/no-visit-guide",
    "/windows/5/calls",
    "/tickets/20261123-E001/start",
    "/tickets/20261123-E001/transfer",
    "/tickets/20261123-E001/undo",
    "/tickets/20261123-E001/services",
    "/tickets/20261123-E001/split",
    "/tickets/20261123-E001/return",
    "/help-calls",
    "/help-calls/1/acknowledge",
    "/custody",
    *(f"/custody/DS20261123-001/{act}" for act in ("pay", "fail", "call", "refund", "close", "receipt")),
    "/print-jobs/1-ticket/reprint",
]


@pytest.fixture(scope="module")
def open_all_day(tmp_path_factory: pytest.TempPathFactory) -> SampleHall:
    return open_hall(tmp_path_factory.mktemp("hall") / "data")


@settings(suppress_health_check=list(HealthCheck))
@given(path=st.sampled_from(POSTS), body=NEARLY | ANYTHING)
def test_no_json_breaks_the_hall_or_half_changes_it(open_all_day: SampleHall, path: str, body: Any) -> None:
    before = open_all_day.head

    answer = open_all_day.as_("manager").post(path, data=json.dumps(body), content_type="application/json")

    assert answer.status_code < 500
    assert answer.status_code < 300 or open_all_day.head == before


@settings(suppress_health_check=list(HealthCheck))
@given(
    path=st.sampled_from(["/windows/5", "/queues/E/suspension"]),
    body=NEARLY | ANYTHING,
)
def test_no_json_breaks_what_is_set(open_all_day: SampleHall, path: str, body: Any) -> None:
    before = open_all_day.head

    answer = open_all_day.as_("manager").ask(
        "PUT", path, data=json.dumps(body), content_type="application/json"
    )

    assert answer.status_code < 500
    assert answer.status_code < 300 or open_all_day.head == before


def test_every_post_was_tried() -> None:
    described_posts = {
        path
        for path, operations in api_hall.DESCRIBED["paths"].items()
        if "post" in operations and path.startswith("/api/")
    }
    tried = {described("POST", path)["operationId"] for path in POSTS}
    acts = {
        "recall",
        "finish",
        "drop-priority",
        "miss",
        "hold",
        "resume",
        "revive",
        "cancel",
        "withdraw",
        "close",
    }  # same body as start and undo

    assert len(described_posts) == len(tried | acts)
