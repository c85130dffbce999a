"""The custody book: who closes a day, what is done when a count differs, and what is printed once more."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from kiosk.app import Program
from kiosk.hall.custody_events import CashDiffered, ReceiptReprinted
from kiosk.operations import personal
from kiosk.web.parts.sheets import csv_text
from tests.web.api_hall import StoppedClock
from tests.web.custody_hall import BOOK, PAGE, SECRETS, act, only, staffed, take
from tests.web.test_manage import PASSWORD, browser, press


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def program(tmp_path: Path, clock: StoppedClock) -> Iterator[Program]:
    with staffed(tmp_path, clock) as made:
        yield made


def test_strangers_assistants_and_clerks_see_no_more_than_their_part(program: Program) -> None:
    assert browser(program).get(PAGE).status_code == 302
    assert browser(program, "helper").get(PAGE).status_code == 403
    assert browser(program, "wang").get(BOOK).status_code == 403
    assert browser(program, "wang").get(f"{BOOK}/book.csv").status_code == 403
    for name in ("close", "difference"):
        assert press(browser(program, "wang"), f"{BOOK}/{name}", at=PAGE).status_code == 403
    for name in ("eyes", "chief", "boss"):
        assert browser(program, name).get(BOOK).status_code == 200
    assert browser(program, "eyes").get(PAGE).status_code == 403
    assert browser(program, "eyes").get("/desk").location.endswith(BOOK)
    assert browser(program, "chief").get("/desk").location.endswith("/manage")


def test_a_day_is_closed_at_zero_or_with_the_managers_name_and_password(program: Program) -> None:
    take(program)
    boss = browser(program, "boss")
    with program.store.read() as reading:
        (clerk,) = reading.custody.drawers()

    def close(counted: str, name: str = "", password: str = PASSWORD) -> TestResponse:
        form = {f"counted.{clerk}": counted, "second_name": name, "second_password": password}
        return press(boss, f"{BOOK}/close", at=BOOK, **form)

    assert "账上 300.00 元，点出 290.00 元" in close("290", "chief").text
    assert "只写数字" in close("x", "chief").text
    assert "须大厅负责人或管理员签字" in close("300").text
    assert close("300", "chief", "guess").status_code == 403
    assert close("300", "wang").status_code == 403
    assert close("300", "eyes").status_code == 403  # may count, and sign for no carried cash
    assert "不能是同一个人" in close("300", "boss").text
    assert "chief 签字" in close("300", "chief").text

    act(program, only(program), "pay", paid="300", arrears="0", balance="300")
    deposit = only(program)
    act(program, deposit, "call", outcome="reached")
    act(program, deposit, "close")
    assert "账款为零，日结" in boss.get(BOOK).text
    assert "抽屉 0.00 元，结转 0 笔" in press(boss, f"{BOOK}/close", at=BOOK).text


def test_the_book_is_exported_for_a_spreadsheet_that_runs_nothing(program: Program) -> None:
    take(program, "=li", change="100", counted="400")
    boss = browser(program, "boss")

    answer = boss.get(f"{BOOK}/book.csv?day=2026-11-23")

    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert answer.text.startswith("\ufeff")
    assert [row[5] for row in rows[1:]] == ["400.00", "100.00"]
    assert rows[1][6] == "'=li"
    assert not any(secret in answer.text for secret in SECRETS)
    assert "这天没有代收" in boss.get(f"{BOOK}?day=2026-11-22").text
    assert boss.get(f"{BOOK}?day=yesterday").status_code == 200


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "\r=1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    ((written,),) = csv.reader(io.StringIO(csv_text([[cell]]), newline=""))

    assert written == f"'{cell}"


def differ(program: Program, who: str, fen: str, signer: str, why: str = "change") -> TestResponse:
    """Enter what was counted in wang's drawer."""
    with program.store.read() as reading:
        wang = reading.accounts.by_name("wang")
    form = {"clerk": wang.id if wang else "", "fen": fen, "why": why}
    signed = {"second_name": signer, "second_password": PASSWORD}
    return press(browser(program, who), f"{BOOK}/difference", at=BOOK, **form, **signed)


@pytest.mark.parametrize(
    ("who", "fen", "signer", "why", "said"),
    [
        ("boss", "300", "eyes", "change", "没有长短款要记"),
        ("boss", "290", "boss", "change", "不能是同一个人"),
        ("boss", "290", "zhao", "change", "没有这项签字的权限"),
        ("boss", "290", "", "change", "长短款须两个人签"),
        ("boss", "290", "eyes", "gossip", "内容有误"),
        ("boss", "-1", "eyes", "change", "只写数字"),
    ],
)
def test_a_difference_is_refused_without_two_who_may(
    program: Program, who: str, fen: str, signer: str, why: str, said: str
) -> None:
    take(program)

    answer = differ(program, who, fen, signer, why)

    assert 400 <= answer.status_code < 500
    assert said in answer.text
    with program.store.read() as reading:
        assert list(reading.custody.drawers().values()) == [30_000]


def test_a_shortage_is_entered_by_two_and_made_good_before_the_cash_is_paid(program: Program) -> None:
    take(program)
    deposit = only(program)
    assert "短款" in differ(program, "boss", "290", "eyes").text

    too_much = act(program, deposit, "pay", paid="300", arrears="0", balance="300")
    assert "抽屉账上只有 290.00 元" in too_much.text
    assert "补足以前的短款" in differ(program, "eyes", "300", "chief", "made_good").text
    assert "已缴费" in act(program, deposit, "pay", paid="300", arrears="0", balance="300").text

    with program.store.read() as reading:
        told = [one for _, _, one in reading.events.after(0) if isinstance(one, CashDiffered)]
        held = reading.custody.totals()
    assert [(one.kind, one.booked, one.counted) for one in told] == [
        ("shortage", 30_000, 29_000),
        ("surplus", 29_000, 30_000),
    ]
    assert (sum(held.values()), held["difference"]) == (0, 0)


def test_a_receipt_is_printed_once_more_and_it_is_known_by_whom(program: Program) -> None:
    take(program)
    deposit = only(program)

    assert "收条正在补打" in act(program, deposit, "receipt").text

    with program.store.read() as reading:
        receipt, first = (one for one in reading.papers.recent(9) if one.name == "custody-receipt")
        told = [one for _, _, one in reading.events.after(0) if isinstance(one, ReceiptReprinted)]
        wang = reading.accounts.by_name("wang")
    assert (first.copy, receipt.copy) == (1, 2)
    assert receipt.document == first.document
    assert [(one.deposit, one.copy, one.by) for one in told] == [(deposit, 2, wang.id if wang else "")]
    assert not any(secret in json.dumps(receipt.document, ensure_ascii=False) for secret in SECRETS)


def test_a_receipt_comes_out_anew_when_the_body_of_the_first_is_gone(program: Program) -> None:
    take(program)
    deposit = only(program)
    program.clock.later(13 * 3600)  # type: ignore[attr-defined]
    personal.forget_old(program.store, at=program.clock())

    assert "收条正在补打" in act(program, deposit, "receipt").text

    with program.store.read() as reading:
        receipt, first = (one for one in reading.papers.recent(9) if one.name == "custody-receipt")
    assert (first.is_erased, receipt.is_erased, receipt.copy) == (True, False, 2)
