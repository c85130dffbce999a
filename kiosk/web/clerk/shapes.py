"""窗口的 JSON: what the desk's page is sent, in the words of one language."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from kiosk.hall.catalogue import Catalogue
from kiosk.hall.routing import Reason
from kiosk.operations.around import DueCase, PrinterSign, ServiceLine, StuckPaper
from kiosk.operations.desk import Card, Desk, QueueAlarm, SuspendedQueue, Tick, WindowLine
from kiosk.operations.handover import Forgotten
from kiosk.operations.parts import PartLine
from kiosk.storage.floor import HelpCall
from kiosk.web.parts.case_words import DUE_WORDS

Json = dict[str, Any]


def desk_json(seen: Desk, catalogue: Catalogue, language: str) -> Json:
    """Write what one window sees; each key is a section of its live stream."""
    return {
        "seq": seen.seq,
        "window": window_json(seen.window, language),
        "hand": card_json(seen.hand, language) if seen.hand else None,
        "waiting": {
            "count": seen.waiting_count,
            "lines": [line_json(card, language) for card in seen.waiting],
            "services": [_service(line, catalogue, language) for line in seen.by_service],
        },
        "missed": [line_json(card, language) for card in seen.missed],
        "held": [line_json(card, language) for card in seen.held],
        "windows": [window_json(line, language) for line in seen.windows],
        "stuck": [_stuck(paper) for paper in seen.stuck],
        "help": [_help(call, catalogue) for call in seen.help_calls],
        "tasks": [part_json(line, catalogue, language) for line in seen.tasks],
        "alarms": [_alarm(one, catalogue, language) for one in seen.alarms],
        "suspended": [_suspended(one, language) for one in seen.suspended],
        "forgotten": [_forgotten(one, catalogue) for one in seen.forgotten],
        "printers": [_printer(one, language) for one in seen.printers],
        "cases_due": _clocks(seen.cases_due, language),
        "inspections_late": [one.number for one in seen.inspections_late],
        "call_backs": [{"due_at": local(one.due_at, catalogue)} for one in seen.call_backs],
    }


def card_json(card: Card, language: str) -> Json:
    """Write everything about one ticket."""
    ticket = card.ticket
    return {
        **line_json(card, language),
        "situations": [
            {"question": one.question.said(language), "answer": one.answer.said(language)}
            for one in card.checklist.situations
        ],
        "materials": [_tick(tick, language) for tick in card.ticks],
        "reason": ticket.route.said(card.catalogue, language),
        "called_at": local(ticket.called_at, card.catalogue),
        "started_at": local(ticket.started_at, card.catalogue),
        "usual_s": int(card.usual_minutes * 60),
        "recalls_left": card.recalls_left,
        "service_codes": list(ticket.services),
        "recall_from": local(card.recall_from, card.catalogue),
        "miss_from": local(card.miss_from, card.catalogue),
        "sign_first": card.sign_first,
        "step_out": card.step_out,
    }


def part_json(line: PartLine, catalogue: Catalogue, language: str) -> Json:
    """Write one part of a visit as both of its windows see it."""
    ticket, part = line.ticket, line.part
    return {
        "id": ticket.id,
        "number": ticket.number,
        "letter": ticket.queue,
        "queue": line.queue.said(language),
        "state": ticket.state.value,
        "window": ticket.window,
        "services": [name.said(language) for name in line.services],
        "kind": part.kind.value,
        "kind_name": line.kind.said(language),
        "step": part.step,
        "from_window": part.from_window,
        "note": part.note,
        "outcome": line.outcome.said(language),
        "words": part.words,
        "due_at": local(part.due_at, catalogue),
        "overdue": line.overdue,
        "withdrawable": line.withdrawable,
    }


def line_json(card: Card, language: str) -> Json:
    """Write one ticket as a line of a list."""
    ticket = card.ticket
    return {
        "id": ticket.id,
        "number": ticket.number,
        "letter": ticket.queue,
        "state": ticket.state.value,
        "window": ticket.window,
        "services": [name.said(language) for name in card.services],
        "language": ticket.language,
        "priority": card.priority.said(language),
        "needs": [need.said(language) for need in card.needs],
        "papers_missing": card.papers_missing,
        "principals": card.principals,
        "custody": ticket.route.reason is Reason.CUSTODY,
        "prepared": card.prepared,
        "ticked": card.ticked,
        "to_bring": card.checklist.count,
        "why": card.why.said(language),
        "taken_at": local(card.waits_since, card.catalogue),
        "ended_at": local(ticket.ended_at, card.catalogue),
        "revivable": card.revivable,
        "parts": [part_json(one, card.catalogue, language) for one in card.split.parts],
        "part": part_json(card.split.own, card.catalogue, language) if card.split.own else None,
        "closable": card.split.closable,
    }


def window_json(line: WindowLine, language: str) -> Json:
    """Write one window as it stands."""
    window = line.window
    return {
        "id": window.number,
        "name": window.name.said(language),
        "letter": window.queues[0] if window.queues else "",
        "state": line.state.value,
        "reason": line.reason.said(language),
        "number": line.number,
        "serving": line.serving,
        "waiting": line.waiting,
    }


def _tick(tick: Tick, language: str) -> Json:
    material = tick.line.material
    return {
        "name": material.name.said(language),
        "originals": material.originals,
        "copies": material.copies,
        "ticked": tick.ticked,
        "exempt": material.exempt,
        "required": tick.line.required,
        "group": tick.line.group.name.said(language) if tick.line.group else "",
    }


def _stuck(paper: StuckPaper) -> Json:
    return {"id": paper.id, "number": paper.number, "printer": paper.printer, "state": paper.state}


def _alarm(one: QueueAlarm, catalogue: Catalogue, language: str) -> Json:
    return {
        "letter": one.queue.letter,
        "name": one.queue.name.said(language),
        "count": one.count,
        "since": local(one.since, catalogue),
    }


def _suspended(one: SuspendedQueue, language: str) -> Json:
    return {
        "letter": one.queue.letter,
        "name": one.queue.name.said(language),
        "reason": one.reason.said(language),
        "waiting": one.waiting,
    }


def _clocks(due: Iterable[DueCase], language: str) -> list[Json]:
    """Say which clocks of cases end today or have ended, and for which cases; the latest first."""
    clocks: dict[tuple[str, bool], list[str]] = {}
    for one in due:
        what = DUE_WORDS[one.case.state].said(language)
        clocks.setdefault((what, one.is_late), []).append(one.case.id)
    return [{"what": what, "late": late, "ids": ids} for (what, late), ids in clocks.items()]


def _help(call: HelpCall, catalogue: Catalogue) -> Json:
    where, _, number = call.place.partition(" ")
    window = int(number) if where == "window" and number.isdecimal() else None
    return {"id": call.id, "place": call.place, "window": window, "at": local(call.at, catalogue)}


def _service(line: ServiceLine, catalogue: Catalogue, language: str) -> Json:
    return {
        "name": line.name.said(language),
        "letter": line.letter,
        "count": line.count,
        "since": local(line.since, catalogue),
    }


def _forgotten(one: Forgotten, catalogue: Catalogue) -> Json:
    return {
        "id": one.ticket.id,
        "number": one.ticket.number,
        "window": one.window,
        "state": one.ticket.state.value,
        "since": local(one.since, catalogue),
        "may_be_freed": one.may_be_freed,
        "may_be_taken": one.may_be_taken,
    }


def _printer(one: PrinterSign, language: str) -> Json:
    state = "well" if one.is_well and one.condition != "near_end" else one.condition or "silent"
    return {"name": one.name.said(language), "state": state, "is_well": one.is_well}


def services_json(catalogue: Catalogue, language: str) -> list[Json]:
    """List what can be added to a visit, with the queue that handles it."""
    return [
        {"code": one.code, "name": one.short.said(language), "queue": one.queue}
        for one in sorted(catalogue.services, key=lambda one: one.code)
    ]


def local(at: datetime | None, catalogue: Catalogue) -> str | None:
    """Write a moment as the hall's clocks show it: ISO 8601 with the hall's offset."""
    return at.astimezone(ZoneInfo(catalogue.hall.timezone)).isoformat(timespec="seconds") if at else None
