"""The printers' page, and the paper drawer of a kiosk: who may, and what is done."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from shutil import copytree

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kiosk.app import Program, build
from kiosk.config import SAMPLE_HALL, Settings
from kiosk.hall.jobs import PaperState
from kiosk.hall.patience import FREE, LONGEST_S
from kiosk.operations import accounts, printers, printing, staff
from kiosk.operations.accounts import Role
from kiosk.operations.printing import Report
from tests.databases import with_tables
from tests.web.api_hall import NINE, StoppedClock

PASSWORD, PIN = "long enough", "246810"
PRINTERS = """
[[printer]]
name = "kiosk-1"
url = "tcp://192.0.2.10:9100"
label = "1 号取号机"
backup = "desk-1"
[[printer]]
name = "desk-1"
url = "tcp://192.0.2.11:9100"
label = "导办台"
"""


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    """A hall with two printers, a manager and a clerk."""
    folder = tmp_path / "hall"
    copytree(SAMPLE_HALL, folder)
    with (folder / "windows.toml").open("a", encoding="utf-8") as file:
        file.write(PRINTERS)
    made = build(Settings(data=with_tables(tmp_path / "data"), hall=folder), clock=StoppedClock())
    for name, role in (("manager", Role.MANAGER), ("clerk", Role.DESK)):
        accounts.add_user(made.store, name=name, password=PASSWORD, role=role, at=NINE)
    staff.set_pin(made.store, pin=PIN, by="manager", at=NINE)
    yield made
    made.store.close()


def browser(program: Program, name: str = "") -> FlaskClient:
    client = program.web.test_client()
    if name:
        client.post(
            "/desk/sign-in",
            data={"csrf_token": key_of(client.get("/desk/sign-in")), "name": name, "password": PASSWORD},
        )
    return client


def key_of(page: TestResponse) -> str:
    return page.text.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]


def press(client: FlaskClient, path: str, at: str = "/manage/printers", **form: str) -> TestResponse:
    """Press the button of a form on a page."""
    page = client.get(at)
    found = re.search(rf'action="{re.escape(path)}".*?name="press" value="([^"]+)"', page.text, re.DOTALL)
    pressed = {"press": found[1]} if found else {}
    return client.post(path, data={"csrf_token": key_of(page), **pressed, **form}, follow_redirects=True)


def doubtful(program: Program) -> str:
    """Have a test page end in doubt."""
    client = browser(program, "clerk")
    press(client, "/manage/printers/kiosk-1/test")
    (paper,) = printing.lease(program.store, printers_asked=("kiosk-1",), owner="agent", at=NINE)
    for state in ("sending", "unknown"):
        said = Report(paper.id, paper.copy, paper.lease, PaperState(state), "no answer")
        printing.report(program.store, said=said, owner="agent", at=NINE)
    return paper.id


def state_of(program: Program, paper: str) -> tuple[PaperState, int]:
    with program.store.read() as reading:
        row = reading.papers.get(paper)
    return row.state, row.copy


@pytest.mark.parametrize("page", ["/manage", "/manage/printers", "/manage/plates/5.pdf"])
def test_a_stranger_signs_in_first_and_comes_back(program: Program, page: str) -> None:
    answer = browser(program).get(page)

    assert answer.status_code == 302
    assert page.replace("/", "%2F") in answer.headers["Location"] or page in answer.headers["Location"]
    assert browser(program, "clerk").get(page).status_code == 200


def test_the_page_names_each_printer_and_what_is_in_doubt(program: Program) -> None:
    doubtful(program)

    page = browser(program, "manager").get("/manage/printers").text

    for words in ("kiosk-1", "1 号取号机", "desk-1", "还没有消息", "打印测试页", "no answer"):
        assert words in page
    assert "1 份单据不知道是否出纸" in browser(program, "manager").get("/manage").text


def test_a_printer_that_is_as_it_is_since_another_day_says_which(program: Program) -> None:
    for name, since in (("kiosk-1", NINE - timedelta(days=1)), ("desk-1", NINE)):
        printers.note(program.store, printer=name, condition="paper_out", at=since)
    printers.note(program.store, printer="kiosk-1", condition="paper_out", at=NINE)

    page = browser(program, "manager").get("/manage/printers").text

    assert "从 11-22 09:00 起" in page
    assert "从 09:00:00 起" in page


@pytest.mark.parametrize(
    ("act", "then"),
    [
        ("reprint", (PaperState.QUEUED, 2)),
        ("out", (PaperState.CONFIRMED, 1)),
        ("drop", (PaperState.EXPIRED, 1)),
    ],
)
def test_a_clerk_decides_over_a_paper_in_doubt(
    program: Program, act: str, then: tuple[PaperState, int]
) -> None:
    paper = doubtful(program)

    answer = press(browser(program, "clerk"), f"/manage/printers/papers/{paper}/{act}")

    assert answer.status_code == 200
    assert state_of(program, paper) == then


def test_a_button_pressed_twice_prints_one_copy(program: Program) -> None:
    paper, client = doubtful(program), browser(program, "clerk")
    page = client.get("/manage/printers")
    form = {"csrf_token": key_of(page), "press": "the-same-press"}

    for _ in range(2):
        client.post(f"/manage/printers/papers/{paper}/reprint", data=form)

    assert state_of(program, paper) == (PaperState.QUEUED, 2)


def test_only_the_manager_sets_the_pin(program: Program) -> None:
    for name, status in (("clerk", 403), ("manager", 200)):
        client = browser(program, name)
        key = key_of(client.get("/manage/printers"))
        answer = client.post(
            "/manage/printers/pin", data={"csrf_token": key, "pin": "99887766"}, follow_redirects=True
        )
        assert answer.status_code == status
    staff.check_pin(program.store, pin="99887766")


@pytest.mark.parametrize(("path", "status"), [("nowhere/test", 404), ("papers/9-ticket/out", 404)])
def test_what_is_not_there_is_refused(program: Program, path: str, status: int) -> None:
    client = browser(program, "clerk")
    key = key_of(client.get("/manage/printers"))

    answer = client.post(
        f"/manage/printers/{path}",
        data={"csrf_token": key, "press": "some-press"},
        headers={"Accept": "text/html"},
    )

    assert answer.status_code == status


def test_papers_and_plates_come_as_pdf(program: Program) -> None:
    paper, client = doubtful(program), browser(program, "clerk")

    for address in (f"/paper/{paper}.pdf", "/manage/plates/5.pdf"):
        answer = client.get(address)
        assert answer.content_type == "application/pdf"
        assert answer.data.startswith(b"%PDF")
    assert client.get("/manage/plates/99.pdf").status_code == 404
    assert browser(program).get(f"/paper/{paper}.pdf").status_code in {302, 401}


def test_the_drawer_opens_with_the_pin_and_closes_again(program: Program) -> None:
    client = browser(program)
    assert "口令不对" in press(client, "/kiosk/staff", "/kiosk/staff", pin="1111").text

    opened = press(client, "/kiosk/staff", "/kiosk/staff", pin=PIN)
    assert "1 号取号机" in opened.text
    assert "测试页已交给打印机" in press(client, "/kiosk/staff/test", "/kiosk/staff").text
    assert "已记下换纸" in press(client, "/kiosk/staff/refill", "/kiosk/staff").text
    press(client, "/kiosk/staff/close", "/kiosk/staff")

    assert "工作人员口令" in client.get("/kiosk/staff").text
    with program.store.read() as reading:
        assert [one.name for one in reading.papers.unsettled()] == ["test-page"]


def test_a_closed_drawer_does_nothing(program: Program) -> None:
    client = browser(program)

    press(client, "/kiosk/staff/test", "/kiosk/staff")

    with program.store.read() as reading:
        assert reading.papers.unsettled() == ()


def test_guessing_the_pin_is_slow_and_shuts_nobody_out_for_good(program: Program) -> None:
    client, clock, waits = browser(program), program.clock, list[int]()
    assert isinstance(clock, StoppedClock)

    for n in range(FREE + 12):  # a stranger who never tires
        assert press(client, "/kiosk/staff", "/kiosk/staff", pin=f"{n:04d}").status_code == 403
        if n + 1 >= FREE:
            refused = press(client, "/kiosk/staff", "/kiosk/staff", pin=PIN)
            assert refused.status_code == 429
            waits.append(int(refused.headers["Retry-After"]))
            clock.later(waits[-1])

    assert waits[:4] == [2, 4, 8, 16]
    assert max(waits) == LONGEST_S
    assert press(client, "/kiosk/staff", "/kiosk/staff", pin=PIN).status_code == 200


def test_a_stranger_at_one_kiosk_delays_neither_another_nor_a_colleague(program: Program) -> None:
    here = browser(program)
    for n in range(FREE + 1):
        answer = press(here, "/kiosk/staff", "/kiosk/staff", pin=f"{n:04d}")

    assert answer.status_code == 429
    key = key_of(here.get("/kiosk/enrol"))
    token = accounts.add_token(program.store, role=Role.KIOSK, label="kiosk-1", at=NINE)
    here.post("/kiosk/enrol", data={"csrf_token": key, "token": token})
    assert "1 号取号机" in press(here, "/kiosk/staff", "/kiosk/staff", pin=PIN).text
    assert browser(program, "clerk").get("/manage/printers").status_code == 200


def test_each_agent_gets_the_printers_that_name_it(program: Program) -> None:
    windows = program.settings.hall / "windows.toml"
    text = windows.read_text("utf-8").replace('name = "desk-1"', 'name = "desk-1"\nagent = "desk PC"')
    windows.write_text(text, "utf-8")
    program.content.reload()
    doubtful(program)

    for label, names in (("desk PC", ["desk-1"]), ("print agent of this machine", ["kiosk-1"])):
        token = accounts.add_token(program.store, role=Role.AGENT, label=label, at=NINE)
        headers = {"Authorization": f"Bearer {token}"}
        client = program.web.test_client()
        answer = client.get("/agent/v1/printers", headers=headers)
        assert answer.json
        assert [one["name"] for one in answer.json["printers"]] == names
    with program.store.begin() as work:
        work.papers.again(work.papers.unsettled()[0].id, NINE)
    strange = client.post("/agent/v1/lease", json={"printers": ["desk-1"], "wait": 0}, headers=headers)
    assert strange.json == {"jobs": []}
    broken = {"printers": [{"name": name, "state": "broken"} for name in ("desk-1", "kiosk-1")]}
    assert client.post("/agent/v1/status", json=broken, headers=headers).status_code == 204
    with program.store.read() as reading:
        conditions = {name: now.condition for name, now in reading.printers.all().items()}
    assert conditions["kiosk-1"] == "broken"
    assert conditions.get("desk-1") != "broken"  # nobody speaks for another's printer
