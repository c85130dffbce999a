"""The pages of cases: who may open them, what they hide, what they refuse, and a hall that only follows."""

import re
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
from flask.testing import FlaskClient

from kiosk.app import Program, build
from kiosk.config import SAMPLE_HALL, Settings
from kiosk.hall.case import Case
from kiosk.hall.case_events import NoticesReprinted
from kiosk.operations import accounts, case_files
from kiosk.operations.accounts import Role
from tests.databases import with_tables
from tests.web import test_manage
from tests.web.api_hall import NINE, StoppedClock
from tests.web.test_manage import browser, key_of

program = test_manage.program
CASES = "/desk/cases"
DAY_S = 24 * 3600
BILLS = {"bills_count": "12", "bills_total": "3456.78"}


@pytest.fixture
def following(tmp_path: Path) -> Iterator[Program]:
    """A hall whose cases are held by a provincial system."""
    content = tmp_path / "content"
    copytree(SAMPLE_HALL, content)
    rules = (content / "hall.toml").read_text("utf-8")
    assert "follow = false" in rules
    (content / "hall.toml").write_text(rules.replace("follow = false", "follow = true"), "utf-8")
    made = build(Settings(data=with_tables(tmp_path / "data"), hall=content), clock=StoppedClock())
    accounts.add_user(made.store, name="clerk", password="of the tests", role=Role.DESK, at=NINE)
    yield made
    made.store.close()


def send(client: FlaskClient, path: str, **form: str) -> tuple[int, str]:
    answer = client.post(
        f"{CASES}{path}", data={"csrf_token": key_of(client.get(CASES)), **form}, follow_redirects=True
    )
    return answer.status_code, answer.text


def only(program: Program) -> Case:
    ((case, _),) = case_files.open_cases(program.store)
    return case


def test_a_stranger_sees_no_case(program: Program) -> None:
    answer = program.web.test_client().get(CASES)

    assert (answer.status_code, answer.location) == (302, f"/desk/sign-in?then={CASES}")


def test_the_applicant_stands_behind_a_mask_and_a_look_is_written_down(program: Program) -> None:
    clerk = browser(program, "clerk")

    status, page = send(clerk, "", service="E05", name="王小明", phone="13800002046")
    case = only(program)
    seen = send(clerk, f"/{case.id}/person", version="0")[1]

    assert status == 200
    assert "王小明" not in page
    assert "1******2046" in page
    assert "王小明 13800002046" in seen
    assert "王小明" not in clerk.get(f"{CASES}/{case.id}").text
    with program.store.read() as reading:
        kinds = [type(event).__name__ for _, _, event in reading.events.after(0)]
    assert kinds[-1] == "PersonRevealed"


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"service": "E05", "name": ""}, "请填写姓名"),
        ({"service": "E05", "name": "王\x00小明"}, "请填写姓名"),
        ({"service": "E05", "name": "王小明", "phone": "12345"}, "电话号码 12345 不对"),
        ({"service": "B01", "name": "王小明"}, "不立办件"),
        ({"service": "Z99", "name": "王小明"}, "Z99"),
    ],
)
def test_what_is_filled_in_wrongly_is_said_beside_what_was_filled_in(
    program: Program, form: dict[str, str], says: str
) -> None:
    status, page = send(browser(program, "clerk"), "", **form)

    assert 400 <= status < 500
    assert says in page
    assert case_files.open_cases(program.store) == ()


def test_marks_are_not_lost_with_a_refused_outcome(program: Program) -> None:
    clerk = browser(program, "clerk")
    send(clerk, "", service="E05", name="王小明")
    case = only(program)
    code = case.materials[0].code

    status, page = send(
        clerk,
        f"/{case.id}/receipt",
        version="0",
        outcome="complete",
        **{f"mark.{code}": "wrong", f"fault.{code}": "没有盖章"},
    )

    assert status == 409
    assert "没有盖章" in page
    assert re.search(rf'name="mark\.{code}".*?value="wrong" selected', page, re.DOTALL)


@pytest.mark.parametrize(
    ("path", "form", "status"),
    [
        ("receipt", {"outcome": "whatever"}, 422),
        ("receipt", {}, 422),
        ("decision", {"decision": "granted"}, 409),
        ("delivery", {}, 409),
        ("procedure", {"procedure": "holiday"}, 422),
        ("visits", {"reason": "because"}, 422),
    ],
)
def test_a_step_that_cannot_be_changes_nothing(
    program: Program, path: str, form: dict[str, str], status: int
) -> None:
    clerk = browser(program, "clerk")
    send(clerk, "", service="E05", name="王小明")
    case = only(program)

    assert send(clerk, f"/{case.id}/{path}", version="0", **form)[0] == status

    assert only(program) == case


def test_a_case_of_yesterdays_page_is_not_overwritten(program: Program) -> None:
    clerk = browser(program, "clerk")
    send(clerk, "", service="E05", name="王小明")
    case = only(program)
    send(clerk, f"/{case.id}/withdrawal", version="0")

    status, page = send(clerk, f"/{case.id}/receipt", version="0", outcome="incomplete")

    assert status == 409
    assert "刚刚被别人办过" in page


def test_a_case_that_is_not_there_is_a_404(program: Program) -> None:
    assert browser(program, "clerk").get(f"{CASES}/BJ20200101-001").status_code == 404


def test_where_another_system_holds_the_case_its_number_and_the_outcome_are_enough(
    following: Program,
) -> None:
    clerk = following.web.test_client()
    key = key_of(clerk.get("/desk/sign-in"))
    clerk.post("/desk/sign-in", data={"csrf_token": key, "name": "clerk", "password": "of the tests"})

    status, page = send(clerk, "", service="E05", elsewhere_id="33078220261123001")
    case = only(following)
    there = {f"mark.{one.code}": "received" for one in case.materials}
    send(
        clerk,
        f"/{case.id}/receipt",
        version="0",
        outcome="complete",
        promised_on="2026-12-24",
        **there,
    )

    assert status == 200
    assert "33078220261123001" in page
    assert 'name="name"' not in clerk.get(f"{CASES}?q=").text
    assert str(only(following).promised_on) == "2026-12-24"
    with following.store.read() as reading:
        assert reading.papers.recent(10) == ()


@pytest.mark.parametrize(
    ("service", "outcome", "mark", "notices"),
    [
        ("E05", "complete", "received", ["acceptance-notice"]),
        ("E05", "incomplete", "missing", ["supplement-notice"]),
        ("E03", "tolerant", "received", ["tolerance-notice", "undertaking"]),
        ("E05", "not_ours", "received", ["refusal-notice"]),
        ("D02", "complete", "received", ["acceptance-notice", "bills-receipt"]),
    ],
)
def test_what_he_was_told_is_printed_anew_long_after_the_first_body_is_gone(
    program: Program, service: str, outcome: str, mark: str, notices: list[str]
) -> None:
    clerk = browser(program, "clerk")
    send(clerk, "", service=service, name="王小明", phone="13800002046")
    case = only(program)
    marks = {f"mark.{one.code}": mark for one in case.materials}
    if outcome == "tolerant":
        marks |= {f"mark.{one.code}": "missing" for one in case.materials if one.tolerable}
    send(clerk, f"/{case.id}/receipt", version="0", outcome=outcome, **marks, **BILLS)
    with program.store.begin() as work:
        for one in work.papers.of_ticket(case.id):
            work.papers.erase(one.id)
    program.clock.later(DAY_S)  # type: ignore[attr-defined]

    status, page = send(clerk, f"/{case.id}/notices", version="1")

    assert (status, "通知单正在补打" in page) == (200, True)
    with program.store.read() as reading:
        papers = reading.papers.of_ticket(case.id)
        told = [one for _, _, one in reading.events.after(0) if isinstance(one, NoticesReprinted)]
    assert [(one.name, one.copy, one.is_erased) for one in papers] == [
        *((name, 1, True) for name in notices),
        *((name, 2, False) for name in notices),
    ]
    assert all("2026-11-23" in str(one.document) for one in papers[len(notices) :])
    assert not any("王小明" in str(one.document) for one in papers[len(notices) :])
    assert [one.case for one in told] == [case.id]


def test_nothing_is_printed_again_of_what_nobody_was_told(program: Program) -> None:
    clerk = browser(program, "clerk")
    send(clerk, "", service="E05", name="王小明")
    case = only(program)

    status, page = send(clerk, f"/{case.id}/notices", version="0")

    assert status == 409
    assert "没有本厅出具的通知单" in page
    assert "补打通知单" not in page


@pytest.mark.parametrize(
    ("typed", "status", "says"),
    [
        ({}, 422, "请当面点清"),
        ({"bills_count": "12"}, 422, "金额 — 不对"),
        ({"bills_count": "许多", "bills_total": "3456.78"}, 422, "票据张数 许多 不对"),
        ({"bills_count": "12", "bills_total": "3456.789"}, 422, "金额 3456.789 不对"),
    ],
)
def test_bills_that_were_not_counted_stop_the_acceptance_and_what_was_typed_stays(
    program: Program, typed: dict[str, str], status: int, says: str
) -> None:
    clerk = browser(program, "clerk")
    send(clerk, "", service="D02", name="王小明")
    case = only(program)
    there = {f"mark.{one.code}": "received" for one in case.materials}

    answer = send(clerk, f"/{case.id}/receipt", version="0", outcome="complete", **there, **typed)

    assert answer[0] == status
    assert says in answer[1]
    assert all(f'value="{value}"' in answer[1] for value in typed.values())
    assert only(program) == case


def test_the_page_says_which_bills_are_kept_and_other_services_do_not_ask(program: Program) -> None:
    clerk = browser(program, "clerk")
    send(clerk, "", service="D02", name="王小明")
    case = only(program)
    there = {f"mark.{one.code}": "received" for one in case.materials}

    page = send(clerk, f"/{case.id}/receipt", version="0", outcome="complete", **there, **BILLS)[1]
    english = clerk.get(f"{CASES}/{case.id}?lang=en").text
    other = send(clerk, "", service="E05", name="王小明")[1]

    assert "12 张，共 3,456.78 元" in page
    assert "收件凭证 SJ20261123-001" in page
    assert "12, together 3,456.78 yuan" in english
    assert "bills_count" not in other


def test_who_only_follows_still_gives_a_receipt_for_the_bills_he_keeps(following: Program) -> None:
    clerk = following.web.test_client()
    key = key_of(clerk.get("/desk/sign-in"))
    clerk.post("/desk/sign-in", data={"csrf_token": key, "name": "clerk", "password": "of the tests"})
    send(clerk, "", service="D02", elsewhere_id="33078220261123001")
    case = only(following)
    there = {f"mark.{one.code}": "received" for one in case.materials}

    send(clerk, f"/{case.id}/receipt", version="0", outcome="complete", **there, **BILLS)
    status, page = send(clerk, f"/{case.id}/notices", version="1")

    assert (status, "通知单正在补打" in page) == (200, True)
    with following.store.read() as reading:
        assert [(one.name, one.copy) for one in reading.papers.of_ticket(case.id)] == [
            ("bills-receipt", 1),
            ("bills-receipt", 2),
        ]
