"""Wrong addresses at the kiosk: told in both languages, with help and the way home still there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.api_hall import SampleHall, open_hall

OFFER = "/kiosk/offer?s=E05&a=E05.kind.general&a=E05.pretreat.no&a=E05.agent.self"


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleHall]:
    """A sample hall that is only looked at."""
    folder: Path = tmp_path_factory.mktemp("hall")
    opened = open_hall(folder / "data")
    yield opened
    opened.program.store.close()


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/kiosk/visit?s=ZZZ", 404, "没有事项 ZZZ"),
        ("/kiosk/offer?s=ZZZ", 404, "没有事项 ZZZ"),
        ("/kiosk/offer?s=E05&priority=king", 422, "king"),
        (f"/kiosk/visit?s={'E' * 65}", 422, "太长"),
        ("/kiosk/visit?" + "&".join(f"s=E{n}" for n in range(21)), 422, "太多"),
        ("/kiosk/visit?s=E0%005", 422, "不能使用的字符"),
        ("/kiosk/queues/Q", 404, "没有 Q 队列"),
        ("/kiosk/no-visit/ZZZ", 404, "没有事项 ZZZ"),
        ("/kiosk/no-visit/E05", 422, "E05"),
        ("/kiosk/tickets/guessed", 404, "没有找到号票"),
        ("/kiosk/printed/guessed", 404, ""),
    ],
)
def test_a_wrong_address_is_told(hall: SampleHall, address: str, status: int, said: str) -> None:
    page = hall.program.web.test_client().get(address)

    assert page.status_code == status
    assert said in page.text
    assert re.search(r'lang="en">[A-Z][^<]+</p>', page.text)
    assert "呼叫工作人员" in page.text
    assert "返回首页" in page.text
    assert 'data-idle="45"' in page.text
    assert hall.head == 0


def test_an_answer_that_the_catalogue_no_longer_knows_is_asked_again(hall: SampleHall) -> None:
    page = hall.program.web.test_client().get("/kiosk/visit?s=E05&a=E05.kind.moon")

    assert page.status_code == 200
    assert "属于哪一类排水？" in page.text


@pytest.mark.parametrize("role", ["desk", "manager", "agent"])
def test_no_other_programs_token_makes_a_kiosk(hall: SampleHall, role: str) -> None:
    browser = hall.program.web.test_client()
    form = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/kiosk/enrol").text)
    assert form

    answer = browser.post("/kiosk/enrol", data={"csrf_token": form[1], "token": hall.as_(role).token})

    assert answer.status_code == 403


def test_nothing_is_typed_at_the_kiosk(hall: SampleHall) -> None:
    browser = hall.program.web.test_client()
    for address in ("/kiosk", "/kiosk/visit?s=B01", "/kiosk/offer?s=B01", "/kiosk/no-visit/B01", OFFER):
        page = browser.get(address).text
        assert set(re.findall(r'<input[^>]*type="(\w+)"', page)) <= {"hidden", "checkbox", "radio"}, address
        assert not re.search("<(textarea|select)", page), address
