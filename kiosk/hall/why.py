"""为何叫他: why this ticket and no other was called, as facts to keep and as a sentence to read."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kiosk.hall.catalogue import Catalogue
from kiosk.hall.words import NO_WORDS, Words


class Why(StrEnum):
    """Why this ticket and no other was called."""

    FIRST_IN_LINE = "first_in_line"
    PRIORITY = "priority"
    ORDINARY_TURN = "ordinary_turn"
    WAITED_LONG = "waited_long"
    QUICK = "quick"
    NEXT_DAY_PLACE = "next_day_place"
    UNSTAFFED_QUEUE = "unstaffed_queue"
    HELPING = "helping"
    BY_NUMBER = "by_number"


BY_PROGRAM = Words("由接口指定", "called by another program")

LEADS: Mapping[Why, Words] = {
    Why.FIRST_IN_LINE: Words("按先后轮到", "It was this ticket's turn"),
    Why.PRIORITY: Words("优先对象（{priority}）先办", "Priority ({priority})"),
    Why.ORDINARY_TURN: Words(
        "上一位是优先叫号，这次轮到普通号",
        "The last call was a priority call, so an ordinary ticket was next",
    ),
    Why.WAITED_LONG: Words(
        "优先对象（{priority}）等候已久，排到其他优先对象之前",
        "Priority ({priority}) that has waited long goes before other priority tickets",
    ),
    Why.QUICK: Words("咨询、领取等快办的事，隔几位先叫一位", "A quick visit goes ahead every few calls"),
    Why.NEXT_DAY_PLACE: Words("前一天发的次日号，排在最前", "A place given the day before goes first"),
    Why.UNSTAFFED_QUEUE: Words(
        "{queue}没有人办理，由综合窗口按先后一起叫",
        "{queue} is not staffed, so General Services calls its tickets by time with its own",
    ),
    Why.HELPING: Words(
        "本窗口无人等候，帮{queue}叫号", "Nobody waited for this window, so it helped {queue}"
    ),
    Why.BY_NUMBER: Words("工作人员提前叫号：{reason}", "Called early by the staff: {reason}"),
}
IN_LINE = Words(
    "；等了 {minutes} 分钟，按先后在 {waiting} 人中排第 {place}",
    "; waited {minutes} min, number {place} of {waiting} by time",
)
ALONE = Words("；等了 {minutes} 分钟，当时没有别人等候", "; waited {minutes} min, nobody else was waiting")
CLASS = Words("，优先对象（{priority}）", ", priority ({priority})")
NO_REASON = Words("没有写原因", "no reason was given")
SHOWS_CLASS = frozenset({Why.HELPING, Why.UNSTAFFED_QUEUE})


@dataclass(frozen=True, slots=True)
class Because:
    """Why a ticket was called: ids and numbers, never a name.

    It was number `place` by time among the `waiting` tickets that the window could have called with it,
    and had waited `waited_s` seconds; `priority` is its class. `reason` and `by` say why and by whom
    (an account, or a program's label) somebody called it before its turn.
    """

    why: Why
    place: int = 0
    waiting: int = 0
    waited_s: int = 0
    priority: str = ""
    reason: str = ""
    by: str = ""


def sentence(because: Because, catalogue: Catalogue, letter: str) -> Words:
    """Say in one sentence why a ticket of a queue was called, for the clerk and for its owner alike."""
    known = {one.code: one.name for one in catalogue.hall.priorities}
    priority = known.get(because.priority, NO_WORDS)
    parts = [LEADS[because.why]]
    parts += [CLASS] if priority and because.why in SHOWS_CLASS else []
    parts += [_in_line(because)] if because.waiting else []
    reason = _reason(because, catalogue)
    queue = catalogue.queue(letter).name

    def said(language: str) -> str:
        facts = {
            "priority": priority.said(language),
            "queue": queue.said(language),
            "reason": reason.said(language),
            "minutes": because.waited_s // 60,
            "waiting": because.waiting,
            "place": because.place,
        }
        return "".join(part.said(language).format(**facts) for part in parts)

    return Words(said("zh"), said("en"))


def _reason(because: Because, catalogue: Catalogue) -> Words:
    if because.reason == BY_PROGRAM.zh:
        return BY_PROGRAM
    return catalogue.hall.reasons.words(because.reason) if because.reason else NO_REASON


def _in_line(because: Because) -> Words:
    if because.why is Why.NEXT_DAY_PLACE:
        return NO_WORDS
    return ALONE if because.waiting == 1 else IN_LINE
