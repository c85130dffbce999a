"""统计页: a month of cases in figures, each with its definition, its denominator and the cases behind it."""

import re
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from kiosk.hall.calendar import local_day
from kiosk.hall.case import STATE_WORDS, Case
from kiosk.hall.catalogue import Catalogue
from kiosk.hall.figures import Figures, figures, used_days
from kiosk.operations import case_files
from kiosk.web import language
from kiosk.web.context import hall
from kiosk.web.parts.case_words import REASON_WORDS
from kiosk.web.parts.sheets import xlsx_answer

bp = Blueprint("figures", __name__, url_prefix="/figures")
MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


@bp.get("")
def table() -> ResponseReturnValue:
    """Show the figures of a month, and the cases behind one of them."""
    month, cases = _month()
    seen = figures(cases, hall().catalogue().hall.days)
    behind = request.args.get("behind", "")
    wanted = _behind(seen).get(behind, ())
    said, following = language.chosen(), _next(month)
    return render_template(
        "manager/figures.html",
        seen=seen,
        month=f"{month:%Y-%m}",
        before=f"{month - timedelta(days=1):%Y-%m}",
        after=f"{following:%Y-%m}" if following <= local_day(hall().catalogue(), hall().now()) else "",
        behind=behind,
        cases=[_line(one, hall().catalogue(), said) for one in cases if one.id in wanted],
        reasons=[(REASON_WORDS[reason], len(ids), reason.value) for reason, ids in seen.reasons],
    )


@bp.get("/month.xlsx")
def workbook() -> ResponseReturnValue:
    """Give the figures and their cases as a workbook; nobody is named in it."""
    month, cases = _month()
    say, said, catalogue = hall().say_in(language.chosen()), language.chosen(), hall().catalogue()
    seen = figures(cases, catalogue.hall.days)
    shares: list[list[object]] = [[say("指标"), say("计数"), say("分母"), "%", say("怎么算"), say("分母是")]]
    shares += [
        [
            one.name.said(said),
            len(one.cases),
            one.out_of,
            one.percent or 0,
            one.counts.said(said),
            one.of.said(said),
        ]
        for one in seen.shares
    ]
    shares.append([say("比法定时限少用的工作日"), seen.days_saved, seen.days_allowed])
    papers: list[list[object]] = [[say("最常缺的材料"), say("办件数")]]
    papers += [[one.paper, len(one.cases)] for one in seen.lacking]
    head = [say("办件编号"), say("事项"), say("状态"), say("收件日"), say("受理日"), say("决定日")]
    lines: list[list[object]] = [[*head, say("到厅次数"), say("用了几个工作日"), say("法定工作日")]]
    lines += [_row(one, catalogue, said) for one in cases]
    sheets = {say("统计"): shares, say("最常缺的材料"): papers, say("办件"): lines}
    return xlsx_answer(f"figures-{month:%Y-%m}", sheets)


def _month() -> tuple[date, tuple[Case, ...]]:
    """Read the month of the address, this one when it names none, and its cases."""
    catalogue = hall().catalogue()
    today, asked = local_day(catalogue, hall().now()), request.args.get("month", "")
    first = date.fromisoformat(f"{asked}-01") if MONTH.fullmatch(asked) else today.replace(day=1)
    zone = ZoneInfo(catalogue.hall.timezone)
    start, end = (datetime.combine(day, datetime.min.time(), zone) for day in (first, _next(first)))
    return first, case_files.opened_between(hall().store, start=start, end=end)


def _next(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def _behind(seen: Figures) -> dict[str, tuple[str, ...]]:
    return {
        **{one.code: one.cases for one in seen.shares},
        **{f"paper.{n}": one.cases for n, one in enumerate(seen.lacking)},
        **{f"reason.{reason.value}": ids for reason, ids in seen.reasons},
        "days": seen.measured,
    }


def _line(case: Case, catalogue: Catalogue, said: str) -> dict[str, Any]:
    return {
        "id": case.id,
        "service": catalogue.name_of(case.service).said(said),
        "state": STATE_WORDS[case.state].said(said),
        "visits": len(case.visits),
    }


def _row(case: Case, catalogue: Catalogue, said: str) -> list[object]:
    days = [local_day(catalogue, case.opened_at), case.accepted_on, case.decided_on]
    return [
        case.id,
        catalogue.name_of(case.service).said(said),
        STATE_WORDS[case.state].said(said),
        *(day.isoformat() if day else "" for day in days),
        len(case.visits),
        used_days(case, catalogue.hall.days) if case.decided_on else "",
        "" if case.legal_days is None else case.legal_days,
    ]
