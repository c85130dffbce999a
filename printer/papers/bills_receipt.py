"""收件凭证: bills whose originals the hall keeps, on two parts: one for the applicant, one for the file."""

from collections.abc import Iterator
from dataclasses import dataclass

from printer.document import Block, Cut, Document, KeyValue, Rule, Text
from printer.papers import notice, signing
from printer.papers.money import in_capitals, in_figures
from printer.words import Say


@dataclass(frozen=True, slots=True)
class BillsReceipt:
    """What the receipt says; `applicant` is masked on paper, `fen` is the sum of all bills."""

    hall: str
    service: str
    case: str
    applicant: str
    count: int
    fen: int
    phone: str
    supervision_phone: str
    clerk: str
    kept_at: str
    reference: str


def lay_out(receipt: BillsReceipt, say: Say) -> Document:
    """Print two parts on one strip: the clerk signs the applicant's, the applicant signs the hall's."""
    blocks = (*_applicants_part(receipt, say), Cut(), *_halls_part(receipt, say), Cut())
    return Document(say("收件凭证"), blocks, paper="bills-receipt", personal=True)


def _applicants_part(receipt: BillsReceipt, say: Say) -> Iterator[Block]:
    yield from _both(receipt, say("群众联"), say)
    yield from notice.contacts(say, phone=receipt.phone, supervision_phone=receipt.supervision_phone)
    yield from signing.lines(say("收件人签字"))
    yield Text(say("票据原件由大厅留存，凭此联查询。"), bold=True)
    yield from signing.foot(say, reference=receipt.reference, date=receipt.kept_at)


def _halls_part(receipt: BillsReceipt, say: Say) -> Iterator[Block]:
    yield from _both(receipt, say("大厅联"), say)
    yield from signing.lines(say("交件人签字"))
    yield from signing.mark(say, reference=receipt.reference, date=receipt.kept_at)


def _both(receipt: BillsReceipt, part: str, say: Say) -> Iterator[Block]:
    """Say on either part whose bills they are, how many, of how much together, and who took them."""
    yield from notice.head(
        say,
        say("收件凭证"),
        hall=f"{receipt.hall} · {part}",
        service=receipt.service,
        case=receipt.case,
        applicant=receipt.applicant,
    )
    yield Rule()
    yield KeyValue(say("收到票据"), say("{n} 张，合计", n=receipt.count), bold=True)
    yield Text(in_figures(receipt.fen), size=2, bold=True)
    yield KeyValue(say("人民币（大写）"), in_capitals(receipt.fen), bold=True)
    yield Rule()
    yield KeyValue(say("经办人"), receipt.clerk)
