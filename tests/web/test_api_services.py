"""Another program shows what to bring, prints lists, watches the hall and reads its log."""

from typing import Any

from tests.web import api_hall
from tests.web.api_hall import SampleHall

hall = api_hall.hall


def answers(hall: SampleHall, code: str) -> dict[str, str]:
    """Answer every question of a service with its first option."""
    questions = hall.as_("").get(f"/services/{code}").json["questions"]
    return {one["code"]: one["options"][0]["code"] for one in questions if one["when"] is None}


def test_every_service_is_listed_with_its_questions(hall: SampleHall) -> None:
    services = hall.as_("").get("/services").json["services"]

    first = [one["code"] for one in services if one["batch"] == 1]
    drainage = next(one for one in services if one["code"] == "E05")
    assert first == ["B01", "C01", "C02", "D01", "D02", "E01", "E02", "E03", "E04", "E05", "F01", "F02"]
    assert drainage["queue"] == "E"
    assert drainage["windows"] == [5]
    assert drainage["name"]["en"]
    assert drainage["questions"][0]["options"]
    assert drainage["sample"] is True


def test_a_list_is_given_when_every_question_is_answered(hall: SampleHall) -> None:
    given = answers(hall, "E05")

    made = hall.as_("kiosk").post("/services/E05/checklist", {"answers": given}).json
    nested = hall.as_("kiosk").post("/services/E05/checklist", {"answers": {"E05": given}}).json

    assert made["materials"]
    assert made["count"] > 0
    assert len(made["situations"]) >= len(given)
    assert made["printed"] is None
    assert nested == made
    assert hall.head == 0


def test_no_list_is_given_before_every_answer(hall: SampleHall) -> None:
    answer = hall.as_("kiosk").post("/services/E05/checklist", {})

    assert (answer.status_code, answer.json["type"]) == (422, "urn:yichuang:unanswered-question")


def test_several_services_make_one_list(hall: SampleHall) -> None:
    body = {"services": ["E04"], "answers": {"E05": answers(hall, "E05"), "E04": answers(hall, "E04")}}

    answer = hall.as_("kiosk").post("/services/E05/checklist", body)

    assert answer.status_code == 200, answer.text
    codes = [one["code"] for one in answer.json["materials"]]
    assert answer.json["services"] == ["E05", "E04"]
    assert len(codes) == len(set(codes))


def test_a_list_is_printed_once_per_key_instead_of_a_number(hall: SampleHall) -> None:
    body = {"answers": answers(hall, "E05"), "print": True}

    first = hall.as_("kiosk").post("/services/E05/checklist", body, key="p")
    again = hall.as_("kiosk").post("/services/E05/checklist", body, key="p")

    assert (first.status_code, first.json["printed"]) == (201, 1)
    assert again.json == first.json
    assert hall.kinds() == ["ChecklistPrinted"]
    assert [one["name"] for one in jobs(hall)] == ["checklist"]


def test_the_way_without_a_visit_is_printed(hall: SampleHall) -> None:
    answer = hall.as_("kiosk").post("/services/B01/no-visit-guide", {"language": "en"})

    assert (answer.status_code, answer.json) == (201, {"printed": 1})
    assert [one["name"] for one in jobs(hall)] == ["no-visit-guide"]


def test_a_paper_is_printed_once_more_per_key(hall: SampleHall) -> None:
    hall.as_("kiosk").take("E05")
    desk = hall.as_("desk")

    first = desk.post("/print-jobs/1-ticket/reprint", key="again").json
    same = desk.post("/print-jobs/1-ticket/reprint", key="again").json
    third = desk.post("/print-jobs/1-ticket/reprint").json

    assert [first["copy"], same["copy"], third["copy"]] == [2, 2, 3]
    assert desk.post("/print-jobs/9-ticket/reprint").status_code == 404


def test_print_jobs_are_paged_newest_first(hall: SampleHall) -> None:
    for _ in range(3):
        hall.as_("kiosk").take("E05")

    newest = hall.as_("desk").get("/print-jobs?limit=2").json["print_jobs"]
    older = hall.as_("desk").get(f"/print-jobs?before={newest[-1]['seq']}").json["print_jobs"]

    assert [one["ticket"][-4:] for one in newest + older] == ["E003", "E002", "E001"]
    assert hall.as_("desk").get("/print-jobs/1-ticket").json == older[0]


def test_the_log_is_read_on_without_a_gap(hall: SampleHall) -> None:
    kiosk, manager = hall.as_("kiosk"), hall.as_("manager")
    for _ in range(5):
        kiosk.take("E05")

    read: list[int] = []
    while True:
        answer = manager.get(f"/events?after={read[-1] if read else 0}&limit=2").json
        if not answer["events"]:
            break
        read += [one["seq"] for one in answer["events"]]

    assert read == [1, 2, 3, 4, 5]
    assert answer["head"] == 5


def test_events_hold_ids_and_no_token(hall: SampleHall) -> None:
    ticket = hall.as_("kiosk").take("E05")

    answer = hall.as_("manager").get("/events")

    event = answer.json["events"][0]
    assert (event["kind"], event["facts"]["ticket"]) == ("TicketTaken", ticket["id"])
    assert ticket["token"] not in answer.text


def test_the_board_shows_calls_and_counts(hall: SampleHall) -> None:
    for _ in range(2):
        hall.as_("kiosk").take("E05")
    hall.as_("desk").post("/windows/5/calls", {})

    board: Any = hall.as_("board").get("/board").json

    assert board["seq"] == hall.head
    assert [(one["number"], one["window"]) for one in board["calls"]] == [("E001", 5)]
    assert {one["letter"]: one["waiting"] for one in board["waiting"]}["E"] == 1
    assert {one["id"]: one["state"] for one in board["windows"]}[5] == "serving"


def test_the_board_tells_who_is_called_from_who_has_come(hall: SampleHall) -> None:
    desk = hall.as_("desk")
    desk.take("E05")
    ticket = desk.post("/windows/5/calls", {}).json["id"]
    seen = []
    for act in ("recall", "start"):
        hall.clock.later(30)
        seen += [one["arrived"] for one in hall.as_("board").get("/board").json["windows"] if one["id"] == 5]
        desk.post(f"/tickets/{ticket}/{act}", {})
    seen += [one["arrived"] for one in hall.as_("board").get("/board").json["windows"] if one["id"] == 5]

    assert seen == [False, False, True]


def test_a_call_for_help_is_answered_once(hall: SampleHall) -> None:
    kiosk, desk = hall.as_("kiosk"), hall.as_("desk")

    call = kiosk.post("/help-calls", {"place": "kiosk"}).json
    impatient = kiosk.post("/help-calls", {"place": "kiosk"}).json
    waiting = desk.get("/help-calls").json["help_calls"]
    answered = desk.post(f"/help-calls/{call['id']}/acknowledge").json

    assert impatient == call
    assert waiting == [call]
    assert answered["acknowledged_at"] == "2026-11-23T09:00:00+08:00"
    assert desk.get("/help-calls").json == {"help_calls": []}
    assert hall.kinds() == ["HelpCalled", "HelpAcknowledged"]


def jobs(hall: SampleHall) -> Any:
    """List the print jobs."""
    return hall.as_("desk").get("/print-jobs").json["print_jobs"]
