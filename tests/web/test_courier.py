"""The liaison's pages: who may see what, what leaves as a file, and what a bad file is told."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from kiosk.app import Program, build
from kiosk.config import Settings
from kiosk.hall.case import Mark, Receipt
from kiosk.hall.parcel import ParcelState
from kiosk.hall.parcel_events import LedgerExported, PostFileWritten, SlipReprinted
from kiosk.hall.person import Person
from kiosk.operations import accounts, case_steps, casework, delivery, ledger, rounds
from kiosk.operations.accounts import Role
from kiosk.operations.casework import Found
from tests.databases import with_tables
from tests.operations.test_delivery import pack
from tests.web.api_hall import NINE, StoppedClock
from tests.web.test_manage import PASSWORD, browser, key_of

WANG = Person("王小明", "13800002046")
STREET = {"province": "样例省", "city": "样例市", "county": "样例县", "street": "样例镇北街 8 号 301 室"}
SECRETS = ("王小明", "13800002046", "301")


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    """A sample hall with a manager, a clerk and a courier liaison."""
    made = build(Settings(data=with_tables(tmp_path / "data")), clock=StoppedClock())
    for name, role in (("manager", Role.MANAGER), ("clerk", Role.DESK), ("courier", Role.COURIER)):
        accounts.add_user(made.store, name=name, password=PASSWORD, role=role, at=NINE)
    yield made
    made.store.close()


def asked(program: Program, *, issued: bool = True) -> str:
    """Have a clerk accept a case and fill in the request; returns the number of the parcel."""
    case = casework.open_case(
        program.store, service="E05", ticket="", applicant=WANG, window=5, clerk="小李", at=NINE
    )
    found = {one.code: Found(Mark.RECEIVED) for one in case.materials}
    case = casework.receive(
        program.store, case=case.id, version=0, found=found, outcome=Receipt.COMPLETE, at=NINE
    )
    send(program, "clerk", f"/desk/cases/{case.id}/posting", at=f"/desk/cases/{case.id}/posting", **STREET)
    if issued:
        case = case_steps.decide(program.store, case=case.id, version=case.version, granted=True, at=NINE)
        case_steps.issue(program.store, case=case.id, version=case.version, at=NINE)
    with program.store.read() as reading:
        return reading.parcels.of_case(case.id)[0].id


def send(program: Program, who: str, path: str, at: str = "/manage/courier", **form: object) -> TestResponse:
    """Press a button of a page."""
    client = browser(program, who)
    return client.post(path, data={"csrf_token": key_of(client.get(at)), **form}, follow_redirects=True)


def events(program: Program) -> list[object]:
    with program.store.read() as reading:
        return [event for _, _, event in reading.events.after(0)]


def state(program: Program, parcel: str) -> ParcelState:
    return ledger.one(program.store, parcel=parcel)[0].state


def test_the_liaison_comes_to_his_round_and_to_nothing_else(program: Program) -> None:
    liaison = browser(program, "courier")

    assert liaison.get("/desk").location.endswith("/manage/courier")
    assert liaison.get("/manage/courier").status_code == 200
    assert liaison.get("/manage/ledger").status_code == 200
    for closed in ("/manage", "/manage/printers", "/desk/cases", "/desk/window"):
        assert liaison.get(closed).status_code == 403
    assert browser(program).get("/manage/ledger").status_code == 302


def test_a_clerk_looks_into_the_ledger_and_does_not_act_for_the_post(program: Program) -> None:
    parcel = asked(program)
    clerk = browser(program, "clerk")

    assert clerk.get("/manage/ledger").status_code == 200
    assert clerk.get(f"/manage/courier/{parcel}").status_code == 200
    for closed in ("/manage/courier", "/manage/ledger/comparison"):
        assert clerk.get(closed).status_code == 403
    refused = send(
        program, "clerk", f"/manage/courier/{parcel}/void", at=f"/manage/courier/{parcel}", version=0
    )
    assert refused.status_code == 403


def test_posting_says_first_what_the_data_is_for_and_prints_two_papers_under_one_number(
    program: Program,
) -> None:
    parcel = asked(program, issued=False)
    page = browser(program, "clerk").get("/desk/cases/BJ20261123-001/posting").text

    assert page.index("只用来寄这一件") < page.index('name="street"')
    assert "邮寄免费" in page
    assert not any(secret in page for secret in SECRETS[:2])
    with program.store.read() as reading:
        papers = {one.name: str(one.document) for one in reading.papers.of_ticket(parcel)}
    assert set(papers) == {"courier-request", "courier-slip"}
    for paper in papers.values():
        assert parcel in paper
        assert all(secret in paper for secret in SECRETS)


def test_an_address_that_is_not_whole_is_asked_for_again_and_nothing_typed_is_lost(program: Program) -> None:
    case = casework.open_case(
        program.store, service="E05", ticket="", applicant=WANG, window=5, clerk="小李", at=NINE
    )
    path = f"/desk/cases/{case.id}/posting"

    early = send(program, "clerk", path, at=path, **STREET)
    wrong = send(program, "clerk", path, at=path, **{**STREET, "street": " ", "substitute": "李丽"})

    assert early.status_code == 409
    assert "材料核验通过后" in early.text
    assert wrong.status_code == 422
    assert "李丽" in wrong.text


def test_no_page_of_the_round_shows_a_phone_or_an_address_before_it_is_asked_for(program: Program) -> None:
    parcel = asked(program)
    liaison = browser(program, "courier")

    for page in ("/manage/courier", "/manage/ledger", f"/manage/courier/{parcel}"):
        seen = liaison.get(page).text
        assert "13800002046" not in seen
        assert "301 室" not in seen
    shown = send(program, "courier", f"/manage/courier/{parcel}/person", at=f"/manage/courier/{parcel}")

    assert all(secret in shown.text for secret in SECRETS)
    assert "PersonRevealed" in str(events(program)[-1])


def test_a_parcel_is_not_closed_unticked_and_a_strange_number_only_warns(program: Program) -> None:
    parcel = asked(program)
    path = f"/manage/courier/{parcel}/packing"
    ticks = {"name": "on", "numbers": "on", "count": "on"}

    version = ledger.one(program.store, parcel=parcel)[0].version
    bare = send(program, "courier", path, version=version, mail_number="1234567890123")
    assert bare.status_code == 422
    assert 'value="1234567890123"' in bare.text
    done = send(program, "courier", path, version=version, mail_number="EA473124828CN", **ticks)

    assert "校验位对不上" in done.text


def test_the_posts_columns_are_those_of_the_mapping_and_taking_them_is_logged(program: Program) -> None:
    parcel = asked(program)
    pack(program.store, ledger.one(program.store, parcel=parcel)[0])
    send(program, "courier", "/manage/courier/lists", parcel=parcel)

    file = send(program, "courier", "/manage/courier/lists/JJ20261123-001/file")

    book = load_workbook(io.BytesIO(file.data))
    assert book.active is not None
    head, row = ([str(cell or "") for cell in row] for row in book.active.iter_rows(values_only=True))
    line = dict(zip(head, row, strict=True))
    assert line["客户订单号"] == parcel
    assert line["收件人手机"] == "13800002046"
    assert line["付款方式"] == "寄件人月结"
    assert any(isinstance(one, PostFileWritten) for one in events(program))


def test_the_posts_file_is_read_and_each_bad_line_is_named(program: Program) -> None:
    parcel = asked(program)
    pack(program.store, ledger.one(program.store, parcel=parcel)[0])
    listed = rounds.draw_up(program.store, parcels=[parcel], by="c1", at=NINE)
    rounds.sign(program.store, handover=listed.id, by="c1", at=NINE)
    text = f"客户订单号,邮件号,邮件状态,签收人\n{parcel},,妥投,本人\nYJ1,,妥投,\n,,,\n{parcel},,飞走,\n"

    def read(data: bytes) -> TestResponse:
        return send(program, "courier", "/manage/courier/post-file", file=(io.BytesIO(data), "back.csv"))

    page = read(text.encode("gb18030"))
    assert "更新 1 行" in page.text
    assert "没有读入 2 行" in page.text
    assert "“飞走”不认识" in page.text
    assert state(program, parcel) is ParcelState.DELIVERED
    assert "没有“客户订单号”这一列" in read(b"a,b\n1,2\n").text
    assert read(b"PK\x03\x04").status_code == 422
    assert read(b"").status_code == 422


@pytest.mark.parametrize(
    ("who", "form", "is_full"),
    [
        ("clerk", {}, False),
        ("courier", {"full": "on"}, False),
        ("manager", {}, False),
        ("manager", {"full": "on"}, True),
    ],
)
def test_only_the_manager_takes_full_names_out_and_every_file_is_logged(
    program: Program, who: str, form: dict[str, str], is_full: bool
) -> None:
    asked(program)

    for kind in ("xlsx", "csv"):
        file = send(program, who, "/manage/ledger/file", at="/manage/ledger", kind=kind, **form)
        text = (
            file.data.decode("utf-8-sig")
            if kind == "csv"
            else str([*load_workbook(io.BytesIO(file.data)).active.iter_rows(values_only=True)])  # type: ignore[union-attr]
        )
        assert ("13800002046" in text) is is_full
        assert "YJ20261123-001" in text
    logged = [one for one in events(program) if isinstance(one, LedgerExported)]
    assert [(one.lines, one.masked) for one in logged] == [(1, not is_full)] * 2


def test_the_file_of_the_ledger_has_every_column_of_the_halls_own(program: Program) -> None:
    parcel = asked(program)
    pack(program.store, ledger.one(program.store, parcel=parcel)[0])
    listed = rounds.draw_up(program.store, parcels=[parcel], by="c1", at=NINE)
    rounds.sign(program.store, handover=listed.id, by="c1", at=NINE)

    def step(name: str, **form: str) -> None:
        version = ledger.one(program.store, parcel=parcel)[0].version
        page = f"/manage/courier/{parcel}"
        send(program, "courier", f"{page}/{name}", at=page, version=version, **form)

    step("calls", result="not_received")
    step("calls", result="fine")
    step("delivery", signed_by="recipient")
    file = send(program, "courier", "/manage/ledger/file", at="/manage/ledger", kind="csv")

    head, row = csv.reader(io.StringIO(file.data.decode("utf-8-sig")))
    line = dict(zip(head, row, strict=True))
    assert (line["证照编号"], line["办结时间"]) == ("样字 001", "2026-11-23")
    assert line["交邮时间"] == line["签收时间"] == "2026-11-23 09:00"
    assert (line["核对人"], line["备注"]) == ("c1", "")  # an account that is gone
    assert (line["回访时间"], line["回访结果"]) == ("2026-11-23 09:00", "没有收到、已收到，没有问题")


@pytest.mark.parametrize(
    ("given", "address", "phone"),
    [
        ({}, STREET, "13800002046"),
        ({"phone": "13900001111"}, STREET, "13900001111"),
        ({"street": "样例镇南街 2 号"}, {**STREET, "street": "样例镇南街 2 号"}, "13800002046"),
    ],
)
def test_what_came_back_is_sent_again_as_the_form_says(
    program: Program, given: dict[str, str], address: dict[str, str], phone: str
) -> None:
    parcel = asked(program)
    pack(program.store, ledger.one(program.store, parcel=parcel)[0])
    listed = rounds.draw_up(program.store, parcels=[parcel], by="c1", at=NINE)
    rounds.sign(program.store, handover=listed.id, by="c1", at=NINE)
    version = ledger.one(program.store, parcel=parcel)[0].version
    delivery.come_back(program.store, parcel=parcel, version=version, at=NINE)
    page = f"/manage/courier/{parcel}"
    assert 'list="places-county"' in browser(program, "courier").get(page).text

    here = {name: STREET[name] for name in ("province", "city", "county")}
    send(program, "courier", f"{page}/again", at=page, version=version + 1, **here, **given)

    sent, to = ledger.one(program.store, parcel=parcel)
    assert sent.state is ParcelState.TO_SEND
    assert (to.phone, to.province, to.street) == (phone, address["province"], address["street"])


def test_a_reprint_of_full_data_is_logged_with_who_did_it(program: Program) -> None:
    parcel = asked(program)

    send(program, "courier", f"/manage/courier/{parcel}/papers", at=f"/manage/courier/{parcel}")

    (logged,) = (one for one in events(program) if isinstance(one, SlipReprinted))
    assert logged.parcel == parcel
    assert logged.by


def test_ledger_slip_and_list_agree_on_a_whole_round(program: Program) -> None:
    parcel = asked(program)
    pack(program.store, ledger.one(program.store, parcel=parcel)[0])
    listed = rounds.draw_up(program.store, parcels=[parcel], by="c1", at=NINE)
    rounds.sign(program.store, handover=listed.id, by="c1", at=NINE)

    page = browser(program, "courier").get("/manage/ledger/comparison").text

    assert "1 件，台账、快递单、交接单都对得上" in page


@pytest.mark.parametrize("bad", ["?first=x&last=2026-13-01", "?q=%00", "?state=nothing", "?first=0001-01-01"])
def test_a_strange_question_to_the_ledger_is_answered(program: Program, bad: str) -> None:
    asked(program)

    assert browser(program, "courier").get(f"/manage/ledger{bad}").status_code == 200
    assert browser(program, "courier").get("/manage/courier/YJ0").status_code == 404
