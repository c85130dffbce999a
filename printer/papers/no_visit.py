"""零上门指引单: how to get it done without coming."""

from dataclasses import dataclass

from printer.document import Align, Block, Box, CheckRow, Cut, Document, Feed, KeyValue, Rule, Text
from printer.papers.ticket import SAMPLE
from printer.words import Say


@dataclass(frozen=True, slots=True)
class Way:
    """One way, step by step."""

    title: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoVisitGuide:
    """What the slip says; `account_line` leaves a line for the account number."""

    hall: str
    service: str
    phone: str
    ways: tuple[Way, ...]
    needs_no_visit: tuple[str, ...]
    account_line: bool
    printed_at: str
    sample: bool = True


def lay_out(guide: NoVisitGuide, say: Say) -> Document:
    """Put the phone first, then each way with its steps, then all that needs no visit."""
    blocks: tuple[Block, ...] = (
        Text(say("零上门指引单"), size=2, bold=True, align=Align.CENTER),
        Text(guide.hall, align=Align.CENTER),
        Text(guide.service, bold=True, align=Align.CENTER),
        Rule(),
        Text(say("电话")),
        Text(guide.phone, size=2, bold=True),
        *([KeyValue(say("账号编号"), "____________________")] if guide.account_line else []),
        *(block for way in guide.ways for block in _way(way)),
        *_without(guide, say),
        Rule(),
        *([Text(say(SAMPLE))] if guide.sample else []),
        Text(say("打印 {time}", time=guide.printed_at)),
        Cut(),
    )
    return Document(say("零上门指引单"), blocks, paper="no-visit-guide")


def _way(way: Way) -> list[Block]:
    steps = [CheckRow(n, step, box=Box.NONE) for n, step in enumerate(way.steps, 1)]
    return [Rule(), Text(way.title, bold=True), *steps]


def _without(guide: NoVisitGuide, say: Say) -> list[Block]:
    if not guide.needs_no_visit:
        return []
    things = [Text(f"· {thing}") for thing in guide.needs_no_visit]
    return [Rule(), Text(say("这些事不用跑"), bold=True), *things, Feed()]
