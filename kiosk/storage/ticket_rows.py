"""A ticket as a row, and a row as a ticket."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from kiosk.hall.part import Outcome, Part, PartKind
from kiosk.hall.routing import Reason, Route
from kiosk.hall.ticket import Ticket, TicketState

NO_PART = Part("", "", 0, 0, PartKind.WALK)


def ticket_of(row: Mapping[str, Any]) -> Ticket:
    """Read a ticket from its row."""
    return Ticket(
        id=row["id"],
        number=row["number"],
        day=row["day"],
        token=row["token"],
        services=tuple(row["services"]),
        route=Route(row["queue"], Reason(row["reason"]), row["instead_of"]),
        taken_at=row["taken_at"],
        order_at=row["order_at"],
        state=TicketState(row["state"]),
        answers=row["answers"],
        ticked=tuple(row["ticked"]),
        priority=row["priority"],
        needs=tuple(row["needs"]),
        language=row["language"],
        papers_missing=row["papers_missing"],
        window=row["window"],
        called_at=row["called_at"],
        started_at=row["started_at"],
        ended_at=row["ended_at"],
        recalls=row["recalls"],
        revivals=row["revivals"],
        delays=row.get("delays", 0),  # an act kept for undoing may be older than this column
        transferred_to=row["transferred_to"],
        why=row["why"],
        part=_part_of(row),
        parts=row.get("parts", 0),
    )


def row_of(ticket: Ticket) -> dict[str, Any]:
    """Write a ticket as a row."""
    return {
        "id": ticket.id,
        "number": ticket.number,
        "day": ticket.day,
        "token": ticket.token,
        "queue": ticket.route.queue,
        "reason": ticket.route.reason.value,
        "instead_of": ticket.route.instead_of,
        "services": list(ticket.services),
        "answers": _answers(ticket),
        "ticked": list(ticket.ticked),
        "priority": ticket.priority,
        "needs": list(ticket.needs),
        "language": ticket.language,
        "papers_missing": ticket.papers_missing,
        "state": ticket.state.value,
        "window": ticket.window,
        "taken_at": ticket.taken_at,
        "order_at": ticket.order_at,
        "called_at": ticket.called_at,
        "started_at": ticket.started_at,
        "ended_at": ticket.ended_at,
        "recalls": ticket.recalls,
        "revivals": ticket.revivals,
        "delays": ticket.delays,
        "transferred_to": ticket.transferred_to,
        "why": ticket.why,
        "parts": ticket.parts,
        **_part_columns(ticket.part or NO_PART),
    }


def _answers(ticket: Ticket) -> dict[str, dict[str, str]] | None:
    return None if ticket.answers is None else {code: dict(given) for code, given in ticket.answers.items()}


def _part_of(row: Mapping[str, Any]) -> Part | None:
    if not row.get("part_visit"):  # an act kept for undoing may be older than these columns
        return None
    return Part(
        visit=row["part_visit"],
        number=row["part_number"],
        batch=row["part_batch"],
        step=row["part_step"],
        kind=PartKind(row["part_kind"]),
        from_window=row["part_from"],
        due_at=row["part_due_at"],
        note=row["part_note"],
        outcome=Outcome(row["part_outcome"]) if row["part_outcome"] else None,
        words=row["part_words"],
    )


def _part_columns(part: Part) -> dict[str, Any]:
    return {
        "part_visit": part.visit,
        "part_number": part.number,
        "part_batch": part.batch,
        "part_step": part.step,
        "part_kind": part.kind.value if part.visit else "",
        "part_from": part.from_window,
        "part_due_at": part.due_at,
        "part_note": part.note,
        "part_outcome": part.outcome.value if part.outcome else "",
        "part_words": part.words,
    }


def plain(value: Any) -> Any:
    """Write a value of a row so that JSON can hold it."""
    return value.isoformat() if isinstance(value, date | datetime) else value


def lively(name: str, value: Any) -> Any:
    """Read back a value that `plain` wrote."""
    if value is None or not (name == "day" or name.endswith("_at")):
        return value
    return date.fromisoformat(value) if name == "day" else datetime.fromisoformat(value)
