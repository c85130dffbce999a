"""Sample papers of a visit: its number and its list."""

from printer.document import Document
from printer.papers import (
    checklist,
    no_visit,
    ticket,
)
from printer.papers.checklist import Checklist, ChecklistRow, ChecklistService
from printer.papers.next_day import NextDaySlip
from printer.papers.no_visit import NoVisitGuide, Way
from printer.papers.ticket import TicketSlip
from printer.samples.hall import APPLICANT, CLERK, HALL, PHONE, SERVICE, SUPERVISION, TIME, WINDOW
from printer.words import Say


def slip() -> TicketSlip:
    """Say what a sample ticket says."""
    return TicketSlip(
        hall=HALL,
        number="E001",
        queue_letter="E",
        queue_name="规划建设",
        window="5 号窗口",
        services=("排水许可",),
        people_ahead=3,
        wait="约 20–45 分钟",
        reason="此事项由规划建设窗口办理",
        taken_at=TIME,
        phone=PHONE,
        miss_rule="过号 30 分钟内可到窗口恢复，排在 3 位之后",
        reference="20261123-E001",
        url="https://example.org/t/sample",
    )


def a_ticket(say: Say) -> Document:
    """Lay out a ticket."""
    return ticket.lay_out(slip(), say)


def a_checklist(say: Say) -> Document:
    """Lay out a list of materials."""
    service = ChecklistService(
        "E05",
        SERVICE,
        "15 个工作日",
        "5 个工作日",
        "不收费",
        WINDOW,
        PHONE,
        "2026.1",
        basis="《城镇污水排入排水管网许可管理办法》",
        conditions="向城镇排水设施排放污水的单位和个体工商户；居民生活排水不用办",
        result="《污水排入排水管网许可证》，5 年有效",
        who="本人，也可由持委托书的人代办",
    )
    rows = (
        ChecklistRow("排水许可申请表", "原件 1", source="表在窗口领取"),
        ChecklistRow("内部排水管网图纸及说明", "原件 1"),
        ChecklistRow("隐蔽工程竣工报告", "复印件 1", group="隐蔽工程合格证明"),
        ChecklistRow("书面承诺书", "原件 1", group="隐蔽工程合格证明"),
        ChecklistRow("授权委托书和受托人身份证", "原件 1 复印件 1", condition="委托他人办理"),
        ChecklistRow("营业执照", "", "由本厅核验", exempt=True),
    )
    made = Checklist(
        HALL,
        (service,),
        ("一般排水户",),
        rows,
        SUPERVISION,
        TIME,
        reference="GZ20261123-1",
        steps="取号 → 规划建设窗口 交材料 → 受理 → 办结 → 窗口领取或免费邮寄",
        place="样例镇样例路 1 号",
        applicant=APPLICANT,
        clerk=CLERK,
    )
    return checklist.lay_out(made, say)


def a_no_visit_guide(say: Say) -> Document:
    """Lay out the slip of a service that needs no visit."""
    ways = (
        Way("微信缴费", ("打开微信，点“服务”", "选“生活缴费”", "填账号编号，付款")),
        Way("支付宝缴费", ("打开支付宝，点“生活缴费”", "选“有线电视”", "填账号编号，付款")),
    )
    guide = NoVisitGuide(
        HALL, "数字电视缴费", PHONE, ways, ("换套餐", "账号查询"), account_line=True, printed_at=TIME
    )
    return no_visit.lay_out(guide, say)


NEXT_DAY = NextDaySlip(
    HALL, "E001", "2026-11-24 周二", "08:30", "规划建设", "5 号窗口", (SERVICE,), PHONE, TIME, "20261124-E001"
)
