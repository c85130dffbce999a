"""Whether every answer fits some moment between its request and its arrival, and none failed for nothing."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate

from kiosk.hall.catalogue import Catalogue
from kiosk.hall.events import TicketMissed
from kiosk.hall.ticket import Ticket
from kiosk.hall.ticket import TicketState as S
from tests.history.acts import Act, Attempt
from tests.history.deeds import Log, counted, deed_of, finished_by_a_call, places
from tests.history.moments import Moments
from tests.history.trouble import Trouble, calm
from tests.play.chronicle import RULES, Life

Spells = tuple[
    list[float], list[float]
]  # since when some ticket waits, and until when the longest of them does
ALLOWED: Mapping[str, frozenset[S]] = {
    "call": frozenset({S.WAITING}),
    "start": frozenset({S.CALLED}),
    "finish": frozenset({S.CALLED, S.SERVING}),
    "hold": frozenset({S.SERVING}),
    "resume": frozenset({S.HELD}),
    "recall": frozenset({S.CALLED}),
    "miss": frozenset({S.CALLED}),
    "revive": frozenset({S.MISSED}),
    "cancel": frozenset({S.WAITING, S.MISSED}),
}


class Answers:
    """What the hall said, beside what it can have known."""

    def __init__(
        self, acts: Sequence[Act], log: Log, rows: Mapping[str, Ticket], office: Catalogue, moments: Moments
    ) -> None:
        self._acts, self._log, self._rows, self._office = acts, log, rows, office
        self._moments = moments
        self._waits = self._waiting()
        self._late_to_revive = self._too_late()

    def unexplained(self) -> Iterator[str]:
        """List the answers that fit no moment."""
        for act in self._acts:
            for attempt in act.told:
                if fault := self._fault(act, attempt):
                    what = f"{act.key} ({act.verb} {act.ticket or act.window})"
                    yield f"{what} was told {attempt.status}: {fault}"
        yield from self._refused_what_was_done()

    def _fault(self, act: Act, attempt: Attempt) -> str:
        if attempt.answer is not None:
            return self._seen(attempt)
        if attempt.status == 204 and act.verb == "call" and not act.ticket:
            return self._nobody(act, attempt)
        if attempt.status == 409 and act.verb in ALLOWED:
            return self._refused(act, attempt)
        return "" if attempt.status == 200 else "nothing explains it"

    def _seen(self, attempt: Attempt) -> str:
        """A ticket is shown as it stood."""
        seen = attempt.answer or {}
        past = self._moments.tickets.get(seen.get("id", ""))
        if past is None or "state" not in seen:
            return ""
        could = self._moments.can_be(past, attempt.begun, attempt.ended)
        if any((one.state.value, one.window) == (seen["state"], seen["window"]) for one in could):
            return ""
        return f"{seen['state']} at {seen['window']}, where it was {_named(could)}"

    def _nobody(self, act: Act, attempt: Attempt) -> str:
        """Whom a window may call did not wait all the while."""
        place = self._office.window(act.window)
        today = self._moments.first_day(act.asked, attempt.ended)
        for (queue, day), (since, until) in self._waits.items():
            if day > today or queue not in {*place.queues, *place.helps}:
                continue
            n = bisect_right(since, act.asked)  # the first request of a press may have decided
            if n and until[n - 1] > attempt.ended:
                return f"somebody waited in queue {queue} all the while"
        return ""

    def _refused(self, act: Act, attempt: Attempt) -> str:
        """At some moment the ticket, or its window, stood so that the hall had to say no."""
        windows = self._moments.windows
        there = self._moments.can_be(windows[act.window], attempt.begun, attempt.ended)
        if act.verb == "call" and any(one.state != "open" for one in there):
            return ""
        if not act.ticket:
            return "the window was open"
        if act.verb == "resume" and any(one.in_hand not in ("", act.ticket) for one in there):
            return ""
        past = self._moments.tickets.get(act.ticket)
        if past is None:
            return ""
        could = self._moments.can_be(past, attempt.begun, attempt.ended)
        later = self._rows[act.ticket].day > self._moments.first_day(attempt.begun, attempt.ended)
        if any(self._may_refuse(act, one, later=later) for one in could):
            return ""
        return f"it was {_named(could)}"

    def _may_refuse(self, act: Act, life: Life, *, later: bool) -> bool:
        if life.state not in ALLOWED[act.verb]:
            return True
        match act.verb:
            case "call":
                return later
            case "recall":
                return life.recalls >= RULES.recalls
            case "revive":
                return life.revivals >= RULES.revivals or act.ticket in self._late_to_revive
            case _:
                return False

    def _refused_what_was_done(self) -> Iterator[str]:
        """A press that was done and lost its answer is told so when it comes again, and is not refused."""
        by_a_call = finished_by_a_call(self._log)
        logged = places([one for one in self._log if one[0] not in by_a_call])
        others = counted(act for act in self._acts if act.acknowledged or (act.open and not act.told))
        for act in self._acts:
            deed = deed_of(act)
            if not (act.open and act.told and deed and len(logged[deed]) > others[deed]):
                continue
            for seq in logged[deed]:
                if act.asked <= self._moments.latest[seq] < act.told[0].begun:
                    yield f"{act.key} ({act.verb}) was refused, though event {seq} is its own"

    def _waiting(self) -> dict[tuple[str, date], Spells]:
        spells = defaultdict[tuple[str, date], list[tuple[float, float]]](list)
        for name in self._moments.tickets:
            row = self._rows.get(name)
            if row is not None:
                spells[row.queue, row.day] += self._moments.spells(name, S.WAITING)
        ordered = {key: sorted(some) for key, some in spells.items()}
        return {
            key: ([one for one, _ in some], list(accumulate((until for _, until in some), max)))
            for key, some in ordered.items()
        }

    def _too_late(self) -> set[str]:
        newest = max((at for _, at, _ in self._log), default=None)
        limit = timedelta(minutes=RULES.revive_within_min)
        return {
            event.ticket
            for _, at, event in self._log
            if isinstance(event, TicketMissed) and newest and newest - at > limit
        }


def in_calm(acts: Sequence[Act], troubles: Sequence[Trouble]) -> Iterator[str]:
    """Nobody is left without an answer while nothing is broken, and all are answered when it is over."""
    for act in acts:
        for one in act.attempts:
            if one.failed and calm(troubles, one.begun, one.ended):
                yield f"{act.key} ({act.verb}) failed in calm: {one.status or 'no answer'}"
    over = max((one.ended for one in troubles), default=0.0)
    answered = {act.who for act in acts for one in act.told if one.begun >= over}
    yield from (f"{who} was not answered again" for who in sorted({act.who for act in acts} - answered))


def _named(lives: Sequence[Life]) -> str:
    return " or ".join(f"{one.state.value} at {one.window}" for one in lives)
