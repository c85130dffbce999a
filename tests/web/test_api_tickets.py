"""Another program takes numbers and looks at them."""

import pytest

from tests.web import api_hall
from tests.web.api_hall import SampleHall

hall = api_hall.hall


def test_a_number_needs_only_its_services(hall: SampleHall) -> None:
    answer = hall.as_("kiosk").post("/tickets", {"services": ["E05"]})

    ticket = answer.json
    assert answer.status_code == 201
    assert ticket["number"] == "E001"
    assert ticket["state"] == "waiting"
    assert ticket["route"]["queue"] == "E"
    assert ticket["route"]["code"] == "its_own_queue"
    assert ticket["route"]["reason"] == "此事项由规划建设窗口办理"
    assert ticket["people_ahead"] == 0
    assert ticket["expected_wait"] == {"low": 0, "high": 0}
    assert answer.headers["Location"] == f"/api/v1/tickets/{ticket['token']}"


def test_the_reason_is_said_in_the_readers_language(hall: SampleHall) -> None:
    answer = hall.as_("kiosk").post("/tickets?lang=en", {"services": ["E05"]})

    assert answer.json["route"]["reason"] == "Planning & Construction handles this service"


def test_the_token_is_told_only_to_who_took_the_ticket(hall: SampleHall) -> None:
    taken = hall.as_("kiosk").take("E05")

    seen = hall.as_("").get(f"/tickets/{taken['token']}").json
    called = hall.as_("desk").post("/windows/5/calls", {}).json
    listed = hall.as_("desk").get("/tickets").json["tickets"]

    assert len(taken["token"]) >= 20  # 128 random bits
    assert seen["id"] == called["id"] == listed[0]["id"] == taken["id"]
    assert not any("token" in one for one in (seen, called, listed[0]))


def test_a_ticket_that_nobody_took_is_not_found(hall: SampleHall) -> None:
    answer = hall.as_("").get("/tickets/guessed")

    assert answer.status_code == 404
    assert answer.json["type"] == "urn:yichuang:unknown-progress"


def test_several_services_go_to_the_comprehensive_window(hall: SampleHall) -> None:
    ticket = hall.as_("kiosk").take("E05", "B01", priority="elder", needs=["hearing"], language="en")

    assert (ticket["number"], ticket["route"]["code"]) == ("A001", "several_queues")
    assert (ticket["priority"], ticket["needs"], ticket["language"]) == ("elder", ["hearing"], "en")


def test_who_does_not_know_goes_to_the_comprehensive_window(hall: SampleHall) -> None:
    assert hall.as_("kiosk").take(not_sure=True)["route"]["code"] == "not_sure"
    assert hall.as_("kiosk").take("E05", papers_missing=True)["route"]["code"] == "papers_missing"


def test_people_ahead_are_told_before_the_number_and_taking_nothing(hall: SampleHall) -> None:
    kiosk = hall.as_("kiosk")
    kiosk.take("E05")
    hall.clock.later(60)
    before = hall.head

    offer = kiosk.post("/tickets/offer", {"services": ["E05"]}).json

    assert offer["people_ahead"] == 1
    assert offer["expected_wait"]["high"] >= offer["expected_wait"]["low"] > 0
    assert hall.head == before


def test_the_same_key_is_one_ticket(hall: SampleHall) -> None:
    kiosk = hall.as_("kiosk")

    first = kiosk.post("/tickets", {"services": ["E05"]}, key="tap-1")
    again = kiosk.post("/tickets", {"services": ["E05"]}, key="tap-1")

    assert (again.status_code, again.json) == (201, first.json)
    assert hall.head == 1


def test_the_same_key_with_another_body_is_refused(hall: SampleHall) -> None:
    kiosk = hall.as_("kiosk")
    kiosk.post("/tickets", {"services": ["E05"]}, key="tap-1")

    answer = kiosk.post("/tickets", {"services": ["E04"]}, key="tap-1")

    assert (answer.status_code, answer.json["type"]) == (422, "urn:yichuang:press-reused")
    assert hall.head == 1


def test_two_programs_may_use_the_same_key(hall: SampleHall) -> None:
    one = hall.as_("kiosk").post("/tickets", {"services": ["E05"]}, key="1").json
    other = hall.as_("desk").post("/tickets", {"services": ["E05"]}, key="1").json

    assert one["number"] != other["number"]


def test_a_refused_request_does_not_use_its_key_up(hall: SampleHall) -> None:
    desk = hall.as_("desk")
    desk.put("/windows/5", {"state": "closed"})
    hall.as_("kiosk").take("E05")
    assert desk.post("/windows/5/calls", {}, key="c").status_code == 409

    desk.put("/windows/5", {"state": "open"})

    assert desk.post("/windows/5/calls", {}, key="c").status_code == 200


def test_without_a_key_each_request_is_a_ticket(hall: SampleHall) -> None:
    kiosk = hall.as_("kiosk")

    assert [kiosk.take("E05")["number"] for _ in range(2)] == ["E001", "E002"]


@pytest.mark.parametrize("key", ["", "k" * 256])
def test_a_key_has_1_to_255_characters(hall: SampleHall, key: str) -> None:
    headers = {"Idempotency-Key": key, "Authorization": f"Bearer {hall.as_('kiosk').token}"}

    answer = hall.program.web.test_client().post(
        "/api/v1/tickets", json={"services": ["E05"]}, headers=headers
    )

    assert (answer.status_code, hall.head) == (422, 0)


def test_a_clerk_finds_a_ticket_by_the_number_on_its_paper(hall: SampleHall) -> None:
    hall.as_("kiosk").take("E05")
    wanted = hall.as_("kiosk").take("E05")

    found = hall.as_("desk").get("/tickets?number=e002").json["tickets"]

    assert [(one["id"], one["people_ahead"]) for one in found] == [(wanted["id"], 1)]
    assert hall.as_("desk").get("/tickets?number=E999").json == {"tickets": []}


def test_a_suspended_queue_sends_people_on_and_says_why(hall: SampleHall) -> None:
    manager = hall.as_("manager")

    suspended = manager.put("/queues/E/suspension", {"reason": "停电", "until": "2026-11-23T12:00:00+08:00"})
    instead = hall.as_("kiosk").take("E05")
    lifted = manager.ask("DELETE", "/queues/E/suspension")

    assert suspended.json == {"queue": "E", "suspended": True, "reason": "停电"}
    assert (instead["number"], instead["route"]["instead_of"]) == ("A001", "E")
    assert lifted.json["suspended"] is False
    assert hall.as_("kiosk").take("E05")["number"] == "E001"


def test_a_suspension_ends_at_its_time(hall: SampleHall) -> None:
    hall.as_("manager").put("/queues/E/suspension", {"reason": "停电", "until": "2026-11-23T09:30:00+08:00"})

    hall.clock.later(31 * 60)

    assert hall.as_("kiosk").take("E05")["number"] == "E001"
