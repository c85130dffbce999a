"""What the papers say: from the hall's own terms to plain lines of text."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kiosk.hall import guide
from kiosk.hall.calendar import opens_next, windows_of
from kiosk.hall.catalogue import Catalogue, Service
from kiosk.hall.events import TicketTaken
from kiosk.hall.guide import Line, checklist
from kiosk.hall.paper_events import ChecklistPrinted, NoVisitGuidePrinted
from kiosk.hall.parting import queues_in_order
from kiosk.hall.routing import Reason
from kiosk.hall.service import MaterialSource, Proxy
from kiosk.hall.ticket import Ticket, number_of
from printer.papers.checklist import Checklist, ChecklistRow, ChecklistService
from printer.papers.next_day import NextDaySlip
from printer.papers.no_visit import NoVisitGuide, Way
from printer.papers.pad import PadSlip
from printer.papers.ticket import TicketSlip
from printer.words import Say


def ticket_slip(event: TicketTaken, ticket: Ticket, catalogue: Catalogue, url: str, say: Say) -> TicketSlip:
    """Say what stands on a ticket."""
    language, hall = ticket.language, catalogue.hall
    queue = catalogue.queue(ticket.queue)
    windows = windows_of(catalogue, ticket.queue, ticket.taken_at)
    in_order = _in_order(ticket, catalogue, say)
    services = [catalogue.service(code) for code in ticket.services]
    priorities = {one.code: one.name.said(language) for one in hall.priorities}
    needs = {one.code: one.name.said(language) for one in hall.needs}
    return TicketSlip(
        hall=hall.name.said(language),
        number=ticket.number,
        queue_letter=queue.letter,
        queue_name=say("一个号，依次办") if in_order else queue.name.said(language),
        window=say("{n} 号窗口", n=windows[0].number) if len(windows) == 1 and not in_order else "",
        services=tuple(service.name.said(language) for service in services),
        in_order=in_order,
        people_ahead=event.people_ahead,
        wait=wait_in_words(event.wait_low, event.wait_high, say),
        reason=ticket.route.said(catalogue, language),
        priority=priorities.get(ticket.priority, ""),
        needs=tuple(needs[code] for code in ticket.needs if code in needs),
        papers_missing=ticket.papers_missing,
        principals=event.principals,
        taken_at=local_minute(catalogue, ticket.taken_at),
        url=url,
        code=f"yc:{ticket.token}" if hall.scanners else "",
        wifi=hall.wifi if url and hall.phones_share_network else "",
        phone=queue.phone,
        miss_rule=say(
            "过号 {minutes} 分钟内可到窗口恢复，排在 {places} 位之后",
            minutes=hall.calls.revive_within_min,
            places=hall.calls.revive_places,
        ),
        sample=any(service.is_sample for service in services),
        reference=ticket.id,
    )


def _in_order(ticket: Ticket, catalogue: Catalogue, say: Say) -> tuple[str, ...]:
    """Name the windows of a visit that is done in parts, one after the other."""
    if ticket.route.reason is not Reason.PARTS_IN_ORDER:
        return ()
    places = []
    for letter in queues_in_order(catalogue, ticket.services):
        numbers = [str(one.number) for one in windows_of(catalogue, letter, ticket.taken_at)]
        name = catalogue.queue(letter).name.said(ticket.language)
        places.append(say("{n} 号窗口 {name}", n="/".join(numbers), name=name))
    return tuple(places)


def next_day_slip(ticket: Ticket, catalogue: Catalogue, at: datetime, say: Say) -> NextDaySlip:
    """Say what stands on the slip for a place on another day."""
    language, hall, queue = ticket.language, catalogue.hall, catalogue.queue(ticket.queue)
    windows = [window for window in hall.windows if ticket.queue in window.queues]
    services = [catalogue.service(code) for code in ticket.services]
    weekday = (say("周一"), say("周二"), say("周三"), say("周四"), say("周五"), say("周六"), say("周日"))
    opens = opens_next(catalogue, ticket.queue, ticket.order_at - timedelta(microseconds=1))
    return NextDaySlip(
        hall=hall.name.said(language),
        number=ticket.number,
        day=f"{ticket.day:%Y-%m-%d} {weekday[ticket.day.weekday()]}",
        hours=f"{opens.astimezone(ZoneInfo(hall.timezone)):%H:%M}" if opens and not hall.always_open else "",
        queue_name=queue.name.said(language),
        window=say("{n} 号窗口", n=windows[0].number) if len(windows) == 1 else "",
        services=tuple(service.name.said(language) for service in services),
        phone=queue.phone,
        given_at=local_minute(catalogue, at),
        reference=ticket.id,
        sample=any(service.is_sample for service in services),
    )


def wait_in_words(low: int | None, high: int | None, say: Say) -> str:
    """Say a wait in whole minutes, or nothing where none can be promised."""
    if low is None or high is None:
        return ""
    if high <= 60:
        return say("约 1 分钟内")
    if low // 60 == high // 60:
        return say("约 {n} 分钟", n=high // 60)
    return say("约 {low}–{high} 分钟", low=low // 60, high=high // 60)


def checklist_slip(
    event: ChecklistPrinted, catalogue: Catalogue, reference: str, say: Say, at: datetime
) -> Checklist:
    """Say what stands on a list of materials."""
    language = event.language
    made = checklist([catalogue.service(code) for code in event.services], event.answers, insist=False)
    return Checklist(
        hall=catalogue.hall.name.said(language),
        services=tuple(service_told(service, catalogue, language, say) for service in made.services),
        situations=situations_told(made, language),
        rows=tuple(row_told(line, language, say) for line in made.lines),
        supervision_phone=catalogue.hall.supervision_phone,
        printed_at=local_minute(catalogue, at),
        sample=made.is_sample,
        reference=reference,
        url="",
        steps=_steps(made.services, catalogue, language, say),
        place=catalogue.hall.place.said(language),
    )


def no_visit_slip(event: NoVisitGuidePrinted, catalogue: Catalogue, at: datetime) -> NoVisitGuide:
    """Say what stands on the slip for a service that needs no visit."""
    language = event.language
    service = catalogue.service(event.service)
    ways = service.no_visit.ways if service.no_visit else ()
    things = service.no_visit.things_needing_no_visit if service.no_visit else ()
    return NoVisitGuide(
        hall=catalogue.hall.name.said(language),
        service=service.name.said(language),
        phone=catalogue.queue(service.queue).phone,
        ways=tuple(
            Way(way.title.said(language), tuple(step.said(language) for step in way.steps)) for way in ways
        ),
        needs_no_visit=tuple(thing.said(language) for thing in things),
        account_line=bool(service.no_visit and service.no_visit.account_line),
        sample=service.is_sample,
        printed_at=local_minute(catalogue, at),
    )


def pad_slips(catalogue: Catalogue, letter: str, numbers: range, say: Say) -> tuple[PadSlip, ...]:
    """Say what stands on the slips of an emergency pad."""
    queue = catalogue.queue(letter)
    windows = [window.number for window in catalogue.hall.windows if letter in window.queues]
    window = say("{n} 号窗口", n=windows[0]) if len(windows) == 1 else ""
    hall, name = catalogue.hall.name.zh, queue.name.zh
    return tuple(PadSlip(hall, number_of(letter, one), name, window, queue.phone) for one in numbers)


def counts_in_words(line: Line, say: Say) -> str:
    """Say how many originals and copies a paper takes."""
    material = line.material
    parts = [say("原件 {n}", n=material.originals)] if material.originals else []
    parts += [say("复印件 {n}", n=material.copies)] if material.copies else []
    parts += [say("电子件")] if material.electronic else []
    return " ".join(parts)


def local_minute(catalogue: Catalogue, at: datetime) -> str:
    """Write a time as the hall's clock shows it."""
    return f"{at.astimezone(ZoneInfo(catalogue.hall.timezone)):%Y-%m-%d %H:%M}"


def service_told(service: Service, catalogue: Catalogue, language: str, say: Say) -> ChecklistService:
    """Say what must be told about a service."""
    queue = catalogue.queue(service.queue)
    windows = [str(window.number) for window in catalogue.hall.windows if queue.letter in window.queues]
    return ChecklistService(
        code=service.code,
        name=service.name.said(language),
        legal_limit=service.legal.said(language) if service.legal else "",
        promised_limit=service.promised.said(language) if service.promised else "",
        fee=service.fee.said(language),
        fee_basis=service.fee_basis.said(language),
        who=_who(service, language, say),
        window=say("{n} 号窗口 {name}", n="/".join(windows), name=queue.name.said(language)),
        phone=queue.phone,
        version=service.version,
        basis=service.basis.said(language),
        conditions=service.conditions.said(language),
        result=service.result.said(language),
        advice=service.note.said(language),
    )


def situations_told(made: guide.Checklist, language: str) -> tuple[str, ...]:
    """Say for which situation a list was made."""
    return tuple(f"{one.question.said(language)} {one.answer.said(language)}" for one in made.situations)


def _who(service: Service, language: str, say: Say) -> str:
    """Say whether the applicant must come, or who else may; nothing where the hall has not said."""
    if service.in_person:
        return say("须本人到场")
    if not service.proxy:
        return ""
    words = {
        Proxy.RELATIVE: say("亲属"),
        Proxy.AGENT_WITH_POWER: say("持委托书的人"),
        Proxy.VILLAGE_ASSISTANT: say("村协管员"),
        Proxy.EMPLOYER: say("单位"),
    }
    others = ("、" if language == "zh" else ", ").join(words[one] for one in service.proxy)
    return say("本人，也可由{others}代办", others=others)


def _steps(services: Sequence[Service], catalogue: Catalogue, language: str, say: Say) -> str:
    """Say the way through the hall: one window, or the comprehensive one that shares the work out."""
    letters = list(dict.fromkeys(service.queue for service in services))
    names = [catalogue.queue(letter).name.said(language) for letter in letters]
    if len(names) == 1 and any(service.postable for service in services):
        return say("取号 → {window} 交材料 → 受理 → 办结 → 窗口领取或免费邮寄", window=names[0])
    if len(names) == 1:
        return say("取号 → {window} 交材料 → 受理 → 办结", window=names[0])
    general = next((one.name.said(language) for one in catalogue.hall.queues if one.comprehensive), names[0])
    return say(
        "取一个号 → {general} 收齐材料 → 分转 {windows} → 统一出件",
        general=general,
        windows=" → ".join(names),
    )


def row_told(line: Line, language: str, say: Say) -> ChecklistRow:
    """Say one paper of a list, with all that belongs to it."""
    material = line.material
    exempt = (
        say("由本厅从“{source}”核验", source=material.exempt_source.said(language))
        if material.exempt_source
        else ""
    )
    notes = [exempt] if material.exempt and exempt else []
    notes += [note.said(language) for note in line.notes]
    return ChecklistRow(
        text=material.name.said(language),
        counts=counts_in_words(line, say),
        note="；".join(notes) if language == "zh" else "; ".join(notes),
        exempt=material.exempt,
        undertaking=material.undertaking,
        group=line.group.name.said(language) if line.group else "",
        condition=" / ".join(condition.said(language) for condition in line.conditions),
        source=_source(material.source, say),
    )


def _source(source: MaterialSource, say: Say) -> str:
    """Say where a paper comes from; one's own papers need no word."""
    return {
        MaterialSource.APPLICANT: "",
        MaterialSource.FORM: say("表在窗口领取"),
        MaterialSource.GOVERNMENT: say("政府部门出具"),
        MaterialSource.THIRD_PARTY: say("第三方出具"),
    }[source]
