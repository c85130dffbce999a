"""快递单（交寄联）: goes with the envelope to the post; the waybill on the envelope is the post's own."""

from collections.abc import Iterator
from dataclasses import dataclass

from printer.document import Align, Barcode, Block, Cut, Document, Feed, KeyValue, Rule, Text
from printer.papers import signing
from printer.words import Say


@dataclass(frozen=True, slots=True)
class CourierSlip:
    """What the slip says, in full: the post needs it; `mail_number` is the post's, or still nothing."""

    hall: str
    window: str
    hall_phone: str
    mail_number: str
    recipient: str
    phone: str
    address: str
    contents: str
    case: str
    handed_in: str
    reference: str


def lay_out(slip: CourierSlip, say: Say) -> Document:
    """Put the mail number first, as bars and in groups that can be read aloud."""
    title = say("快递单")
    blocks = (
        Text(say("政务专递 交寄联"), size=2, bold=True, align=Align.CENTER),
        Feed(),
        *_number(slip, say),
        Rule(),
        KeyValue(say("收件人"), slip.recipient, bold=True),
        KeyValue(say("电话"), slip.phone, bold=True),
        KeyValue(say("地址"), slip.address, bold=True),
        Rule(),
        KeyValue(say("寄件"), f"{slip.hall} {slip.window}"),
        KeyValue(say("电话"), slip.hall_phone),
        KeyValue(say("内件"), slip.contents),
        KeyValue(say("办件编号"), slip.case),
        KeyValue(say("费用"), say("免费")),
        *signing.lines(say("交寄人"), say("邮政收寄")),
        *signing.mark(say, reference=slip.reference, date=slip.handed_in),
        Cut(),
    )
    return Document(title, blocks, paper="courier-slip", personal=True)


def grouped(number: str) -> str:
    """Write a mail number in groups: thirteen digits as 4-4-5, an S10 number as 2-3-3-3-2."""
    sizes = (4, 4, 5) if number.isdecimal() and len(number) == 13 else (2, 3, 3, 3, 2)
    if len(number) != sum(sizes):
        return number
    parts, at = [], 0
    for size in sizes:
        parts.append(number[at : at + size])
        at += size
    return " ".join(parts)


def _number(slip: CourierSlip, say: Say) -> Iterator[Block]:
    if not slip.mail_number:
        yield KeyValue(say("邮件号"), signing.LINE)
        return
    yield Barcode(slip.mail_number, grouped(slip.mail_number))
