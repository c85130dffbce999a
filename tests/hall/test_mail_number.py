"""Mail numbers: thirteen digits or S10; what looks strange is said and never stops anybody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.hall.mail_number import WrongMailNumber, check_digit, doubt, mail_number, masked


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


def test_a_doubt_says_what_is_strange_and_what_to_do() -> None:
    length, digit = doubt("123456789012"), doubt("EA473124828CN")

    assert length.zh == "邮件号一般是 13 位数字，或两个字母、九位数字加两个字母，请核对。"
    assert length.en == (
        "Mail numbers usually have 13 digits, or two letters, nine digits, two letters. Please check it."
    )
    assert digit.zh == "邮件号的校验位对不上，可能抄错了一位，请核对。"
    assert digit.en == "The check digit does not fit. Please check it."


@pytest.mark.parametrize(
    ("number", "shown"),
    [("EA473124829CN", "*********29CN"), ("12345", "*2345"), ("1234", "1234"), ("", "")],
)
def test_on_a_page_for_others_only_the_end_of_a_number_is_shown(number: str, shown: str) -> None:
    assert masked(number) == shown


def test_only_eight_digits_have_a_check_digit() -> None:
    with pytest.raises(ValueError, match="zip"):
        check_digit("1234567")
