"""提前告知单: the inspection has passed; what to bring, and the code that opens what was prepared."""

from dataclasses import dataclass

from printer.document import Align, Block, Cut, Document, Feed, KeyValue, Qr, Rule, Text
from printer.papers import checklist, masking, notice, signing
from printer.papers.checklist import ChecklistRow
from printer.papers.ticket import SAMPLE
from printer.words import Say


@dataclass(frozen=True, slots=True)
class ToldAhead:
    """What the paper says; `contact` is masked, `code` grouped for reading, `scanned` what the QR carries.

    `by_phone` when a phone can open what the QR carries.
    """

    hall: str
    service: str
    number: str
    site: str
    contact: str
    code: str
    scanned: str
    by_phone: bool
    situations: tuple[str, ...]
    rows: tuple[ChecklistRow, ...]
    window: str
    legal_limit: str
    promised_limit: str
    phone: str
    supervision_phone: str
    date: str
    sample: bool = True


def lay_out(paper: ToldAhead, say: Say) -> Document:
    """Put the code first, then the list: with both in hand he comes once."""
    title = say("提前告知单")
    blocks: tuple[Block, ...] = (
        Text(title, size=2, bold=True, align=Align.CENTER),
        Text(paper.hall, align=Align.CENTER),
        Text(paper.service, bold=True, align=Align.CENTER),
        Feed(),
        Text(say("取号码"), align=Align.CENTER),
        Text(paper.code, size=2, bold=True, align=Align.CENTER),
        *_scan(paper, say),
        Rule(),
        Text(say("排查已通过。带齐下面的材料，来一次就能办。"), bold=True),
        *checklist.situations(paper.situations, say),
        *checklist.numbered(paper.rows, say),
        Rule(),
        KeyValue(say("办理窗口"), paper.window),
        *([KeyValue(say("法定时限"), paper.legal_limit)] if paper.legal_limit else []),
        *([KeyValue(say("承诺时限"), paper.promised_limit)] if paper.promised_limit else []),
        Text(say("时限从窗口受理那天算起，排查、整改不计在内。")),
        *notice.contacts(say, phone=paper.phone, supervision_phone=paper.supervision_phone),
        KeyValue(say("单位（店铺）"), paper.site),
        KeyValue(say("联系人"), masking.name(paper.contact)),
        *([Text(say(SAMPLE))] if paper.sample else []),
        *signing.foot(say, reference=paper.number, date=paper.date),
        Cut(),
    )
    return Document(title, blocks, paper="told-ahead", personal=True)


def _scan(paper: ToldAhead, say: Say) -> list[Block]:
    if not paper.scanned:
        return [Text(say("到导服台报取号码或电话，不用重填。"))]
    caption = say("到取号机上扫这个码，直接取号")
    also = say("；手机扫码看清单、打勾") if paper.by_phone else ""
    return [Qr(paper.scanned, caption + also), Text(say("没带？到导服台报取号码或电话。"))]
