"""一次性告知: what the hall's own catalogue must say on the paper of every service (domain rule 3.3)."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kiosk.app import PAPER_WORDS
from kiosk.hall.catalogue import Catalogue, Service
from kiosk.hall.paper_events import ChecklistPrinted
from kiosk.hall.words import Words
from kiosk.reactions.slips import checklist_slip
from printer.document import Document
from printer.encode import plain
from printer.papers import checklist
from printer.words import speaker
from tests.hall.content_sample import sample

AT = datetime(2026, 11, 23, 1, 41, tzinfo=UTC)
SAY = {language: speaker(PAPER_WORDS, language) for language in ("zh", "en")}
EVERY = pytest.mark.parametrize("service", sample().services, ids=lambda one: one.code)


def laid_out(*services: Service, language: str) -> Document:
    catalogue = with_these(*services)
    event = ChecklistPrinted(tuple(one.code for one in services), {}, language, "desk")
    slip = checklist_slip(event, catalogue, "GZ20261123-1", SAY[language], AT)
    return checklist.lay_out(slip, SAY[language])


def paper(*services: Service) -> str:
    return plain.encode(laid_out(*services, language="zh"), columns=48)


def with_these(*services: Service) -> Catalogue:
    others = tuple(one for one in sample().services if one.code not in {own.code for own in services})
    return replace(sample(), services=(*services, *others))


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@EVERY
def test_every_service_says_what_must_be_said(service: Service) -> None:
    said = paper(service)

    for label in ("一次性告知单", "受理条件", "收费标准", "办理窗口", "办理流程", "办理地点", "清单版本"):
        assert label in said
    for phone in ("咨询电话", "监督电话"):
        assert re.search(phone + r"  \d", said)
    assert ("设定依据" in said) == bool(service.basis.zh)
    assert "您有权陈述、申辩" in said


@EVERY
def test_no_paper_promises_post_for_what_is_not_posted(service: Service) -> None:
    assert ("免费邮寄" in squeezed(paper(service))) == service.postable


@EVERY
def test_a_paper_says_who_may_come_where_the_hall_has_said_it(service: Service) -> None:
    assert ("由谁来办" in paper(service)) == bool(service.proxy or service.in_person)


@EVERY
def test_an_english_paper_is_english(service: Service) -> None:
    said = str(laid_out(service, language="en").blocks)

    assert not re.findall(r"[\u4e00-\u9fff]+", said)


def test_who_must_come_in_person_is_told_so() -> None:
    permit = replace(sample().service("E05"), in_person=True)

    assert "由谁来办  须本人到场" in paper(permit)


def test_a_fee_names_its_basis() -> None:
    permit = replace(sample().service("E05"), fee_basis=Words("样例收费文件", "Sample fee order"))

    assert "收费依据  样例收费文件" in paper(permit)
    assert "收费依据" not in paper(sample().service("E05"))


def test_services_of_several_windows_give_their_order() -> None:
    said = squeezed(paper(sample().service("C02"), sample().service("E05")))

    assert "办理流程取一个号→" in said
    assert "统一出件" in said
