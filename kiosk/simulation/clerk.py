"""窗口人员: a clerk's day: call, wait, serve, send on, and call again."""

from collections import deque
from collections.abc import Sequence
from datetime import timedelta
from random import Random

from kiosk.simulation import figures as of
from kiosk.simulation.api import Refused
from kiosk.simulation.record import Person
from kiosk.simulation.scene import Scene

LOOKS_UP = timedelta(minutes=10)  # an idle clerk, though nobody told him; somebody may have come by himself
TRIES_AGAIN = timedelta(minutes=1)


class Clerk:
    """One window and who sits there."""

    def __init__(
        self, scene: Scene, number: int, queues: Sequence[str], helps: Sequence[str], numbers: Random
    ) -> None:
        self.number = number
        self.queues = tuple(queues)
        self.helps = tuple(helps)
        self._scene = scene
        self._random = numbers
        self._is_idle = True
        self._turn = 0
        self._back: deque[Person] = deque()

    def wake(self) -> None:
        """Look up: somebody may be waiting."""
        self._look_up(matters=True)

    def _look_up(self, *, matters: bool) -> None:
        if self._is_idle:
            self._is_idle = False
            self._scene.later(self._reaction(), self._next, matters=matters)

    def welcome(self, person: Person) -> None:
        """Take back somebody who was sent to fetch a paper."""
        self._back.append(person)
        self.wake()

    def _next(self) -> None:
        if self._back:
            self._resume(self._back.popleft())
            return
        try:
            ticket = self._scene.api.call(self.number)
        except Refused as refused:
            self._scene.record.faults.append(f"窗口 window {self.number}: {refused}")
            self._scene.later(TRIES_AGAIN, self._next, matters=False)
            return
        if ticket is None:
            self._rest()
            return
        person = self._scene.known(ticket)
        heard = person.calls
        person.was_called(ticket)
        if person.visit.hears(heard, person.waited):
            self._scene.later(person.visit.walks, lambda: self._start(person))
        else:
            self._await(person)

    def _rest(self) -> None:
        self._is_idle = True
        self._turn += 1
        turn = self._turn

        def look() -> None:
            if turn == self._turn:  # else he was called up meanwhile
                self._look_up(matters=False)

        self._scene.later(LOOKS_UP, look, matters=False)

    def _await(self, person: Person) -> None:
        """Call again as often as the rule allows, then let him pass."""
        rules = self._scene.rules
        for n in range(1, int(rules["recalls"]) + 1):
            again = timedelta(seconds=rules["recall_after_s"] * n)
            self._scene.later(again, lambda: self._recall(person))
        last = max(rules["miss_after_s"], rules["recall_after_s"] * rules["recalls"] + 1)
        self._scene.later(timedelta(seconds=last), lambda: self._miss(person))

    def _recall(self, person: Person) -> None:
        if person.state == "called":
            self._scene.act(person, "recall")

    def _miss(self, person: Person) -> None:
        if self._scene.act(person, "miss"):
            person.misses += 1
            returns = person.visit.returns
            if returns is not None and person.misses <= self._scene.rules["revivals"]:
                self._scene.later(returns, lambda: self._revive(person))
        self._scene.later(self._reaction(), self._next)

    def _revive(self, person: Person) -> None:
        """Let him back into his queue; he may have come too late, which the hall is right to say."""
        if person.state == "missed" and self._scene.act(person, "revive", "too-late-to-revive"):
            self._scene.wake(person.queue)

    def _start(self, person: Person) -> None:
        if not self._scene.act(person, "start"):
            self._scene.later(self._reaction(), self._next)
            return
        stays = person.visit.stays_there if person.is_sent_on else person.visit.stays
        self._scene.later(stays, lambda: self._end(person))

    def _end(self, person: Person) -> None:
        """Send him on, or to fetch what is missing, or home; then it is the next one's turn."""
        there = self._scene.desk_of(person.visit.sent_on)
        if person.visit.fetches and not person.has_fetched:
            self._hold(person, person.visit.fetches)
        elif there and there.number != self.number and not person.is_sent_on:
            person.is_sent_on = self._scene.act(person, "transfer", window=there.number)
            there.wake()
        else:
            self._scene.act(person, "finish")
        self._scene.later(self._reaction(), self._next)

    def _hold(self, person: Person, away: timedelta) -> None:
        person.has_fetched = True
        if self._scene.act(person, "hold"):
            self._scene.later(away, lambda: self.welcome(person))

    def _resume(self, person: Person) -> None:
        if self._scene.act(person, "resume"):
            self._scene.later(person.visit.stays, lambda: self._end(person))
        else:
            self._scene.later(self._reaction(), self._next)

    def _reaction(self) -> timedelta:
        return timedelta(seconds=self._random.uniform(*of.REACTION_S))
