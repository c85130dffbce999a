"""分流: which queue is right for a visit, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.hall.calendar import closed_for_today, opens_next
from kiosk.hall.catalogue import Catalogue, Queue, Service, ServiceKind
from kiosk.hall.errors import HallError, NotToday
from kiosk.hall.hours import said_when
from kiosk.hall.words import Words


class NobodyServes(NotToday):
    """No queue can take this visit today."""

    zh = "{0}今天不再受理，请{2} 再来。可把委托和电话留给工作人员，或先打印清单。"
    en = "{1} is not served any more today. Please come {3}, or leave your request and phone with the staff."


class Suspended(HallError):
    """The queue is suspended, and nobody takes its visits instead."""

    zh = "{0}暂停办理，请看大屏上的原因，或留下电话，恢复后通知您。"
    en = "{1} is suspended. Please see the board for the reason, or leave your phone with the staff."


class NotForCustody(HallError):
    """Nobody may pay for this service with cash that somebody else leaves."""

    status = 422
    zh = "{0} 不能代收代缴，须本人到窗口办理。"
    en = "Cash cannot be left for {1}; the person has to come to the window."


class NothingChosen(HallError):
    """A visit names no service at all."""

    status = 422
    zh = "还没有选择要办的事项。"
    en = "No service has been chosen."


class Reason(StrEnum):
    """Why a visit goes to its queue."""

    ITS_OWN_QUEUE = "its_own_queue"
    SAME_QUEUE = "same_queue"
    SEVERAL_QUEUES = "several_queues"
    NOT_SURE = "not_sure"
    PAPERS_MISSING = "papers_missing"
    CONSULT = "consult"
    QUEUE_SHUT = "queue_shut"
    QUEUE_SUSPENDED = "queue_suspended"
    TRANSFERRED = "transferred"
    WRITTEN = "written"
    SPLIT = "split"
    PARTS_IN_ORDER = "parts_in_order"
    NEXT_DAY_PLACE = "next_day_place"
    CUSTODY = "custody"


REASON_WORDS: Mapping[Reason, Words] = {
    Reason.ITS_OWN_QUEUE: Words("此事项由{0}办理", "{0} handles this service"),
    Reason.SAME_QUEUE: Words("所选事项都由{0}办理", "{0} handles everything you chose"),
    Reason.SEVERAL_QUEUES: Words(
        "涉及多个窗口，由{0}一次受理", "Several windows are involved; {0} takes them all at once"
    ),
    Reason.NOT_SURE: Words("不确定到哪个窗口，由{0}接待", "{0} helps when you are not sure"),
    Reason.PAPERS_MISSING: Words(
        "材料未齐，先到{0}问清楚", "Papers are not complete; {0} tells you what to do"
    ),
    Reason.CONSULT: Words("咨询由{0}接待", "{0} answers questions"),
    Reason.QUEUE_SHUT: Words(
        "{1}今天已停止受理，由{0}代为受理", "{1} is closed for today; {0} takes it instead"
    ),
    Reason.QUEUE_SUSPENDED: Words("{1}暂停受理，由{0}代为受理", "{1} is suspended; {0} takes it instead"),
    Reason.TRANSFERRED: Words(
        "由窗口转来，保留原取号时间", "Sent on by a window; your original time is kept"
    ),
    Reason.WRITTEN: Words("应急号，按手写的时间排队", "An emergency number, by the time written on it"),
    Reason.SPLIT: Words(
        "由窗口分办，保留原取号时间", "A part of a visit, handed over by a window; its original time is kept"
    ),
    Reason.PARTS_IN_ORDER: Words("一个号依次到各窗口办理", "One number, one window after the other"),
    Reason.NEXT_DAY_PLACE: Words("次日号：当天排在最前", "A place for the next day: first in line that day"),
    Reason.CUSTODY: Words(
        "代收：现金交{0}代缴，办好回电", "Custody: leave the cash with {0} and be called back"
    ),
}


AS_ANNOUNCED = Words("按大厅公告的时间", "when the hall announces")


@dataclass(frozen=True, slots=True)
class Route:
    """The queue chosen and the reason for it."""

    queue: str
    reason: Reason
    instead_of: str = ""

    def said(self, catalogue: Catalogue, language: str) -> str:
        """Say the reason in words that fit screen and paper."""
        own = catalogue.queue(self.queue).name.said(language)
        other = catalogue.queue(self.instead_of).name.said(language) if self.instead_of else ""
        return REASON_WORDS[self.reason].said(language).format(own, other)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a visit is for, as far as routing is concerned."""

    services: tuple[str, ...] = ()
    not_sure: bool = False
    papers_missing: bool = False
    custody: bool = False


@dataclass(frozen=True, slots=True)
class Conditions:
    """What holds in the hall at this moment.

    `suspended` are the letters of queues suspended for the rest of the day; `stop_lifted` says that a
    director lets tickets be taken after hours. Who has signed in at a window is not among them.
    """

    at: datetime
    suspended: frozenset[str] = frozenset()
    stop_lifted: bool = False


def choose(catalogue: Catalogue, wish: Wish, conditions: Conditions) -> Route:
    """Choose the one queue for a visit.

    Raises:
        UnknownService: a code is not in the catalogue.
        NothingChosen: there is no service and no question either.
        NotForCustody: cash is to be left for a service that does not allow it.
        NobodyServes: neither the right queue nor the comprehensive one takes visits today.
        Suspended: the queue is suspended, and nobody takes its visits instead.
    """
    services = tuple(catalogue.service(code) for code in dict.fromkeys(wish.services))
    if not services and not (wish.not_sure or wish.papers_missing):
        raise NothingChosen
    route = _wanted(catalogue, services, wish)
    if serves_today(catalogue, route.queue, conditions):
        return route
    return _instead(catalogue, route, conditions)


def must_allow_custody(services: Sequence[Service]) -> None:
    """See that cash may be left for all of these services.

    Raises:
        NotForCustody: it may not for one of them, which is named.
        NothingChosen: there is none.
    """
    if not services:
        raise NothingChosen
    for service in services:
        if not service.custody_allowed:
            raise NotForCustody(service.name.zh, service.name.said("en"))


def serves_today(catalogue: Catalogue, letter: str, conditions: Conditions) -> bool:
    """Tell whether a queue takes visits today, by schedule and suspension alone."""
    if letter in conditions.suspended:
        return False
    return conditions.stop_lifted or not closed_for_today(catalogue, letter, conditions.at)


def _wanted(catalogue: Catalogue, services: tuple[Service, ...], wish: Wish) -> Route:
    comprehensive = _comprehensive(catalogue).letter
    letters = {service.queue for service in services}
    if wish.custody:
        must_allow_custody(services)
        return Route(comprehensive, Reason.CUSTODY)
    if wish.papers_missing:
        return Route(comprehensive, Reason.PAPERS_MISSING)
    if wish.not_sure or not services:
        return Route(comprehensive, Reason.NOT_SURE)
    if any(service.kind is ServiceKind.CONSULT for service in services):
        return Route(comprehensive, Reason.CONSULT)
    if len(letters) > 1:
        return Route(comprehensive, Reason.SEVERAL_QUEUES)
    return Route(letters.pop(), Reason.SAME_QUEUE if len(services) > 1 else Reason.ITS_OWN_QUEUE)


def _instead(catalogue: Catalogue, route: Route, conditions: Conditions) -> Route:
    comprehensive = _comprehensive(catalogue)
    helped = {
        letter
        for window in catalogue.hall.windows
        for letter in _reach(window.queues, window.helps, comprehensive)
    }
    if (
        route.queue != comprehensive.letter
        and route.queue in helped
        and serves_today(catalogue, comprehensive.letter, conditions)
    ):
        reason = Reason.QUEUE_SUSPENDED if route.queue in conditions.suspended else Reason.QUEUE_SHUT
        return Route(comprehensive.letter, reason, instead_of=route.queue)
    queue = catalogue.queue(route.queue)
    if route.queue in conditions.suspended:
        raise Suspended(queue.name.zh, queue.name.said("en"))
    opens = opens_next(catalogue, route.queue, conditions.at)
    again = said_when(catalogue, opens, conditions.at) if opens else AS_ANNOUNCED
    raise NobodyServes(queue.name.zh, queue.name.said("en"), again.zh, again.en)


def _reach(queues: tuple[str, ...], helps: tuple[str, ...], comprehensive: Queue) -> tuple[str, ...]:
    return helps if comprehensive.letter in queues else ()


def _comprehensive(catalogue: Catalogue) -> Queue:
    return next(queue for queue in catalogue.hall.queues if queue.comprehensive)
