"""The store: one act is one transaction, with its event and everything that must follow from it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from functools import cached_property
from typing import Protocol, TypeVar, assert_never

from sqlalchemy import URL

from kiosk.hall.catalogue import Catalogue
from kiosk.hall.errors import HallError
from kiosk.hall.events import Event
from kiosk.hall.jobs import Announcement, Job, Message, Paper, Withdrawal
from kiosk.storage import measures, migrate, sqlite
from kiosk.storage.accounts import Accounts, Tokens
from kiosk.storage.addresses import address
from kiosk.storage.calls import Calls
from kiosk.storage.cases import Cases
from kiosk.storage.custody import Custody
from kiosk.storage.entries import Pairings, Sessions
from kiosk.storage.escalations import Escalations
from kiosk.storage.event_log import Events
from kiosk.storage.findings import Batches, Findings
from kiosk.storage.floor import HelpCalls, Suspensions
from kiosk.storage.handovers import Handovers
from kiosk.storage.inspections import Inspections
from kiosk.storage.loudspeakers import Loudspeakers
from kiosk.storage.messages import Messages
from kiosk.storage.numbers import Numbers
from kiosk.storage.papers import Papers
from kiosk.storage.parcels import Parcels
from kiosk.storage.presses import Presses
from kiosk.storage.printers import Printers
from kiosk.storage.retirees import Retirees
from kiosk.storage.runner import Runner
from kiosk.storage.seal import Seal, WrongKey
from kiosk.storage.settings import Settings
from kiosk.storage.sqlite import OffLoop
from kiosk.storage.standing import Memory, Standing
from kiosk.storage.tickets import Tickets
from kiosk.storage.tries import Counted
from kiosk.storage.villages import Villages
from kiosk.storage.windows import Windows

T = TypeVar("T")
CatalogueAt = Callable[[datetime], Catalogue]
KEY = "key"  # the setting that holds the fingerprint of the hall's key


def direct(work: Callable[[], object]) -> object:
    """Do slow work where it stands; an event loop hands in something better."""
    return work()


class Reading:
    """The hall as it stands at one moment: one room for each kind of thing, made when it is entered."""

    def __init__(self, runner: Runner, hall: str, catalogue: CatalogueAt, memory: Memory, seal: Seal) -> None:
        self.runner = runner
        self.hall = hall
        self.catalogue = catalogue
        self.seal = seal
        self.memory = memory

    standing = cached_property[Standing](lambda now: Standing(now.runner, now.hall, now.memory))
    tickets = cached_property[Tickets](lambda now: Tickets(now.runner, now.hall, now.standing))
    windows = cached_property[Windows](lambda now: Windows(now.runner, now.hall, now.standing))
    events = cached_property[Events](lambda now: Events(now.runner, now.hall))
    papers = cached_property[Papers](lambda now: Papers(now.runner, now.hall, now.seal))
    printers = cached_property[Printers](lambda now: Printers(now.runner, now.hall))
    calls = cached_property[Calls](lambda now: Calls(now.runner, now.hall))
    messages = cached_property[Messages](lambda now: Messages(now.runner, now.hall))
    loudspeakers = cached_property[Loudspeakers](lambda now: Loudspeakers(now.runner, now.hall))
    presses = cached_property[Presses](lambda now: Presses(now.runner, now.hall, now.seal))
    accounts = cached_property[Accounts](lambda now: Accounts(now.runner, now.hall))
    tokens = cached_property[Tokens](lambda now: Tokens(now.runner, now.hall))
    pairings = cached_property[Pairings](lambda now: Pairings(now.runner, now.hall))
    sessions = cached_property[Sessions](lambda now: Sessions(now.runner, now.hall))
    tries = cached_property[Counted](lambda now: Counted(now.runner, now.hall))
    escalations = cached_property[Escalations](lambda now: Escalations(now.runner, now.hall, now.seal))
    inspections = cached_property[Inspections](lambda now: Inspections(now.runner, now.hall, now.seal))
    settings = cached_property[Settings](lambda now: Settings(now.runner, now.hall, now.standing))
    numbers = cached_property[Numbers](lambda now: Numbers(now.runner, now.hall))
    help_calls = cached_property[HelpCalls](lambda now: HelpCalls(now.runner, now.hall))
    cases = cached_property[Cases](lambda now: Cases(now.runner, now.hall, now.seal))
    parcels = cached_property[Parcels](lambda now: Parcels(now.runner, now.hall, now.seal))
    handovers = cached_property[Handovers](lambda now: Handovers(now.runner, now.hall))
    villages = cached_property[Villages](lambda now: Villages(now.runner, now.hall))
    retirees = cached_property[Retirees](lambda now: Retirees(now.runner, now.hall, now.seal))
    findings = cached_property[Findings](lambda now: Findings(now.runner, now.hall, now.seal))
    batches = cached_property[Batches](lambda now: Batches(now.runner, now.hall))
    suspensions = cached_property[Suspensions](lambda now: Suspensions(now.runner, now.hall, now.standing))
    custody = cached_property[Custody](lambda now: Custody(now.runner, now.hall, now.seal, now.standing))


class Work(Reading):
    """One act: what it writes is committed whole or not at all."""

    def __init__(
        self,
        runner: Runner,
        hall: str,
        catalogue: CatalogueAt,
        memory: Memory,
        seal: Seal,
        react: "Reactions",
    ) -> None:
        super().__init__(runner, hall, catalogue, memory, seal)
        self._react = react
        self.recorded = 0
        self.kinds: list[str] = []

    def record(self, event: Event, at: datetime) -> int:
        """Write an event down with everything that follows from it; returns its number."""
        seq = self.events.append(event, at)
        self.recorded = seq
        self.kinds.append(type(event).__name__)
        for job in self._react(event, self, at):
            self._follow(job, seq, at)
        return seq

    def _follow(self, job: Job, seq: int, at: datetime) -> None:
        match job:
            case Paper():
                self.papers.add(job, seq, at)
            case Announcement():
                self.calls.add(job, seq, at)
            case Withdrawal():
                self.calls.withdraw(job.ticket)
            case Message():
                self.messages.add(job, at)
            case _:
                assert_never(job)


Reactions = Callable[[Event, Work, datetime], Iterable[Job]]


def nothing(event: Event, work: Work, at: datetime) -> Iterable[Job]:  # noqa: ARG001  the shape of Reactions
    """Let nothing follow."""
    return ()


class Database(Protocol):
    """What the store needs of a database; SQLite and PostgreSQL each have one."""

    def act(self) -> AbstractContextManager[Runner]:
        """Write: what happens inside is durable when the block has ended, or never was."""

    def look(self) -> AbstractContextManager[Runner]:
        """Read one consistent moment; nothing can be written."""

    def told(self, runner: Runner) -> None:
        """Let other processes know, with this act's commit, that something was recorded."""

    def say(self, word: str) -> bool:
        """Say a word to every process of the hall; false where there is no other."""

    def listen(self, tell: Callable[[], None], hear: Callable[[str], None]) -> None:
        """Call `tell` whenever another process has recorded something, and `hear` with each word."""

    def close(self) -> None:
        """Let go of the database."""


class Store:
    """One hall's durable memory; `catalogue` is what is in force at a moment."""

    def __init__(
        self, database: Database, hall_id: str, catalogue: CatalogueAt, react: Reactions, seal: Seal
    ) -> None:
        self.hall_id = hall_id
        self._seal = seal
        self._database = database
        self.catalogue = catalogue
        self._react = react
        self._memory = Memory()
        self._tellers: list[Callable[[], None]] = []
        self._hearers: list[Callable[[str], None]] = []

    @contextmanager
    def begin(self) -> Iterator[Work]:
        """Do one act; an exception inside takes back all of it, and nothing else.

        Raises:
            TryAgain: the database did not take it; nothing was stored.
        """
        with self._database.act() as runner:
            work = Work(runner, self.hall_id, self.catalogue, self._memory, self._seal, self._react)
            yield work
            if work.recorded:
                self._database.told(runner)
        for kind in work.kinds:
            measures.events.labels(kind).inc()
        if work.recorded:
            self._tell()

    @contextmanager
    def read(self) -> Iterator[Reading]:
        """Look at one consistent moment of the hall."""
        with self._database.look() as runner:
            yield Reading(runner, self.hall_id, self.catalogue, self._memory, self._seal)

    def keep_to_key(self) -> None:
        """Note at the first opening which key seals this hall's data, and hold every later one to it.

        Raises:
            WrongKey: another key sealed it.
        """
        with self.read() as reading:
            noted = reading.settings.get(KEY)
        if not noted:
            with self.begin() as work:
                work.settings.put(KEY, self._seal.fingerprint)
        elif noted != self._seal.fingerprint:
            raise WrongKey(noted, self._seal.fingerprint)

    def on_commit(self, tell: Callable[[], None]) -> None:
        """Be told after each commit that recorded something, in this process or another; many may ask."""
        self._tellers.append(tell)
        if len(self._tellers) == 1:
            self._database.listen(self._tell, self._hear)

    def say(self, words: str) -> bool:
        """Say something to all processes of this hall, this one too; false where there is no other.

        It is kept nowhere, and on its way it is sealed as what is kept of people is.
        """
        return self._database.say(self._seal.close({"words": words}))

    def on_words(self, hear: Callable[[str], None]) -> None:
        """Hear what processes of this hall say, once `on_commit` was asked for."""
        self._hearers.append(hear)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def _hear(self, sealed: str) -> None:
        for hear in self._hearers:
            hear(self._seal.open(sealed).get("words", ""))

    def _tell(self) -> None:
        for tell in self._tellers:
            tell()


def open_store(
    url: str,
    *,
    hall_id: str,
    catalogue: CatalogueAt,
    react: Reactions = nothing,
    off_loop: OffLoop = direct,
    serving: bool = False,
    key: bytes = b"",
) -> Store:
    """Open a hall's store, its tables brought up to date first.

    `serving` keeps any other process from serving the same SQLite file. `key` seals what identifies a
    person; without one such things can be neither kept nor read.

    Raises:
        UnknownDatabase: the address names none that can be used.
        InUse: another process serves this data.
        MadeByNewer: a newer version of the program made it.
        TryAgain: the database cannot be reached.
        WrongKey: another key sealed what is in it.
    """
    store = _opened(address(url), hall_id, catalogue, react, off_loop, serving=serving, seal=Seal(key))
    if key:
        try:
            store.keep_to_key()
        except HallError:
            store.close()
            raise
    return store


def _opened(
    chosen: URL,
    hall_id: str,
    catalogue: CatalogueAt,
    react: Reactions,
    off_loop: OffLoop,
    *,
    serving: bool,
    seal: Seal,
) -> Store:
    path = chosen.database or ""
    if chosen.get_backend_name() == "postgresql":
        from kiosk.storage import postgres  # here: a hall on SQLite need not load its driver

        migrate.bring_up_to_date(chosen, hall_id)
        return Store(postgres.Postgres(chosen, hall_id), hall_id, catalogue, react, seal)
    lock = sqlite.hold(path) if serving else None
    migrate.bring_up_to_date(chosen, hall_id)
    return Store(sqlite.Sqlite(path, off_loop=off_loop, lock=lock), hall_id, catalogue, react, seal)
