"""一件事: several services chosen at once, asked about once, with one list."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kiosk.hall.bundle import Bundle, UnknownBundle
from kiosk.hall.catalogue import Catalogue
from kiosk.hall.guide import checklist, next_question
from kiosk.hall.words import Words
from tests.hall.content_sample import sample
from tests.hall.halls import CATALOGUE

JOINT = Bundle("joint", Words("一起办", "Together"), Words(""), ("B01", "C01"))
CODES = [one.code for one in sample().bundles]


def with_bundle(**dates: Any) -> Catalogue:
    services = tuple(replace(one, **dates) if one.code == "C01" else one for one in CATALOGUE.services)
    return Catalogue(CATALOGUE.hall, services, bundles=(JOINT,))


def test_a_joint_matter_is_found_by_its_code() -> None:
    assert with_bundle().bundle("joint") is JOINT
    with pytest.raises(UnknownBundle, match="other"):
        with_bundle().bundle("other")


def test_on_a_day_without_one_of_its_services_it_is_not_offered() -> None:
    catalogue = with_bundle(effective_until=date(2026, 11, 30))

    assert catalogue.in_force(date(2026, 11, 30)).bundles == (JOINT,)
    assert catalogue.in_force(date(2026, 12, 1)).bundles == ()


def test_the_sample_hall_has_two() -> None:
    assert CODES == ["newborn", "restaurant"]


@pytest.mark.parametrize("code", CODES)
def test_a_shared_question_is_asked_once_and_a_shared_paper_listed_once(code: str) -> None:
    bundle = sample().bundle(code)
    services = tuple(sample().service(one) for one in bundle.services)
    answers: dict[str, dict[str, str]] = {}
    asked: list[str] = []
    while step := next_question(services, answers):
        asked.append(step.question.text.zh)
        answers.setdefault(step.service.code, {})[step.question.code] = step.question.options[0].code

    made = checklist(services, answers, insist=True)

    assert len(asked) == len(set(asked))
    assert [one.code for one in made.services] == list(bundle.services)
    names = [line.material.name.zh for line in made.lines]
    assert len(names) == len(set(names))
    assert bundle.name.en
    assert bundle.about.en


def test_a_joint_matter_of_everything_that_is_left_in_force_is_offered() -> None:
    gone = replace(CATALOGUE.service("E05"), effective_until=date(2026, 11, 30))
    services = (*(CATALOGUE.service(code) for code in JOINT.services), gone)
    catalogue = Catalogue(CATALOGUE.hall, services, bundles=(JOINT,))

    assert catalogue.in_force(date(2026, 12, 1)).bundles == (JOINT,)
