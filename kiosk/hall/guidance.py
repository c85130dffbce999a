"""轮到哪一步: what the citizen of a visit in parts is to do now, in one sentence for his one number."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kiosk.hall.part import OUTCOME_WORDS, Outcome, PartKind
from kiosk.hall.ticket import Ticket, TicketState
from kiosk.hall.visit import outstanding
from kiosk.hall.words import Words


class Standing(StrEnum):
    """How a visit in parts stands when no call of a part matters to its citizen."""

    ELSEWHERE = "elsewhere"  # his papers are at other windows; he waits
    BACK = "back"  # everything is back; he goes to the window that split the visit


@dataclass(frozen=True, slots=True)
class Guidance:
    """The ticket of a visit whose call matters to the citizen now, and how the visit stands in his eyes."""

    ticket: Ticket
    standing: str


def guidance_of(
    visit: Ticket, parts: Sequence[Ticket], *, ahead: Mapping[str, int], revivable: Collection[str]
) -> Guidance:
    """Say which part comes first: one that is called, served, may be revived, or waits with fewest ahead.

    `ahead` is how many people go before a waiting part, `revivable` the missed parts that may come back.
    """
    if visit.state is not TicketState.HELD or not parts:
        return Guidance(visit, visit.state.value)
    mine = [part for part in parts if part.walks]
    for state in (TicketState.CALLED, TicketState.SERVING):
        for part in mine:
            if part.state is state:
                return Guidance(part, state.value)
    for part in mine:
        if part.id in revivable:
            return Guidance(part, TicketState.MISSED.value)
    waiting = [part for part in mine if part.state is TicketState.WAITING]
    if waiting:
        first = min(waiting, key=lambda part: (ahead.get(part.id, len(ahead)), part.number))
        return Guidance(first, TicketState.WAITING.value)
    away = [part for part in outstanding(parts) if part.state is not TicketState.MISSED]
    return Guidance(visit, Standing.ELSEWHERE if away or visit.window is None else Standing.BACK)


WALK_WORDS: Mapping[TicketState, Words] = {
    TicketState.WAITING: Words("等候叫号", "waiting for its call"),
    TicketState.CALLED: Words("请到 {0} 号窗口", "please go to window {0}"),
    TicketState.SERVING: Words("{0} 号窗口正在办", "being done at window {0}"),
    TicketState.MISSED: Words("叫过您了，您不在", "called while you were away"),
    TicketState.PLANNED: Words("等前一步办完", "after the step before"),
    TicketState.DONE: Words("已办好", "done"),
    TicketState.RETURNED: Words("没有办成：{1}", "not done: {1}"),
    TicketState.ABANDONED: Words("没有去办", "nobody came"),
    TicketState.EXPIRED: Words("已失效", "expired"),
}
AWAY_WORDS: Mapping[TicketState, Words] = {
    TicketState.WAITING: Words("材料在那里，您不用过去", "your papers are there, you need not go"),
    TicketState.BACK_OFFICE: Words("后台办理中，{2} 前办好", "in the back office, done by {2}"),
}


def in_words(part: Ticket, due: str) -> Words:
    """Say to the citizen how one part of his visit stands; `due` is the day it is promised for."""
    state = part.state
    if not part.walks and state in {TicketState.CALLED, TicketState.SERVING}:
        state = TicketState.SERVING
    words = WALK_WORDS.get(state, AWAY_WORDS[TicketState.BACK_OFFICE])
    if not part.walks:
        words = AWAY_WORDS.get(state, words)
    outcome = OUTCOME_WORDS[(part.part and part.part.outcome) or Outcome.OTHER]
    return Words(
        words.zh.format(part.window, outcome.zh, due), words.said("en").format(part.window, outcome.en, due)
    )


def shown_to_citizen(parts: Sequence[Ticket]) -> tuple[Ticket, ...]:
    """Leave out what is between the windows: questions to colleagues, and parts that nobody needs."""
    return tuple(
        part
        for part in parts
        if part.part is not None
        and part.part.kind is not PartKind.CONSULT
        and part.state is not TicketState.CANCELLED
    )
