"""Cash in custody: the sums that fit, the eyes that count, and the time by which somebody is called back."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.hall import custody
from kiosk.hall.catalogue import CustodyRules, Opening
from kiosk.hall.custody_book import CITIZEN, PAYEE, Entry, Kind, NothingMoved, differences, drawer, totals
from kiosk.hall.deposit import Deposit, DepositState, Failure, Outcome
from kiosk.hall.errors import HallError
from kiosk.hall.fen import WrongSum, fen_of, yuan
from kiosk.hall.hours import said_clock
from kiosk.hall.person import WrongName, WrongPhone
from kiosk.hall.routing import NotForCustody
from tests.hall.halls import NINE
from tests.operations.deposits import ALLOWED, CUSTODY, with_hours

RULES = CustodyRules()
TV = CUSTODY.service("B01")
LEFT = Deposit("DS1", "", "B01", 30_000, NINE, NINE + timedelta(hours=1), 1, "wang", "", "wang")
MORNING = Opening((1, 2, 3, 4, 5), time(8, 30), time(12, 0))
AFTERNOON = Opening((1, 2, 3, 4, 5), time(13, 30), time(17, 0))
STATES = {
    DepositState.PAID: custody.pay(LEFT, fen=30_000, arrears=0, balance=30_000, by="wang"),
    DepositState.FAILED: custody.fail(LEFT, why=Failure.SYSTEM_DOWN),
}


def keep(counted: int, change: int = 0, second: str = "") -> int:
    return custody.to_keep(TV, counted=counted, change=change, second=second, by="wang", rules=RULES)


@pytest.mark.parametrize(
    ("typed", "fen"),
    [("300", 30_000), ("87.5", 8_750), ("￥1,087.05", 108_705), (" ３００ 元", 30_000), ("0.01", 1)],
)
def test_a_sum_is_read_as_people_write_it(typed: str, fen: int) -> None:
    assert fen_of(typed) == fen


@pytest.mark.parametrize("typed", ["", "三百", "abc", "3o0", "12.345", "-5", "1e3", "999999999", "1.", "٣٠٠"])
def test_what_is_no_sum_is_refused(typed: str) -> None:
    with pytest.raises(WrongSum, match="只写数字"):
        fen_of(typed)


@pytest.mark.parametrize(
    ("fen", "said"), [(0, "0.00"), (1, "0.01"), (-1, "-0.01"), (123_456_789, "1,234,567.89")]
)
def test_a_sum_is_written_with_two_decimals_and_a_sign_only_where_it_is_owed(fen: int, said: str) -> None:
    assert yuan(fen) == said


@given(st.integers(-(10**9), 10**9))
def test_a_sum_that_is_written_is_read_back(fen: int) -> None:
    assert fen_of(yuan(fen), may_be_negative=True) == fen


def test_three_hundred_paid_less_twenty_odd_owed_leaves_two_hundred_and_seventy_odd() -> None:
    paid = custody.pay(LEFT, fen=30_000, arrears=2_350, balance=27_650, by="wang")

    assert (paid.state, paid.left) == (DepositState.PAID, 0)
    assert (paid.paid, paid.arrears, paid.balance) == (30_000, 2_350, 27_650)


@given(st.integers(1, 30_000), st.integers(0, 10**6), st.integers(-(10**6), 10**6))
def test_a_balance_that_is_not_paid_less_arrears_is_refused(fen: int, arrears: int, off: int) -> None:
    if off == 0:
        assert custody.pay(LEFT, fen=fen, arrears=arrears, balance=fen - arrears, by="wang").paid == fen
        return

    with pytest.raises(custody.SumsDiffer, match=re.escape(yuan(fen - arrears))):
        custody.pay(LEFT, fen=fen, arrears=arrears, balance=fen - arrears + off, by="wang")


@pytest.mark.parametrize("fen", [0, 30_001])
def test_neither_nothing_nor_more_than_was_left_is_paid_in(fen: int) -> None:
    with pytest.raises(custody.MoreThanTaken, match=rf"{yuan(fen)}.*300\.00"):
        custody.pay(LEFT, fen=fen, arrears=0, balance=fen, by="wang")


def test_only_who_has_the_cash_pays_it_in() -> None:
    with pytest.raises(custody.NotYourCash, match="不在您的抽屉里"):
        custody.pay(LEFT, fen=30_000, arrears=0, balance=30_000, by="li")


def test_what_is_counted_less_the_change_is_kept() -> None:
    assert keep(50_000, 20_000) == 30_000


@pytest.mark.parametrize("change", [30_000, 30_001])
def test_change_that_leaves_nothing_is_refused(change: int) -> None:
    with pytest.raises(custody.TooMuchChange, match="重新点"):
        keep(30_000, change)


def test_a_thousand_yuan_are_counted_by_two() -> None:
    assert keep(99_999) == 99_999
    assert keep(150_000, 50_001) == 99_999
    assert keep(100_000, second="li") == 100_000
    with pytest.raises(custody.SecondNeeded, match=r"1,000\.00"):
        keep(100_000)
    with pytest.raises(custody.SameEyes):
        keep(100_000, second="wang")


def test_cash_is_left_only_for_services_that_allow_it() -> None:
    with pytest.raises(NotForCustody, match="E05"):
        custody.to_keep(CUSTODY.service("E05"), counted=100, change=0, second="", by="wang", rules=RULES)


def test_whom_to_call_must_be_known() -> None:
    kept = custody.payer(" 王  大爷", "8555 0012", " 8001  2345 ", area_code="0579")
    assert (kept.person.name, kept.person.phone, kept.account) == ("王 大爷", "0579-85550012", "8001 2345")
    assert custody.payer("王", "85550012", "8" * 60).person.phone == "85550012"
    for name, phone, account, refusal in (
        ("王", "", "", custody.PhoneNeeded),
        ("王", "12345", "", WrongPhone),
        ("", "13800002046", "", WrongName),
        ("王", "13800002046", "8" * 61, custody.WrongAccount),
    ):
        with pytest.raises(refusal):
            custody.payer(name, phone, account)


def test_after_three_calls_in_vain_it_is_carried_and_may_still_be_told() -> None:
    tried = STATES[DepositState.PAID]
    for outcome in (Outcome.NO_ANSWER, Outcome.BUSY, Outcome.SOMEBODY_ELSE):
        assert tried.state is DepositState.PAID
        tried = custody.note_call(tried, outcome=outcome, rules=RULES, at=NINE)

    assert (tried.state, tried.attempts) == (DepositState.CARRIED, 3)
    told = custody.note_call(tried, outcome=Outcome.IN_PERSON, rules=RULES, at=NINE)
    assert (told.state, told.attempts, told.told_at) == (DepositState.CALLED_BACK, 4, NINE)
    assert custody.close(told, at=NINE).state is DepositState.CLOSED


def test_a_failed_one_is_told_and_refunded_before_it_is_closed() -> None:
    failed = STATES[DepositState.FAILED]
    assert (failed.state, failed.failure) == (DepositState.FAILED, "system_down")
    told = custody.note_call(failed, outcome=Outcome.REACHED, rules=RULES, at=NINE)
    with pytest.raises(custody.NotTheNextStep, match="待退款"):
        custody.close(told, at=NINE)

    back = custody.refund(told, by="wang")

    assert (back.state, back.left) == (DepositState.REFUNDED, 0)
    assert custody.close(back, at=NINE).closed_at == NINE


def test_a_rest_goes_back_before_it_is_closed() -> None:
    paid = custody.pay(LEFT, fen=8_750, arrears=8_750, balance=0, by="wang")
    told = custody.note_call(paid, outcome=Outcome.REACHED, rules=RULES, at=NINE)
    with pytest.raises(custody.MoneyLeft, match=r"212\.50"):
        custody.close(told, at=NINE)

    assert custody.close(custody.refund(told, by="wang"), at=NINE).returned == 21_250


def test_nothing_is_done_twice_or_out_of_order() -> None:
    paid = STATES[DepositState.PAID]
    acts: tuple[Callable[[], object], ...] = (
        lambda: custody.pay(paid, fen=1, arrears=0, balance=1, by="wang"),
        lambda: custody.fail(paid, why=Failure.WITHDRAWN),
        lambda: custody.fail(STATES[DepositState.FAILED], why=Failure.WITHDRAWN),
        lambda: custody.refund(LEFT, by="wang"),
        lambda: custody.refund(paid, by="wang"),
        lambda: custody.note_call(LEFT, outcome=Outcome.REACHED, rules=RULES, at=NINE),
        lambda: custody.close(paid, at=NINE),
        lambda: custody.hand_over(paid, giver="wang", taker="li"),
        lambda: custody.hand_over(LEFT, giver="li", taker="wang"),
        lambda: custody.hand_over(LEFT, giver="wang", taker="wang"),
    )
    for act in acts:
        with pytest.raises(HallError):
            act()


@pytest.mark.parametrize(
    ("taken", "due"),
    [
        ("2026-11-23 09:45", "2026-11-23 10:45"),
        ("2026-11-23 11:00", "2026-11-23 12:00"),  # just before lunch
        ("2026-11-23 11:30", "2026-11-23 14:00"),  # half an hour before lunch, half an hour after
        ("2026-11-23 12:30", "2026-11-23 14:30"),  # taken at lunch
        ("2026-11-23 16:40", "2026-11-24 09:10"),  # closing is jumped over
        ("2026-11-23 17:30", "2026-11-24 09:30"),
        ("2026-11-27 16:59", "2026-11-30 09:29"),  # a weekend
    ],
)
def test_the_call_back_is_due_an_hour_of_opening_time_later(taken: str, due: str) -> None:
    catalogue = with_hours(MORNING, AFTERNOON)

    said = custody.call_back_due(catalogue, datetime.fromisoformat(f"{taken}+08:00"))

    assert f"{said:%Y-%m-%d %H:%M}" == due


def test_an_hour_in_a_hall_that_never_closes_is_an_hour_past_midnight_too() -> None:
    late = datetime(2026, 11, 23, 15, 40, tzinfo=UTC)  # 23:40 in the hall

    assert custody.call_back_due(CUSTODY, late) == late + timedelta(hours=1)


def test_a_hall_that_never_opens_again_still_names_a_time() -> None:
    assert custody.call_back_due(with_hours(), NINE) == NINE + timedelta(hours=1)


def test_the_time_is_said_by_the_clock_and_with_its_day_only_when_it_is_another() -> None:
    assert said_clock(CUSTODY, NINE + timedelta(minutes=105), NINE).zh == "10:45"
    assert said_clock(CUSTODY, NINE + timedelta(hours=15), NINE).zh == "24:00"
    assert said_clock(CUSTODY, NINE + timedelta(hours=24), NINE).zh == "明天 11月24日 09:00"


def test_a_call_back_is_overdue_until_somebody_was_told() -> None:
    late = LEFT.due_at + timedelta(seconds=1)

    assert not LEFT.is_overdue(LEFT.due_at)
    assert LEFT.is_overdue(late)
    assert STATES[DepositState.FAILED].is_overdue(late)
    assert not replace(STATES[DepositState.FAILED], told_at=NINE).is_overdue(late)
    assert not replace(STATES[DepositState.PAID], state=DepositState.CARRIED).is_overdue(late)


def test_the_book_balances_by_what_an_entry_is() -> None:
    book = (
        Entry("DS1", Kind.TAKE, CITIZEN, drawer("wang"), 50_000, "wang", 1, NINE),
        Entry("DS1", Kind.CHANGE, drawer("wang"), CITIZEN, 20_000, "wang", 1, NINE),
        Entry("DS1", Kind.HAND_OVER, drawer("wang"), drawer("li"), 30_000, "wang", 1, NINE),
        Entry("DS1", Kind.PAY, drawer("li"), PAYEE, 30_000, "li", 2, NINE),
    )

    held = totals(book)

    assert dict(held) == {CITIZEN: -30_000, drawer("wang"): 0, drawer("li"): 0, PAYEE: 30_000}
    assert sum(held.values()) == 0


@pytest.mark.parametrize(("taker", "fen"), [(PAYEE, 0), (PAYEE, -1), (CITIZEN, 100)])
def test_an_entry_that_moves_nothing_cannot_be(taker: str, fen: int) -> None:
    with pytest.raises(NothingMoved):
        Entry("DS1", Kind.PAY, CITIZEN, taker, fen, "wang", 1, NINE)


def test_a_count_that_differs_is_named() -> None:
    (one,) = differences({"wang": 30_000, "li": 100}, {"wang": 29_000, "li": 100})

    assert (one.clerk, one.booked, one.counted) == ("wang", 30_000, 29_000)


def test_services_of_the_small_hall_allow_it_only_where_they_say_so() -> None:
    assert [one.code for one in ALLOWED if custody.may_be_left([one])] == ["B01"]
    assert not custody.may_be_left([])
