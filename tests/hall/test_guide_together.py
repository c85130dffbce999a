"""What the papers of several services come to when one visit is made for all of them."""

from dataclasses import replace

from kiosk.hall.condition import when
from kiosk.hall.guide import checklist
from kiosk.hall.service import Material, OneOfGroup, Service
from tests.hall.guide_services import PERSON, question, words


def visit(*papers: list[Material]) -> list[Service]:
    """Choose services that want these papers; the papers of the group "either" are a choice."""
    either = (OneOfGroup("either", words("either")),)
    return [
        replace(PERSON, code=f"X{number:02}", materials=tuple(wanted), groups=either)
        for number, wanted in enumerate(papers, 1)
    ]


def test_a_paper_is_only_as_lenient_as_the_strictest_service() -> None:
    strict = Material("id", words("id"), copies=2, electronic=True)
    lenient = replace(
        strict, copies=1, electronic=False, exempt=True, undertaking=True, tolerable=True, spoken=True
    )

    for both in ([lenient], [strict]), ([strict], [lenient]):
        (line,) = checklist(visit(*both), {}, insist=True).lines
        assert line.material == strict
    (line,) = checklist(visit([lenient], [lenient]), {}, insist=True).lines
    assert line.material == lenient


def test_a_paper_says_every_note_and_every_condition_of_its_services_once() -> None:
    asked = question("kind", "house", "road")
    stamped = Material(
        "map", words("map"), note=words("stamped"), when=when(kind="house"), condition=words("house")
    )
    folded = replace(stamped, note=words("folded"), when=when(kind="road"), condition=words("road"))
    both = [replace(one, questions=(asked,)) for one in visit([stamped], [folded])]

    (line,) = checklist(both, {}, insist=False).lines
    (needed,) = checklist(both, {"X01": {"kind": "house"}}, insist=False).lines
    (plain,) = checklist(visit([Material("map", words("map"))], []), {}, insist=True).lines

    assert [[one.zh for one in said] for said in (line.conditions, line.notes)] == [
        ["house", "road"],
        ["stamped", "folded"],
    ]
    assert (needed.required, needed.conditions) == (True, ())
    assert plain.notes == ()


def test_services_that_share_a_choice_leave_only_the_papers_that_all_of_them_take() -> None:
    either, other, third = (Material(code, words(code), group="either") for code in ("a", "b", "c"))

    two = checklist(visit([either, other, third], [third, either]), {}, insist=True)
    one = checklist(visit([either, other], [other, third]), {}, insist=True)
    none = checklist(visit([either], [other]), {}, insist=True)

    assert [(line.code, bool(line.group)) for line in two.lines] == [("a", True), ("c", True)]
    assert [(line.code, bool(line.group)) for line in one.lines] == [("b", False)]
    assert [(line.code, bool(line.group)) for line in none.lines] == [("a", False), ("b", False)]
    assert [listed.count for listed in (two, one, none)] == [1, 1, 2]


def test_a_paper_that_a_service_needs_anyway_is_the_one_to_bring_where_another_leaves_a_choice() -> None:
    plain = [Material(code, words(code)) for code in ("licence", "permit")]
    choice = [replace(one, group="either") for one in plain]

    for wanted in plain[:1], plain:
        for both in (wanted, choice), (choice, wanted):
            listed = checklist(visit(*both), {}, insist=True)
            assert [line.material for line in listed.lines] == wanted
            assert not any(line.group for line in listed.lines)
            assert listed.lacks(["permit"])


def test_a_paper_that_the_hall_gets_for_one_service_is_still_one_of_the_choice_of_another() -> None:
    licence = Material("licence", words("照"), exempt=True)
    choice = [Material(code, words(code), group="either") for code in ("licence", "permit")]

    for both in ([licence], choice), (choice, [licence]):
        listed = checklist(visit(*both), {}, insist=True)
        assert {line.code: line.group.code if line.group else "" for line in listed.lines} == dict.fromkeys(
            ("licence", "permit"), "either"
        )
        assert (listed.count, listed.lacks(["permit"])) == (1, False)
