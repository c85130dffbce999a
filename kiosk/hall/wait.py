"""预计等候: how many go first, and how long that may take."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import takewhile
from math import sqrt

from kiosk.hall.calendar import Span, hours_left, pauses
from kiosk.hall.catalogue import Catalogue
from kiosk.hall.queue import Order, Place, delayed_order
from kiosk.hall.routing import Reason, Route
from kiosk.hall.staffing import Staffing
from kiosk.hall.ticket import Ticket

SPREAD = 0.45  # one sigma of the log-normal service times in use for such halls
DAY_SPREAD = 0.2  # one sigma of a whole day's pace: on a peak day everything takes a fifth longer
ROUND_TO_S = 60
LONG_S, ROUND_LONG_TO_S = 1800, 300  # beyond half an hour single minutes would be a false exactness
LAST = "~" * 16  # a newcomer comes after all others of the same moment


@dataclass(frozen=True, slots=True)
class Range:
    """An honest wait, breaks included: at least `low` and at most `high` seconds in four of five visits."""

    low: int
    high: int

    @property
    def middle(self) -> float:
        """The middle of the range, in seconds."""
        return (self.low + self.high) / 2


@dataclass(frozen=True, slots=True)
class Outlook:
    """What somebody who waits may expect: who goes first, and the range (none when nobody serves)."""

    people_ahead: int
    expected_wait: Range | None


NOBODY_AHEAD = Outlook(0, None)


@dataclass(frozen=True, slots=True)
class PartsInstead:
    """A visit for several queues as one number with parts: the queues in order, and both waits."""

    queues: tuple[str, ...]
    together: Range
    in_parts: Range


@dataclass(frozen=True, slots=True)
class Line:
    """The hall's waiting tickets at one moment, and who serves them."""

    catalogue: Catalogue
    order: Order
    staffing: Staffing
    waiting: tuple[Ticket, ...]
    in_hand: Mapping[int, Ticket]
    at: datetime

    def outlook_of(self, ticket: Ticket) -> Outlook:
        """Say what one waiting ticket may expect."""
        before = self.before(ticket)
        return Outlook(len(before), self._expected(ticket, before))

    def before(self, ticket: Ticket) -> tuple[Ticket, ...]:
        """List the tickets that the order rule would call before this one if nobody else came."""
        calls = self.order.calls(self._lane(ticket), self.waiting, at=self.at)
        return tuple(
            choice.ticket for choice in takewhile(lambda choice: choice.ticket.id != ticket.id, calls)
        )

    def delayed(self, ticket_id: str, *, places: int) -> datetime | None:
        """Find the time that lets some people go before a waiting ticket; see `queue.delayed_order`."""
        ticket = next((one for one in self.waiting if one.id == ticket_id), None)
        if ticket is None:
            return None
        return delayed_order(self.order, self._lane(ticket), self.waiting, ticket, places=places, at=self.at)

    def outlooks(self) -> Mapping[str, Outlook]:
        """Say what every waiting ticket may expect; the order of each lane is made once."""
        lanes: dict[tuple[str, int | None], list[Ticket]] = {}
        for ticket in self.waiting:
            lanes.setdefault((ticket.queue, ticket.transferred_to), []).append(ticket)
        minutes = {ticket.id: self.usual_minutes(ticket) for ticket in self.waiting}
        return dict(found for members in lanes.values() for found in self._outlooks_in(members, minutes))

    def outlook_for(self, newcomer: Ticket) -> Outlook:
        """Say what somebody may expect who takes this ticket now."""
        before = self.order.all_before(self._lane(newcomer), self.waiting, newcomer)
        if before is not None:
            return Outlook(len(before), self._expected(newcomer, before))
        return replace(self, waiting=(*self.waiting, newcomer)).outlook_of(newcomer)

    def parts_instead(self, services: Sequence[str]) -> PartsInstead | None:
        """Say whether a visit for several queues would be over sooner in parts, one queue after the other.

        That is so when the comprehensive queue's expected wait exceeds the sum of the specialists' by
        `parts_offer_min`, and each of them has somebody to serve. The parts go in the order chosen.
        """
        margin = self.catalogue.hall.calls.parts_offer_min * 60
        found = self.in_parts(services) if margin else None
        if found is None or found.together.middle - found.in_parts.middle < margin:
            return None
        return found

    def in_parts(self, services: Sequence[str]) -> PartsInstead | None:
        """Say how long a visit would wait in parts and in the comprehensive queue; None: it cannot be parted.

        Each specialist queue must have somebody to serve, and none of them be the comprehensive one.
        """
        chosen = [self.catalogue.service(code) for code in dict.fromkeys(services)]
        letters = tuple(dict.fromkeys(one.queue for one in chosen))
        comprehensive = next(one.letter for one in self.catalogue.hall.queues if one.comprehensive)
        if len(letters) < 2 or comprehensive in letters:
            return None
        together = self._wait_in(comprehensive, [one.code for one in chosen])
        apart = [
            self._wait_in(letter, [one.code for one in chosen if one.queue == letter]) for letter in letters
        ]
        if together is None or not all(apart):
            return None
        in_parts = Range(sum(one.low for one in apart if one), sum(one.high for one in apart if one))
        return PartsInstead(letters, together, in_parts)

    def _wait_in(self, letter: str, codes: Sequence[str]) -> Range | None:
        route = Route(letter, Reason.ITS_OWN_QUEUE)
        newcomer = Ticket(LAST, LAST, self.at.date(), "", tuple(codes), route, self.at, self.at)
        return self.outlook_for(newcomer).expected_wait

    def _outlooks_in(
        self, members: Sequence[Ticket], minutes: Mapping[str, float]
    ) -> Iterator[tuple[str, Outlook]]:
        """Go down one lane once, adding up the minutes of those who go first."""
        ticket = members[0]
        servers = () if ticket.queue in self.staffing.suspended else self._servers(ticket)
        left = [self._left_of(self.in_hand[number]) for number in servers if number in self.in_hand]
        mine = {one.id for one in members}
        total, squares = sum(left), sum(one * one for one in left)
        hours = hours_left(self.catalogue, ticket.queue, self.at)
        for ahead, choice in enumerate(self.order.calls(self._lane(ticket), self.waiting, at=self.at)):
            if choice.ticket.id in mine:
                expected = spread(total, squares, servers=len(servers)) if servers else None
                yield choice.ticket.id, Outlook(ahead, expected and self._with_breaks(expected, hours))
            usual = minutes[choice.ticket.id]
            total, squares = total + usual, squares + usual * usual

    def _lane(self, ticket: Ticket) -> Place:
        """Find the place that calls a ticket; a suspended queue keeps its order, though nobody calls it."""
        if ticket.transferred_to is not None:
            place = self.staffing.place(self.catalogue, ticket.transferred_to)
        else:
            place = self.staffing.lane(self.catalogue, ticket.queue)
        return replace(place, suspended=place.suspended - {ticket.queue})

    def _expected(self, ticket: Ticket, before: Sequence[Ticket]) -> Range | None:
        servers = self._servers(ticket)
        if not servers or ticket.queue in self.staffing.suspended:
            return None
        left = [self._left_of(self.in_hand[number]) for number in servers if number in self.in_hand]
        total, squares = sum(left), sum(one * one for one in left)
        for services, count in Counter(one.services for one in before).items():
            usual = self.catalogue.usual_minutes(services)
            total, squares = total + count * usual, squares + count * usual * usual
        hours = hours_left(self.catalogue, ticket.queue, self.at)
        return self._with_breaks(spread(total, squares, servers=len(servers)), hours)

    def _with_breaks(self, served: Range, hours: Sequence[Span]) -> Range:
        """Add the breaks in which nobody is served to a wait in minutes of service."""
        low, high = (
            end + int(pauses(hours, self.at, timedelta(seconds=end)).total_seconds())
            for end in (served.low, served.high)
        )
        return Range(_rounded(low), -_rounded(-high))

    def _servers(self, ticket: Ticket) -> tuple[int, ...]:
        if ticket.transferred_to is not None and ticket.transferred_to in self.staffing.open_windows:
            return (ticket.transferred_to,)
        places = self.staffing.for_queue(self.catalogue, ticket.queue)
        return tuple(number for place in places for number in sorted(place.windows))

    def usual_minutes(self, ticket: Ticket) -> float:
        """Add up the usual minutes of a ticket's services; a consultation when it names none."""
        return self.catalogue.usual_minutes(ticket.services)

    def _left_of(self, ticket: Ticket) -> float:
        began = ticket.started_at or ticket.called_at or self.at
        spent = (self.at - began).total_seconds() / 60
        usual = self.usual_minutes(ticket)
        return max(usual - spent, usual / 4)


def spread(total: float, squares: float, *, servers: int) -> Range:
    """Turn usual service times in minutes, their sum and the sum of their squares, into a range.

    It is in whole minutes, told in seconds. Services are taken as independent with a log-normal spread, on
    a day whose pace is not known; the range is 1.28 sigma to both sides.
    """
    mean = total / servers
    sigma = sqrt(SPREAD**2 * squares + (DAY_SPREAD * total) ** 2) / servers
    low = max(0.0, mean - 1.28 * sigma) * 60
    high = (mean + 1.28 * sigma) * 60
    return Range(int(low // ROUND_TO_S) * ROUND_TO_S, int(-(-high // ROUND_TO_S)) * ROUND_TO_S)


def _rounded(seconds: int) -> int:
    step = ROUND_LONG_TO_S if abs(seconds) > LONG_S else ROUND_TO_S
    return seconds // step * step
