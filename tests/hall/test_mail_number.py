"""Mail numbers: thirteen digits or S10; what looks strange is said and never stops anybody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.hall.mail_number import WrongMailNumber, check_digit, doubt, mail_number


@pytest.mark.parametrize(("serial", "digit"), [("47312482", 9), ("00000000", 5), ("00000008", 0)])
def test_the_check_digit_is_that_of_the_standard(serial: str, digit: int) -> None:
    assert check_digit(serial) == digit


@pytest.mark.parametrize("number", ["1234567890123", "EA473124829CN"])
def test_a_good_number_raises_no_doubt(number: str) -> None:
    assert not doubt(number)


@pytest.mark.parametrize("number", ["123456789012", "EA473124828CN", "SF1234567890"])
def test_a_strange_number_is_doubted(number: str) -> None:
    assert doubt(number)


@given(st.text("0123456789", min_size=8, max_size=8), st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_digit_is_always_seen(serial: str, place: int, by: int) -> None:
    wrong = serial[:place] + str((int(serial[place]) + by) % 10) + serial[place + 1 :]

    assert not doubt(f"EA{serial}{check_digit(serial)}CN")
    if check_digit(wrong) != check_digit(serial):
        assert doubt(f"EA{wrong}{check_digit(serial)}CN")


def test_a_number_is_kept_in_one_form_however_it_is_typed() -> None:
    assert mail_number(" ea 473-124-829 cn ") == "EA473124829CN"
    assert mail_number("１２３４５６７８９０１２３") == "1234567890123"


@pytest.mark.parametrize("text", ["", "12", "=1+1+1+1", "邮件号一二三", "A" * 25])
def test_what_can_be_no_number_is_refused(text: str) -> None:
    with pytest.raises(WrongMailNumber):
        mail_number(text)
