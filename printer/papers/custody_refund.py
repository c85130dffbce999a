"""代收退款单: cash that goes back to whoever left it, on two parts: he signs the hall's."""

from collections.abc import Iterator
from dataclasses import dataclass

from printer.document import Align, Block, Cut, Document, KeyValue, Rule, Text
from printer.papers import masking, signing
from printer.papers.money import in_capitals, in_figures
from printer.words import Say


@dataclass(frozen=True, slots=True)
class CustodyRefund:
    """What the slip says, in fen; `payer` is printed masked, `why` is empty when only a rest goes back."""

    hall: str
    payer: str
    fen: int
    taken_fen: int
    purpose: str
    why: str
    ticket: str
    clerk: str
    hall_phone: str
    returned_at: str
    reference: str


def lay_out(refund: CustodyRefund, say: Say) -> Document:
    """Print two parts on one strip; the citizen keeps one and signs the other."""
    blocks = (*_citizens_part(refund, say), Cut(), *_halls_part(refund, say), Cut())
    return Document(say("代收退款单"), blocks, paper="custody-refund", personal=True)


def _citizens_part(refund: CustodyRefund, say: Say) -> Iterator[Block]:
    yield from _both(refund, say("群众联"), say)
    yield KeyValue(say("咨询电话"), refund.hall_phone)
    yield from signing.foot(say, reference=refund.reference, date=refund.returned_at)


def _halls_part(refund: CustodyRefund, say: Say) -> Iterator[Block]:
    yield from _both(refund, say("大厅联"), say)
    yield from signing.lines(say("收款人签字"))
    yield from signing.mark(say, reference=refund.reference, date=refund.returned_at)


def _both(refund: CustodyRefund, part: str, say: Say) -> Iterator[Block]:
    """Say on either part whose money goes back, how much and why."""
    yield Text(say("代收退款单"), size=2, bold=True, align=Align.CENTER)
    yield Text(f"{refund.hall} · {part}", align=Align.CENTER)
    yield Rule()
    yield KeyValue(say("今退还"), masking.name(refund.payer))
    yield Text(in_figures(refund.fen), size=2, bold=True)
    yield KeyValue(say("人民币（大写）"), in_capitals(refund.fen), bold=True)
    yield KeyValue(say("原代收"), in_figures(refund.taken_fen))
    yield KeyValue(say("用于代缴"), refund.purpose)
    if refund.why:
        yield KeyValue(say("没缴成的原因"), refund.why)
    yield Rule()
    if refund.ticket:
        yield KeyValue(say("票号"), refund.ticket)
    yield KeyValue(say("经办"), refund.clerk)
