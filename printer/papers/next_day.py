"""次日号条: a written place, first in line on another day, for who could not be served today."""

from dataclasses import dataclass

from printer.document import Align, Block, Cut, Document, Feed, KeyValue, Rule, Text
from printer.papers.ticket import SAMPLE
from printer.words import Say


@dataclass(frozen=True, slots=True)
class NextDaySlip:
    """What the slip says; empty text means that the line is not there."""

    hall: str
    number: str
    day: str
    hours: str
    queue_name: str
    window: str
    services: tuple[str, ...]
    phone: str
    given_at: str
    reference: str
    sample: bool = True


def lay_out(slip: NextDaySlip, say: Say) -> Document:
    """Put the day and the number first: they are what must not be forgotten."""
    blocks: tuple[Block, ...] = (
        Text(slip.hall, align=Align.CENTER, bold=True),
        Text(say("次日号"), size=2, align=Align.CENTER, bold=True),
        Feed(),
        Text(slip.day, size=2, bold=True, align=Align.CENTER),
        Text(slip.number, size=4, bold=True, align=Align.CENTER),
        Text(slip.queue_name, align=Align.CENTER),
        *([Text(slip.window, size=2, align=Align.CENTER)] if slip.window else []),
        Rule(),
        *(KeyValue(say("事项") if n == 0 else "　　", service) for n, service in enumerate(slip.services)),
        *([KeyValue(say("开门"), slip.hours, bold=True)] if slip.hours else []),
        Text(say("当天不用再取号，凭此条排在最前，请听叫号。")),
        Text(say("只在这一天有效。不来了请打电话告诉我们。")),
        *([KeyValue(say("咨询"), slip.phone)] if slip.phone else []),
        Rule(),
        KeyValue(say("发号"), slip.given_at),
        *([Text(say(SAMPLE))] if slip.sample and slip.services else []),
        Text(say("编号 {reference}", reference=slip.reference)),
        Cut(),
    )
    return Document(say("次日号 {number}", number=slip.number), blocks, paper="ticket")
