"""代收收条: cash that somebody leaves, on two parts: one for him, one for the hall."""

from collections.abc import Iterator
from dataclasses import dataclass

from printer.document import Align, Block, Cut, Document, KeyValue, Rule, Text
from printer.papers import masking, signing
from printer.papers.money import in_capitals, in_figures
from printer.words import Say


@dataclass(frozen=True, slots=True)
class CustodyReceipt:
    """What the receipt says; `payer` and `phone` are printed masked, `call_back_by` is a clock time."""

    hall: str
    payer: str
    fen: int
    purpose: str
    account: str
    phone: str
    call_back_by: str
    ticket: str
    clerk: str
    second: str
    hall_phone: str
    taken_at: str
    reference: str


def lay_out(receipt: CustodyReceipt, say: Say) -> Document:
    """Print two parts on one strip: the clerk signs the citizen's, the citizen signs the hall's."""
    blocks = (*_citizens_part(receipt, say), Cut(), *_halls_part(receipt, say), Cut())
    return Document(say("代收收条"), blocks, paper="custody-receipt", personal=True)


def _citizens_part(receipt: CustodyReceipt, say: Say) -> Iterator[Block]:
    yield from _both(receipt, say("群众联"), say)
    yield KeyValue(say("咨询电话"), receipt.hall_phone)
    yield from signing.lines(say("收款人签字"))
    yield Text(say("凭此联查询、退款。"), bold=True)
    yield Text(say("没办成的，原数退回。"))
    yield from signing.foot(say, reference=receipt.reference, date=receipt.taken_at)


def _halls_part(receipt: CustodyReceipt, say: Say) -> Iterator[Block]:
    yield from _both(receipt, say("大厅联"), say)
    yield from signing.lines(say("交款人签字"))
    yield from signing.mark(say, reference=receipt.reference, date=receipt.taken_at)


def _both(receipt: CustodyReceipt, part: str, say: Say) -> Iterator[Block]:
    """Say on either part whose money it is, how much, what for, and who took it."""
    yield Text(say("代收收条"), size=2, bold=True, align=Align.CENTER)
    yield Text(f"{receipt.hall} · {part}", align=Align.CENTER)
    yield Rule()
    yield KeyValue(say("今收到"), masking.name(receipt.payer))
    yield Text(in_figures(receipt.fen), size=2, bold=True)
    yield KeyValue(say("人民币（大写）"), in_capitals(receipt.fen), bold=True)
    yield KeyValue(say("用于代缴"), receipt.purpose)
    if receipt.account:
        yield KeyValue(say("账号"), receipt.account)
    yield KeyValue(say("联系电话"), masking.phone(receipt.phone))
    yield KeyValue(say("回电时间"), say("{time} 前", time=receipt.call_back_by), bold=True)
    yield Rule()
    if receipt.ticket:
        yield KeyValue(say("票号"), receipt.ticket)
    yield KeyValue(say("经办"), receipt.clerk)
    if receipt.second:
        yield KeyValue(say("复核"), receipt.second)
