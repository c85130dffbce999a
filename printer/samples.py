"""Sample papers with invented content: to try a printer before the hall opens."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from printer.document import Document
from printer.papers import (
    acceptance,
    checklist,
    courier_request,
    courier_slip,
    custody_receipt,
    handover_list,
    mail_reminder,
    next_day,
    no_visit,
    pad,
    problem_slip,
    refusal,
    roster,
    supplement,
    test_page,
    ticket,
    tolerance,
)
from printer.papers.acceptance import AcceptanceNotice
from printer.papers.checklist import Checklist, ChecklistRow, ChecklistService
from printer.papers.courier_request import CourierRequest
from printer.papers.courier_slip import CourierSlip
from printer.papers.custody_receipt import CustodyReceipt
from printer.papers.handover_list import HandoverList, Item
from printer.papers.mail_reminder import MailReminder
from printer.papers.next_day import NextDaySlip
from printer.papers.no_visit import NoVisitGuide, Way
from printer.papers.pad import PadSlip
from printer.papers.problem_slip import ProblemSlip
from printer.papers.refusal import RefusalNotice
from printer.papers.roster import Principal, Roster
from printer.papers.supplement import Point, SupplementNotice
from printer.papers.ticket import TicketSlip
from printer.papers.tolerance import Tolerance
from printer.words import Say

HALL = "政务服务大厅（样例）"
PHONE = "0579-80000005"
TIME = "2026-11-23 09:41"
SUPERVISION = "0579-80000000"
SERVICE = "排水许可"
CASE = "E05-20261123-007"
APPLICANT = "王䶮"
CLERK = "5 号窗口经办"
WINDOW = "5 号窗口 规划建设"
ADDRESS = "浙江省样例市样例镇幸福村 12 号 3 幢 501 室"


def _slip() -> TicketSlip:
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


def _ticket(say: Say) -> Document:
    return ticket.lay_out(_slip(), say)


def _checklist(say: Say) -> Document:
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


def _no_visit(say: Say) -> Document:
    ways = (
        Way("微信缴费", ("打开微信，点“服务”", "选“生活缴费”", "填账号编号，付款")),
        Way("支付宝缴费", ("打开支付宝，点“生活缴费”", "选“有线电视”", "填账号编号，付款")),
    )
    guide = NoVisitGuide(
        HALL, "数字电视缴费", PHONE, ways, ("换套餐", "账号查询"), account_line=True, printed_at=TIME
    )
    return no_visit.lay_out(guide, say)


def _supplement(say: Say) -> Document:
    points = (
        Point("内部排水管网图纸", "缺口径和排放口位置", "请设计单位补标后盖章"),
        Point("书面承诺书", "法定代表人没有签字", "当场签字即可"),
    )
    notice = SupplementNotice(
        HALL, SERVICE, CASE, APPLICANT, points, WINDOW, PHONE, SUPERVISION, CLERK, TIME, "BZ20261123-7"
    )
    return supplement.lay_out(notice, say)


def _acceptance(say: Say) -> Document:
    received = ("排水许可申请表", "内部排水管网图纸及说明", "隐蔽工程竣工报告")
    notice = AcceptanceNotice(
        hall=HALL,
        service=SERVICE,
        case=CASE,
        applicant=APPLICANT,
        received=received,
        accepted_at=TIME,
        legal_limit="15 个工作日",
        promised_limit="5 个工作日",
        promised_on="2026-11-30",
        window=WINDOW,
        phone=PHONE,
        supervision_phone=SUPERVISION,
        clerk=CLERK,
        reference="SL20261123-7",
    )
    return acceptance.lay_out(notice, say)


def _refusal(say: Say) -> Document:
    notice = RefusalNotice(
        hall=HALL,
        service=SERVICE,
        applicant=APPLICANT,
        reason="居民生活排水不需要办理排水许可",
        go_to="",
        review_body="本级人民政府",
        court="有管辖权的人民法院",
        phone=PHONE,
        supervision_phone=SUPERVISION,
        clerk=CLERK,
        date=TIME,
        reference="BY20261123-2",
    )
    return refusal.lay_out(notice, say)


TOLERANCE = Tolerance(
    hall=HALL,
    service=SERVICE,
    case=CASE,
    applicant=APPLICANT,
    missing=("预处理设施照片", "授权委托书原件"),
    due="2026-11-27",
    window=WINDOW,
    phone=PHONE,
    supervision_phone=SUPERVISION,
    clerk=CLERK,
    date=TIME,
    reference="RQ20261123-3",
)


def _custody(say: Say) -> Document:
    receipt = CustodyReceipt(
        hall=HALL,
        payer="王喆龘",
        fen=30_000,
        purpose="数字电视缴费",
        account="80012345",
        phone="13800002046",
        call_back_by="10:41",
        ticket="A012",
        clerk=CLERK,
        second="",
        hall_phone="0579-80000001",
        taken_at=TIME,
        reference="DS20261123-4",
    )
    return custody_receipt.lay_out(receipt, say)


def _courier_request(say: Say) -> Document:
    request = CourierRequest(
        hall=HALL,
        service=SERVICE,
        case=CASE,
        licence="排水许可证",
        copies=1,
        applicant=APPLICANT,
        recipient=APPLICANT,
        phone="13800002046",
        address=ADDRESS,
        postcode="",
        only_in_person=True,
        substitute="",
        date=TIME,
        reference="YJ20261123-9",
    )
    return courier_request.lay_out(request, say)


def _courier_slip(say: Say) -> Document:
    slip = CourierSlip(
        hall=HALL,
        window=WINDOW,
        hall_phone=PHONE,
        mail_number="1234567890123",
        recipient=APPLICANT,
        phone="13800002046",
        address=ADDRESS,
        contents="排水许可证 1 份",
        case=CASE,
        handed_in=TIME,
        reference="YJ20261123-9",
    )
    return courier_slip.lay_out(slip, say)


def _handover(say: Say) -> Document:
    items = (
        Item("1234567890123", APPLICANT, "排水许可证"),
        Item("EA473124829CN", "欧阳喆", "规划许可证"),
    )
    return handover_list.lay_out(HandoverList(HALL, items, "邮寄专员", TIME, "JJ20261123-1"), say)


def _roster(say: Say) -> Document:
    people = (
        Principal("张三丰", "11010519491231002X", "资格认证"),
        Principal("阿依·买买提", "110105194912310038", "资格认证", "已认证"),
    )
    return roster.lay_out(Roster(HALL, "样例村", "村协管员", "F003", people, TIME, "MC20261123-5"), say)


NEXT_DAY = NextDaySlip(
    HALL, "E001", "2026-11-24 周二", "08:30", "规划建设", "5 号窗口", (SERVICE,), PHONE, TIME, "20261124-E001"
)


TOLD = (HALL, "BC20261123-001", "超过了时限", SERVICE, "2026-12-14")
CONTACTS = {"phone": PHONE, "supervision_phone": SUPERVISION, "registered_at": TIME}
PROBLEM = ProblemSlip(*TOLD, by_phone=True, ticket="E001", window="5 号窗口", clerk="window5", **CONTACTS)
IN_ORDER = ("5 号窗口 规划建设窗口", "2 号窗口 数字电视窗口")
SAMPLES: Mapping[str, Callable[[Say], Document]] = {
    "ticket": _ticket,
    "elder-ticket": lambda say: ticket.lay_out_elder(_slip(), say),
    "ticket-without-phone": lambda say: ticket.lay_out(replace(_slip(), url="", code="yc:sample"), say),
    "ticket-in-order": lambda say: ticket.lay_out(replace(_slip(), in_order=IN_ORDER), say),
    "next-day": lambda say: next_day.lay_out(NEXT_DAY, say),
    "checklist": _checklist,
    "no-visit-guide": _no_visit,
    "supplement-notice": _supplement,
    "acceptance-notice": _acceptance,
    "refusal-notice": _refusal,
    "tolerance-notice": lambda say: tolerance.lay_out(TOLERANCE, say),
    "undertaking": lambda say: tolerance.lay_out_undertaking(TOLERANCE, say),
    "custody-receipt": _custody,
    "courier-request": _courier_request,
    "courier-slip": _courier_slip,
    "handover-list": _handover,
    "roster": _roster,
    "mail-reminder": lambda say: mail_reminder.lay_out(MailReminder(HALL, WINDOW, PHONE), say),
    "problem-slip": lambda say: problem_slip.lay_out(PROBLEM, say),
    "pad": lambda say: pad.lay_out(PadSlip(HALL, "B901", "数字电视窗口", "2 号窗口", PHONE), say),
    "test-page": lambda say: test_page.lay_out("generic", say),
}
