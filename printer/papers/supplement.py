"""补正材料通知书: all that is missing or wrong, at once, and how to mend each."""

from dataclasses import dataclass

from printer.document import CheckRow, Cut, Document, KeyValue, Rule, Text
from printer.papers import notice as parts
from printer.papers import signing
from printer.words import Say


@dataclass(frozen=True, slots=True)
class Point:
    """One paper that is missing or wrong, and what to do about it."""

    material: str
    fault: str
    remedy: str


@dataclass(frozen=True, slots=True)
class SupplementNotice:
    """What the notice says; `applicant` is masked on paper."""

    hall: str
    service: str
    case: str
    applicant: str
    points: tuple[Point, ...]
    window: str
    phone: str
    supervision_phone: str
    clerk: str
    date: str
    reference: str


def lay_out(notice: SupplementNotice, say: Say) -> Document:
    """Number every point: what was not named here cannot be asked for later (行政许可法, art. 32)."""
    points = (CheckRow(n, one.material, one.fault, one.remedy) for n, one in enumerate(notice.points, 1))
    title = say("补正材料通知书")
    blocks = (
        *parts.head(
            say,
            title,
            hall=notice.hall,
            service=notice.service,
            case=notice.case,
            applicant=notice.applicant,
        ),
        Rule(),
        Text(say("以下 {n} 项需要补正，一次说全：", n=len(notice.points)), bold=True),
        *points,
        Rule(),
        Text(say("补齐以上各项即予受理，不再提出新的补正要求。")),
        Text(say("当场或五个工作日内不告知的，自收到材料之日起即为受理。")),
        *parts.contacts(
            say, window=notice.window, phone=notice.phone, supervision_phone=notice.supervision_phone
        ),
        KeyValue(say("告知人"), notice.clerk),
        *signing.lines(say("申请人签收")),
        *signing.foot(say, reference=notice.reference, date=notice.date),
        Cut(),
    )
    return Document(title, blocks, paper="supplement-notice", personal=True)
