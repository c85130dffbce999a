"""“办不成事”回执: the number of what was registered, and the day of the answer; no name stands on it."""

from dataclasses import dataclass

from printer.document import Align, Block, Cut, Document, Feed, KeyValue, Rule, Text
from printer.words import Say


@dataclass(frozen=True, slots=True)
class ProblemSlip:
    """What the slip says; `by_phone` when the person left a number for the answer."""

    hall: str
    number: str
    trouble: str
    service: str
    due: str
    by_phone: bool
    ticket: str
    window: str
    clerk: str
    phone: str
    supervision_phone: str
    registered_at: str


def lay_out(slip: ProblemSlip, say: Say) -> Document:
    """Put the day first: it is what was promised."""
    title = say("“办不成事”反映回执")
    how = say("到时打电话答复您。") if slip.by_phone else say("没有留电话：到时凭编号到任一窗口问结果。")
    blocks: tuple[Block, ...] = (
        Text(title, bold=True, align=Align.CENTER),
        Text(slip.hall, align=Align.CENTER),
        Feed(),
        Text(say("最迟答复"), align=Align.CENTER),
        Text(slip.due, size=2, bold=True, align=Align.CENTER),
        Rule(),
        KeyValue(say("编号"), slip.number, bold=True),
        KeyValue(say("情况"), slip.trouble),
        *([KeyValue(say("事项"), slip.service)] if slip.service else []),
        *([KeyValue(say("票号"), slip.ticket)] if slip.ticket else []),
        KeyValue(say("首问"), " ".join(one for one in (slip.window, slip.clerk) if one)),
        Rule(),
        Text(how),
        Text(say("期限只会提前，不会推后；答复后还会回访，问您是否办成。")),
        *([KeyValue(say("咨询"), slip.phone)] if slip.phone else []),
        KeyValue(say("监督电话"), slip.supervision_phone),
        Text(say("打印 {time}", time=slip.registered_at)),
        Text(say("热敏纸会褪色，请拍照留存。"), thermal=True),
        Cut(),
    )
    return Document(title, blocks, paper="problem-slip")
