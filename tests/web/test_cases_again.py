"""The pages of cases when somebody comes again: he is asked why, and nobody begins a second case unawares."""

import re
from datetime import timedelta

import pytest

from kiosk.app import Program
from kiosk.hall.case import CaseState, Mark, VisitReason
from kiosk.operations import case_files, intake
from kiosk.operations.intake import Press, Visit
from tests.web import test_cases, test_manage
from tests.web.api_hall import NINE
from tests.web.test_cases import CASES, only, send
from tests.web.test_manage import browser, key_of

program, following = test_manage.program, test_cases.following


def take(program: Program, key: str) -> str:
    visit = Visit(("E05",), place="kiosk-1")
    return intake.take_ticket(program.store, visit=visit, press=Press(key, key), at=NINE).ticket.id


def test_who_comes_again_is_asked_why_before_anything_is_done_for_him(program: Program) -> None:
    clerk, first, second = browser(program, "clerk"), take(program, "1"), take(program, "2")
    send(clerk, "", service="E05", name="王小明", ticket=first)
    case = only(program)
    there = {f"mark.{one.code}": "received" for one in case.materials}
    said = {"version": "0", "outcome": "complete", "ticket": second, **there}

    assert 'name="reason"' not in clerk.get(f"{CASES}/{case.id}?ticket={first}").text
    assert 'name="reason"' in clerk.get(f"{CASES}/{case.id}?ticket={second}").text
    for refused in ({}, {"reason": ""}, {"reason": "first"}, {"reason": "because"}):
        status, page = send(clerk, f"/{case.id}/receipt", **said, **refused)
        assert status == 422
        assert only(program) == case
    assert "请选择" in page
    assert send(clerk, f"/{case.id}/receipt", **said, reason="other")[0] == 200

    accepted = only(program)
    assert accepted.state is CaseState.ACCEPTED
    assert [one.reason for one in accepted.visits] == [VisitReason.FIRST, VisitReason.OTHER]
    assert send(clerk, f"/{case.id}/receipt", **{**said, "ticket": "nobody"}, reason="other")[0] >= 400


def test_who_was_told_what_is_missing_brings_it_unless_the_clerk_says_otherwise(program: Program) -> None:
    clerk, first, second = browser(program, "clerk"), take(program, "1"), take(program, "2")
    send(clerk, "", service="E05", name="王小明", ticket=first)
    case = only(program)
    send(clerk, f"/{case.id}/receipt", version="0", outcome="incomplete", ticket=first)

    page = clerk.get(f"{CASES}/{case.id}?ticket={second}").text

    assert re.search(r'value="supplement" selected', page)


@pytest.mark.parametrize(
    ("name", "phone", "offered"),
    [
        ("王小明", "13800002046", True),
        ("王先生", "138 0000 2046", True),
        ("王小明", "", True),
        ("王小明", "13800002047", False),
        ("李四", "", False),
    ],
)
def test_who_has_a_case_that_waits_for_him_is_led_to_it(
    program: Program, name: str, phone: str, offered: bool
) -> None:
    clerk, second = browser(program, "clerk"), take(program, "2")
    send(clerk, "", service="E05", name="王小明", phone="13800002046", ticket=take(program, "1"))
    begun = only(program)
    form = {"service": "E05", "name": name, "phone": phone, "ticket": second}

    status, page = send(clerk, "", **form)

    assert (status == 409, f"接着办 {begun.id}" in page) == (offered, offered)
    assert f'href="{CASES}/{begun.id}?ticket={second}"' in page or not offered
    if offered:
        assert send(clerk, "", **form, anew="1")[0] == 200
    assert len(case_files.open_cases(program.store)) == 2


def test_a_case_that_waits_for_nobody_is_not_offered(program: Program) -> None:
    clerk = browser(program, "clerk")
    send(clerk, "", service="E05", name="王小明", phone="13800002046")
    send(clerk, f"/{only(program).id}/withdrawal", version="0")

    assert send(clerk, "", service="E05", name="王小明", phone="13800002046")[0] == 200
    assert send(clerk, "", service="E01", name="王小明", phone="13800002046")[0] == 200


def test_a_number_of_the_other_system_has_one_case_and_is_found_and_rings_no_bell_once_accepted(
    following: Program,
) -> None:
    clerk = following.web.test_client()
    key = key_of(clerk.get("/desk/sign-in"))
    clerk.post("/desk/sign-in", data={"csrf_token": key, "name": "clerk", "password": "of the tests"})
    send(clerk, "", service="E05", elsewhere_id="zj33078220261123001")
    case = only(following)

    page = send(clerk, "", service="E05", elsewhere_id=" ZJ33078220261123001 ", ticket=take(following, "1"))[
        1
    ]

    assert case.id in page
    assert only(following) == case
    assert case.lacking == ()
    assert case.id in send(clerk, "/find", q="ZJ33078220261123001")[1]
    assert "没有找到" in send(clerk, "/find", q="ZJ3307822026112300")[1]
    send(clerk, f"/{case.id}/receipt", version="0", outcome="complete", promised_on="2026-11-24")
    at = NINE + timedelta(days=9)
    with following.store.read() as reading:
        assert reading.cases.due(at.date(), 10) == ()


def test_a_point_that_the_first_notice_had_not_stands_on_the_page_as_the_halls_fault(
    program: Program,
) -> None:
    clerk = browser(program, "clerk")
    send(clerk, "", service="E05", name="王小明")
    case = only(program)
    first, other = [one for one in case.materials if one.mark is Mark.MISSING][:2]
    there = {f"mark.{one.code}": "received" for one in case.materials}

    once = send(
        clerk,
        f"/{case.id}/receipt",
        version="0",
        outcome="incomplete",
        **{**there, f"mark.{first.code}": "missing"},
    )[1]
    twice = send(
        clerk,
        f"/{case.id}/receipt",
        version="1",
        outcome="incomplete",
        **{**there, f"mark.{other.code}": "wrong"},
    )[1]

    assert "上次没有告知" not in once
    assert f"上次没有告知：{other.name}（告知不全，记为大厅责任）" in twice
