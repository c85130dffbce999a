from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.hall.condition import when
from kiosk.hall.guide import (
    Answers,
    Checklist,
    Line,
    UnansweredQuestion,
    UnknownAnswer,
    checklist,
    kept,
    next_question,
    settled,
    situations,
    steps,
)
from kiosk.hall.service import Material, Question, Service
from tests.hall.guide_services import GROUPED, OPTIONS, PERSON, question, services, visits, words

Visit = tuple[tuple[Service, ...], Answers]


def answered(visit: tuple[Service, ...], answers: Answers) -> Answers:
    """Answer every question still open with its first option."""
    filled = {code: dict(given) for code, given in answers.items()}
    while step := next_question(visit, filled):
        filled.setdefault(step.service.code, {})[step.question.code] = step.question.options[0].code
    return filled


def papers(listed: Checklist) -> Mapping[str, Line]:
    return {line.code: line for line in listed.lines}


@given(visits(2))
def test_when_every_question_is_answered_each_paper_is_needed_or_not(visit: Visit) -> None:
    chosen, answers = visit

    listed = checklist(chosen, answered(chosen, answers), insist=True)

    assert listed.complete
    assert not listed.conditional


@given(visits(), st.sampled_from(OPTIONS))
def test_an_answer_only_ever_settles_what_was_open(visit: Visit, option: str) -> None:
    chosen, answers = visit
    step = next_question(chosen, answers)
    before = papers(checklist(chosen, answers, insist=False))
    if step is None:
        return

    more = {chosen[0].code: {**settled(chosen, answers)[chosen[0].code], step.question.code: option}}
    after = papers(checklist(chosen, more, insist=False))

    assert {code for code, line in before.items() if line.required} <= {
        code for code, line in after.items() if line.required
    }
    assert after.keys() <= before.keys()


@given(visits(3))
def test_several_services_together_ask_for_the_union_of_their_papers(visit: Visit) -> None:
    chosen, answers = visit
    alone = [papers(checklist((one,), {one.code: answers.get(one.code, {})}, insist=False)) for one in chosen]

    together = papers(checklist(chosen, answers, insist=False))

    plain = {code for one in alone for code in one if code not in GROUPED}
    assert together.keys() - GROUPED.keys() == plain
    for code in plain:
        line, parts = together[code], [one[code] for one in alone if code in one]
        assert line.material.originals == max(part.material.originals for part in parts)
        assert line.material.copies == max(part.material.copies for part in parts)
        assert line.required == any(part.required for part in parts)
        assert line.material.exempt == all(part.material.exempt for part in parts)
        assert line.services == tuple(service for part in parts for service in part.services)


@given(visits(3))
def test_any_paper_of_a_one_of_group_satisfies_every_service_that_has_it(visit: Visit) -> None:
    chosen, answers = visit
    alone = [papers(checklist((one,), {one.code: answers.get(one.code, {})}, insist=False)) for one in chosen]

    together = papers(checklist(chosen, answers, insist=False))

    choice = {code for code, line in together.items() if line.group}
    must = {code for code, line in together.items() if code in GROUPED and not line.group}
    for wanted in (one.keys() & GROUPED.keys() for one in alone):
        assert not wanted or wanted & must or (choice and choice <= wanted)


@given(visits(3), st.permutations(range(3)))
def test_the_order_of_choosing_and_answering_changes_no_paper(visit: Visit, places: list[int]) -> None:
    chosen, answers = visit
    shuffled = [chosen[place] for place in places]
    turned = {code: dict(reversed(list(given.items()))) for code, given in reversed(list(answers.items()))}

    one = papers(checklist(chosen, answers, insist=False))
    other = papers(checklist(shuffled, turned, insist=False))

    assert {code: (line.required, line.material.copies) for code, line in one.items()} == {
        code: (line.required, line.material.copies) for code, line in other.items()
    }


@given(services())
def test_a_paper_stands_once_however_often_its_service_is_chosen(service: Service) -> None:
    twice = checklist((service, service), {}, insist=False)

    assert twice.lines == checklist((service,), {}, insist=False).lines


@given(visits(2))
def test_the_members_of_a_one_of_group_stand_together_and_count_once(visit: Visit) -> None:
    chosen, answers = visit

    listed = checklist(chosen, answers, insist=False)

    places = [index for index, line in enumerate(listed.lines) if line.material.group]
    assert places == list(range(places[0], places[0] + len(places))) if places else True
    assert listed.count <= len(listed.to_bring)


def test_questions_come_one_at_a_time_and_only_when_they_apply(builder: Service) -> None:
    first = next_question((builder,), {})
    house = next_question((builder,), {"X01": {"kind": "house"}})
    road = next_question((builder,), {"X01": {"kind": "road"}})

    assert [step.question.code if step else None for step in (first, house, road)] == ["kind", "plan", None]


def test_an_answer_to_a_question_that_no_longer_applies_is_dropped(builder: Service) -> None:
    changed_his_mind = {"X01": {"plan": "yes", "kind": "road"}}

    assert settled((builder,), changed_his_mind) == {"X01": {"kind": "road"}}
    assert "plan-sheet" not in papers(checklist((builder,), changed_his_mind, insist=True))


def test_no_list_is_given_before_every_answer(builder: Service) -> None:
    with pytest.raises(UnansweredQuestion, match="plan"):
        checklist((builder,), {"X01": {"kind": "house"}}, insist=True)


def test_without_answers_a_paper_stands_under_its_condition(builder: Service) -> None:
    listed = checklist((builder,), {}, insist=False)

    (sheet,) = listed.conditional
    assert (sheet.code, [one.zh for one in sheet.conditions]) == ("plan-sheet", ["if a plan is needed"])
    assert not listed.complete


@pytest.mark.parametrize(
    "answers",
    [
        {"X01": {"kind": "castle"}},
        {"X01": {"colour": "red"}},
        {"Y99": {"kind": "house"}},
        {"X01": {"kind": ""}},
    ],
)
def test_an_unknown_answer_is_refused(builder: Service, answers: Answers) -> None:
    with pytest.raises(UnknownAnswer):
        checklist((builder,), answers, insist=False)


def test_answers_that_a_changed_visit_no_longer_knows_can_be_dropped(builder: Service) -> None:
    stale = {"X01": {"kind": "house", "colour": "red", "plan": "perhaps"}, "Y99": {"kind": "house"}}

    assert kept((builder,), stale) == {"X01": {"kind": "house"}}


def test_a_question_shared_by_two_services_is_asked_once(builder: Service) -> None:
    other = replace(builder, code="X02")
    visit = (builder, other)
    answers = {"X01": {"kind": "road"}, "X02": {"kind": "road"}}
    shared = tuple(replace(one, questions=(*one.questions, _who())) for one in visit)

    asked = next_question(shared, answers)
    before = [step.question.code for step in steps(shared, answers)]
    answers["X01"]["who"] = "agent"

    assert asked is not None
    assert asked.question.code == "who"
    assert before == ["kind", "who", "kind"]
    assert next_question(shared, answers) is None
    assert settled(shared, answers)["X02"]["who"] == "agent"
    assert [step.question.code for step in steps(shared, answers)] == ["kind", "who", "kind"]


def test_a_shared_question_that_two_services_answered_differently_stands_with_both_answers() -> None:
    asked = [replace(one, questions=(_who(),)) for one in (PERSON, replace(PERSON, code="X02"))]

    found = steps(asked, {"X01": {"who": "self"}, "X02": {"who": "agent"}})

    assert [step.answer.code if step.answer else "" for step in found] == ["self", "agent"]


def test_answers_are_repeated_in_words(builder: Service) -> None:
    (said,) = situations((builder,), {"X01": {"kind": "road"}})

    assert (said.service, said.question.zh, said.answer.en) == ("X01", "kind", "road")


@pytest.fixture
def builder() -> Service:
    kind = question("kind", "house", "road")
    plan = replace(question("plan", "yes", "no"), when=when(kind="house"))
    sheet = Material(
        "plan-sheet",
        words("plan"),
        originals=1,
        when=when(plan="yes"),
        condition=words("if a plan is needed"),
    )
    return replace(
        PERSON, questions=(kind, plan), materials=(Material("form", words("form"), originals=1), sheet)
    )


def _who() -> Question:
    return replace(question("who", "self", "agent"), shared=True)


def test_a_list_is_brought_when_everything_on_it_is_ticked_and_a_group_is_one_thing() -> None:
    papers = (
        Material("form", words("表")),
        Material("licence", words("照"), group="either"),
        Material("permit", words("证"), group="either"),
    )
    listed = checklist((replace(PERSON, materials=papers),), {}, insist=True)

    assert listed.count == 2
    assert [listed.brought(one) for one in ([], ["form"], ["licence", "permit"], ["x"])] == [0, 1, 1, 0]
    assert [listed.lacks(one) for one in ([], ["form"], ["form", "permit"])] == [True, True, False]


def test_a_list_with_nothing_to_bring_is_never_said_to_be_brought() -> None:
    assert checklist((PERSON,), {}, insist=True).lacks([])
