"""号票: one place in a queue, and the states it goes through; the steps are in `life`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from unicodedata import normalize

from kiosk.hall.part import Part
from kiosk.hall.routing import Route
from kiosk.hall.why import Because

DAYS_BACK = 31  # longer nobody keeps the slip of a number
NUMBER = re.compile(r"[A-Z]\d{3,6}")


class TicketState(StrEnum):
    """Where a ticket stands."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    HELD = "held"
    MISSED = "missed"
    DONE = "done"
    CANCELLED = "cancelled"
    ABANDONED = "abandoned"
    EXPIRED = "expired"
    PLANNED = "planned"  # a part whose turn comes after other parts
    BACK_OFFICE = "back_office"  # a part that nobody waits for
    RETURNED = "returned"  # a part that came back without being done


OPEN_STATES = frozenset(
    {
        TicketState.WAITING,
        TicketState.CALLED,
        TicketState.SERVING,
        TicketState.HELD,
        TicketState.MISSED,
        TicketState.PLANNED,
        TicketState.BACK_OFFICE,
    }
)
AT_WINDOW = frozenset({TicketState.CALLED, TicketState.SERVING})
STATE_WORDS: Mapping[TicketState, str] = {
    TicketState.WAITING: "等候中",
    TicketState.CALLED: "已叫号",
    TicketState.SERVING: "办理中",
    TicketState.HELD: "已挂起",
    TicketState.MISSED: "已过号",
    TicketState.DONE: "已办毕",
    TicketState.CANCELLED: "已取消",
    TicketState.ABANDONED: "已弃号",
    TicketState.EXPIRED: "已失效",
    TicketState.PLANNED: "待前一步办完",
    TicketState.BACK_OFFICE: "后台办理中",
    TicketState.RETURNED: "已退回",
}


@dataclass(frozen=True, slots=True)
class Ticket:
    """One place in a queue; it knows neither a name nor a phone.

    `order_at` is the time that orders it among its equals: the time it was taken, unless it was
    revived or let others go first. `id` is the local day and the number, unique in its hall for ever.
    """

    id: str
    number: str
    day: date
    token: str
    services: tuple[str, ...]
    route: Route
    taken_at: datetime
    order_at: datetime
    state: TicketState = TicketState.WAITING
    answers: Mapping[str, Mapping[str, str]] | None = None
    ticked: tuple[str, ...] = ()
    priority: str = ""
    needs: tuple[str, ...] = ()
    language: str = "zh"
    papers_missing: bool = False
    window: int | None = None
    called_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    recalls: int = 0
    revivals: int = 0
    delays: int = 0
    transferred_to: int | None = None
    because: Because | None = None
    part: Part | None = None
    parts: int = 0  # into how many parts the visit was split so far

    @property
    def queue(self) -> str:
        """The letter of the queue it waits in."""
        return self.route.queue

    @property
    def called_as(self) -> str:
        """The number on the citizen's paper, which board and voice say."""
        return self.part.number if self.part else self.number

    @property
    def visit(self) -> str:
        """The id of the ticket with which its citizen came: its own, or for a part that of its visit."""
        return self.part.visit if self.part else self.id

    @property
    def page(self) -> str:
        """The secret of its citizen's page; a part's is that of its visit."""
        return self.token.rpartition("-")[0] if self.part else self.token

    @property
    def walks(self) -> bool:
        """Whether a person comes when it is called."""
        return self.part is None or self.part.walks

    @property
    def why(self) -> str:
        """The name of the reason for its last call, or nothing while it has not been called."""
        return self.because.why.value if self.because else ""


def number_of(prefix: str, count: int) -> str:
    """Write a ticket number: the prefix and at least three digits (after A999 comes A1000)."""
    return f"{prefix}{count:03d}"


def ticket_id(day: date, number: str) -> str:
    """Name a ticket for ever within its hall."""
    return f"{day:%Y%m%d}-{number}"


def ids_of_number(text: str, today: date) -> tuple[str, ...]:
    """Name the last month's tickets that could bear a number, the newest first; none where it is none."""
    number = normalize("NFKC", text).upper()  # full-width letters too
    if not NUMBER.fullmatch(number):
        return ()
    return tuple(ticket_id(today - timedelta(days=ago), number) for ago in range(DAYS_BACK))
