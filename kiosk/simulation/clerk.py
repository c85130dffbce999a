"""窗口人员: a clerk's day: call, wait, serve, send on, and call again."""

import asyncio
from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from kiosk.simulation import figures as of
from kiosk.simulation.api import Refused
from kiosk.simulation.record import Person
from kiosk.simulation.scene import Scene

LOOKS_UP = timedelta(minutes=10)  # though nobody told him; somebody may have come by himself
TRIES_AGAIN = timedelta(minutes=1)


class Clerk:
    """One window and who sits there.

    His day goes by his own time: what he does takes as long as planned, however late an answer came.
    """

    def __init__(
        self, scene: Scene, number: int, queues: Sequence[str], helps: Sequence[str], numbers: Random
    ) -> None:
        self.number = number
        self.queues = tuple(queues)
        self.helps = tuple(helps)
        self.is_idle = True
        self._scene = scene
        self._random = numbers
        self._woken = asyncio.Event()
        self._back: deque[Person] = deque()
        self._at = scene.now()

    def wake(self) -> None:
        """Look up: somebody may be waiting."""
        self._woken.set()

    async def work(self) -> None:
        """Call one after the other until the day is over."""
        while True:
            self._woken.clear()
            if self._back:
                await self._resume(self._back.popleft())
            elif person := await self._next():
                await self._receive(person)
            else:
                await self._rest()
            await self._pass(timedelta(seconds=self._random.uniform(*of.REACTION_S)))

    async def _pass(self, time: timedelta) -> None:
        self._at += time
        await self._scene.until(self._at)

    async def _rest(self) -> None:
        await self._scene.until(self._scene.now() + LOOKS_UP, self._woken)
        self._at = self._scene.now()

    async def _next(self) -> Person | None:
        try:
            ticket = await self._scene.api.call(self.number)
        except Refused as refused:
            self._scene.record.faults.append(f"窗口 window {self.number}: {refused}")
            await self._pass(TRIES_AGAIN)
            return None
        self.is_idle = ticket is None
        if ticket is None:
            return None
        person = await self._scene.known(ticket)
        person.was_called(ticket)
        return person

    async def _receive(self, person: Person) -> None:
        """Serve who has been called, or call again as often as the rule allows and let him pass."""
        rules, act = self._scene.rules, self._scene.act
        if person.visit.hears(person.calls - 1, person.waited):
            await self._pass(person.visit.walks)
            if await act(person, "start"):
                await self._serve(person)
            return
        called = self._at
        for n in range(1, int(rules["recalls"]) + 1):
            await self._pass_to(called + timedelta(seconds=rules["recall_after_s"] * n))
            await act(person, "recall")
        await self._pass_to(called + timedelta(seconds=rules["miss_after_s"]))
        if await act(person, "miss"):
            person.misses += 1
            returns = person.visit.returns
            if returns is not None and person.misses <= rules["revivals"]:
                self._scene.begin(self._revive(person, self._at + returns), is_errand=True)

    async def _pass_to(self, moment: datetime) -> None:
        await self._pass(max(timedelta(0), moment - self._at))

    async def _revive(self, person: Person, at: datetime) -> None:
        """Let him back into his queue; he may have come too late, which the hall is right to say."""
        await self._scene.until(at)
        if await self._scene.act(person, "revive", "too-late-to-revive"):
            self._scene.wake(person.queue)

    async def _serve(self, person: Person) -> None:
        """Serve him; then send him on, or to fetch what is missing, or home."""
        visit = person.visit
        await self._pass(visit.stays_there if person.is_sent_on else visit.stays)
        there = self._scene.desk_of(visit.sent_on)
        if visit.fetches and not person.has_fetched:
            person.has_fetched = True
            if await self._scene.act(person, "hold"):
                self._scene.begin(self._fetch(person, self._at + visit.fetches), is_errand=True)
        elif there and there.number != self.number and not person.is_sent_on:
            person.is_sent_on = await self._scene.act(person, "transfer", window=there.number)
            there.wake()
        else:
            await self._scene.act(person, "finish")

    async def _fetch(self, person: Person, back_at: datetime) -> None:
        await self._scene.until(back_at)
        self._back.append(person)
        self.is_idle = False
        self.wake()

    async def _resume(self, person: Person) -> None:
        if await self._scene.act(person, "resume"):
            await self._serve(person)
