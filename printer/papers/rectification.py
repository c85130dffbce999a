"""整改通知书: all that must be put right before the permit, and by when; both sides keep one."""

from dataclasses import dataclass

from printer.document import Align, CheckRow, Cut, Document, KeyValue, Qr, Rule, Text
from printer.papers import masking, notice, signing
from printer.words import Say


@dataclass(frozen=True, slots=True)
class Rectification:
    """What the notice says; `contact` is masked on paper, `visit` counts the inspectors' visits."""

    hall: str
    service: str
    number: str
    site: str
    contact: str
    demands: tuple[str, ...]
    due: str
    visit: int
    inspector: str
    phone: str
    supervision_phone: str
    date: str
    url: str = ""


def lay_out(paper: Rectification, say: Say) -> Document:
    """Say everything at once and leave a box for each; the time of the law does not run yet."""
    title = say("整改通知书")
    note = say("请在 {day} 前整改", day=paper.due)
    blocks = (
        Text(title, size=2, bold=True, align=Align.CENTER),
        Text(paper.hall, align=Align.CENTER),
        Rule(),
        KeyValue(say("事项"), paper.service),
        KeyValue(say("排查编号"), paper.number),
        KeyValue(say("单位（店铺）"), paper.site),
        KeyValue(say("联系人"), masking.name(paper.contact)),
        KeyValue(say("上门"), say("第 {n} 次", n=paper.visit)),
        Rule(),
        Text(say("以下 {n} 项需要整改，一次说全：", n=len(paper.demands)), bold=True),
        *(CheckRow(n, words, note) for n, words in enumerate(paper.demands, 1)),
        Rule(),
        Text(say("复验不再提出新的要求。整改好了请打电话，我们再上门。"), bold=True),
        Text(say("排查、整改、复验不计入办理时限；现在不用到大厅。")),
        *notice.contacts(say, phone=paper.phone, supervision_phone=paper.supervision_phone),
        *([Qr(paper.url, say("手机扫码看整改进度"))] if paper.url else []),
        KeyValue(say("排查人"), paper.inspector),
        *signing.lines(say("排查人签字"), say("单位签收")),
        *signing.foot(say, reference=paper.number.replace("PC", "ZG", 1), date=paper.date),
        Cut(),
    )
    return Document(title, blocks, paper="rectification-notice", personal=True)
