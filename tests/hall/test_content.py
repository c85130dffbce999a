"""What the sample hall's content must hold, whoever edits it."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from itertools import product

import pytest

from kiosk.hall.guide import checklist, kept, next_question, steps
from kiosk.hall.service import LimitUnit, Service
from kiosk.hall.words import Words
from tests.hall.content_sample import CONTENT, sample

CODES = [service.code for service in sample().services]
FIRST_BATCH = {
    "B01": "数字电视缴费",
    "C01": "生育登记",
    "C02": "城乡居民基本养老保险参保登记",
    "D01": "城乡居民基本医疗保险（合作医疗）参保登记",
    "D02": "医疗费用零星（手工）报销",
    "E01": "建设用地规划许可",
    "E02": "临时建设用地规划许可",
    "E03": "建设工程规划许可证核发",
    "E04": "临时建设工程规划许可证核发",
    "E05": "城镇污水排入排水管网许可证核发",
    "F01": "企业退休人员社会化管理服务",
    "F02": "领取养老金资格认证",
}


def all_words(value: object) -> Iterator[Words]:
    if isinstance(value, Words):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from all_words(one)
    elif is_dataclass(value):
        for one in fields(value):
            yield from all_words(getattr(value, one.name))


def every_walk(service: Service) -> Iterator[dict[str, str]]:
    every = [[option.code for option in question.options] for question in service.questions]
    for choice in product(*every):
        yield dict(zip((question.code for question in service.questions), choice, strict=True))


def test_the_first_batch_has_its_twelve_services() -> None:
    assert {service.code: service.name.zh for service in sample().batch(1)} == FIRST_BATCH


def test_the_second_batch_and_the_comprehensive_window_have_theirs() -> None:
    assert [service.code for service in sample().batch(2)] == [
        *("A00", "A01", "A02", "A03"),
        *("B02", "B03", "B04", "B05", "B06", "C03", "C04", "C05", "D03", "F03", "F04"),
    ]


@pytest.mark.parametrize("code", CODES)
def test_every_service_speaks_english(code: str) -> None:
    silent = [words.zh for words in all_words(sample().service(code)) if words.zh and not words.en]

    assert silent == []


def test_the_hall_speaks_english() -> None:
    assert [words.zh for words in all_words(sample().hall) if words.zh and not words.en] == []


@pytest.mark.parametrize("code", CODES)
def test_every_option_of_every_question_leads_to_a_list(code: str) -> None:
    service = sample().service(code)
    reached: set[tuple[str, str]] = set()
    for given in every_walk(service):
        answers = {code: given}
        found = checklist((service,), answers, insist=True)
        assert not found.conditional
        reached |= {(step.question.code, given[step.question.code]) for step in steps((service,), answers)}

    assert reached == {(one.code, option.code) for one in service.questions for option in one.options}


@pytest.mark.parametrize("code", CODES)
def test_every_paper_is_asked_for_in_some_situation(code: str) -> None:
    service = sample().service(code)
    asked = {
        line.code
        for given in every_walk(service)
        for line in checklist((service,), {code: given}, insist=True).lines
    }

    assert asked == {material.code for material in service.materials}


def test_all_services_together_make_one_list_without_repeats() -> None:
    found = checklist(sample().services, {}, insist=False)

    codes = [line.code for line in found.lines]
    assert len(codes) == len(set(codes))


def test_who_comes_to_the_window_is_asked_once_for_all_services() -> None:
    visit = tuple(sample().service(code) for code in ("E01", "E05", "D02"))
    answers: dict[str, dict[str, str]] = {}
    asked = []
    while step := next_question(visit, answers):
        asked.append(step.question.code)
        answers.setdefault(step.service.code, {})[step.question.code] = step.question.options[-1].code

    assert asked.count("agent") == 1
    assert kept(visit, answers) == {code: answers.get(code, {}) for code in ("E01", "E05", "D02")}


def test_no_text_tells_a_pensioner_to_come_by_a_date() -> None:
    service = sample().service("F02")
    said = "".join(f"{words.zh} {words.en}" for words in all_words(service))

    assert "以下任一方式" in service.note.zh
    assert not any(order in said for order in ("请于", "日前", "到厅认证", "before the", "by the end"))
    assert service.no_visit is not None
    assert len(service.no_visit.ways) == 6


def test_a_company_service_has_no_legal_limit() -> None:
    assert [one.code for one in sample().services if one.queue == "B" and one.legal] == []


def test_the_tv_payment_opens_with_two_ways_and_takes_cash() -> None:
    payment = sample().service("B01")

    assert payment.custody_allowed
    assert payment.no_visit is not None
    assert payment.no_visit.first
    assert payment.no_visit.account_line
    assert [way.title.zh for way in payment.no_visit.ways] == ["电话", "微信", "支付宝"]
    assert [one.code for one in sample().services if one.no_visit and one.no_visit.first] == ["B01"]


@pytest.mark.parametrize(
    ("code", "legal", "promised"),
    [("E01", 20, 3), ("E02", 20, 5), ("E03", 20, 5), ("E04", 20, 5), ("E05", 15, 5)],
)
def test_the_permits_state_both_limits_in_working_days(code: str, legal: int, promised: int) -> None:
    service = sample().service(code)

    assert service.legal is not None
    assert service.promised is not None
    assert (service.legal.n, service.legal.unit) == (legal, LimitUnit.WORKING_DAY)
    assert (service.promised.n, service.promised.said("en")) == (promised, f"{promised} working days")


def test_everything_is_sample_data_until_somebody_confirms_it() -> None:
    assert all(service.is_sample for service in sample().services)


def test_short_names_fit_a_tile() -> None:
    assert [one.short.zh for one in sample().services if len(one.short.zh) > 10] == []


def test_phones_are_invented() -> None:
    phones = [sample().hall.supervision_phone, *(queue.phone for queue in sample().hall.queues)]

    assert all(phone.startswith("0579-800000") for phone in phones)


def test_every_file_says_in_chinese_what_it_is() -> None:
    heads = {path.name: path.read_text("utf-8").splitlines()[0] for path in CONTENT.rglob("*.toml")}

    assert [name for name, head in heads.items() if not head.startswith("# ")] == []
