"""Sample papers with invented content: to try a printer before the hall opens."""

from collections.abc import Callable, Mapping

from printer.document import Document
from printer.papers import checklist, no_visit, test_page, ticket
from printer.papers.checklist import Checklist, ChecklistRow, ChecklistService
from printer.papers.no_visit import NoVisitGuide, Way
from printer.papers.ticket import TicketSlip
from printer.words import Say

HALL = "政务服务大厅（样例）"
PHONE = "0579-80000005"
TIME = "2026-11-23 09:41"


def _ticket(say: Say) -> Document:
    slip = TicketSlip(
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
    return ticket.lay_out(slip, say)


def _checklist(say: Say) -> Document:
    service = ChecklistService(
        "E05", "排水许可", "15 个工作日", "5 个工作日", "不收费", "5 号窗口 规划建设", PHONE, "2026.1"
    )
    rows = (
        ChecklistRow("排水许可申请表", "原件 1"),
        ChecklistRow("内部排水管网图纸及说明", "原件 1"),
        ChecklistRow("隐蔽工程竣工报告", "复印件 1", group="隐蔽工程合格证明"),
        ChecklistRow("书面承诺书", "原件 1", group="隐蔽工程合格证明"),
        ChecklistRow("授权委托书和受托人身份证", "原件 1 复印件 1", condition="委托他人办理"),
        ChecklistRow("营业执照", "", "由本厅核验", exempt=True),
    )
    made = Checklist(HALL, (service,), ("一般排水户",), rows, "0579-80000000", TIME)
    return checklist.lay_out(made, say)


def _no_visit(say: Say) -> Document:
    ways = (
        Way("微信缴费", ("打开微信，点“服务”", "选“生活缴费”", "填账号编号，付款")),
        Way("支付宝缴费", ("打开支付宝，点“生活缴费”", "选“有线电视”", "填账号编号，付款")),
    )
    guide = NoVisitGuide(
        HALL, "数字电视缴费", PHONE, ways, ("换套餐", "账号查询"), account_line=True, printed_at=TIME
    )
    return no_visit.lay_out(guide, say)


SAMPLES: Mapping[str, Callable[[Say], Document]] = {
    "ticket": _ticket,
    "checklist": _checklist,
    "no-visit-guide": _no_visit,
    "test-page": lambda say: test_page.lay_out("generic", say),
}
