"""温馨提示牌: stands at every window: licences come home by post, free of charge."""

from dataclasses import dataclass

from printer.document import Align, Block, Box, CheckRow, Cut, Document, Feed, Rule, Text
from printer.words import Say


@dataclass(frozen=True, slots=True)
class MailReminder:
    """What the plate says."""

    hall: str
    window: str
    phone: str


def lay_out(plate: MailReminder, say: Say) -> Document:
    """Say it large, then how it is done in three steps."""
    steps = (
        say("办理时向窗口说明，填一份《邮政快递申请单》"),
        say("证照办好，当天交给邮政"),
        say("送到家门口，本人签收"),
    )
    title = say("温馨提示")
    blocks: tuple[Block, ...] = (
        Text(title, size=2, bold=True, align=Align.CENTER),
        Feed(),
        Text(say("证照免费寄到家"), size=2, bold=True, align=Align.CENTER),
        Text(say("少跑一趟，不收一分钱"), align=Align.CENTER),
        Rule(),
        *(CheckRow(n, step, box=Box.NONE) for n, step in enumerate(steps, 1)),
        Rule(),
        Text(plate.window, align=Align.CENTER, bold=True),
        Text(say("电话 {phone}", phone=plate.phone), align=Align.CENTER),
        Text(plate.hall, align=Align.CENTER),
        Cut(),
    )
    return Document(title, blocks, paper="mail-reminder")
