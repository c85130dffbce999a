"""The drainage permit of the sample hall, paper by paper."""

from collections.abc import Mapping

import pytest

from kiosk.hall.guide import UnansweredQuestion, checklist, next_question
from tests.hall.content_sample import sample

DRAINAGE = sample().service("E05")

ALWAYS = (
    "drainage-form 原1",
    "business-licence 复1 免",
    "legal-representative-id 复1 免",
    "drainage-drawings 原1",
    "hidden-works-report 复1 任选 承诺",
    "hidden-works-promise 原1 任选",
    "water-test-report 原1 任选 承诺",
    "water-test-promise 原1 任选",
)
AGENT = ("power-of-attorney 原1", "agent-id 复1")
PRETREAT = ("pretreatment-papers 复1",)
KEY = ("monitoring-papers 复1",)


def listed(given: Mapping[str, str]) -> set[str]:
    found = checklist((DRAINAGE,), {"E05": given}, insist=True)
    return {
        " ".join(
            filter(
                None,
                (
                    line.code,
                    f"原{line.material.originals}" if line.material.originals else "",
                    f"复{line.material.copies}" if line.material.copies else "",
                    "免" if line.material.exempt else "",
                    "任选" if line.group else "",
                    "承诺" if line.material.undertaking else "",
                ),
            )
        )
        for line in found.lines
    }


@pytest.mark.parametrize(
    ("kind", "pretreat", "agent", "besides", "things"),
    [
        ("general", "no", "self", (), 4),
        ("general", "no", "other", AGENT, 6),
        ("general", "yes", "self", PRETREAT, 5),
        ("general", "yes", "other", (*PRETREAT, *AGENT), 7),
        ("key", "no", "self", KEY, 5),
        ("key", "yes", "other", (*KEY, *PRETREAT, *AGENT), 8),
        ("construction", "no", "self", (), 4),
        ("managed", "yes", "self", PRETREAT, 5),
    ],
)
def test_the_drainage_permit_needs_exactly_these_papers(
    kind: str, pretreat: str, agent: str, besides: tuple[str, ...], things: int
) -> None:
    given = {"kind": kind, "pretreat": pretreat, "agent": agent}

    assert listed(given) == {*ALWAYS, *besides}
    assert checklist((DRAINAGE,), {"E05": given}, insist=True).count == things


def test_its_questions_come_one_at_a_time() -> None:
    given: dict[str, str] = {}
    asked = []
    while step := next_question((DRAINAGE,), {"E05": given}):
        asked.append(step.question.code)
        given[step.question.code] = step.question.options[0].code

    assert asked == ["kind", "pretreat", "agent"]


def test_without_an_answer_there_is_no_exact_list() -> None:
    with pytest.raises(UnansweredQuestion, match="agent"):
        checklist((DRAINAGE,), {"E05": {"kind": "key", "pretreat": "no"}}, insist=True)


def test_a_ticket_taken_without_answers_says_what_else_may_be_needed() -> None:
    found = checklist((DRAINAGE,), {}, insist=False)

    assert {line.code: [one.zh for one in line.conditions] for line in found.conditional} == {
        "power-of-attorney": ["委托别人办理"],
        "agent-id": ["委托别人办理"],
        "pretreatment-papers": ["餐饮、洗车等须预处理的行业"],
        "monitoring-papers": ["重点排水户"],
    }


def test_a_key_discharger_learns_of_the_check_on_site() -> None:
    found = checklist((DRAINAGE,), {"E05": {"kind": "key"}}, insist=False)

    assert [said.consequence.zh for said in found.situations] == ["作出决定前须现场核查"]


def test_with_a_planning_permit_the_identity_papers_come_once() -> None:
    answers = {
        "E05": {"kind": "general", "pretreat": "no", "agent": "other"},
        "E01": {"land": "granted"},
    }

    found = checklist((DRAINAGE, sample().service("E01")), answers, insist=True)

    codes = [line.code for line in found.lines]
    shared = [line.code for line in found.lines if line.services == ("E05", "E01")]
    assert len(codes) == len(set(codes))
    assert shared == ["business-licence", "legal-representative-id", "power-of-attorney", "agent-id"]
