"""What a paper hides of a person (GB/T 41833-2022), and how it writes a sum."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printer.papers import masking
from printer.papers.money import DIGITS, LARGEST_FEN, NotASum, in_capitals, in_figures


@pytest.mark.parametrize(
    ("full", "masked"),
    [("王䶮", "王*"), ("欧阳喆", "欧*"), ("阿依·买买提", "阿*"), ("王", "*"), ("", ""), ("  李四 ", "李*")],
)
def test_a_name_keeps_its_first_character(full: str, masked: str) -> None:
    assert masking.name(full) == masked


@pytest.mark.parametrize(
    ("full", "masked"),
    [
        ("13800002046", "1******2046"),
        ("138 0000 2046", "1******2046"),
        ("0579-85550012", "0579-******12"),
        ("0579 8555001", "0579-******1"),
        ("85550012", "8******2"),
        ("12345", "*****"),
        ("", ""),
        ("转内线", ""),
    ],
)
def test_a_phone_hides_six_digits(full: str, masked: str) -> None:
    assert masking.phone(full) == masked


@given(st.text("0123456789-+ ", max_size=20))
def test_no_phone_shows_more_than_all_but_six_digits(full: str) -> None:
    digits = len(re.sub(r"\D", "", full))

    shown = len(re.sub(r"\D", "", masking.phone(full)))

    assert shown <= max(0, digits - 6)


@given(st.text(max_size=60))
def test_masking_takes_any_text(text: str) -> None:
    for mask in (masking.name, masking.phone, masking.address, masking.id_number):
        mask(text)
    if len(text.strip()) > 1:
        assert masking.name(text) != text.strip() or text.strip().endswith("*")


@pytest.mark.parametrize(
    ("full", "masked"),
    [
        ("样例镇幸福村 12 号 3 幢 501 室", "样例镇幸福村 12 号 ***"),
        ("幸福路8号B座二单元", "幸福路8号***"),
        ("幸福村12号", "幸福村12号"),
        ("某个没有门牌的很长的地方", "某个没有门牌的很***"),
        ("", ""),
    ],
)
def test_an_address_hides_the_door(full: str, masked: str) -> None:
    assert masking.address(full) == masked


def test_an_identity_number_keeps_its_end() -> None:
    assert masking.id_number("11010519491231002X") == "**************002X"
    assert masking.id_number("002X") == "****"


@pytest.mark.parametrize(
    ("fen", "capitals"),
    [
        (1, "壹分"),
        (10, "壹角整"),
        (32, "叁角贰分"),
        (100, "壹元整"),
        (30_000, "叁佰元整"),
        (32_504, "叁佰贰拾伍元零肆分"),
        (140_950, "壹仟肆佰零玖元伍角整"),
        (600_714, "陆仟零柒元壹角肆分"),
        (168_032, "壹仟陆佰捌拾元叁角贰分"),
        (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
        (10_700_053, "壹拾万零柒仟元伍角叁分"),
        (100_001, "壹仟元零壹分"),
        (1_000_000_000, "壹仟万元整"),
        (10_000_000_100, "壹亿零壹元整"),
        (LARGEST_FEN, "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
        (100_000_001, "壹佰万元零壹分"),
        (100_100_000, "壹佰万零壹仟元整"),
        (101_00, "壹佰零壹元整"),
        (1_000_000_00, "壹佰万元整"),
    ],
)
def test_a_sum_stands_in_capitals(fen: int, capitals: str) -> None:
    assert in_capitals(fen) == capitals


@given(st.integers(1, LARGEST_FEN))
def test_capitals_read_back_give_the_sum(fen: int) -> None:
    assert read(in_capitals(fen)) == fen


@pytest.mark.parametrize("fen", [0, -1, LARGEST_FEN + 1])
def test_what_is_no_sum_is_refused(fen: int) -> None:
    with pytest.raises(NotASum):
        in_capitals(fen)


def test_figures_have_two_decimals() -> None:
    assert in_figures(30_000) == "￥300.00"
    assert in_figures(123_456_789) == "￥1,234,567.89"


def read(capitals: str) -> int:
    """Read a sum in capitals, as a cashier would."""
    yuan, _, rest = capitals.partition("元") if "元" in capitals else ("", "", capitals)
    total = group = digit = 0
    for one in yuan:
        if one in DIGITS:
            digit = DIGITS.index(one)
        elif one in "拾佰仟":
            group += digit * 10 ** ("拾佰仟".index(one) + 1)
            digit = 0
        elif one == "万":
            total, group, digit = total + (group + digit) * 10_000, 0, 0
        else:
            total, group, digit = (total + group + digit) * 100_000_000, 0, 0
    fen = (total + group + digit) * 100
    for unit, worth in (("角", 10), ("分", 1)):
        at = rest.find(unit)
        if at > 0:
            fen += DIGITS.index(rest[at - 1]) * worth
    return fen
