"""不予受理通知书: why not, where to go instead, and what can be done against it."""

from dataclasses import dataclass

from printer.document import Cut, Document, KeyValue, Rule, Text
from printer.papers import notice as parts
from printer.papers import signing
from printer.words import Say


@dataclass(frozen=True, slots=True)
class RefusalNotice:
    """What the notice says; `applicant` is masked on paper, `go_to` names who is in charge instead."""

    hall: str
    service: str
    applicant: str
    reason: str
    go_to: str
    review_body: str
    court: str
    phone: str
    supervision_phone: str
    clerk: str
    date: str
    reference: str


def lay_out(notice: RefusalNotice, say: Say) -> Document:
    """Give the reason first, then the way on, then the remedies with their terms.

    Sixty days for review (行政复议法, art. 20), six months for a suit (行政诉讼法, art. 46).
    """
    title = say("不予受理通知书")
    remedies = say(
        "您有权陈述、申辩。不服本通知，可在收到之日起六十日内向{body}申请行政复议，或六个月内向{court}提起行政诉讼。",
        body=notice.review_body,
        court=notice.court,
    )
    blocks = (
        *parts.head(
            say,
            title,
            hall=notice.hall,
            service=notice.service,
            case="",
            applicant=notice.applicant,
        ),
        Rule(),
        KeyValue(say("理由"), notice.reason, bold=True),
        *([KeyValue(say("请到"), notice.go_to, bold=True)] if notice.go_to else []),
        Rule(),
        Text(remedies),
        *parts.contacts(say, phone=notice.phone, supervision_phone=notice.supervision_phone),
        KeyValue(say("告知人"), notice.clerk),
        *signing.lines(say("申请人签收")),
        *signing.foot(say, reference=notice.reference, date=notice.date),
        Cut(),
    )
    return Document(title, blocks, paper="refusal-notice", personal=True)
