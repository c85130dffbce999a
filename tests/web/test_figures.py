"""The figures of a month: seen, followed to their cases, and taken away as a workbook without a formula."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from kiosk.app import Program
from kiosk.hall.case import Mark, Receipt
from kiosk.hall.person import person
from kiosk.operations import case_steps, casework
from kiosk.operations.casework import Found
from kiosk.web.parts.sheets import csv_answer, xlsx_answer
from tests.web import test_manage
from tests.web.api_hall import NINE
from tests.web.test_manage import browser

program = test_manage.program


def case_of(program: Program, service: str, outcome: Receipt, mark: Mark = Mark.RECEIVED) -> str:
    opened = casework.open_case(
        program.store,
        service=service,
        ticket="",
        applicant=person("王小明"),
        window=5,
        clerk="小李",
        at=NINE,
    )
    found = {one.code: Found(mark) for one in opened.materials}
    casework.receive(program.store, case=opened.id, version=0, found=found, outcome=outcome, at=NINE)
    return opened.id


def test_a_figure_leads_to_the_cases_behind_it(program: Program) -> None:
    whole = case_of(program, "E05", Receipt.COMPLETE)
    lacking = case_of(program, "E05", Receipt.INCOMPLETE, Mark.MISSING)
    case_steps.decide(program.store, case=whole, version=1, granted=True, at=NINE)
    manager = browser(program, "manager")

    page = manager.get("/manage/figures").text
    behind = manager.get("/manage/figures?behind=whole").text

    assert "2026-11 立案 2 件" in page
    assert "50%" in page
    assert whole in behind
    assert lacking not in behind
    assert "立案 0 件" in manager.get("/manage/figures?month=2026-10").text


def test_no_button_leads_to_a_month_to_come(program: Program) -> None:
    manager = browser(program, "manager")

    assert "?month=2026-12" not in manager.get("/manage/figures").text
    assert "?month=2026-11" in manager.get("/manage/figures?month=2026-10").text


@pytest.mark.parametrize("month", ["", "2026-13", "abc", "1999-01", "2026-11-01"])
def test_a_month_that_is_none_is_this_one(program: Program, month: str) -> None:
    assert "2026-11 立案" in browser(program, "manager").get(f"/manage/figures?month={month}").text


def test_the_workbook_has_the_figures_and_names_nobody(program: Program) -> None:
    case = case_of(program, "E05", Receipt.COMPLETE)

    answer = browser(program, "manager").get("/manage/figures/month.xlsx?month=2026-11")

    book = load_workbook(BytesIO(answer.data))
    cells = [str(cell.value) for sheet in book for row in sheet.rows for cell in row]
    assert book.sheetnames == ["统计", "最常缺的材料", "办件"]
    assert case in cells
    assert "王小明" not in cells
    assert 'filename="figures-2026-11.xlsx"' in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("typed", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1", "王小明", ""])
def test_what_somebody_typed_is_never_a_formula(program: Program, typed: str) -> None:
    with program.web.test_request_context():
        book = load_workbook(BytesIO(xlsx_answer("a", {"b": [[typed, 3]]}).data))
        text = csv_answer("a", [[typed, 3]]).data.decode("utf-8-sig")

    cells = list(next(iter(book["b"].rows), ()))
    assert all(cell.data_type != "f" for cell in cells)
    assert cells[-1].value == 3
    assert not text.lstrip('"').startswith(("=", "+", "-", "@", "\t", "＝"))
