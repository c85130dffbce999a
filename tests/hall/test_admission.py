from dataclasses import replace
from datetime import date, time

import pytest

from kiosk.hall.admission import (
    FullUntilClosing,
    QuotaUsed,
    may_run_late,
    quotas_now,
    refuse_hopeless,
    refuse_used_up,
    span_of,
)
from kiosk.hall.catalogue import Catalogue, Quota
from kiosk.hall.routing import Conditions
from kiosk.hall.wait import Outlook, Range
from tests.hall.halls import CATALOGUE
from tests.hall.test_hours import AFTERNOONS, MORNING, at, office

HALL = office(MORNING, *AFTERNOONS)
FOUR = at("2026-11-23 16:00")
QUOTA_MORNING, QUOTA_DAY = Quota(20, end=time(12)), Quota(30)
MINUTE = 60


def wait(low: int, high: int) -> Outlook:
    return Outlook(5, Range(low * MINUTE, high * MINUTE))


def with_quotas(catalogue: Catalogue, *quotas: Quota) -> Catalogue:
    services = tuple(replace(one, quotas=quotas) if one.code == "E05" else one for one in catalogue.services)
    return replace(catalogue, services=services)


@pytest.mark.parametrize(
    ("low", "refused", "late"), [(30, False, False), (59, False, True), (60, True, True)]
)
def test_a_visit_is_refused_only_when_even_luck_comes_after_closing(
    low: int, refused: bool, late: bool
) -> None:
    outlook = wait(low, low + 20)

    if refused:
        with pytest.raises(FullUntilClosing, match="明天 11月24日 08:30"):
            refuse_hopeless(HALL, "E", outlook, Conditions(FOUR))
    else:
        refuse_hopeless(HALL, "E", outlook, Conditions(FOUR))
    assert may_run_late(HALL, "E", outlook, FOUR) is late


@pytest.mark.parametrize(
    ("catalogue", "conditions"),
    [
        (HALL, Conditions(FOUR, stop_lifted=True)),
        (office(MORNING, *AFTERNOONS, stop_when_full=False), Conditions(FOUR)),
        (CATALOGUE, Conditions(FOUR)),
    ],
    ids=["a director lifted it", "the hall does not want it", "the hall never closes"],
)
def test_a_hopeless_wait_is_allowed(catalogue: Catalogue, conditions: Conditions) -> None:
    refuse_hopeless(catalogue, "E", wait(600, 700), conditions)


def test_nobody_is_refused_while_no_wait_can_be_told() -> None:
    refuse_hopeless(HALL, "E", Outlook(50, None), Conditions(FOUR))


@pytest.mark.parametrize(
    ("moment", "counts"),
    [
        ("2026-11-23 00:00", [QUOTA_MORNING, QUOTA_DAY]),
        ("2026-11-23 11:59", [QUOTA_MORNING, QUOTA_DAY]),
        ("2026-11-23 12:00", [QUOTA_DAY]),
        ("2026-11-23 23:59", [QUOTA_DAY]),
    ],
)
def test_a_quota_counts_in_its_part_of_the_day(moment: str, counts: list[Quota]) -> None:
    hall = with_quotas(HALL, QUOTA_MORNING, QUOTA_DAY)

    found = quotas_now(hall, (hall.service("E05"), hall.service("B01")), at(moment))

    assert found == tuple(("E05", quota) for quota in counts)


@pytest.mark.parametrize(
    ("quota", "moment", "said"),
    [
        (Quota(2, end=time(12)), "2026-11-23 09:00", "今天上午已满：2 个号都取完了。请今天 12:00 再来"),
        (
            Quota(2, start=time(12)),
            "2026-11-23 14:00",
            "今天下午已满：2 个号都取完了。请明天 11月24日 08:30 再来",
        ),
        (Quota(2), "2026-11-27 14:00", "今天已满：2 个号都取完了。请周一 11月30日 08:30 再来"),
        (Quota(2, time(8, 30), time(10)), "2026-11-23 09:00", "今天 08:30–10:00已满"),
    ],
)
def test_a_used_up_quota_says_when_there_are_numbers_again(quota: Quota, moment: str, said: str) -> None:
    hall = with_quotas(HALL, quota)

    refuse_used_up(hall, "E", {("E05", quota): 1}, at(moment))
    with pytest.raises(QuotaUsed) as refusal:
        refuse_used_up(hall, "E", {("E05", quota): 2}, at(moment))

    assert said in refusal.value.said("zh")
    assert refusal.value.short.zh == f"{quota.period.zh}已满"


def test_a_hall_that_never_closes_has_numbers_again_at_midnight() -> None:
    with pytest.raises(QuotaUsed, match="请明天 11月24日 再来"):
        refuse_used_up(CATALOGUE, "E", {("E05", QUOTA_DAY): 30}, FOUR)


def test_what_may_just_end_in_time_is_not_called_late() -> None:
    assert not may_run_late(HALL, "E", wait(30, 60), FOUR)
    assert may_run_late(HALL, "E", wait(30, 61), FOUR)


def test_refusals_say_in_english_what_is_full_and_when_to_come_again() -> None:
    with pytest.raises(FullUntilClosing) as hopeless:
        refuse_hopeless(HALL, "E", wait(60, 80), Conditions(FOUR))
    with pytest.raises(QuotaUsed) as used:
        refuse_used_up(HALL, "E", {("E05", Quota(2)): 2}, FOUR)

    assert hopeless.value.said("en").startswith(
        "The line for Window E already reaches past closing (17:00), so a number would not be called today. "
        "Please come tomorrow, 24 Nov at 08:30,"
    )
    assert "E 窗口排队的人已排到下班（17:00）" in hopeless.value.said("zh")
    assert used.value.said("en").startswith(
        "E05 is full today: all 2 numbers are taken. Please come tomorrow"
    )


@pytest.mark.parametrize(
    ("quota", "start", "end"),
    [
        (Quota(2), "2026-11-23 00:00", "2026-11-24 00:00"),
        (Quota(2, time(8, 30), time(12)), "2026-11-23 08:30", "2026-11-23 12:00"),
    ],
)
def test_a_quota_counts_from_its_beginning_to_its_end_in_the_hall(quota: Quota, start: str, end: str) -> None:
    found = span_of(HALL, quota, date(2026, 11, 23))

    assert found == (at(start), at(end))
