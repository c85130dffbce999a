"""Personal data on the pages: told before it is asked, found and erased by the manager, hidden elsewhere."""

import json
import logging
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from shutil import copytree
from urllib.parse import unquote

import pytest
from flask import Response, request
from flask.testing import FlaskClient
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from kiosk.app import Program, build
from kiosk.config import SAMPLE_HALL, Settings
from kiosk.hall.paper_events import PaperShown
from kiosk.hall.personal_events import ErasureAsked, PersonExported
from kiosk.operations import (
    accounts,
    calling,
    case_steps,
    casework,
    floor,
    inspection,
    messages,
    personal,
    prepared,
)
from kiosk.operations.accounts import Role
from kiosk.operations.inspection import Found, Place
from kiosk.operations.intake import Press
from kiosk.outlet import said
from kiosk.storage.windows import WindowState
from kiosk.web import parts
from tests.databases import with_tables
from tests.web.api_hall import NINE, StoppedClock
from tests.web.test_courier import STREET, WANG, asked, send
from tests.web.test_manage import PASSWORD, browser, key_of

PAGES = Path(parts.__file__).parent.parent / "templates"
PERSONAL = ("name", "phone", "account", "street", "roster", "substitute", "q", "wanted", "digits")
SECRETS = ("王小明", "13800002046", "80012345", "样例镇北街")
PEOPLE, FIGURES = "/manage/people", "/manage/figures"
HALF_A_YEAR_S = 200 * 24 * 3600


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    """A hall of its own, so that nobody is let in without a sign-in, with its people and a gateway."""
    copytree(SAMPLE_HALL, tmp_path / "hall")
    with (tmp_path / "hall" / "hall.toml").open("a", encoding="utf-8") as rules:
        rules.write('\n[outlet]\nurl = "https://gateway.example/hall"\n')
    made = build(Settings(data=with_tables(tmp_path / "data"), hall=tmp_path / "hall"), clock=StoppedClock())
    for name, role in (("manager", Role.MANAGER), ("clerk", Role.DESK), ("courier", Role.COURIER)):
        accounts.add_user(made.store, name=name, password=PASSWORD, role=role, at=NINE)
    yield made
    made.store.close()


def events(program: Program) -> list[object]:
    with program.store.read() as reading:
        return [event for _, _, event in reading.events.after(0)]


def ask(client: FlaskClient, act: str = "find", wanted: str = WANG.phone, **form: str) -> TestResponse:
    """Have the manager look for somebody, or press one of the buttons below."""
    pressed = {"csrf_token": key_of(client.get(PEOPLE)), "press": f"press {act} {sorted(form)}"}
    return client.post(f"{PEOPLE}/{act}", data={**pressed, "wanted": wanted, **form}, follow_redirects=True)


def withdrawn(program: Program) -> str:
    opened = casework.open_case(
        program.store, service="E05", ticket="", applicant=WANG, window=5, clerk="小李", at=NINE
    )
    return case_steps.withdraw(program.store, case=opened.id, version=0, at=NINE).id


def test_only_the_manager_comes_to_the_page(program: Program) -> None:
    assert browser(program, "manager").get(PEOPLE).status_code == 200
    for name in ("clerk", "courier"):
        assert browser(program, name).get(PEOPLE).status_code == 403
    assert browser(program).get(PEOPLE).status_code == 302


def test_the_page_says_what_is_kept_why_and_for_how_long(program: Program) -> None:
    page = browser(program, "manager").get(PEOPLE).text

    for words in ("办结 2 年后抹去", "结清 3 年后抹去", "送达 2 年后抹去", "办结 365 天后抹去", "12 小时后"):
        assert words in page


def test_somebody_is_shown_masked_and_taken_away_whole(program: Program) -> None:
    parcel = asked(program)
    manager = browser(program, "manager")

    seen = ask(manager)
    sheet = ask(manager, "file", form="xlsx", asked_by="himself", checked="on")
    plain = ask(manager, "file", form="json", asked_by="deputy", checked="on")

    assert parcel in seen.text
    assert "还没办完" in seen.text
    assert not any(secret in re.sub(r'value="[^"]*"', "", seen.text) for secret in SECRETS[:3])
    rows = list(load_workbook(BytesIO(sheet.data)).worksheets[0].values)
    assert {"王小明", "13800002046"} <= {row[5] for row in rows}
    assert {one["kind"] for one in json.loads(plain.data)["matters"]} == {"case", "parcel"}
    exported = [one for one in events(program) if isinstance(one, PersonExported)]
    assert [(one.form, one.asked_by) for one in exported] == [("xlsx", "himself"), ("json", "deputy")]
    assert "no-store" in sheet.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("act", "form", "status", "words"),
    [
        ("find", {"wanted": "王小明"}, 422, "电话号码"),
        ("find", {"wanted": "330782199001010000"}, 422, "身份证号不对"),
        ("file", {"asked_by": "himself"}, 422, "核对他的身份证件"),
        ("file", {"asked_by": "nobody", "checked": "on"}, 422, "请选"),
        ("erase", {"asked_by": "himself"}, 422, "核对他的身份证件"),
        ("erase", {"asked_by": "himself", "checked": "on"}, 409, "没有可以删除的"),
    ],
)
def test_what_cannot_be_done_is_said_beside_it(
    program: Program, act: str, form: dict[str, str], status: int, words: str
) -> None:
    withdrawn(program)

    answer = ask(browser(program, "manager"), act, **form)

    assert answer.status_code == status
    assert words in answer.text


def test_what_is_over_goes_when_he_asks_and_the_address_names_nobody(program: Program) -> None:
    case = withdrawn(program)
    program.clock.later(HALF_A_YEAR_S)  # type: ignore[attr-defined]
    manager = browser(program, "manager")

    gone = ask(manager, "erase", asked_by="himself", checked="on")

    assert "已删除 1 项，还要留 0 项" in gone.text
    assert not any(secret in str(gone.request.url) for secret in SECRETS)
    assert "没有留着他的信息" in ask(manager).text
    assert next(one for one in events(program) if isinstance(one, ErasureAsked)).erased == (case,)


def test_the_figures_are_the_same_before_and_after_he_is_erased(program: Program) -> None:
    asked(program)
    withdrawn(program)
    program.clock.later(HALF_A_YEAR_S)  # type: ignore[attr-defined]
    manager, month = browser(program, "manager"), "2026-11"

    def seen() -> tuple[str, list[list[tuple[object, ...]]]]:
        page = re.sub(r'name="csrf_token" value="[^"]*"', "", manager.get(f"{FIGURES}?month={month}").text)
        book = load_workbook(BytesIO(manager.get(f"{FIGURES}/month.xlsx?month={month}").data))
        return page, [list(sheet.values) for sheet in book.worksheets]

    before = seen()
    assert "已删除 1 项" in ask(manager, "erase", asked_by="himself", checked="on").text

    assert "立案 2 件" in before[0]
    assert seen() == before


def test_a_paper_with_a_name_is_shown_to_who_opens_it_and_that_is_noted(program: Program) -> None:
    asked(program)
    clerk = browser(program, "clerk")

    table = clerk.get("/paper").text
    paper = re.findall(r'href="(/paper/[^"]*courier-slip\.png)"', table)[0]

    assert f'<img src="{paper}"' not in table
    assert browser(program).get(paper).status_code == 401
    assert browser(program, "courier").get(paper).status_code == 403
    assert not any(isinstance(one, PaperShown) for one in events(program))
    picture = clerk.get(paper)
    assert picture.status_code == 200
    assert picture.headers["Cache-Control"] == "no-store"
    (shown,) = (one for one in events(program) if isinstance(one, PaperShown))
    assert shown.by

    program.clock.later(13 * 3600)  # type: ignore[attr-defined]
    personal.forget_old(program.store, at=program.clock())
    assert "内容已按期抹去" in clerk.get("/paper").text
    assert clerk.get(paper).status_code == 410


def test_every_form_that_asks_for_a_person_says_first_what_for() -> None:
    """A clerk reads the sentence out before he asks; a search and a sign-in keep nothing."""
    silent = {}
    for page in PAGES.rglob("*.html"):
        text = page.read_text("utf-8")
        for form in re.findall(r"<form\b.*?</form>", text, re.DOTALL):
            fields = set(re.findall(r'name="(phone|account|street|roster|id_number)"', form))
            before = text[: text.index(form)] + form
            first = min((before.rindex(f'name="{one}"') for one in fields), default=0)
            if fields and "{{ told(" not in before[:first]:
                silent[f"{page.parent.name}/{page.name}"] = fields
    assert silent == {}


def test_no_search_puts_what_identifies_somebody_into_an_address() -> None:
    in_addresses = {
        page.name: form[:80]
        for page in PAGES.rglob("*.html")
        for form in re.findall(r'<form\b[^>]*method="get".*?</form>', page.read_text("utf-8"), re.DOTALL)
        if any(f'name="{field}"' in form for field in PERSONAL)
    }
    assert in_addresses == {}


def heard_at(program: Program) -> list[str]:
    """Write down every address that is asked for, and every one that somebody is sent to."""
    heard: list[str] = []

    def hear(answer: Response) -> Response:
        heard.extend((request.full_path, answer.headers.get("Location", "")))
        return answer

    program.web.after_request(hear)
    return heard


def inspected(program: Program) -> None:
    """Let his shop pass an inspection, and his number be called."""
    place = Place("样例小吃店", STREET["street"], WANG.name, WANG.phone)
    by = "inspector"
    one = inspection.register(program.store, service="E05", place=place, by=by, at=NINE)
    found = Found({"kind": "general"}, findings=WANG.name)
    inspection.visit(
        program.store, number=one.number, version=0, found=found, by=by, place="window 5", at=NINE
    )
    press = Press("a press", "of his")
    prepared.come(program.store, number=one.number, press=press, place="kiosk-1", language="zh", at=NINE)
    floor.set_window(program.store, window=5, state=WindowState.OPEN, reason="", clerk="clerk", at=NINE)
    calling.call_next(program.store, window=5, at=NINE)


def ask_and_tell(clerk: FlaskClient) -> None:
    """A clerk takes his cash, hears what he could not get done, and looks for him by his phone."""
    who = {"name": WANG.name, "phone": WANG.phone}
    cash = {"account": "80012345", "service": "B01", "counted": "300", "press": "the press of cash"}
    problem = {"trouble": "refused", "words": f"王小明说 {WANG.phone} 没人接", "press": "the press of words"}
    key = key_of(clerk.get("/desk/custody"))
    for path, form in (
        ("/desk/window", {"window": "1"}),
        ("/desk/custody", cash),
        ("/desk/problems", problem),
        ("/desk/cases/find", {"q": WANG.phone}),
        ("/desk/custody/find", {"wanted": WANG.phone}),
        ("/desk/inspections/find", {"q": WANG.phone}),
    ):
        clerk.post(path, data={"csrf_token": key, **who, **form}, follow_redirects=True)


def test_a_whole_story_can_be_read_nowhere_on_the_disk(
    program: Program, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    addresses = heard_at(program)
    asked(program)
    inspected(program)
    ask_and_tell(browser(program, "clerk"))
    ask(browser(program, "manager"))
    send(program, "courier", "/manage/ledger", q=WANG.name)

    held = {one.kind for one in personal.seek(program.store, wanted=WANG.phone, by="m", at=NINE)}
    files = [one for one in (tmp_path / "data").rglob("*") if one.is_file()]
    readable = [
        (one.name, secret) for one in files for secret in SECRETS if secret.encode() in one.read_bytes()
    ]

    with program.store.read() as reading:
        told = [said(one, b"key") for one in messages.errands(program.store, at=NINE)]
        rows = reading.messages.due(NINE, 9)

    assert held == {"case", "custody", "inspection", "parcel", "problem"}
    assert {one["kind"] for one in told} == {"called", "prepared"}
    assert not any(secret in f"{told} {rows}" for secret in SECRETS)
    assert "/desk/cases/find?" in addresses
    assert not any(secret in unquote(one) for one in addresses for secret in SECRETS)
    assert any(one.suffix == ".db" for one in files)
    assert readable == []
    assert not any(secret in caplog.text for secret in SECRETS)
    assert not any(secret in str(one) for one in events(program) for secret in SECRETS)
    assert STREET["street"].startswith(SECRETS[3])
