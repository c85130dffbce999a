"""Sample papers about money, post and people on a list."""

from printer.document import Document
from printer.papers import (
    courier_request,
    courier_slip,
    custody_receipt,
    custody_refund,
    handover_list,
    roster,
)
from printer.papers.courier_request import CourierRequest
from printer.papers.courier_slip import CourierSlip
from printer.papers.custody_receipt import CustodyReceipt
from printer.papers.custody_refund import CustodyRefund
from printer.papers.handover_list import HandoverList, Item
from printer.papers.roster import Principal, Roster
from printer.samples.hall import ADDRESS, APPLICANT, CASE, CLERK, HALL, PHONE, SERVICE, TIME, WINDOW
from printer.words import Say


def a_receipt(say: Say) -> Document:
    """Lay out a receipt for cash."""
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


def a_refund(say: Say) -> Document:
    """Lay out a refund."""
    refund = CustodyRefund(
        hall=HALL,
        payer="王喆龘",
        fen=30_000,
        taken_fen=30_000,
        purpose="数字电视缴费",
        why="查不到账户",
        ticket="A012",
        clerk=CLERK,
        hall_phone="0579-80000001",
        returned_at=TIME,
        reference="DS20261123-4",
    )
    return custody_refund.lay_out(refund, say)


def a_courier_request(say: Say) -> Document:
    """Lay out a request to the post."""
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


def a_courier_slip(say: Say) -> Document:
    """Lay out a courier slip."""
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


def a_handover(say: Say) -> Document:
    """Lay out a hand-over list."""
    items = (
        Item("1234567890123", APPLICANT, "排水许可证"),
        Item("EA473124829CN", "欧阳喆", "规划许可证"),
    )
    return handover_list.lay_out(HandoverList(HALL, items, "邮寄专员", TIME, "JJ20261123-1"), say)


def a_roster(say: Say) -> Document:
    """Lay out a roster."""
    people = (
        Principal("张三丰", "11010519491231002X", "资格认证"),
        Principal("阿依·买买提", "110105194912310038", "资格认证", "已认证"),
    )
    return roster.lay_out(Roster(HALL, "样例村", "村协管员", "F003", people, TIME, "MC20261123-5"), say)
