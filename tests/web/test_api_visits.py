"""Another program splits a visit and joins it again."""

from typing import Any

import pytest

from tests.web import api_hall
from tests.web.api_hall import SampleHall

hall = api_hall.hall

TO_C, TO_E = {"queue": "C", "services": ["C01"]}, {"queue": "E", "services": ["E05"]}


def served(hall: SampleHall) -> str:
    """A visit of two matters that the comprehensive window serves."""
    taken = hall.as_("kiosk").take("C01", "E05")
    hall.as_("desk").post("/windows/1/calls", {})
    hall.as_("desk").post(f"/tickets/{taken['id']}/start")
    return str(taken["id"])


def test_a_visit_goes_to_two_windows_under_one_number_and_is_closed(hall: SampleHall) -> None:
    desk, visit = hall.as_("desk"), served(hall)

    split = desk.post(f"/tickets/{visit}/split", {"parts": [TO_C, TO_E]}, key="split-1")
    again = desk.post(f"/tickets/{visit}/split", {"parts": [TO_C, TO_E]}, key="split-1")

    assert (split.status_code, again.json) == (201, split.json)
    assert [part["number"] for part in split.json["parts"]] == ["A001-1", "A001-2"]
    called = desk.post("/windows/5/calls", {})
    assert (called.json["number"], called.json["visit"], called.json["part_kind"]) == (
        "A001-2",
        visit,
        "walk",
    )
    board = hall.as_("board").get("/board").json
    assert (board["calls"][0]["number"], board["calls"][0]["window"]) == ("A001", 5)
    assert desk.post("/windows/3/calls", {}).status_code == 204  # the person stands at window 5
    elsewhere = desk.post("/windows/3/calls", {"ticket": split.json["parts"][0]["id"]})
    assert (elsewhere.status_code, elsewhere.json["type"]) == (409, "urn:yichuang:person-elsewhere")
    early = desk.post(f"/tickets/{visit}/close")
    assert (early.status_code, early.json["type"]) == (409, "urn:yichuang:parts-outstanding")
    back = desk.post(f"/tickets/{called.json['id']}/return", {"outcome": "papers_missing", "words": "缺合同"})
    assert back.json["state"] == "returned"
    desk.post("/windows/3/calls", {})
    desk.post(f"/tickets/{split.json['parts'][0]['id']}/finish")
    assert desk.post(f"/tickets/{visit}/close").json["state"] == "done"


def test_a_service_joins_a_visit_that_is_served(hall: SampleHall) -> None:
    visit = served(hall)

    after = hall.as_("desk").post(f"/tickets/{visit}/services", {"services": ["F01", "C01"]})

    assert after.json["services"] == ["C01", "E05", "F01"]


def test_a_part_that_nobody_has_begun_is_taken_back(hall: SampleHall) -> None:
    desk, visit = hall.as_("desk"), served(hall)
    (part,) = desk.post(f"/tickets/{visit}/split", {"parts": [TO_C]}).json["parts"]

    assert desk.post(f"/tickets/{part['id']}/withdraw").json["state"] == "cancelled"
    assert desk.post(f"/tickets/{visit}/resume").json["state"] == "serving"


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        ({"parts": []}, 422, "invalid-input"),
        ({"parts": [{"queue": "C"}]}, 422, "nothing-to-split"),
        ({"parts": [{"queue": "Z", "services": ["C01"]}]}, 404, "unknown-queue"),
        ({"parts": [{"queue": "C", "services": ["Z99"]}]}, 404, "unknown-service"),
        ({"parts": [TO_C | {"kind": "fly"}]}, 422, "invalid-input"),
        ({"parts": [TO_C | {"due_days": -1}]}, 422, "invalid-input"),
        ({"parts": [TO_C | {"note": "a\u0000b"}]}, 422, "invalid-input"),
        ({"parts": [TO_C] * 21}, 422, "invalid-input"),
    ],
)
def test_a_wrong_split_is_refused_and_changes_nothing(
    hall: SampleHall, body: Any, status: int, kind: str
) -> None:
    visit = served(hall)
    before = hall.head

    answer = hall.as_("desk").post(f"/tickets/{visit}/split", body)

    assert (answer.status_code, answer.json["type"]) == (status, f"urn:yichuang:{kind}")
    assert hall.head == before


def test_what_two_windows_tell_each_other_is_in_no_event(hall: SampleHall) -> None:
    desk, visit = hall.as_("desk"), served(hall)
    (part,) = desk.post(f"/tickets/{visit}/split", {"parts": [TO_E | {"note": "急着走"}]}).json["parts"]
    desk.post("/windows/5/calls", {})
    desk.post(f"/tickets/{part['id']}/return", {"outcome": "other", "words": "先回家"})

    events = hall.as_("manager").get("/events?after=0").text

    assert "PartReturned" in events
    assert "急着走" not in events
    assert "先回家" not in events
