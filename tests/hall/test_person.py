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
