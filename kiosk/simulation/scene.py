"""现场: what everybody of the simulated day shares: the hall, its time, what is due, and who is there."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from kiosk.simulation.agenda import Act, Agenda
from kiosk.simulation.api import Api, Json, Refused
from kiosk.simulation.people import Visit
from kiosk.simulation.record import Person, Record

STRANGER = Visit(name=0, comes=timedelta(0), services=(), queue="")


class Desk(Protocol):
    """A window as the people see it."""

    number: int
    queues: tuple[str, ...]
    helps: tuple[str, ...]

    def wake(self) -> None:
        """Look up: somebody may be waiting."""

    def welcome(self, person: Person) -> None:
        """Take back somebody who was sent to fetch a paper."""


class Scene:
    """The hall during the day; `now` is the hall's own time."""

    def __init__(
        self, api: Api, now: Callable[[], datetime], rules: Mapping[str, Any], record: Record
    ) -> None:
        self.api = api
        self.now = now
        self.rules = rules
        self.record = record
        self.agenda = Agenda()
        self.desks: tuple[Desk, ...] = ()
        self._by_id: dict[str, Person] = {}

    def later(self, delay: timedelta, act: Act, *, matters: bool = True) -> None:
        """Plan an act some time from now."""
        self.agenda.add(self.now() + delay, act, matters=matters)

    def entered(self, person: Person) -> None:
        """Know somebody by his number from now on."""
        self._by_id[person.id] = person
        self.wake(person.queue)

    def known(self, ticket: Json) -> Person:
        """Say whose ticket it is; who took his number elsewhere is a stranger, and is served as well."""
        if ticket["id"] not in self._by_id:
            stranger = Person(STRANGER, planned=False)
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

    def act(self, person: Person, verb: str, *allowed: str, **body: int) -> bool:
        """Do something with a ticket; tells whether it was done.

        A refusal that is not `allowed` is a fault, unless the night has ended the ticket meanwhile.
        """
        try:
            person.saw(self.api.act(person.id, verb, **body))
        except Refused as refused:
            self.look(person)
            if person.is_open and refused.code not in allowed:
                self.record.faults.append(f"{person.number}: {refused}")
            return False
        return True

    def look(self, person: Person) -> None:
        """See how a ticket stands that others may have changed: the clock, the night."""
        if person.token:
            try:
                person.saw(self.api.ticket(person.token))
            except Refused as refused:
                self.record.faults.append(f"{person.number}: {refused}")
