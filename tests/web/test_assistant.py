"""The assistant's phone pages and window F's: who may, whose village, and every kind of wrong input."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kiosk.app import Program, build
from kiosk.config import Settings
from kiosk.hall.delegation_terms import FindingState
from kiosk.operations import accounts, delegation, villages
from kiosk.operations.accounts import Role
from kiosk.web.parts import turn, uploaded
from tests.databases import with_tables
from tests.retirees import HEADS, number_of, rows, workbook
from tests.web.api_hall import NINE, StoppedClock
from tests.web.test_manage import PASSWORD, browser, key_of


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    """A hall with two villages of three retirees, each with an assistant, and clerks at windows 5 and 6."""
    made = build(Settings(data=with_tables(tmp_path / "data")), clock=StoppedClock())
    for name, role, windows in (
        ("manager", Role.MANAGER, ()),
        ("window5", Role.DESK, (5,)),
        ("window6", Role.DESK, (6,)),
    ):
        accounts.add_user(made.store, name=name, password=PASSWORD, role=role, windows=windows, at=NINE)
    kept = accounts.hash_password(PASSWORD)
    for n, name in enumerate(("first", "second")):
        village = villages.add_village(made.store, name=f"样例{n}村", by="li", at=NINE)
        code = villages.appoint(made.store, village=village.code, sign_in=name, by="li", at=NINE)
        villages.renew(made.store, sign_in=name, code=code, password_hash=kept, at=NINE)
        lines = rows(3, first=1 + 10 * n)
        delegation.import_roster(made.store, village=village.code, rows=lines, by="li", at=NINE)
    yield made
    made.store.close()


def phone(program: Program, name: str = "first") -> FlaskClient:
    client = program.web.test_client()
    form = {"csrf_token": key_of(client.get("/assistant/sign-in")), "name": name, "password": PASSWORD}
    assert client.post("/assistant/sign-in", data=form).status_code == 303
    return client


def clerk(program: Program, window: int = 6) -> FlaskClient:
    client = browser(program, f"window{window}")
    send(client, "/desk/window", "/desk/window", window=str(window))
    return client


def send(client: FlaskClient, page: str, to: str, **fields: object) -> TestResponse:
    """Fill in a form of a page and send it."""
    shown = client.get(page)
    press = re.search(r'name="press" value="([^"]+)"', shown.text)
    data = {"csrf_token": key_of(shown), "press": press.group(1) if press else "", **fields}
    return client.post(to, data=data, headers={"Accept": "text/html"})


def ids(client: FlaskClient) -> list[str]:
    return list(
        dict.fromkeys(re.findall(r"/assistant/retirees/(TX\d+)", client.get("/assistant/roster").text))
    )


def note(client: FlaskClient, retiree: str, what: str = "seen", **more: object) -> TestResponse:
    fields = {"act": f"{retiree}:{what}", "given": "paper", "on": "2026-11-20", **more}
    return send(client, "/assistant", "/assistant/findings", **fields)


def bring(client: FlaskClient, content: bytes) -> TestResponse:
    file = (BytesIO(content), "roster.xlsx")
    return send(client, "/assistant/roster", "/assistant/roster", roster=file)


def test_a_stranger_is_asked_to_sign_in_and_a_clerk_is_not_let_in(program: Program) -> None:
    stranger = program.web.test_client().get("/assistant")
    other = clerk(program).get("/assistant", headers={"Accept": "text/html"})

    assert (stranger.status_code, stranger.location) == (303, "/assistant/sign-in")
    assert other.status_code == 403


def test_a_clerks_password_opens_no_assistants_page(program: Program) -> None:
    client = program.web.test_client()
    form = {"csrf_token": key_of(client.get("/assistant/sign-in")), "name": "window6", "password": PASSWORD}

    assert client.post("/assistant/sign-in", data=form).status_code == 403


def test_an_assistant_does_no_clerks_or_managers_work(program: Program) -> None:
    client = phone(program)

    for page in ("/desk/retirees", "/manage", "/desk/take", "/api/v1/events?after=0"):
        assert client.get(page).status_code == 403


def test_another_villages_retiree_is_not_found(program: Program) -> None:
    mine, other = phone(program), phone(program, "second")
    theirs = ids(other)[0]

    assert mine.get(f"/assistant/retirees/{theirs}").status_code == 404
    assert note(mine, theirs).status_code == 404
    own_page = f"/assistant/retirees/{ids(mine)[0]}"
    duty = send(mine, own_page, f"/assistant/retirees/{theirs}/duties", kind="visiting")
    assert duty.status_code == 404
    assert delegation.sheet(program.store, village="C02", at=NINE).to_hand_in == 0


def test_one_tap_notes_one_person_and_a_second_press_of_it_nothing_more(program: Program) -> None:
    client = phone(program)
    shown, retiree = client.get("/assistant"), ids(client)[0]
    press = re.search(r'name="press" value="([^"]+)"', shown.text)
    assert press is not None
    form = {
        "csrf_token": key_of(shown),
        "press": press.group(1),
        "act": f"{retiree}:video",
        "given": "word",
        "on": "2026-11-23",
    }

    answers = [client.post("/assistant/findings", data=form).status_code for _ in range(2)]

    assert answers == [303, 303]
    with program.store.read() as reading:
        (finding,) = reading.findings.of_retiree(retiree)
    assert (finding.state, finding.commission.given) == (FindingState.NOTED, "word")
    assert "交 1 人，取一个号" in client.get("/assistant").text


@pytest.mark.parametrize(
    "more",
    [
        {"act": ""},
        {"act": "TX000001"},
        {"act": "TX000001:eaten"},
        {"given": ""},
        {"given": "dream"},
        {"on": ""},
        {"on": "20.11.2026"},
        {"on": "2026-11-24"},
        {"on": "2020-01-01"},
        {"press": ""},
    ],
)
def test_what_is_wrong_is_refused_beside_the_list(program: Program, more: dict[str, str]) -> None:
    answer = note(phone(program), "TX000001", **more)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert delegation.sheet(program.store, village="C01", at=NINE).to_hand_in == 0


def test_a_reset_ends_the_sign_in_on_the_lost_phone(program: Program) -> None:
    client = phone(program)
    page = clerk(program)
    answer = send(page, "/desk/retirees", "/desk/retirees/villages/C01/assistant")
    code = re.search(r'<b class="number">(\d{10})</b>', answer.text)

    assert code is not None
    assert client.get("/assistant").status_code == 303
    renewed = send(
        client, "/assistant/code", "/assistant/code", name="first", code=code.group(1), password=PASSWORD
    )
    assert renewed.status_code == 303
    assert phone(program).get("/assistant").status_code == 200
    assert client.get("/assistant").status_code == 303


@pytest.mark.parametrize(
    ("code", "password", "status"), [("0000000000", PASSWORD, 403), ("", PASSWORD, 403), ("1", "short", 422)]
)
def test_a_wrong_code_lets_nobody_in(program: Program, code: str, password: str, status: int) -> None:
    client = program.web.test_client()

    answer = send(client, "/assistant/code", "/assistant/code", name="first", code=code, password=password)

    assert answer.status_code == status
    assert 'role="alert"' in answer.text


def test_a_roster_comes_in_as_workbook_or_text(program: Program) -> None:
    client = phone(program)
    text = "\n".join(",".join(row) for row in rows(2, first=6)).encode("gb18030")

    assert bring(client, workbook(rows(2, first=4))).status_code == 303
    assert bring(client, text).status_code == 303

    assert len(ids(client)) == 7


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "文件里没有名册"),
        (b"\xff\xfe\x00", "这个文件读不出来"),
        (b"PK\x03\x04 no workbook", "这个文件读不出来"),
        (workbook((HEADS,)), "文件里没有名册"),
        (workbook((HEADS, ("某某", "330782195001010010", "", ""))), "第 2 行"),
        (workbook((HEADS, ("某某", number_of(11), "", ""))), "已在其他村的名册里"),
    ],
)
def test_a_wrong_file_leaves_the_roster_as_it_was(program: Program, content: bytes, said: str) -> None:
    client = phone(program)

    answer = bring(client, content)

    assert answer.status_code == 422
    assert said in answer.text
    assert len(ids(client)) == 3


def test_a_huge_file_is_refused(program: Program) -> None:
    assert bring(phone(program), b"x" * (1024 * 1024 + 1)).status_code == 413


def test_a_roster_waits_while_another_is_read_and_is_sent_again_where_that_takes_long(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = phone(program)
    monkeypatch.setattr(turn, "WAIT_S", 0.0)

    with uploaded.READING:
        refused = bring(client, workbook(rows(2, first=4)))
    again = bring(client, workbook(rows(2, first=4)))

    assert (refused.status_code, "再试" in refused.text) == (503, True)
    assert (again.status_code, len(ids(client))) == (303, 5)


def test_a_visit_is_written_down_and_only_its_village_reads_it(program: Program) -> None:
    client = phone(program)
    retiree = ids(client)[0]
    page = f"/assistant/retirees/{retiree}"

    send(client, page, f"{page}/duties", kind="visiting", words="送去米和油")
    send(client, "/assistant", "/assistant/duties", kind="publicity", words="")

    assert "送去米和油" in client.get(page).text
    with program.store.read() as reading:
        events = str(reading.events.after(0))
    assert "visiting" in events
    assert "米和油" not in events


def test_only_the_retirees_window_has_the_door(program: Program) -> None:
    assert "退休认证" in clerk(program, 6).get("/desk").text
    other = clerk(program, 5)
    assert "退休认证" not in other.get("/desk").text
    assert other.get("/desk/retirees").status_code == 403


def test_a_clerk_sees_people_behind_masks_and_decides_each_report(program: Program) -> None:
    client, desk = phone(program), clerk(program)
    for retiree, what in zip(ids(client), ("seen", "died", "moved"), strict=True):
        note(client, retiree, what)
    answer = send(client, "/assistant", "/assistant/batches")
    batch = answer.location.partition("batch=")[2]
    page = f"/desk/retirees/batches/{batch}"
    assert "样0001" not in desk.get(page).text

    send(desk, page, f"{page}/receipt")
    twice = send(desk, page, f"{page}/receipt")
    send(desk, page, f"{page}/confirmation")
    first, second = re.findall(rf"{page}/findings/(H\d+)", desk.get(page).text)[0::2][:2]
    send(desk, page, f"{page}/findings/{first}", act="confirm")
    send(desk, page, f"{page}/findings/{second}", act="reject", reason="找得到")
    without = send(desk, page, f"{page}/findings/{first}", act="reverse", reason="")
    wrong = send(desk, page, f"{page}/findings/{first}", act="burn")
    reversed_ = send(desk, page, f"{page}/findings/{first}", act="reverse", reason="认错了")

    assert [one.status_code for one in (twice, without, wrong, reversed_)] == [409, 422, 422, 303]
    assert desk.get("/desk/retirees/batches/RZ0").status_code == 404
    assert len(delegation.sheet(program.store, village="C01", at=NINE).listed) == 2


def test_the_manager_is_told_of_a_village_without_an_assistant(program: Program) -> None:
    manager = browser(program, "manager")
    assert "没有协管员" not in manager.get("/manage").text

    send(manager, "/desk/retirees", "/desk/retirees/villages", name="样例三村")

    assert "样例三村 没有协管员" in manager.get("/manage").text


def test_no_page_tells_a_retiree_to_come_by_a_date(program: Program) -> None:
    client = phone(program)
    pages = [client.get(one).text for one in ("/assistant", "/assistant/roster")]

    assert not any(re.search(r"请.{0,12}(?:日前|之前).{0,6}(?:到|来)", page) for page in pages)
    assert "不必到厅" in pages[0]
