"""The store: one act is one transaction, with its event and everything that must follow from it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import Protocol, TypeVar, assert_never

from sqlalchemy import Connection, make_url

from kiosk.hall.catalogue import Catalogue
from kiosk.hall.events import Event
from kiosk.hall.jobs import Announcement, Job, Paper, Withdrawal
from kiosk.storage import migrate, postgres, sqlite
from kiosk.storage.accounts import Accounts, Tokens
from kiosk.storage.calls import Calls
from kiosk.storage.event_log import Events
from kiosk.storage.floor import HelpCalls, Suspensions
from kiosk.storage.papers import Papers
from kiosk.storage.presses import Presses
from kiosk.storage.sqlite import OffLoop
from kiosk.storage.tickets import Tickets
from kiosk.storage.windows import Windows

T = TypeVar("T")
CatalogueAt = Callable[[datetime], Catalogue]


def direct(work: Callable[[], object]) -> object:
    """Do slow work where it stands; an event loop hands in something better."""
    return work()


class Reading:
    """The hall as it stands at one moment: one room for each kind of thing."""

    def __init__(self, connection: Connection, hall: str, catalogue: CatalogueAt) -> None:
        self.catalogue = catalogue
        self.tickets = Tickets(connection, hall)
        self.windows = Windows(connection, hall)
        self.events = Events(connection, hall)
        self.papers = Papers(connection, hall)
        self.calls = Calls(connection, hall)
        self.presses = Presses(connection, hall)
        self.accounts = Accounts(connection, hall)
        self.tokens = Tokens(connection, hall)
        self.help_calls = HelpCalls(connection, hall)
        self.suspensions = Suspensions(connection, hall)


class Work(Reading):
    """One act: what it writes is committed whole or not at all."""

    def __init__(self, connection: Connection, hall: str, catalogue: CatalogueAt, react: "Reactions") -> None:
        super().__init__(connection, hall, catalogue)
        self._react = react
        self.recorded = 0

    def record(self, event: Event, at: datetime) -> int:
        """Write an event down with everything that follows from it; returns its number."""
        seq = self.events.append(event, at)
        self.recorded = seq
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
            case _:
                assert_never(job)


Reactions = Callable[[Event, Work, datetime], Iterable[Job]]


def nothing(event: Event, work: Work, at: datetime) -> Iterable[Job]:  # noqa: ARG001  the shape of Reactions
    """Let nothing follow."""
    return ()


class Database(Protocol):
    """What the store needs of a database; SQLite and PostgreSQL each have one."""

    def act(self) -> AbstractContextManager[Connection]:
        """Write: what happens inside is durable when the block has ended, or never was."""

    def look(self) -> AbstractContextManager[Connection]:
        """Read one consistent moment; nothing can be written."""

    def told(self, connection: Connection) -> None:
        """Let other processes know, with this act's commit, that something was recorded."""

    def listen(self, tell: Callable[[], None]) -> None:
        """Call `tell` whenever another process has recorded something."""

    def close(self) -> None:
        """Let go of the database."""


class Store:
    """One hall's durable memory."""

    def __init__(self, database: Database, hall_id: str, catalogue: CatalogueAt, react: Reactions) -> None:
        self.hall_id = hall_id
        self._database = database
        self._catalogue = catalogue
        self._react = react
        self._tellers: list[Callable[[], None]] = []

    @contextmanager
    def begin(self) -> Iterator[Work]:
        """Do one act; an exception inside takes back all of it, and nothing else.

        Raises:
            TryAgain: the database did not take it; nothing was stored.
        """
        with self._database.act() as connection:
            work = Work(connection, self.hall_id, self._catalogue, self._react)
            yield work
            if work.recorded:
                self._database.told(connection)
        if work.recorded:
            self._tell()

    @contextmanager
    def read(self) -> Iterator[Reading]:
        """Look at one consistent moment of the hall."""
        with self._database.look() as connection:
            yield Reading(connection, self.hall_id, self._catalogue)

    def on_commit(self, tell: Callable[[], None]) -> None:
        """Be told after each commit that recorded something, in this process or another; many may ask."""
        self._tellers.append(tell)
        if len(self._tellers) == 1:
            self._database.listen(self._tell)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

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
) -> Store:
    """Open a hall's store, its tables brought up to date first.

    `serving` keeps any other process from serving the same SQLite file.

    Raises:
        InUse: another process serves this data.
        MadeByNewer: a newer version of the program made it.
        TryAgain: the database cannot be reached.
    """
    chosen = make_url(url)
    lock = sqlite.hold(chosen) if serving and chosen.get_backend_name() == "sqlite" else None
    migrate.bring_up_to_date(chosen, hall_id)
    database: Database
    if chosen.get_backend_name() == "sqlite":
        database = sqlite.Sqlite(chosen, off_loop=off_loop, lock=lock)
    else:
        database = postgres.Postgres(chosen, hall_id)
    return Store(database, hall_id, catalogue, react)
