"""By what a person is found, and how long what is kept of him stays."""

from datetime import date, datetime, timedelta

import pytest

from kiosk.hall.person import WrongPhone
from kiosk.hall.personal import Stay, Whom, after, stay_until, whom
from kiosk.hall.principal import WrongIdNumber
from kiosk.hall.words import Words
from tests.hall.halls import NINE

AN_ID = "11010519491231002X"  # the standard's own example


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("138 0000 2046", Whom(phone="13800002046")),
        ("85550012", Whom(phone="0579-85550012")),
        (AN_ID, Whom(id_number=AN_ID)),
        ("110105 19491231 002x", Whom(id_number=AN_ID)),
        ("BJ20261123-001", Whom(number="BJ20261123-001")),
        ("bj20261123", Whom(number="BJ20261123")),
        ("a-012", Whom(number="A-012")),
        ("0579-85550012", Whom(phone="0579-85550012")),
        ("PC" + "9" * 40, Whom(number="PC" + "9" * 30)),
    ],
)
def test_a_person_is_found_by_his_phone_his_identity_number_or_a_paper(typed: str, found: Whom) -> None:
    assert whom(typed, area_code="0579") == found


def test_a_number_that_cannot_be_is_refused_and_not_sought() -> None:
    with pytest.raises(WrongIdNumber):
        whom("110105194912310021", area_code="")
    with pytest.raises(WrongPhone):
        whom("1234", area_code="")
    with pytest.raises(WrongPhone):
        whom("x" * 18, area_code="")
    for almost in ("1" + "x" * 17, "1101051949123100AX"):
        with pytest.raises(WrongPhone):
            whom(almost, area_code="")


def test_the_last_day_of_keeping_belongs_to_it() -> None:
    why, last = Words("复议", "review"), date(2026, 11, 23)

    assert stay_until(why, last, last) == Stay(why, last)
    assert stay_until(why, last, last + timedelta(days=1)) is None


def test_days_are_counted_from_the_end_of_a_matter_and_from_the_first_of_all_where_it_has_none() -> None:
    day = date(2026, 11, 23)

    assert after(day, 183) == date(2027, 5, 25)
    assert after(datetime.combine(day, NINE.timetz()), 1) == date(2026, 11, 24)
    assert after(None, 1) == date(1, 1, 2)
