"""一次性告知单: everything to bring and everything to know, on one slip, said once."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, groupby

from printer.document import Align, Block, Box, CheckRow, Cut, Document, KeyValue, Qr, Rule, Text
from printer.papers import masking, signing
from printer.papers.ticket import SAMPLE
from printer.words import Say


@dataclass(frozen=True, slots=True)
class ChecklistService:
    """One service of the visit, with what must be told about it."""

    code: str
    name: str
    legal_limit: str
    promised_limit: str
    fee: str
    window: str
    phone: str
    version: str
    basis: str = ""
    conditions: str = ""
    result: str = ""
    advice: str = ""
    fee_basis: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class ChecklistRow:
    """One paper; `group` is the sentence of its one-of group, `condition` says when it is needed."""

    text: str
    counts: str
    note: str = ""
    exempt: bool = False
    undertaking: bool = False
    group: str = ""
    condition: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Checklist:
    """What the slip says."""

    hall: str
    services: tuple[ChecklistService, ...]
    situations: tuple[str, ...]
    rows: tuple[ChecklistRow, ...]
    supervision_phone: str
    printed_at: str
    sample: bool = True
    reference: str = ""
    url: str = ""
    steps: str = ""
    applicant: str = ""
    clerk: str = ""
    place: str = ""


def lay_out(checklist: Checklist, say: Say) -> Document:
    """Number the papers, with a box to tick; what the hall gets by itself stands apart."""
    blocks: tuple[Block, ...] = (
        Text(say("一次性告知单"), size=2, bold=True, align=Align.CENTER),
        Text(f"{say('材料清单')} · {checklist.hall}", align=Align.CENTER),
        *(Text(service.name, bold=True, align=Align.CENTER) for service in checklist.services),
        *([KeyValue(say("申请人"), masking.name(checklist.applicant))] if checklist.applicant else []),
        Rule(),
        *situations(checklist.situations, say),
        *numbered(checklist.rows, say),
        Rule(),
        *(block for service in checklist.services for block in _service(service, checklist, say)),
        *([KeyValue(say("办理流程"), checklist.steps)] if checklist.steps else []),
        *([KeyValue(say("办理地点"), checklist.place)] if checklist.place else []),
        *([KeyValue(say("监督电话"), checklist.supervision_phone)] if checklist.supervision_phone else []),
        Rule(),
        Text(say("材料齐全、符合条件的，全程一次上门。"), bold=True),
        Text(say("不予受理的，当场说明理由；您有权陈述、申辩，可依法申请行政复议或提起行政诉讼。")),
        *([Text(say(SAMPLE))] if checklist.sample else []),
        *([Qr(checklist.url, say("手机扫码看同一份清单"))] if checklist.url else []),
        *_signed(checklist, say),
        Text(say("打印 {time}", time=checklist.printed_at)),
        Text(say("热敏纸会褪色，请拍照留存。"), thermal=True),
        Cut(),
    )
    return Document(say("材料清单"), blocks, paper="checklist")


def situations(known: tuple[str, ...], say: Say) -> list[Block]:
    """Say for which situation the list was made."""
    if not known:
        return []
    return [Text(say("您的情形")), *(Text(f"· {one}") for one in known), Rule()]


def numbered(rows: tuple[ChecklistRow, ...], say: Say) -> Iterator[Block]:
    """Number the papers, those to bring first; one-of groups and conditions stand above what is theirs."""
    numbers = count(1)
    to_bring = [row for row in rows if not row.exempt]
    for (group, condition), members in groupby(to_bring, key=lambda row: (row.group, row.condition)):
        if group:
            yield Text(say("以下任选其一：{group}", group=group), bold=True)
        if condition:
            yield Text(say("如：{condition}，还需", condition=condition), bold=True)
        for row in members:
            yield CheckRow(next(numbers), row.text, row.counts, _note(row, say))
    exempt = [row for row in rows if row.exempt]
    if exempt:
        yield Rule()
        yield Text(say("免提交（由本厅核验，无需携带）"), bold=True)
        yield from (CheckRow(next(numbers), row.text, "", row.note, Box.NONE) for row in exempt)


def _note(row: ChecklistRow, say: Say) -> str:
    promise = say("可用书面承诺代替") if row.undertaking else ""
    return " ".join(part for part in (promise, row.source, row.note) if part)


def _signed(checklist: Checklist, say: Say) -> list[Block]:
    """At a window somebody tells and somebody listens, and both sign; a kiosk's list needs no signature."""
    reference = [Text(say("编号 {reference}", reference=checklist.reference))] if checklist.reference else []
    if not checklist.clerk:
        return [*reference]
    return [KeyValue(say("告知人"), checklist.clerk), *signing.lines(say("申请人签收")), *reference]


def _service(service: ChecklistService, checklist: Checklist, say: Say) -> Iterator[Block]:
    if len(checklist.services) > 1:
        yield Text(service.name, bold=True)
    limits = (
        (say("设定依据"), service.basis),
        (say("受理条件"), service.conditions),
        (say("由谁来办"), service.who),
        (say("办理结果"), service.result),
        (say("法定时限"), service.legal_limit),
        (say("承诺时限"), service.promised_limit),
        (say("收费标准"), service.fee),
        (say("收费依据"), service.fee_basis),
        (say("办理窗口"), service.window),
        (say("咨询电话"), service.phone),
        (say("说明"), service.advice),
        (say("清单版本"), f"{service.code} {service.version}"),
    )
    yield from (KeyValue(label, value) for label, value in limits if value)
