"""A ticket as a row of its table, and back."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from kiosk.hall.routing import Reason, Route
from kiosk.hall.ticket import Ticket, TicketState
from kiosk.hall.why import Because, Why
from kiosk.storage.runner import Row


def ticket_of(row: Row) -> Ticket:
    """Read a ticket."""
    return ticket_from(row._asdict())


def ticket_from(row: Mapping[str, Any]) -> Ticket:
    """Read a ticket from the values of its columns, by name."""
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
        transferred_to=row["transferred_to"],
        because=_because(row),
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
        "transferred_to": ticket.transferred_to,
        "why": ticket.why,
        "because": _facts(ticket.because),
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


def plain(value: Any) -> Any:
    """Write the value of a column so that JSON can keep it."""
    return value.isoformat() if isinstance(value, date | datetime) else value


def lively(name: str, value: Any) -> Any:
    """Read the value of a column back from JSON."""
    if value is None or not (name == "day" or name.endswith("_at")):
        return value
    return date.fromisoformat(value) if name == "day" else datetime.fromisoformat(value)
