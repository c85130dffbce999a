"""受理通知书: what was handed in, and when the answer comes."""

from dataclasses import dataclass

from printer.document import Box, CheckRow, Cut, Document, KeyValue, Rule, Text
from printer.papers import notice as parts
from printer.papers import signing
from printer.words import Say


@dataclass(frozen=True, slots=True)
class AcceptanceNotice:
    """What the notice says; `applicant` is masked on paper, `promised_on` is the day of the answer."""

    hall: str
    service: str
    case: str
    applicant: str
    received: tuple[str, ...]
    accepted_at: str
    legal_limit: str
    promised_limit: str
    promised_on: str
    window: str
    phone: str
    supervision_phone: str
    clerk: str
    reference: str


def lay_out(notice: AcceptanceNotice, say: Say) -> Document:
    """List what was received, then the day by which the hall decides."""
    received = (CheckRow(n, one, box=Box.TICKED) for n, one in enumerate(notice.received, 1))
    title = say("受理通知书")
    blocks = (
        *parts.head(
            say,
            title,
            hall=notice.hall,
            service=notice.service,
            case=notice.case,
            applicant=notice.applicant,
        ),
        KeyValue(say("受理时间"), notice.accepted_at),
        Rule(),
        Text(say("收到材料 {n} 项：", n=len(notice.received)), bold=True),
        *received,
        Rule(),
        KeyValue(say("法定时限"), notice.legal_limit),
        KeyValue(say("承诺时限"), notice.promised_limit),
        KeyValue(say("最迟办结"), notice.promised_on, bold=True),
        Text(say("勘查、公示、评审等特别程序的时间不计在内。")),
        *parts.contacts(
            say, window=notice.window, phone=notice.phone, supervision_phone=notice.supervision_phone
        ),
        KeyValue(say("经办人"), notice.clerk),
        *signing.lines(say("申请人签收")),
        *signing.foot(say, reference=notice.reference, date=notice.accepted_at),
        Cut(),
    )
    return Document(title, blocks, paper="acceptance-notice", personal=True)
