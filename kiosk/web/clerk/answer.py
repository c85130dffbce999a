"""回答: what a key is told: what was done, what can be taken back, and what its desk shows from then on."""

from collections.abc import Iterable
from typing import Any

from kiosk.hall.ticket import Ticket
from kiosk.operations import desk
from kiosk.web import language
from kiosk.web.clerk.shapes import desk_json
from kiosk.web.context import hall

Answer = dict[str, Any]
UNDOABLE = frozenset({"call", "miss", "transfer", "finish", "drop-priority", "close"})


def done(
    window: int, act: str, ticket: Ticket, /, *, before: Iterable[Answer] = (), **more: object
) -> Answer:
    """Answer an act on a ticket; `before` are other steps of it that can be taken back too."""
    step = {"act": act, "ticket": ticket.id, "number": ticket.number}
    return said(window, act, **{**step, "undo": [*before, *([step] if act in UNDOABLE else [])], **more})


def said(window: int, act: str, /, **more: object) -> Answer:
    """Answer an act; the desk as it is now comes with it, for its live stream may come after the next key."""
    seen = desk.desk_now(hall().store, window=window, at=hall().now())
    return {"act": act, "undo": [], "desk": desk_json(seen, hall().catalogue(), language.chosen()), **more}
