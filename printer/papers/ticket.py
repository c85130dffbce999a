"""号票: the number, where to go, and what to expect."""

from dataclasses import dataclass

from printer.document import Align, Block, Cut, Document, Feed, KeyValue, Qr, Rule, Text
from printer.words import Say

SAMPLE = "样例数据，以本厅公布的办事指南为准"


@dataclass(frozen=True, slots=True)
class TicketSlip:
    """What a ticket says; empty text means that the line is not there."""

    hall: str
    number: str
    queue_letter: str
    queue_name: str
    window: str
    services: tuple[str, ...]
    people_ahead: int
    wait: str
    reason: str
    taken_at: str
    phone: str
    miss_rule: str
    reference: str
    priority: str = ""
    needs: tuple[str, ...] = ()
    papers_missing: bool = False
    principals: int = 0  # for how many a village assistant took it
    url: str = ""
    code: str = ""  # what the hall's own scanners read where no phone can open a page
    wifi: str = ""
    in_order: tuple[str, ...] = ()  # the windows of a visit in parts, one after the other
    sample: bool = True


def lay_out(slip: TicketSlip, say: Say) -> Document:
    """Put the number first and largest, then where to go, then what to expect."""
    blocks: tuple[Block, ...] = (
        Text(slip.hall, align=Align.CENTER, bold=True),
        Feed(),
        Text(slip.number, size=4, bold=True, align=Align.CENTER),
        Text(slip.queue_name, size=2, align=Align.CENTER),
        *([Text(slip.window, size=2, align=Align.CENTER)] if slip.window else []),
        Rule(),
        *_marks(slip, say),
        *(KeyValue(say("事项") if n == 0 else "　　", service) for n, service in enumerate(slip.services)),
        *_in_order(slip, say),
        KeyValue(say("前面"), say("{n} 人", n=slip.people_ahead), bold=True),
        KeyValue(say("预计"), slip.wait or say("暂不能预计，请留意叫号"), bold=True),
        KeyValue(say("取号"), slip.taken_at),
        Rule(),
        Text(slip.reason),
        Text(slip.miss_rule),
        *([KeyValue(say("咨询"), slip.phone)] if slip.phone else []),
        *_phone_page(slip, say),
        *([Text(say(SAMPLE))] if slip.sample and slip.services else []),
        Text(say("编号 {reference}", reference=slip.reference)),
        Cut(),
    )
    return Document(say("号票 {number}", number=slip.number), blocks, paper="ticket")


def lay_out_elder(slip: TicketSlip, say: Say) -> Document:
    """长辈版: six lines, and what matters in letters that need no glasses."""
    blocks: tuple[Block, ...] = (
        Text(slip.number, size=4, bold=True, align=Align.CENTER),
        Text(f"{slip.queue_letter} {slip.queue_name}", bold=True, align=Align.CENTER),
        Text(slip.window or say("看大屏叫号"), size=2, bold=True, align=Align.CENTER),
        Text(say("前面 {n} 人", n=slip.people_ahead), size=2, bold=True, align=Align.CENTER),
        *(Text(f"{n}. {place}", bold=True) for n, place in enumerate(slip.in_order, 1)),
        Text(slip.services[0] if slip.services else slip.hall, align=Align.CENTER),
        *([Qr(slip.url)] if slip.url else _scanned_here(slip, say)),
        Text(f"{slip.reference} {slip.taken_at[-5:]}", align=Align.CENTER),
        Cut(),
    )
    return Document(say("号票 {number}", number=slip.number), blocks, paper="ticket")


def _marks(slip: TicketSlip, say: Say) -> list[Block]:
    marks = [say("优先：{name}", name=slip.priority)] if slip.priority else []
    marks += [say("材料未齐")] if slip.papers_missing else []
    marks += [say("代办 {n} 人", n=slip.principals)] if slip.principals else []
    marks += list(slip.needs)
    return [Text(f" {' · '.join(marks)} ", inverted=True)] if marks else []


def _in_order(slip: TicketSlip, say: Say) -> list[Block]:
    if not slip.in_order:
        return []
    lines = (Text(f"{n}. {place}", bold=True) for n, place in enumerate(slip.in_order, 1))
    return [Rule(), Text(say("号码只有一个，按这个顺序叫您：")), *lines, Rule()]


def _phone_page(slip: TicketSlip, say: Say) -> list[Block]:
    if not slip.url:
        return _scanned_here(slip, say)
    caption = say("手机扫码看前面还有几人")
    wifi = say("（请先连接大厅 Wi-Fi：{name}）", name=slip.wifi) if slip.wifi else ""
    return [Qr(slip.url, caption + wifi)]


def _scanned_here(slip: TicketSlip, say: Say) -> list[Block]:
    """A phone can do nothing with this code, so nothing speaks of phones."""
    return [Qr(slip.code, say("过号了？到取号机上扫这个码"))] if slip.code else []
