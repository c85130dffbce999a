"""邮政交接单: what the hall gave to the post, item by item, signed by both."""

from dataclasses import dataclass

from printer.document import Align, Cut, Document, KeyValue, Rule, Table, Text
from printer.papers import masking, signing
from printer.words import Say


@dataclass(frozen=True, slots=True)
class Item:
    """One envelope; its recipient is masked on paper."""

    mail_number: str
    recipient: str
    contents: str


@dataclass(frozen=True, slots=True)
class HandoverList:
    """What the list says."""

    hall: str
    items: tuple[Item, ...]
    liaison: str
    date: str
    reference: str


def lay_out(handover: HandoverList, say: Say) -> Document:
    """Number every envelope, count them, and have both sides sign."""
    title = say("邮政交接单")
    head = ("", say("邮件号"), say("收件人"), say("内件"))
    rows = (
        (str(n), one.mail_number, masking.name(one.recipient), one.contents)
        for n, one in enumerate(handover.items, 1)
    )
    blocks = (
        Text(title, size=2, bold=True, align=Align.CENTER),
        Text(handover.hall, align=Align.CENTER),
        Rule(),
        Table((head, *rows), widths=(4, 15, 8, 11)),
        Rule(),
        Text(say("共 {n} 件，逐件核对无误。", n=len(handover.items)), bold=True),
        KeyValue(say("大厅专员"), handover.liaison),
        *signing.lines(say("专员签字"), say("邮政签字"), say("交接时间")),
        *signing.foot(say, reference=handover.reference, date=handover.date),
        Cut(),
    )
    return Document(title, blocks, paper="handover-list", personal=True)
