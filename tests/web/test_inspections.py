"""上门排查 on the pages: the inspector's phone, the desk, the manager's list, the owner's phone."""

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from kiosk.app import Program, build
from kiosk.config import Settings
from kiosk.hall.case_events import PersonRevealed
from kiosk.hall.inspection_words import State
from kiosk.operations import accounts, prepared
from kiosk.operations.accounts import Role
from kiosk.operations.prepared import Prepared
from tests.databases import with_tables
from tests.web.api_hall import NINE, StoppedClock
from tests.web.test_manage import PASSWORD, browser, key_of

HOME, NUMBER = "/inspector", "PC20261123-001"
SHOP = {
    "service": "E05",
    "name": "样例小吃店",
    "address": "样例路 8 号 2 幢 101 室",
    "contact": "王小明",
    "phone": "13800002046",
}
SECRETS = ("王小明", "13800002046", "101 室")
PEOPLE = (
    ("manager", Role.MANAGER),
    ("clerk", Role.DESK),
    ("courier", Role.COURIER),
    ("inspector", Role.INSPECTOR),
)
PASS = {"answer.kind": "general", "outcome": "passed"}
ORDER = {"answer.kind": "general", "outcome": "ordered", "demands": "加装隔油池\n雨污分流", "days": "15"}


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    """A sample hall with one of each."""
    yield from hall_of(tmp_path)


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """A hall with one place registered, which wrong forms must leave as it is."""
    for made in hall_of(tmp_path_factory.mktemp("hall")):
        register(made)
        yield made


@pytest.fixture(scope="module")
def inspector(untouched: Program) -> FlaskClient:
    return browser(untouched, "inspector")


def hall_of(folder: Path) -> Iterator[Program]:
    made = build(Settings(data=with_tables(folder / "data")), clock=StoppedClock())
    known = accounts.hash_password(PASSWORD)
    with made.store.begin() as work:
        for name, role in PEOPLE:
            accounts.add_account(work, name=name, password_hash=known, role=role, at=NINE)
    yield made
    made.store.close()


def send(program: Program, who: str, path: str, at: str = f"{HOME}/new", **form: object) -> TestResponse:
    """Press a button of a page that is open."""
    return press(browser(program, who), path, at, **form)


def press(client: FlaskClient, path: str, at: str, **form: object) -> TestResponse:
    page = client.get(at)
    found = re.search(r'name="press" value="([^"]+)"', page.text)
    version = re.search(r'name="version" value="(\d+)"', page.text)
    known = {"press": found[1] if found else "", "version": version[1] if version else ""}
    data = {"csrf_token": key_of(page), **known, **form}
    return client.post(path, data=data, follow_redirects=True)


def register(program: Program, **given: str) -> TestResponse:
    return send(program, "inspector", f"{HOME}/new", **{**SHOP, **given})


def step(program: Program, name: str, **form: object) -> TestResponse:
    at = f"{HOME}/{NUMBER}"
    return send(program, "inspector", f"{at}/{name}", at=at, **form)


def known(program: Program) -> Prepared:
    return prepared.one(program.store, number=NUMBER, at=NINE)


def papers(program: Program) -> dict[str, str]:
    with program.store.read() as reading:
        found = reading.papers.recent(20)
    return {one.name: json.dumps(one.document, ensure_ascii=False) for one in found}


def test_the_inspector_comes_to_his_list_and_to_nothing_else(program: Program) -> None:
    inspector = browser(program, "inspector")

    assert inspector.get("/desk").location.endswith(HOME)
    assert inspector.get(HOME).status_code == 200
    for closed in ("/manage", "/manage/courier", "/desk/cases", "/desk/inspections", "/manage/inspections"):
        assert inspector.get(closed).status_code in {401, 403}


def test_nobody_else_goes_round(program: Program) -> None:
    register(program)

    for who in ("clerk", "courier"):
        assert browser(program, who).get(f"{HOME}/{NUMBER}").status_code == 403
    assert browser(program).get(HOME).location.endswith("/desk/sign-in?then=/inspector")
    assert browser(program, "manager").get(HOME).status_code == 200


def test_another_than_who_registered_it_sees_people_when_he_asks_and_that_is_written_down(
    program: Program,
) -> None:
    accounts.add_user(program.store, name="second", password=PASSWORD, role=Role.INSPECTOR, at=NINE)
    register(program)
    at = f"{HOME}/{NUMBER}"

    own = browser(program, "inspector")
    assert all(secret in own.get(at).text for secret in SECRETS)
    for who in ("inspector", "second", "manager"):
        found = browser(program, who)
        assert not any(secret in found.get(HOME).text for secret in SECRETS)
    for who in ("second", "manager"):
        seen = browser(program, who).get(at).text
        assert "样例小吃店" in seen
        assert not any(secret in seen for secret in SECRETS)
        assert "tel:" not in seen
        shown = send(program, who, f"{at}/person", at=at).text
        assert all(secret in shown for secret in SECRETS)

    with program.store.read() as reading:
        names = {one.id: one.name for one in reading.accounts.all()}
        looked = [event for _, _, event in reading.events.after(0) if isinstance(event, PersonRevealed)]
    assert [(one.subject, names[one.by]) for one in looked] == [(NUMBER, "second"), (NUMBER, "manager")]


def test_two_notices_come_out_and_then_the_list_told_ahead(program: Program) -> None:
    assert "排查结果" in register(program).text
    page = step(program, "visit", **ORDER, findings="没有隔油池")
    assert "一式两份" in page.text
    assert 'href="tel:13800002046"' in page.text
    notices = papers(program)
    assert set(notices) == {"rectification-notice-site", "rectification-notice-hall"}
    assert "2026-12-08" in notices["rectification-notice-site"]

    step(program, "again", mended=["0"], days="7")
    assert "通过了" in step(program, "again", mended=["1"], days="7").text

    told = papers(program)["told-ahead"]
    assert known(program).inspection.code[:4] in told
    assert "城镇污水排入排水管网许可申请表" in told
    for paper in papers(program).values():
        for secret in SECRETS:
            assert secret not in paper


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": ""}, "请写明名称和地址"),
        ({"address": " "}, "请写明名称和地址"),
        ({"contact": ""}, "请填写姓名"),
        ({"phone": "12"}, "电话号码 12 不对"),
        ({"service": "E01"}, "没有上门排查"),
        ({"service": "Z99"}, "没有事项"),
        ({"name": "长" * 201}, "内容有误"),
        ({"name": "a\x00b"}, "内容有误"),
    ],
)
def test_a_wrong_form_keeps_what_was_typed(
    untouched: Program, inspector: FlaskClient, given: dict[str, str], said: str
) -> None:
    page = press(inspector, f"{HOME}/new", f"{HOME}/new", **{**SHOP, **given})

    assert page.status_code in {404, 422}
    assert said in page.text
    with untouched.store.read() as reading:
        assert len(reading.inspections.newest(9)) == 1


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("visit", {**ORDER, "demands": ""}),
        ("visit", {**PASS, "demands": "加装隔油池"}),
        ("visit", {**PASS, "outcome": "perhaps"}),
        ("visit", {**ORDER, "days": "0"}),
        ("visit", {**ORDER, "days": "soon"}),
        ("visit", {**ORDER, "demands": "长" * 201}),
        ("visit", {**PASS, "answer.kind": "made up"}),
        ("visit", {**PASS, "answer.nothing": "x"}),
        ("again", {"mended": ["0"], "days": "7"}),
        ("again", {"mended": ["-1"], "days": "7"}),
        ("close", {"why": "lapsed"}),
        ("close", {"why": "because"}),
        ("close", {"why": "gone", "words": "长" * 501}),
        ("visit", {**PASS, "version": "7"}),
        ("visit", {**PASS, "version": "x"}),
    ],
)
def test_a_wrong_step_changes_nothing(
    untouched: Program, inspector: FlaskClient, name: str, form: dict[str, object]
) -> None:
    at = f"{HOME}/{NUMBER}"

    assert press(inspector, f"{at}/{name}", at, **form).status_code in {404, 409, 422}

    assert known(untouched).inspection.state is State.REGISTERED
    assert papers(untouched) == {}


@pytest.mark.parametrize("path", ["PC1", "../manage", "x" * 300])
def test_a_number_that_nobody_has_is_told_so(inspector: FlaskClient, path: str) -> None:
    assert inspector.get(f"{HOME}/{path}").status_code in {404, 403}


def test_the_same_form_twice_is_one_step(program: Program) -> None:
    register(program)
    client, at = browser(program, "inspector"), f"{HOME}/{NUMBER}"
    key = key_of(client.get(at))
    form = {"csrf_token": key, "press": "the same press", "version": "0", **ORDER}

    for _ in range(2):
        assert client.post(f"{at}/visit", data=form).status_code == 303

    assert len(papers(program)) == 2


def test_the_manager_takes_the_list_away_behind_masks(program: Program) -> None:
    register(program)
    step(program, "visit", **ORDER)
    manager = browser(program, "manager")

    assert NUMBER in manager.get("/manage/inspections").text
    page = "/manage/inspections"
    assert NUMBER in send(program, "manager", f"{page}/find", at=page, q="2046").text
    assert NUMBER in manager.get("/manage/inspections?all=1").text
    book = load_workbook(io.BytesIO(manager.get("/manage/inspections/list.xlsx").data))
    rows = list(book.worksheets[0].values)

    assert rows[1][0] == NUMBER
    assert rows[1][3:6] == ("样例小吃店", "王*", "1******2046")
    assert rows[1][7:9] == ("2026-12-08", 2)
