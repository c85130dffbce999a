"""容缺受理: the hall accepts now, the citizen promises the missing papers by a day."""

from collections.abc import Iterator
from dataclasses import dataclass

from printer.document import Block, CheckRow, Cut, Document, KeyValue, Rule, Text
from printer.papers import notice, signing
from printer.words import Say


@dataclass(frozen=True, slots=True)
class Tolerance:
    """What notice and undertaking say; `applicant` is masked, `due` is the last day for what is missing."""

    hall: str
    service: str
    case: str
    applicant: str
    missing: tuple[str, ...]
    due: str
    window: str
    phone: str
    supervision_phone: str
    clerk: str
    date: str
    reference: str


def lay_out(tolerance: Tolerance, say: Say) -> Document:
    """Write the notice: what is missing, by when, how it may come, and what happens if it does not."""
    title = say("容缺受理通知书")
    blocks = (
        *_head(tolerance, title, say),
        Text(say("主要材料已齐，先予受理。还缺：")),
        *_missing(tolerance),
        Rule(),
        KeyValue(say("补交期限"), tolerance.due, bold=True),
        KeyValue(say("补交方式"), say("到窗口、邮寄或网上上传")),
        Text(say("到期未补齐的，本次办理终止，已收材料退回；补齐后可重新申请。")),
        *notice.contacts(
            say, window=tolerance.window, phone=tolerance.phone, supervision_phone=tolerance.supervision_phone
        ),
        KeyValue(say("经办人"), tolerance.clerk),
        *signing.lines(say("申请人签收")),
        *signing.foot(say, reference=tolerance.reference, date=tolerance.date),
        Cut(),
    )
    return Document(title, blocks, paper="tolerance-notice", personal=True)


def lay_out_undertaking(tolerance: Tolerance, say: Say) -> Document:
    """Write the undertaking that the citizen signs."""
    title = say("容缺受理承诺书")
    promise = say(
        "本人自愿按容缺方式受理，承诺在 {due} 前补交以下材料，内容真实有效；"
        "到期未补齐，同意终止办理，并承担相应责任。",
        due=tolerance.due,
    )
    blocks = (
        *_head(tolerance, title, say),
        Text(promise),
        *_missing(tolerance),
        Rule(),
        *signing.lines(say("承诺人"), say("身份证号"), say("联系电话"), say("日期")),
        *signing.foot(say, reference=tolerance.reference, date=tolerance.date),
        Cut(),
    )
    return Document(title, blocks, paper="undertaking", personal=True)


def _head(tolerance: Tolerance, title: str, say: Say) -> Iterator[Block]:
    yield from notice.head(
        say,
        title,
        hall=tolerance.hall,
        service=tolerance.service,
        case=tolerance.case,
        applicant=tolerance.applicant,
    )
    yield Rule()


def _missing(tolerance: Tolerance) -> Iterator[Block]:
    yield from (CheckRow(n, one) for n, one in enumerate(tolerance.missing, 1))
