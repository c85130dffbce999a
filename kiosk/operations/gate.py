"""放号: what decides at one moment whether a visit gets a number, where it goes and how long it may take."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from kiosk.hall import admission, custody, routing
from kiosk.hall.calendar import local_day
from kiosk.hall.catalogue import Catalogue, Service
from kiosk.hall.errors import BadRequest, NotToday
from kiosk.hall.guide import checklist
from kiosk.hall.routing import Reason, Route, Wish
from kiosk.hall.ticket import Ticket
from kiosk.hall.wait import LAST, Outlook, PartsInstead
from kiosk.hall.words import NO_WORDS, Words
from kiosk.operations import views
from kiosk.storage.store import Reading


@dataclass(frozen=True, slots=True)
class Visit:
    """What somebody has come for, as far as he said; `in_parts` if he chose one window after the other.

    `custody` if he only leaves cash and his phone at the comprehensive window.
    `principals` is for how many a village assistant acts.
    """

    services: tuple[str, ...] = ()
    answers: Mapping[str, Mapping[str, str]] | None = None
    ticked: tuple[str, ...] = ()
    priority: str = ""
    needs: tuple[str, ...] = ()
    language: str = "zh"
    papers_missing: bool = False
    not_sure: bool = False
    place: str = ""
    elder: bool = False
    in_parts: bool = False
    custody: bool = False
    principals: int = 0

    def wish(self) -> Wish:
        """Say what routing must know."""
        return Wish(
            self.services,
            not_sure=self.not_sure,
            papers_missing=self.papers_missing,
            custody=self.custody,
        )


@dataclass(frozen=True, slots=True)
class Offer:
    """What a number would mean, said before it is taken.

    `may_run_late` when closing may come first; `suspended` is why its own queue is, if it is; `in_parts`
    when one number with a part for each window is sooner, or was chosen; `custody` is what leaving the
    cash at the comprehensive window would mean, where that is offered.
    """

    route: Route
    outlook: Outlook
    may_run_late: bool = False
    suspended: Words = NO_WORDS
    in_parts: PartsInstead | None = None
    custody: Outlook | None = None


class Gate:
    """The hall at one moment, as somebody meets it who wants a number."""

    def __init__(self, reading: Reading, at: datetime) -> None:
        self._reading = reading
        self._at = at
        self.catalogue = reading.catalogue(at)
        self._conditions = views.conditions(reading, at)
        self._line = views.line(reading, at)
        self._outlooks: dict[tuple[str, str], Outlook] = {}

    def admit(self, visit: Visit) -> Offer:
        """Say what a number would mean for a visit.

        Raises:
            UnknownService, UnknownAnswer, BadRequest: it names what the catalogue does not have.
            NothingChosen: it names nothing at all.
            NobodyServes, QuotaUsed, FullUntilClosing: there is no number for it now.
        """
        check(self.catalogue, visit)
        route = routing.choose(self.catalogue, visit.wish(), self._conditions)
        self._keep_quotas(visit, route.queue)
        outlook = self._outlook(visit, route)
        admission.refuse_hopeless(self.catalogue, route.queue, outlook, self._conditions)
        late = admission.may_run_late(self.catalogue, route.queue, outlook, self._at)
        parts = self._in_parts(visit, route)
        if parts and visit.in_parts:
            route = replace(route, reason=Reason.PARTS_IN_ORDER)
        suspended, custody = self._why_suspended(route.instead_of), self._custody(visit, route, outlook)
        return Offer(route, outlook, late, suspended, parts, custody)

    def outlook_of(self, newcomer: Ticket) -> Outlook:
        """Say what somebody may expect who takes this ticket now."""
        return self._line.outlook_for(newcomer)

    def _custody(self, visit: Visit, own: Route, outlook: Outlook) -> Outlook | None:
        """Offer to leave the cash where the wait may be long, and not longer at the window that takes it."""
        rules = self.catalogue.hall.custody
        allowed = custody.may_be_left([self.catalogue.service(code) for code in visit.services])
        if visit.custody or not allowed or not custody.is_long(outlook, rules):
            return None
        try:
            route = routing.choose(self.catalogue, replace(visit.wish(), custody=True), self._conditions)
        except (NotToday, routing.Suspended):
            return None
        instead = outlook if route.queue == own.queue else self._outlook(visit, route)
        return instead if custody.is_no_later(instead, outlook) else None

    def _in_parts(self, visit: Visit, route: Route) -> PartsInstead | None:
        """Whoever has chosen the parts gets them, though the gain may have shrunk meanwhile."""
        if route.reason is not Reason.SEVERAL_QUEUES:
            return None
        return (self._line.in_parts if visit.in_parts else self._line.parts_instead)(visit.services)

    def shut(self, services: tuple[Service, ...]) -> dict[str, NotToday]:
        """Say for which services nobody gets a number now, and why."""
        found = {}
        for service in services:
            try:
                self.admit(Visit((service.code,)))
            except NotToday as refusal:
                found[service.code] = refusal
        return found

    def _why_suspended(self, queue: str) -> Words:
        why = self._reading.suspensions.now(self._at).get(queue, "")
        return self.catalogue.hall.reasons.words(why) if why else NO_WORDS

    def _keep_quotas(self, visit: Visit, queue: str) -> None:
        """Whoever comes to ask, since papers are missing, takes no place of a quota."""
        if visit.papers_missing:
            return
        services = tuple(self.catalogue.service(code) for code in dict.fromkeys(visit.services))
        counted = admission.quotas_now(self.catalogue, services, self._at)
        day = local_day(self.catalogue, self._at)
        given = {
            (code, quota): self._reading.tickets.given(
                code, day, *admission.span_of(self.catalogue, quota, day)
            )
            for code, quota in counted
        }
        admission.refuse_used_up(self.catalogue, queue, given, self._at)

    def _outlook(self, visit: Visit, route: Route) -> Outlook:
        """Who goes first depends on queue and priority alone, so services of one queue share it."""
        key = (route.queue, visit.priority)
        if key not in self._outlooks:
            self._outlooks[key] = self._line.outlook_for(self._draft(visit, route))
        return self._outlooks[key]

    def _draft(self, visit: Visit, route: Route) -> Ticket:
        return Ticket(
            id=LAST,
            number=LAST,
            day=local_day(self.catalogue, self._at),
            token="",
            services=visit.services,
            route=route,
            taken_at=self._at,
            order_at=self._at,
            priority=visit.priority,
        )


def check(catalogue: Catalogue, visit: Visit) -> None:
    """See that a visit names only what the catalogue has.

    Raises:
        UnknownService, UnknownAnswer, BadRequest: it does not.
    """
    services = tuple(catalogue.service(code) for code in visit.services)
    checklist(services, visit.answers or {}, insist=False)
    if visit.priority and visit.priority not in {one.code for one in catalogue.hall.priorities}:
        raise BadRequest(f"priority {visit.priority}")
    if unknown := set(visit.needs) - {one.code for one in catalogue.hall.needs}:
        raise BadRequest(f"needs {', '.join(sorted(unknown))}")
