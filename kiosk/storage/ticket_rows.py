"""A ticket as a row of its table, and back."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from kiosk.hall.part import Outcome, Part, PartKind
from kiosk.hall.routing import Reason, Route
from kiosk.hall.ticket import Ticket, TicketState
from kiosk.hall.why import Because, Why
from kiosk.storage.runner import Row

NO_PART = Part("", "", 0, 0, PartKind.WALK)


def ticket_of(row: Row) -> Ticket:
    """Read a ticket."""
    return ticket_from(row._asdict())


def ticket_from(row: Mapping[str, Any]) -> Ticket:
    """Read a ticket from the values of its columns, by name; an act kept for undoing may lack the newest."""
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
        delays=row.get("delays", 0),
        transferred_to=row["transferred_to"],
        because=_because(row),
        part=_part_of(row),
        parts=row.get("parts", 0),
    )


def row_of(ticket: Ticket) -> dict[str, Any]:
    """Write a ticket as the values of its columns, by name."""
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
        "because": _facts(ticket.because),
        "parts": ticket.parts,
        **_part_columns(ticket.part or NO_PART),
    }


def _because(row: Mapping[str, Any]) -> Because | None:
    """Read why a ticket was called; one that an older version called has the name of the reason only."""
    if not row["why"]:
        return None
    return Because(Why(row["why"]), **(row.get("because") or {}))


def _facts(because: Because | None) -> dict[str, Any] | None:
    return {name: value for name, value in asdict(because).items() if name != "why"} if because else None


def _answers(ticket: Ticket) -> dict[str, dict[str, str]] | None:
    return None if ticket.answers is None else {code: dict(given) for code, given in ticket.answers.items()}


def _part_of(row: Mapping[str, Any]) -> Part | None:
    if not row.get("part_visit"):
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
    """Write the value of a column so that JSON can keep it."""
    return value.isoformat() if isinstance(value, date | datetime) else value


def lively(name: str, value: Any) -> Any:
    """Read the value of a column back from JSON."""
    if value is None or not (name == "day" or name.endswith("_at")):
        return value
    return date.fromisoformat(value) if name == "day" else datetime.fromisoformat(value)
