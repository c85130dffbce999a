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
