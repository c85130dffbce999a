"""一天: play the plan of a day against the clock of a running hall, until every number has ended."""

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from random import Random

from kiosk.simulation.api import About, Api, Json, NobodyThere, Refused
from kiosk.simulation.citizen import come
from kiosk.simulation.clerk import Clerk
from kiosk.simulation.figures import OPENS
from kiosk.simulation.people import Visit
from kiosk.simulation.record import Record
from kiosk.simulation.scene import Scene, Stopped

LOOK = timedelta(minutes=1)
CENSUS = timedelta(minutes=10)
UPKEEP_S = 3.0  # real seconds in which the hall sees that a missed number has run out
Show = Callable[[datetime, Record], None]


class Play:
    """One day in a hall; `stopping` ends it early, in good order."""

    def __init__(self, api: Api, about: About, *, seed: int, stopping: asyncio.Event, show: Show) -> None:
        self.record = Record()
        self._api = api
        self._about = about
        self._seed = seed
        self._show = show
        self._scene = Scene(api, about, self.record, stopping)
        self._touched: list[Json] = []

    async def run(self, visits: Sequence[Visit], begins: datetime) -> Record:
        """Play the day and leave the windows as they were."""
        began = time.monotonic()
        try:
            await self._open()
            for visit in visits:
                self._scene.begin(come(self._scene, visit, begins + visit.comes))
            await self._watch(len(visits))
            if not self._scene.is_gone:
                await self._tidy()
                await self._close()
        except (NobodyThere, Refused) as wrong:
            self.record.faults.append(str(wrong))
        self.record.real_s = time.monotonic() - began
        self.record.asked, self.record.slowest_s = self._api.asked, self._api.slowest_s
        self.record.answer_s = self._api.spent_s / max(1, self._api.asked)
        return self.record

    async def _open(self) -> None:
        """Put a clerk at each window, and open those that are not open."""
        clerks = []
        for window in await self._api.windows():
            if window["state"] != "open":
                self._touched.append(window)
                await self._api.set_window(window["id"], "open")
            numbers = Random(f"{self._seed} {window['id']}")  # noqa: S311  a play, no secret
            clerks.append(Clerk(self._scene, window["id"], window["queues"], window["helps"], numbers))
        self._scene.desks = tuple(clerks)
        for clerk in clerks:
            self._scene.begin(clerk.work())

    async def _watch(self, expected: int) -> None:
        """Look on until everybody has come and every number has ended, or nobody will end those left."""
        quiet_since: datetime | None = None
        census_at = self._scene.now()
        try:
            while len(self.record.people) < expected or not self.record.is_over:
                now = self._scene.now()
                self._show(now, self.record)
                everybody_is_here = len(self.record.people) == expected
                quiet_since = (quiet_since or now) if everybody_is_here and self._scene.is_quiet else None
                if quiet_since and now - quiet_since > self._patience():
                    break  # those who are left are stuck
                if now >= census_at:
                    await self._census(now)
                    census_at = now + CENSUS
                await self._scene.until(now + LOOK)
        except Stopped:
            self.record.is_interrupted = not self._scene.is_gone
        await self._scene.everybody_stops()

    def _patience(self) -> timedelta:
        """Say how long a missed number may take to run out, once nobody does anything any more."""
        run_out = timedelta(minutes=self._about.rules["revive_within_min"]) + 2 * CENSUS
        return run_out + timedelta(seconds=UPKEEP_S * self._about.rate)

    async def _census(self, now: datetime) -> None:
        """Look at the numbers that the hall may have ended by itself: by their time, or by the night."""
        for person in self.record.stuck:
            overnight = person.taken_at is not None and person.taken_at.date() != now.date()
            if person.state == "missed" or overnight:
                await self._scene.look(person)

    async def _tidy(self) -> None:
        """End what was begun: whoever is at a window is finished; who was to be played no longer waits."""
        for person in self._scene.everybody():
            if person.state in {"called", "serving"}:
                await self._scene.act(person, "finish")
        for person in self.record.stuck if self.record.is_interrupted else ():
            if person.state == "held" and await self._scene.act(person, "resume"):
                await self._scene.act(person, "finish")
            elif person.state in {"waiting", "missed"}:
                await self._scene.act(person, "cancel")

    async def _close(self) -> None:
        for window in self._touched:
            await self._api.set_window(window["id"], window["state"], window["reason"])


def beginning(about: About) -> datetime:
    """Choose when the day begins: at the hall's next opening; where it never closes, at the usual hour."""
    if about.opens_at is not None:
        return about.opens_at
    today = datetime.combine(about.at.date(), OPENS, about.at.tzinfo)
    return today if today > about.at else today + timedelta(days=1)
