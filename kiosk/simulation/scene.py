"""现场: what everybody of the simulated day shares: the hall, its time, and who is there."""

import asyncio
from collections.abc import Coroutine
from datetime import datetime, timedelta
from typing import Any, Protocol

from kiosk.simulation.api import About, Api, Json, NobodyThere, Refused
from kiosk.simulation.people import Visit
from kiosk.simulation.record import Person, Record

STRANGER = Visit(name=0, comes=timedelta(0), services=(), queue="")


class Stopped(Exception):
    """The day is over, or somebody ended it."""


class Desk(Protocol):
    """A window as the people see it."""

    number: int
    queues: tuple[str, ...]
    helps: tuple[str, ...]
    is_idle: bool

    def wake(self) -> None:
        """Look up: somebody may be waiting."""


class Scene:
    """The hall during the day; once `stopping` is set, nobody begins anything any more.

    `is_gone` says that the hall no longer answers.
    """

    def __init__(self, api: Api, about: About, record: Record, stopping: asyncio.Event) -> None:
        self.api = api
        self.about = about
        self.rules = about.rules
        self.record = record
        self.stopping = stopping
        self.desks: tuple[Desk, ...] = ()
        self.is_gone = False
        self._by_id: dict[str, Person] = {}
        self._doing: set[asyncio.Task[None]] = set()
        self._taking: set[asyncio.Task[None]] = set()
        self._errands = 0

    def now(self) -> datetime:
        """Tell the hall's time."""
        return self.about.now()

    async def until(self, moment: datetime, woken: asyncio.Event | None = None) -> None:
        """Wait for a moment of the hall's time, or until woken.

        Raises:
            Stopped: nothing more is to be begun.
        """
        waits = [asyncio.ensure_future(one.wait()) for one in (self.stopping, woken) if one]
        left = self.about.until(moment)
        _, still = await asyncio.wait(waits, timeout=left, return_when=asyncio.FIRST_COMPLETED)
        for one in still:
            one.cancel()
        if self.stopping.is_set():
            raise Stopped

    def begin(self, doing: Coroutine[Any, Any, None], *, is_errand: bool = False) -> None:
        """Let somebody do something beside all others; an errand is one that a visit waits for."""
        self._errands += is_errand
        task = asyncio.create_task(self._done(doing, is_errand=is_errand))
        self._doing.add(task)
        task.add_done_callback(self._doing.discard)

    async def everybody_stops(self) -> None:
        """Let everybody end what he has begun, and nothing more."""
        self.stopping.set()
        while self._doing:
            await asyncio.gather(*self._doing)

    async def _done(self, doing: Coroutine[Any, Any, None], *, is_errand: bool) -> None:
        try:
            await doing
        except Stopped:
            return
        except NobodyThere as away:
            if not self.is_gone:
                self.record.faults.append(str(away))
            self.is_gone = True
            self.stopping.set()
        finally:
            self._errands -= is_errand

    @property
    def is_quiet(self) -> bool:
        """Whether every window is idle and nobody is on his way back to one."""
        return not self._errands and all(desk.is_idle for desk in self.desks)

    async def take(self, person: Person) -> None:
        """Take a number at the kiosk, and let the windows look up."""
        taking = asyncio.create_task(self._take(person))
        self._taking.add(taking)
        taking.add_done_callback(self._taking.discard)
        await taking
        self.wake(person.queue)

    async def _take(self, person: Person) -> None:
        person.took(await self.api.take(person.visit.body()))
        self._by_id[person.id] = person

    async def known(self, ticket: Json) -> Person:
        """Say whose ticket it is; who took his number elsewhere is a stranger, and is served as well.

        A window may call a number before the kiosk's own answer is here: then that answer is awaited.
        """
        while ticket["id"] not in self._by_id and self._taking:
            await asyncio.wait(self._taking, return_when=asyncio.FIRST_COMPLETED)
        if ticket["id"] not in self._by_id:
            stranger = Person(STRANGER)
            stranger.took(ticket)
            self._by_id[stranger.id] = stranger
        return self._by_id[ticket["id"]]

    def everybody(self) -> tuple[Person, ...]:
        """List all who have a number, strangers too."""
        return tuple(self._by_id.values())

    def wake(self, queue: str) -> None:
        """Let every window look up that may call from a queue."""
        for desk in self.desks:
            if queue in desk.queues or queue in desk.helps:
                desk.wake()

    def desk_of(self, queue: str) -> Desk | None:
        """Find the window that has a queue as its own."""
        return next((desk for desk in self.desks if queue in desk.queues), None)

    async def act(self, person: Person, verb: str, *allowed: str, **body: int) -> bool:
        """Do something with a ticket; tells whether it was done.

        A refusal that is not `allowed` is a fault, unless the night has ended the ticket meanwhile.
        """
        try:
            person.saw(await self.api.act(person.id, verb, **body))
        except Refused as refused:
            await self.look(person)
            if person.is_open and refused.code not in allowed:
                self.record.faults.append(f"{person.number}: {refused}")
            return False
        return True

    async def look(self, person: Person) -> None:
        """See how a ticket stands that others may have changed: the clock, the night."""
        if person.token:
            try:
                person.saw(await self.api.ticket(person.token))
            except Refused as refused:
                self.record.faults.append(f"{person.number}: {refused}")
