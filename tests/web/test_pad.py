"""The page of emergency numbers, and what the other pages say when there is no number."""

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from shutil import copytree

import pypdfium2
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kiosk.app import Program, build
from kiosk.cli import main
from kiosk.config import SAMPLE_HALL, Settings
from kiosk.doctor import examine
from kiosk.hall.paper_events import PadPrinted
from kiosk.operations import accounts
from kiosk.operations.accounts import Role
from kiosk.storage.paper_rows import PaperRow
from kiosk.web.context import hall
from tests.databases import with_tables
from tests.web.api_hall import NINE, StoppedClock
from tests.web.test_manage import PASSWORD, browser, key_of

HOURS = """
[[hours]]
days = [1, 2, 3, 4, 5]
start = 08:30:00
end = 12:00:00
[[hours]]
days = [1, 2, 3, 4, 5]
start = 13:30:00
end = 17:00:00
"""
CLOSED = NINE + timedelta(hours=9)
DRAINAGE = "s=E05&a=E05.kind.general&a=E05.pretreat.no&a=E05.agent.self"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A hall with real hours, one number of the drainage permit each morning."""
    made = Path(copytree(SAMPLE_HALL, tmp_path / "hall"))
    text = (made / "hall.toml").read_text("utf-8").replace("always_open = true", "always_open = false")
    (made / "hall.toml").write_text(text.replace("\n[calls]", f"{HOURS}\n[calls]"), "utf-8")
    with (made / "services" / "E05.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[quota]]\nper = "morning"\ncount = 1\n')
    return made


@pytest.fixture
def program(tmp_path: Path, folder: Path) -> Iterator[Program]:
    """That hall, with a clerk."""
    made = build(Settings(data=with_tables(tmp_path / "data"), hall=folder), clock=StoppedClock())
    accounts.add_user(made.store, name="clerk", password=PASSWORD, role=Role.DESK, at=NINE)
    yield made
    made.store.close()


def set_clock(program: Program, hours: float) -> None:
    assert isinstance(program.clock, StoppedClock)
    program.clock.at = NINE + timedelta(hours=hours)


def send(client: FlaskClient, act: str, press: str = "press-0001", **form: str) -> TestResponse:
    page = client.get("/manage/pad")
    data = {"csrf_token": key_of(page), "press": press, **form}
    return client.post(f"/manage/pad/{act}", data=data, follow_redirects=True)


def papers(program: Program) -> tuple[PaperRow, ...]:
    with program.store.read() as reading:
        return reading.papers.recent(100)


def test_a_clerk_prints_a_pad_and_each_slip_comes_once(program: Program) -> None:
    client = browser(program, "clerk")

    page = send(client, "print", queue="B", count="3")
    send(client, "print", queue="B", count="3")

    assert "B901–B903 已交给打印机" in page.text
    assert sorted(one.name for one in papers(program)) == ["pad-B901", "pad-B902", "pad-B903"]
    assert all("日期" in str(one.document) for one in papers(program))


def test_a_pad_on_sheets_prints_no_slip(program: Program) -> None:
    answer = send(browser(program, "clerk"), "print", queue="B", count="7", sheets="1")

    assert answer.content_type == "application/pdf"
    with pypdfium2.PdfDocument(io.BytesIO(answer.data)) as sheets:
        text = "".join(page.get_textpage().get_text_range() for page in sheets)
        assert len(sheets) == 3
    assert re.findall(r"B9\d\d", text) == [f"B90{n}" for n in range(1, 8)]
    assert papers(program) == ()
    with program.store.read() as reading:
        assert [one for _, _, one in reading.events.after(0)] == [PadPrinted("B", 901, 907, "manage", True)]


@pytest.mark.parametrize("path", ["B/900-910", "B/901-1000", "B/910-901", "Z/901-902", "B/901-999"])
def test_sheets_hold_numbers_of_the_pad_only(program: Program, path: str) -> None:
    assert browser(program, "clerk").get(f"/manage/pad/{path}.pdf").status_code == 404


def test_a_clerk_enters_a_number_and_hears_what_is_wrong_beside_what_he_typed(program: Program) -> None:
    client = browser(program, "clerk")

    done = send(client, "enter", number="b901", time="08:40", service="B01")
    wrong = send(client, "enter", "press-0002", number="B901", time="08:50")
    no_time = send(client, "enter", "press-0003", number="B902", time="eight")
    early = send(client, "enter", "press-0004", number="B902", time="07:50")

    assert "B901 已录入" in done.text
    assert "08:40" in done.text
    assert (wrong.status_code, "B901 今天已经录入" in wrong.text) == (409, True)
    assert 'value="08:50"' in wrong.text
    assert (no_time.status_code, "手写时间应为时和分" in no_time.text) == (422, True)
    assert (early.status_code, "08:30 开门" in early.text) == (422, True)


def test_a_stranger_prints_and_enters_nothing(program: Program) -> None:
    stranger = browser(program)

    assert stranger.get("/manage/pad").status_code == 302
    assert stranger.get("/manage/pad/B/901-902.pdf").status_code == 302


def test_the_command_prints_slips_or_writes_sheets(
    tmp_path: Path, folder: Path, program: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--data", str(tmp_path / "data"), "--hall", str(folder)]

    assert main(["pad", "--queue", "C", "--count", "2", *where]) == 0
    assert main(["pad", "--queue", "C", "--count", "2", "--pdf", str(tmp_path / "pad.pdf"), *where]) == 0
    assert main(["pad", "--queue", "Z", *where]) == 1

    assert "C901–C902" in capsys.readouterr().out
    assert (tmp_path / "pad.pdf").read_bytes().startswith(b"%PDF")
    assert sorted(one.name for one in papers(program)) == ["pad-C901", "pad-C902"]


def test_sheets_that_cannot_be_written_use_up_no_number(
    tmp_path: Path, folder: Path, program: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--data", str(tmp_path / "data"), "--hall", str(folder)]

    assert main(["pad", "--queue", "C", "--pdf", str(tmp_path / "none" / "pad.pdf"), *where]) == 1
    assert main(["pad", "--queue", "C", "--count", "2", *where]) == 0

    assert "C901–C902" in capsys.readouterr().out


def test_a_full_morning_is_said_on_the_tile_and_instead_of_the_offer(program: Program) -> None:
    kiosk = browser(program)
    form = key_of(kiosk.get(f"/kiosk/offer?{DRAINAGE}"))
    query = {"s": "E05", "a": ["E05.kind.general", "E05.pretreat.no", "E05.agent.self"]}
    kiosk.post("/kiosk/tickets", data={"csrf_token": form, "press": "press-0001", **query})

    refused = kiosk.post("/kiosk/tickets", data={"csrf_token": form, "press": "press-0002", **query})
    offered = kiosk.get(f"/kiosk/offer?{DRAINAGE}")

    assert "今天上午已满" in kiosk.get("/kiosk").text
    for page in (refused, offered):
        assert page.status_code == 409
        assert "今天 12:00 再来" in page.text
        assert "打印材料清单" in page.text
        assert 'name="a" value="E05.kind.general"' in page.text
    set_clock(program, 3)
    assert kiosk.get(f"/kiosk/offer?{DRAINAGE}").status_code == 200


def test_a_closed_hall_still_shows_its_services_and_the_ways_without_a_visit(program: Program) -> None:
    set_clock(program, 9)
    kiosk = browser(program)

    home, tv = kiosk.get("/kiosk").text, kiosk.get("/kiosk/visit?s=B01")

    assert "今天已停号" in home
    assert "今天 08:30–12:00，13:30–17:00；明天 11月24日 08:30 再开门" in home
    assert tv.status_code == 409
    assert "/kiosk/no-visit/B01" in tv.text
    assert "明天 11月24日 08:30" in kiosk.get("/").text


def test_a_clerk_reads_beside_the_form_why_there_is_no_number(program: Program) -> None:
    set_clock(program, 9)

    page = browser(program, "clerk").get("/desk/take?service=E05&answer.E05.kind=general")

    assert page.status_code == 409
    assert "今天不再受理" in page.text
    assert 'value="E05" checked' in page.text


def test_a_closed_hall_s_board_promises_no_wait(program: Program) -> None:
    def seen() -> tuple[bool, list[object]]:
        with program.web.app_context():
            board = hall().board()
        return board["open"], [one["expected_wait"] for one in board["waiting"]]

    assert seen()[0] is True
    assert None not in seen()[1]
    set_clock(program, 9)
    assert seen() == (False, [None] * 6)


def test_doctor_and_manager_are_warned_of_a_year_without_holidays(
    tmp_path: Path, folder: Path, program: Program
) -> None:
    settings = Settings(data=tmp_path / "data", hall=folder)
    client = browser(program, "clerk")

    assert any("没有 2027 年的节假日表" in str(one) for one in examine(settings, NINE))
    assert "没有 2027 年的节假日表" in client.get("/manage").text
    (folder / "days.toml").write_text("[[year]]\nyear = 2027\nholidays = []\nmake_up = []\n", "utf-8")
    program.content.reload()
    assert not any("没有 2027 年" in str(one) for one in examine(settings, NINE))
    assert "没有 2027 年" not in client.get("/manage").text
