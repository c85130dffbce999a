"""Sample notices of casework."""

from printer.document import Document
from printer.papers import acceptance, bills_receipt, refusal, supplement
from printer.papers.acceptance import AcceptanceNotice
from printer.papers.bills_receipt import BillsReceipt
from printer.papers.problem_slip import ProblemSlip
from printer.papers.refusal import RefusalNotice
from printer.papers.supplement import Point, SupplementNotice
from printer.papers.tolerance import Tolerance
from printer.samples.hall import APPLICANT, CASE, CLERK, HALL, PHONE, SERVICE, SUPERVISION, TIME, WINDOW
from printer.words import Say


def a_supplement(say: Say) -> Document:
    """Lay out a notice of what is missing."""
    points = (
        Point("内部排水管网图纸", "缺口径和排放口位置", "请设计单位补标后盖章"),
        Point("书面承诺书", "法定代表人没有签字", "当场签字即可"),
    )
    notice = SupplementNotice(
        HALL, SERVICE, CASE, APPLICANT, points, WINDOW, PHONE, SUPERVISION, CLERK, TIME, "BZ20261123-7"
    )
    return supplement.lay_out(notice, say)


def an_acceptance(say: Say) -> Document:
    """Lay out a notice of acceptance."""
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


def some_bills(say: Say) -> Document:
    """Lay out a receipt for medical bills that the hall keeps."""
    receipt = BillsReceipt(
        hall=HALL,
        service="医疗费用零星（手工）报销",
        case="BJ20261123-009",
        applicant=APPLICANT,
        count=12,
        fen=345_678,
        phone=PHONE,
        supervision_phone=SUPERVISION,
        clerk=CLERK,
        kept_at=TIME,
        reference="SJ20261123-009",
    )
    return bills_receipt.lay_out(receipt, say)


def a_refusal(say: Say) -> Document:
    """Lay out a refusal."""
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


TOLD = (HALL, "BC20261123-001", "超过了时限", SERVICE, "2026-12-14")


CONTACTS = {"phone": PHONE, "supervision_phone": SUPERVISION, "registered_at": TIME}


PROBLEM = ProblemSlip(*TOLD, by_phone=True, ticket="E001", window="5 号窗口", clerk="window5", **CONTACTS)
