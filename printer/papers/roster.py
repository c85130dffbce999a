"""村级代办名册: for whom a village assistant acts today."""

from dataclasses import dataclass

from printer.document import Align, Cut, Document, KeyValue, Rule, Table, Text
from printer.papers import masking, signing
from printer.words import Say


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody whom the assistant acts for; name and number are masked on paper."""

    name: str
    id_number: str
    service: str
    result: str = ""


@dataclass(frozen=True, slots=True)
class Roster:
    """What the roster says."""

    hall: str
    village: str
    assistant: str
    ticket: str
    principals: tuple[Principal, ...]
    date: str
    reference: str


def lay_out(roster: Roster, say: Say) -> Document:
    """One line for each principal, with what came of it or room to write it."""
    title = say("村级代办名册")
    head = ("", say("委托人"), say("证件尾号"), say("事项"), say("结果"))
    rows = (
        (
            str(n),
            masking.name(one.name),
            _tail(one),
            one.service,
            one.result or "____",
        )
        for n, one in enumerate(roster.principals, 1)
    )
    blocks = (
        Text(title, size=2, bold=True, align=Align.CENTER),
        Text(roster.hall, align=Align.CENTER),
        Rule(),
        KeyValue(say("村"), roster.village),
        KeyValue(say("协管员"), roster.assistant),
        *([KeyValue(say("票号"), roster.ticket, bold=True)] if roster.ticket else []),
        Rule(),
        Table((head, *rows), widths=(4, 8, 9, 12, 8)),
        Rule(),
        Text(say("共 {n} 人，委托书由协管员保管备查。", n=len(roster.principals)), bold=True),
        *signing.lines(say("协管员签字"), say("经办人签字")),
        *signing.foot(say, reference=roster.reference, date=roster.date),
        Cut(),
    )
    return Document(title, blocks, paper="roster", personal=True)


def _tail(principal: Principal) -> str:
    return masking.id_number(principal.id_number)[-masking.KEPT_LAST :]
