"""Whom something is for: phones in their one form, names as people write them."""

import pytest

from kiosk.hall.person import Person, WrongName, WrongPhone, person, phone_number


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("13800002046", "13800002046"),
        (" 138 0000 2046 ", "13800002046"),
        ("１３８００００２０４６", "13800002046"),
        ("+86 138-0000-2046", "13800002046"),
        ("85550012", "0579-85550012"),
        ("0579 85550012", "0579-85550012"),
        ("(0571) 8555001", "0571-8555001"),
    ],
)
def test_a_phone_is_kept_in_one_form_however_it_is_said(said: str, kept: str) -> None:
    assert phone_number(said, area_code="0579") == kept


@pytest.mark.parametrize("said", ["", "1380000204", "23800002046", "12345", "138000020467", "电话", "110"])
def test_what_is_no_phone_is_refused(said: str) -> None:
    with pytest.raises(WrongPhone):
        phone_number(said, area_code="0579")


def test_a_landline_of_an_unknown_place_stays_as_it_is() -> None:
    assert phone_number("85550012") == "85550012"


def test_a_name_is_needed_and_a_phone_is_not() -> None:
    assert person("  王　小明 ") == Person("王 小明")
    assert person("王小明", "13800002046").last_digits == "2046"
    for nobody in ("", "  ", "长" * 61):
        with pytest.raises(WrongName):
            person(nobody)


def test_the_longest_name_is_kept_and_a_landline_gets_the_halls_area_code_only_where_it_has_one() -> None:
    assert person("长" * 60).name == "长" * 60
    assert person("王小明", "85550012").phone == "85550012"
    assert person("王小明", "85550012", area_code="0579").phone == "0579-85550012"


def test_a_phone_that_only_begins_like_the_country_is_not_cut() -> None:
    assert phone_number("8655001", area_code="0579") == "0579-8655001"
    assert phone_number("057186550012") == "0571-86550012"
    with pytest.raises(WrongPhone):
        phone_number("861380000204")  # twelve digits: too short for the country and a mobile
    with pytest.raises(WrongPhone):
        phone_number("860218550012")


def test_a_refusal_repeats_no_more_than_twenty_characters() -> None:
    with pytest.raises(WrongPhone, match=f"电话号码 {'9' * 20} 不对"):
        phone_number("9" * 21)
