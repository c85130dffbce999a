"""一天: play the plan of a day against the clock of a running hall, until every number has ended."""

import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from datetime import time as time_of_day
from functools import partial
from random import Random

from kiosk.simulation import citizen
from kiosk.simulation.api import About, Api, Json, NobodyThere, Refused
from kiosk.simulation.clerk import Clerk
from kiosk.simulation.people import Visit
from kiosk.simulation.record import Record
from kiosk.simulation.scene import Scene

CENSUS = timedelta(minutes=10)
UPKEEP_S = 3.0  # real seconds in which the hall sees that a missed number has run out
Show = Callable[[datetime, Record], None]


class Play:
    """One day in a hall; `stopping` ends it early, in good order."""

    def __init__(self, api: Api, about: About, *, seed: int, stopping: threading.Event, show: Show) -> None:
        self.record = Record()
        self._api = api
        self._about = about
        self._seed = seed
        self._stopping = stopping
        self._show = show
        self._scene = Scene(api, about.now, about.rules, self.record)
        self._touched: list[Json] = []
        self._come = 0
        self._visits: Sequence[Visit] = ()

    def run(self, visits: Sequence[Visit], begins: datetime) -> Record:
        """Play the day and leave the windows as they were."""
        began = time.monotonic()
        self._visits, self.record.begins = visits, begins
        try:
            self._open()
            for visit in visits:
                self._scene.agenda.add(begins + visit.comes, partial(self._arrive, visit))
            self._scene.agenda.add(begins, self._census, matters=False)
            self._play()
            self.record.is_interrupted = self._stopping.is_set()
            self._tidy()
            self._close()
        except NobodyThere as away:
            self.record.faults.append(str(away))
        except Refused as refused:
            self.record.faults.append(str(refused))
        self.record.ended = self._about.now()
        self.record.real_s = time.monotonic() - began
        self.record.asked, self.record.slowest_s = self._api.asked, self._api.slowest_s
        return self.record

    def _open(self) -> None:
        """Put a clerk at each window, and open those that are not open."""
        clerks = []
        for window in self._api.windows():
            if window["state"] != "open":
                self._touched.append(window)
                self._api.set_window(window["id"], "open")
            numbers = Random(f"{self._seed} {window['id']}")  # noqa: S311  a play, no secret
            clerks.append(Clerk(self._scene, window["id"], window["queues"], window["helps"], numbers))
        self._scene.desks = tuple(clerks)
        for clerk in clerks:
            clerk.wake()

    def _close(self) -> None:
        for window in self._touched:
            self._api.set_window(window["id"], window["state"], window["reason"])

    def _play(self) -> None:
        """Do what is due, in the order of the hall's time, until everything that was begun is over."""
        agenda, limit = self._scene.agenda, None
        while not self._stopping.is_set() and (due := agenda.next_at):
            if self._stopping.wait(self._about.until(due)):
                return
            agenda.pop()()
            self._show(self._about.now(), self.record)
            if self._is_over():
                return
            limit = None if agenda.matter else limit or self._about.now() + self._patience()
            if limit and self._about.now() > limit:
                return  # nothing is planned for those who are left: they are stuck

    def _is_over(self) -> bool:
        return self._come == len(self._visits) and not self.record.stuck

    def _patience(self) -> timedelta:
        """Say how long a missed number may take to run out, once nobody does anything any more."""
        run_out = timedelta(minutes=self._about.rules["revive_within_min"]) + 2 * CENSUS
        return run_out + timedelta(seconds=UPKEEP_S * self._about.rate)

    def _arrive(self, visit: Visit) -> None:
        self._come += 1
        citizen.come(self._scene, visit)

    def _census(self) -> None:
        """Look at the numbers that the hall may have ended by itself: by their time, or by the night."""
        for person in self.record.stuck:
            overnight = person.taken_at is not None and person.taken_at.date() != self._about.now().date()
            if person.state == "missed" or overnight:
                self._scene.look(person)
        self._scene.later(CENSUS, self._census, matters=False)

    def _tidy(self) -> None:
        """End what was begun: whoever is at a window is finished; who was to be played no longer waits."""
        for person in self._scene.everybody():
            if person.state in {"called", "serving"}:
                self._scene.act(person, "finish")
        for person in self.record.stuck if self.record.is_interrupted else ():
            if person.state == "held" and self._scene.act(person, "resume"):
                self._scene.act(person, "finish")
            elif person.state in {"waiting", "missed"}:
                self._scene.act(person, "cancel")


def beginning(about: About, at: datetime, room: timedelta) -> datetime:
    """Choose when the day begins: at the hall's next opening; in one that never closes, now.

    A number does not live past midnight, so there the day waits for the next one unless it fits before.
    """
    if about.opens_at is not None:
        return about.opens_at
    midnight = datetime.combine(at.date() + timedelta(days=1), time_of_day(0), at.tzinfo)
    return at if at + room <= midnight else midnight
