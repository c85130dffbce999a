"""Sample papers of the visits before the visit."""

from printer.document import Document
from printer.papers import rectification, told_ahead
from printer.papers.checklist import ChecklistRow
from printer.papers.rectification import Rectification
from printer.papers.told_ahead import ToldAhead
from printer.samples.hall import APPLICANT, CLERK, HALL, PHONE, SERVICE, SUPERVISION, TIME, WINDOW
from printer.words import Say

NUMBER, SITE = "PC20261123-001", "样例小吃店"
PAGE = "https://hall.example/t/" + "x" * 22


def a_rectification(say: Say) -> Document:
    """Lay out what must be put right."""
    demands = ("厨房排水口加装隔油池", "雨水口接错的污水管改接到污水井")
    paper = Rectification(
        hall=HALL,
        service=SERVICE,
        number=NUMBER,
        site=SITE,
        contact=APPLICANT,
        demands=demands,
        due="2026-12-08",
        visit=1,
        inspector=CLERK,
        phone=PHONE,
        supervision_phone=SUPERVISION,
        date=TIME,
        url=PAGE,
    )
    return rectification.lay_out(paper, say)


def a_list_told_ahead(say: Say) -> Document:
    """Lay out what is told ahead."""
    rows = (
        ChecklistRow("排水许可申请表", "原件 1", source="表在窗口领取"),
        ChecklistRow("内部排水管网图纸及说明", "原件 1 复印件 1"),
        ChecklistRow("授权委托书", "原件 1", condition="委托别人办理"),
        ChecklistRow("营业执照", "", note="由本厅从“市场监管部门共享”核验", exempt=True),
    )
    paper = ToldAhead(
        hall=HALL,
        service=SERVICE,
        number=NUMBER,
        site=SITE,
        contact=APPLICANT,
        code="4821 9036",
        scanned=PAGE,
        by_phone=True,
        situations=("属于哪一类排水？ 一般排水户",),
        rows=rows,
        window=WINDOW,
        legal_limit="15 个工作日",
        promised_limit="5 个工作日",
        phone=PHONE,
        supervision_phone=SUPERVISION,
        date=TIME,
    )
    return told_ahead.lay_out(paper, say)
