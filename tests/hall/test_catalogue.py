from dataclasses import replace
from datetime import date

import pytest

from kiosk.hall.catalogue import Catalogue, Limit, LimitUnit, UnknownQueue
from kiosk.hall.condition import Clause, Condition, when
from kiosk.hall.errors import UnknownService, UnknownWindow
from kiosk.hall.words import Words
from tests.hall.content_sample import sample

OLD_RULE_ENDS = date(2023, 1, 31)
NEW_RULE_BEGINS = date(2023, 2, 1)


@pytest.fixture
def two_rules() -> Catalogue:
    """The drainage permit's texts of 2015 and 2022, whose legal limits differ."""
    now = sample().service("E05")
    before = replace(
        now,
        version="2017.06",
        legal=Limit(20, LimitUnit.WORKING_DAY),
        effective_from=date(2017, 6, 1),
        effective_until=OLD_RULE_ENDS,
    )
    return Catalogue(sample().hall, (now, before))


@pytest.mark.parametrize(("day", "days"), [(OLD_RULE_ENDS, 20), (NEW_RULE_BEGINS, 15)])
def test_the_text_in_force_on_a_day_counts(two_rules: Catalogue, day: date, days: int) -> None:
    legal = two_rules.in_force(day).service("E05").legal

    assert legal is not None
    assert legal.n == days


def test_of_several_texts_the_latest_counts(two_rules: Catalogue) -> None:
    assert two_rules.service("E05").effective_from == NEW_RULE_BEGINS


def test_before_any_text_is_in_force_the_service_is_unknown(two_rules: Catalogue) -> None:
    with pytest.raises(UnknownService, match="E05"):
        two_rules.in_force(date(2016, 1, 1)).service("E05")


def test_a_catalogue_wholly_in_force_stays_itself() -> None:
    assert sample().in_force(date(2026, 11, 23)) is sample()


def test_windows_serve_the_queue_of_their_letter() -> None:
    hall = sample()

    assert [hall.window(number).queues for number in range(1, 7)] == [(letter,) for letter in "ABCDEF"]
    assert hall.window(1).helps == tuple("BCDEF")
    assert hall.queue("A").comprehensive


@pytest.mark.parametrize("letter", ["G", "", "a"])
def test_an_unknown_queue_is_refused(letter: str) -> None:
    with pytest.raises(UnknownQueue):
        sample().queue(letter)


def test_an_unknown_window_is_refused() -> None:
    with pytest.raises(UnknownWindow, match="9"):
        sample().window(9)


def test_an_unknown_service_is_refused_in_both_languages() -> None:
    with pytest.raises(UnknownService) as refusal:
        sample().service("E99")

    assert "E99" in refusal.value.said("zh")
    assert "E99" in refusal.value.said("en")


def test_a_service_is_sample_data_until_it_names_who_confirmed_it_and_when() -> None:
    service = sample().service("E05")

    assert replace(service, confirmed_by="窗口负责人").is_sample
    assert not replace(service, confirmed_by="窗口负责人", confirmed_on=date(2026, 12, 1)).is_sample


@pytest.mark.parametrize(
    ("limit", "zh", "en"),
    [
        (Limit(15, LimitUnit.WORKING_DAY), "15 个工作日", "15 working days"),
        (Limit(1, LimitUnit.WORKING_DAY), "1 个工作日", "1 working day"),
        (Limit(1, LimitUnit.AT_ONCE), "即办", "on the spot"),
        (Limit(1, LimitUnit.SEASON, Words("年初", "in January")), "年初", "in January"),
    ],
)
def test_a_limit_is_said_in_words(limit: Limit, zh: str, en: str) -> None:
    assert (limit.said("zh"), limit.said("en")) == (zh, en)


def test_words_without_english_are_said_in_chinese() -> None:
    assert Words("材料").said("en") == "材料"


@pytest.mark.parametrize(
    ("answers", "holds"),
    [
        ({}, None),
        ({"kind": "key"}, None),
        ({"kind": "key", "agent": "other"}, True),
        ({"kind": "general"}, False),
        ({"agent": "self"}, False),
    ],
)
def test_a_condition_waits_until_the_answers_settle_it(answers: dict[str, str], holds: bool | None) -> None:
    assert when(kind="key", agent="other").holds(answers) is holds


@pytest.mark.parametrize(
    ("answers", "holds"),
    [({}, None), ({"kind": "key"}, True), ({"kind": "x"}, None), ({"kind": "x", "agent": "self"}, False)],
)
def test_one_way_of_several_is_enough(answers: dict[str, str], holds: bool | None) -> None:
    either = Condition(((Clause("kind", frozenset({"key"})),), (Clause("agent", frozenset({"other"})),)))

    assert either.holds(answers) is holds
    assert either.questions() == {"kind", "agent"}
