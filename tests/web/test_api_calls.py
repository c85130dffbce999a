"""Another program works a window."""

from typing import Any

import pytest

from tests.web import api_hall
from tests.web.api_hall import SampleHall

hall = api_hall.hall


def test_a_window_calls_who_is_next_and_then_nobody_waits(hall: SampleHall) -> None:
    taken = hall.as_("kiosk").take("E05")
    desk = hall.as_("desk")

    called = desk.post("/windows/5/calls", {})
    nobody = desk.post("/windows/5/calls", {})

    assert called.status_code == 200
    assert (called.json["id"], called.json["state"], called.json["window"]) == (taken["id"], "called", 5)
    assert called.json["why"] == "first_in_line"
    assert nobody.status_code == 204


def test_a_window_calls_without_a_body_too(hall: SampleHall) -> None:
    hall.as_("kiosk").take("E05")

    assert hall.as_("desk").post("/windows/5/calls").status_code == 200


def test_a_window_calls_a_given_ticket(hall: SampleHall) -> None:
    hall.as_("kiosk").take("E05")
    second = hall.as_("kiosk").take("E05")

    called = hall.as_("desk").post("/windows/5/calls", {"ticket": second["id"]})

    assert (called.json["number"], called.json["why"]) == ("E002", "by_number")
    again = hall.as_("desk").post("/windows/1/calls", {"ticket": second["id"]})
    assert (again.status_code, again.json["type"]) == (409, "urn:yichuang:not-callable")


def test_a_program_that_gives_no_reason_is_named_instead(hall: SampleHall) -> None:
    hall.as_("kiosk").take("E05")
    second, third = hall.as_("kiosk").take("E05"), hall.as_("kiosk").take("E05")

    hall.as_("desk").post("/windows/5/calls", {"ticket": second["id"]})
    hall.as_("desk").post("/windows/5/calls", {"ticket": third["id"], "reason": "身体不适"})

    facts = [
        one["facts"]
        for one in hall.as_("manager").get("/events").json["events"]
        if one["kind"] == "TicketCalled"
    ]
    assert [(one["reason"], one["by"]) for one in facts] == [("由接口指定", "desk"), ("身体不适", "desk")]


def test_a_program_drops_a_class_that_was_not_shown(hall: SampleHall) -> None:
    taken = hall.as_("kiosk").take("E05", priority="elder")
    desk = hall.as_("desk")

    dropped = desk.post(f"/tickets/{taken['id']}/drop-priority")

    assert (dropped.status_code, dropped.json["priority"]) == (200, "")
    again = desk.post(f"/tickets/{taken['id']}/drop-priority")
    assert (again.status_code, again.json["type"]) == (409, "urn:yichuang:no-class-to-drop")
    assert desk.post(f"/tickets/{taken['id']}/undo").json["priority"] == "elder"


@pytest.mark.parametrize("state", ["paused", "closed"])
def test_a_window_that_is_not_open_calls_nobody(hall: SampleHall, state: str) -> None:
    hall.as_("kiosk").take("E05")
    hall.as_("desk").put("/windows/5", {"state": state, "reason": "午休"})

    answer = hall.as_("desk").post("/windows/5/calls", {})

    assert (answer.status_code, answer.json["type"]) == (409, "urn:yichuang:window-closed")
    assert hall.as_("desk").get("/windows/5").json["reason"] == "午休"


def test_the_same_key_calls_once(hall: SampleHall) -> None:
    for _ in range(2):
        hall.as_("kiosk").take("E05")
    desk = hall.as_("desk")

    first = desk.post("/windows/5/calls", {}, key="call-1")
    again = desk.post("/windows/5/calls", {}, key="call-1")
    elsewhere = desk.post("/windows/1/calls", {}, key="call-1")

    assert first.json == again.json
    assert elsewhere.status_code == 422
    assert hall.kinds().count("TicketCalled") == 1


def test_the_same_key_says_again_that_nobody_waited(hall: SampleHall) -> None:
    desk = hall.as_("desk")
    assert desk.post("/windows/5/calls", {}, key="call-1").status_code == 204

    hall.as_("kiosk").take("E05")

    assert desk.post("/windows/5/calls", {}, key="call-1").status_code == 204
    assert "TicketCalled" not in hall.kinds()


def test_a_visit_from_call_to_finish(hall: SampleHall) -> None:
    ticket = called(hall)
    states = [
        act(hall, ticket, step).json["state"] for step in ("recall", "start", "hold", "resume", "finish")
    ]

    assert states == ["called", "serving", "held", "serving", "done"]
    assert hall.as_("").get(f"/tickets/{ticket['token']}").json["ended_at"] == "2026-11-23T09:00:00+08:00"


def test_finish_on_a_called_ticket_starts_and_finishes_it(hall: SampleHall) -> None:
    assert act(hall, called(hall), "finish").json["state"] == "done"


def test_a_missed_ticket_is_revived_or_cancelled(hall: SampleHall) -> None:
    ticket = called(hall)

    assert act(hall, ticket, "miss").json["state"] == "missed"
    assert act(hall, ticket, "revive").json["state"] == "waiting"
    assert act(hall, ticket, "cancel").json["state"] == "cancelled"


def test_a_transferred_ticket_keeps_its_number_and_time(hall: SampleHall) -> None:
    ticket = called(hall)

    sent = act(hall, ticket, "transfer", {"window": 1}).json

    assert (sent["state"], sent["number"], sent["transferred_to"]) == ("waiting", "E001", 1)
    assert sent["taken_at"] == ticket["taken_at"]
    assert sent["route"]["code"] == "transferred"
    assert hall.as_("desk").post("/windows/1/calls", {}).json["id"] == ticket["id"]


def test_an_act_is_undone_for_ten_seconds(hall: SampleHall) -> None:
    ticket = called(hall)
    act(hall, ticket, "miss")

    assert act(hall, ticket, "undo").json["state"] == "called"

    act(hall, ticket, "finish")
    hall.clock.later(11)
    late = act(hall, ticket, "undo")
    assert (late.status_code, late.json["type"]) == (409, "urn:yichuang:nothing-to-undo")


@pytest.mark.parametrize(
    "step", ["recall", "start", "finish", "miss", "hold", "resume", "revive", "transfer"]
)
def test_an_illegal_move_is_refused_loudly(hall: SampleHall, step: str) -> None:
    waiting = hall.as_("kiosk").take("E05")
    before = hall.head

    answer = act(hall, waiting, step, {"window": 1} if step == "transfer" else None)

    assert answer.status_code == 409
    assert answer.json["detail"]
    assert answer.json["title"]
    assert hall.head == before


def test_the_same_key_recalls_once(hall: SampleHall) -> None:
    ticket = called(hall)
    path = f"/tickets/{ticket['id']}/recall"

    for _ in range(3):
        assert hall.as_("desk").post(path, key="again").json["recalls"] == 1


def test_the_same_key_acts_once_even_when_the_ticket_has_moved_on(hall: SampleHall) -> None:
    ticket = called(hall)
    path = f"/tickets/{ticket['id']}/start"
    hall.as_("desk").post(path, key="s")
    act(hall, ticket, "finish")

    assert hall.as_("desk").post(path, key="s").json["state"] == "done"


def test_a_window_does_not_close_over_a_ticket(hall: SampleHall) -> None:
    called(hall)

    answer = hall.as_("desk").put("/windows/5", {"state": "closed"})

    assert (answer.status_code, answer.json["type"]) == (409, "urn:yichuang:window-busy")


def test_windows_show_whom_they_serve(hall: SampleHall) -> None:
    called(hall)

    windows = hall.as_("desk").get("/windows").json["windows"]

    assert [one["id"] for one in windows] == [1, 2, 3, 4, 5, 6]
    assert [one["number"] for one in windows] == [None, None, None, None, "E001", None]


@pytest.mark.parametrize("path", ["/windows/99", "/windows/99999999999999999999"])
def test_a_window_that_is_not_there_is_not_found(hall: SampleHall, path: str) -> None:
    desk = hall.as_("desk")

    assert desk.get(path).status_code == 404
    assert desk.put(path, {"state": "open"}).status_code == 404
    assert desk.post(f"{path}/calls", {}).status_code == 404


def called(hall: SampleHall) -> Any:
    """Take a ticket and call it to window 5."""
    ticket = hall.as_("kiosk").take("E05")
    assert hall.as_("desk").post("/windows/5/calls", {}).status_code == 200
    return ticket


def act(hall: SampleHall, ticket: Any, step: str, body: Any = None) -> Any:
    """Do one act on a ticket."""
    return hall.as_("desk").post(f"/tickets/{ticket['id']}/{step}", body)


def test_who_cannot_hear_is_missed_only_after_he_was_shown_it(hall: SampleHall) -> None:
    desk = hall.as_("desk")
    ticket = hall.as_("kiosk").take("E05", needs=["hearing"])
    desk.post("/windows/5/calls", {})
    hall.clock.later(61)

    refused = desk.post(f"/tickets/{ticket['id']}/miss", {})
    done = desk.post(f"/tickets/{ticket['id']}/miss", {"signed": True})

    assert (refused.status_code, refused.json["type"]) == (409, "urn:yichuang:not-signed-to")
    assert (done.status_code, done.json["state"]) == (200, "missed")
