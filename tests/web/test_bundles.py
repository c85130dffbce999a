"""A joint matter as other programs and the guide desk take it: one number for all of its services."""

from typing import Any

import pytest

from kiosk.app import Program
from tests.web import api_hall, test_manage
from tests.web.api_hall import SampleHall
from tests.web.test_manage import browser

hall = api_hall.hall
program = test_manage.program


def test_every_joint_matter_is_listed_to_anybody(hall: SampleHall) -> None:
    answer = hall.as_("").get("/bundles")

    assert [(one["code"], one["services"]) for one in answer.json["bundles"]] == [
        ("newborn", ["C01", "D01"]),
        ("restaurant", ["E05", "C02", "D01"]),
    ]
    first = answer.json["bundles"][0]
    assert first["name"] == {"zh": "新生儿“一件事”", "en": "A child is born"}
    assert first["sample"] is True


def test_one_number_is_given_for_all_of_its_services(hall: SampleHall) -> None:
    kiosk = hall.as_("kiosk")

    ticket = kiosk.post("/tickets", {"bundle": "newborn"}).json
    more = kiosk.post("/tickets", {"bundle": "newborn", "services": ["D01", "F02"]}).json

    assert (ticket["number"], ticket["services"]) == ("A001", ["C01", "D01"])
    assert ticket["route"]["reason"] == more["route"]["reason"]
    assert more["services"] == ["C01", "D01", "F02"]


def test_what_it_would_mean_is_told_before(hall: SampleHall) -> None:
    offer = hall.as_("kiosk").post("/tickets/offer", {"bundle": "restaurant"}).json

    assert offer["route"]["queue"] == "A"


def test_the_same_key_with_another_joint_matter_is_refused(hall: SampleHall) -> None:
    kiosk = hall.as_("kiosk")
    first = kiosk.post("/tickets", {"bundle": "newborn"}, key="k")

    again = kiosk.post("/tickets", {"bundle": "newborn"}, key="k")
    other = kiosk.post("/tickets", {"bundle": "restaurant"}, key="k")

    assert again.json["number"] == first.json["number"]
    assert other.status_code == 422


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"bundle": "nothing"}, 404),
        ({"bundle": 3}, 422),
        ({"bundle": "x" * 65}, 422),
        ({"bundle": "new\x00born"}, 422),
        ({"bundle": None}, 422),
        ({"bundles": ["newborn"]}, 422),
        ({"bundle": "newborn", "services": ["Z99"]}, 404),
        ({"bundle": ""}, 422),
    ],
)
def test_what_is_no_joint_matter_gives_no_number(hall: SampleHall, body: Any, status: int) -> None:
    kiosk = hall.as_("kiosk")

    assert kiosk.post("/tickets", body).status_code == status
    assert kiosk.take("C01")["number"] == "C001"


def test_the_guide_desk_ticks_all_of_its_services(program: Program) -> None:
    guide = browser(program, "clerk")
    form = guide.get("/desk/take").text
    assert 'href="/desk/take?service=C01&amp;service=D01"' in form

    filled = guide.get("/desk/take?service=C01&service=D01").text

    for code in ("C01", "D01"):
        assert f'value="{code}" checked' in filled
    assert "给谁参保？" in filled


def test_the_kiosk_shows_no_tile_where_the_hall_has_none(program: Program) -> None:
    (program.settings.hall / "bundles.toml").unlink()
    visitor = browser(program)
    assert "/kiosk/bundles" in visitor.get("/kiosk").text

    program.content.reload()

    assert "/kiosk/bundles" not in visitor.get("/kiosk").text
    assert visitor.get("/kiosk/bundles").status_code == 200
