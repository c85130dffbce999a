"""Whose cash is offered to be kept, whose drawer it moves to, and what a day leaves open."""

from dataclasses import replace
from datetime import date

import pytest

from kiosk.hall import custody
from kiosk.hall.catalogue import CustodyRules
from kiosk.hall.custody_book import CITIZEN, Difference, Entry, Kind, differences
from kiosk.hall.deposit import DepositState, Failure
from kiosk.hall.wait import Outlook, Range
from tests.hall.halls import NINE
from tests.hall.test_custody import LEFT


def waits(high_min: int | None) -> Outlook:
    return Outlook(3, None if high_min is None else Range(0, high_min * 60))


@pytest.mark.parametrize(
    ("from_min", "high_min", "offered"),
    [(30, 30, True), (30, 29, False), (30, 90, True), (30, None, False), (0, 90, False), (1, 1, True)],
)
def test_who_may_wait_long_is_asked_to_leave_his_cash(
    from_min: int, high_min: int | None, *, offered: bool
) -> None:
    rules = replace(CustodyRules(), offer_from_min=from_min)

    assert custody.is_long(waits(high_min), rules) is offered


@pytest.mark.parametrize(
    ("instead", "own", "offered"),
    [(10, 10, True), (10, 11, True), (11, 10, False), (None, 10, False), (10, None, False)],
)
def test_nobody_is_sent_to_a_window_that_calls_him_later(
    instead: int | None, own: int | None, *, offered: bool
) -> None:
    assert custody.is_no_later(waits(instead), waits(own)) is offered


def test_cash_that_is_handed_over_lies_in_the_other_drawer() -> None:
    assert custody.hand_over(LEFT, giver="wang", taker="li") == replace(LEFT, holder="li")


def test_what_is_open_when_a_day_is_closed_is_carried_to_the_next() -> None:
    assert custody.carry(LEFT, day=date(2026, 11, 23)) == replace(LEFT, carried_on=date(2026, 11, 23))


def test_a_step_out_of_order_names_the_deposit_and_how_it_stands() -> None:
    with pytest.raises(custody.NotTheNextStep) as refusal:
        custody.close(LEFT, at=NINE)

    assert "DS1" in refusal.value.said("zh")
    assert "已收现金，待缴费" in refusal.value.said("zh")
    assert "taken, not paid in yet" in refusal.value.said("en")


def test_the_smallest_sum_is_a_fen() -> None:
    assert Entry("DS1", Kind.TAKE, CITIZEN, "drawer:wang", 1, "wang", 1, NINE).fen == 1


def test_a_drawer_that_only_the_book_or_only_the_count_knows_differs_unless_it_is_empty() -> None:
    found = differences({"wang": 500, "li": 0, "sun": 7}, {"zhou": 300, "zhao": 0, "sun": 7})

    assert found == (Difference("wang", 500, 0), Difference("zhou", 0, 300))


def test_what_cannot_be_paid_in_says_why_and_is_decided_once() -> None:
    failed = custody.fail(LEFT, why=Failure.SYSTEM_DOWN)

    assert failed == replace(LEFT, state=DepositState.FAILED, failure="system_down")
    with pytest.raises(custody.NotTheNextStep):
        custody.fail(failed, why=Failure.WITHDRAWN)
