"""Bills that stay in the hall are counted and added up, and nobody is sent away with half of that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.hall.bills import MOST_BILLS, Bills, BillsUncounted, WrongCount, bills_of, to_keep
from kiosk.hall.fen import WrongSum, yuan


@given(count=st.integers(1, MOST_BILLS), fen=st.integers(1, 99_999_999_99))
def test_what_was_typed_is_read_to_the_fen(count: int, fen: int) -> None:
    assert bills_of(str(count), yuan(fen)) == Bills(count, fen)


@pytest.mark.parametrize(("count", "total"), [(" １２ ", "￥3,456.78"), ("12", "3456.78元")])
def test_it_is_read_as_people_type_it(count: str, total: str) -> None:
    assert bills_of(count, total) == Bills(12, 345_678)


@pytest.mark.parametrize("count", ["", "0", "-1", "1.5", "1000", "十二", "12 张", "9" * 200])
def test_what_is_no_number_of_bills_is_refused(count: str) -> None:
    with pytest.raises(WrongCount):
        bills_of(count, "300")


@pytest.mark.parametrize("total", ["", "0", "0.00", "-3", "3.456", "三百", "1e3", "9" * 200])
def test_bills_without_a_sum_are_refused(total: str) -> None:
    with pytest.raises(WrongSum):
        bills_of("3", total)


def test_only_a_service_that_keeps_bills_asks_for_them() -> None:
    some = Bills(3, 120_050)

    assert bills_of(" ", " ") is None
    assert to_keep(some, keeps=True) == some
    assert to_keep(some, keeps=False) is None
    assert to_keep(None, keeps=False) is None
    with pytest.raises(BillsUncounted):
        to_keep(None, keeps=True)


def test_a_refusal_repeats_what_was_typed_or_says_that_nothing_was() -> None:
    with pytest.raises(WrongCount, match="票据张数 — 不对"):
        bills_of("", "300")
    with pytest.raises(WrongCount, match=f"票据张数 {'9' * 20} 不对"):
        bills_of("9" * 21, "300")
    with pytest.raises(WrongSum, match=f"金额 {'0' * 8} 不对"):
        bills_of("1", " 00000000 ")
    with pytest.raises(WrongSum, match="金额 — 不对"):
        bills_of("1", " ")
    with pytest.raises(WrongSum, match=f"金额 {'a' * 20} 不对"):
        bills_of("1", "a" * 21)


def test_a_number_may_have_a_nought_before_it_but_not_a_row_of_them() -> None:
    assert bills_of("0012", "1") == Bills(12, 100)
    with pytest.raises(WrongCount):
        bills_of("00012", "1")
    with pytest.raises(WrongSum, match=f"金额 0{'元' * 19} 不对"):
        bills_of("1", "0" + "元" * 30)


def test_the_most_bills_are_taken_and_one_more_is_not() -> None:
    assert bills_of(str(MOST_BILLS), "0.01") == Bills(MOST_BILLS, 1)
    with pytest.raises(WrongCount):
        bills_of(str(MOST_BILLS + 1), "0.01")
