"""应急号: a number printed beforehand, for the morning when the server is dead; the rest is handwritten."""

from collections.abc import Sequence
from dataclasses import dataclass

from printer.document import Align, Block, Cut, Document, Feed, KeyValue, Rule, Text
from printer.words import Say

BLANK = "____"


@dataclass(frozen=True, slots=True)
class PadSlip:
    """What one slip says; it has no day, so that the pad serves whichever morning needs it."""

    hall: str
    number: str
    queue_name: str
    window: str
    phone: str


def lay_out(slip: PadSlip, say: Say) -> Document:
    """Make one slip: the number first, then what is written by hand."""
    return Document(say("应急号 {number}", number=slip.number), (*_slip(slip, say), Cut()), paper="pad")


def lay_out_sheet(slips: Sequence[PadSlip], say: Say) -> Document:
    """Make a whole pad to be cut up, for a printer of sheets."""
    title = say("应急号 {number}", number=f"{slips[0].number}–{slips[-1].number}")
    blocks = tuple(block for slip in slips for block in (*_slip(slip, say), Cut()))
    return Document(title, blocks, paper="pad")


def _slip(slip: PadSlip, say: Say) -> tuple[Block, ...]:
    return (
        Text(slip.hall, align=Align.CENTER, bold=True),
        Text(f" {say('应急号')} ", inverted=True, align=Align.CENTER),
        Feed(),
        Text(slip.number, size=4, bold=True, align=Align.CENTER),
        Text(slip.queue_name, size=2, align=Align.CENTER),
        *([Text(slip.window, align=Align.CENTER)] if slip.window else []),
        Rule(),
        KeyValue(say("日期"), say("{b} 年 {b} 月 {b} 日", b=BLANK)),
        Feed(),
        KeyValue(say("时间"), say("{b} 时 {b} 分", b=BLANK)),
        Feed(),
        KeyValue(say("事项"), BLANK * 4),
        Rule(),
        Text(say("系统恢复后按上面的时间排队，请留意叫号。")),
        *([KeyValue(say("咨询"), slip.phone)] if slip.phone else []),
    )
