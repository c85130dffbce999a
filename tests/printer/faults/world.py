"""A hall's store, an agent and two printers in one thread, on one clock that somebody has to move."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from kiosk.hall.catalogue import Printer as HallPrinter
from kiosk.hall.events import Event
from kiosk.hall.floor_events import HelpCalled
from kiosk.hall.jobs import Paper, PaperState
from kiosk.operations import printers, printing, upkeep
from kiosk.storage.paper_rows import PaperRow
from kiosk.storage.store import Store, open_store
from printer.decode import text_of
from printer.devices.status import Condition
from printer.document import Cut, Document, Text, to_json
from printer.machine import Machine, Sheet
from printer.profiles import Profile
from printer.server import Printer, ServerAway
from printer.spool import Journal
from printer.station import Station
from tests.databases import KEY
from tests.hall.halls import CATALOGUE, NINE
from tests.printer.faults.wires import LocalHall, Wire

MAIN, SPARE = "main", "spare"
BODY = tuple(Text(f"第 {n} 行：带齐材料，一次办结") for n in range(1, 7))
PATIENCE_S = 60.0
CATALOGUE_WITH_PRINTERS = replace(
    CATALOGUE,
    hall=replace(
        CATALOGUE.hall,
        printers=(
            HallPrinter(MAIN, "tcp://main", backup=SPARE),
            HallPrinter(SPARE, "tcp://spare"),
        ),
    ),
)


class Killed(BaseException):
    """The agent was killed: nothing of it goes on, not even its clean-up of errors."""


@dataclass
class Copy:
    """One copy of one paper as it physically came out."""

    job: str
    mark: int
    complete: bool
    at: str


@dataclass
class World:
    """Everything, and the time in seconds since nine o'clock."""

    store: Store
    folder: Path
    profile: Profile
    now: float = 0.0
    later: list[tuple[float, Callable[[], None]]] = field(default_factory=list)
    machines: dict[str, Machine] = field(default_factory=dict)
    unplugged: set[str] = field(default_factory=set)
    late_loss: bool = False  # a cut cable is noticed when reading, not when writing
    prints: list[Copy] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)  # papers sent to a printer that had said no
    sent: set[tuple[str, int]] = field(default_factory=set)  # copies of which a byte has left
    away_until: float = 0.0
    loses_answers: int = 0
    kill_in: int = 0
    shift_ends: float = 0.0
    jobs: list[str] = field(default_factory=list)
    _runs = count(1)

    def __post_init__(self) -> None:
        for name in (MAIN, SPARE):
            self.machines[name] = Machine(
                lambda sheet, at=name: self._came_out(sheet, at),  # type: ignore[misc]
                confirms=self.profile.confirms == "process-id",
                line_s=0.2,
            )
        self.journals = {name: self.folder / f"{name}-{next(self._runs)}.db" for name in self.machines}
        self.hire()

    # Time

    @property
    def at(self) -> datetime:
        """The hall's clock."""
        return NINE + timedelta(seconds=self.now)

    def wait(self, seconds: float) -> bool:
        """Let time pass, and with it what was to happen; nobody stops the agent."""
        until = self.now + seconds
        while due := sorted((one for one in self.later if one[0] <= until), key=lambda one: one[0]):
            self.later.remove(due[0])
            self.now = max(self.now, due[0][0])
            due[0][1]()
        self.now = max(self.now, until)
        if self.now > self.shift_ends + PATIENCE_S:  # somebody looks at last
            for machine in self.machines.values():
                machine.become(Condition.READY)
        for name, machine in self.machines.items():
            if name not in self.unplugged or machine.line_s:
                machine.run(self.now)
        return False

    def step(self) -> None:
        """Count one step of the agent; the kill comes at its own."""
        if self.kill_in:
            self.kill_in -= 1
            if self.kill_in == 0:
                raise Killed

    # People and agents

    def hire(self) -> None:
        """Start an agent: one that was killed finds its journal."""
        self.stations = []
        self.books = []
        for n, name in enumerate(self.machines):
            book = Journal(self.journals[name])
            book.interrupted()
            self.books.append(book)
            self.stations.append(
                Station(
                    Printer(name, f"tcp://{name}", self.profile),
                    LocalHall(self, owner=f"agent {n}"),
                    book,
                    opened=lambda url: Wire(self, url.removeprefix("tcp://")),
                    clock=lambda: self.now,
                    wait=self.wait,
                )
            )

    def serve(self, seconds: float) -> None:
        """Let the agents work for a while; one that is killed is started again."""
        until = self.shift_ends = self.now + seconds
        while self.now < until:
            for station in list(self.stations):
                try:
                    station.serve()
                except ServerAway:
                    self.wait(1.0)
                except Killed:
                    for wire in self.machines.values():
                        wire.hang_up()
                    for book in self.books:
                        book.close()
                    self.hire()
                    break
            upkeep.doubt_silent(self.store, at=self.at)
            printers.expire(self.store, at=self.at)

    def submit(self, name: str, *, names: str = "") -> str:
        """Have a paper printed at the main printer, one that names somebody when told whom."""
        with self.store.begin() as work:
            seq = work.record(HelpCalled(1, "kiosk"), self.at)
            job = f"{seq}-{name}"
            lines = Text(f"<{job}>"), Text(names)
            document = Document(name, (*lines, *BODY, Text(f"编号 {job}"), Cut()), personal=bool(names))
            work.papers.add(Paper(name, to_json(document), MAIN), seq, self.at)
        self.jobs.append(job)
        return job

    def paper(self, job: str) -> PaperRow:
        """Return how the hall sees a paper."""
        with self.store.read() as reading:
            return reading.papers.get(job)

    def decide(self) -> None:
        """Have a clerk look after the papers in doubt, as the printers' page lets him."""
        for job in self.jobs:
            if self.paper(job).state in {PaperState.UNKNOWN, PaperState.FAILED}:
                printing.reprint(self.store, paper=job, at=self.at)

    def heal(self) -> None:
        """Let everything be well."""
        self.later.clear()
        self.unplugged.clear()
        self.away_until = self.now
        self.loses_answers = self.kill_in = 0
        self.late_loss = False
        for machine in self.machines.values():
            machine.dead = False
            machine.cut_cable_after = None
            machine.become(Condition.READY)

    def events(self) -> list[Event]:
        """List what was recorded."""
        with self.store.read() as reading:
            return [event for _, _, event in reading.events.after(0, limit=100_000)]

    def _came_out(self, sheet: Sheet, at: str) -> None:
        text = text_of(sheet.lines)
        for job in self.jobs:
            if f"<{job}>" in text:
                before = text.partition("【补打 ")[2]
                mark = int(before.partition("】")[0]) if before else 0
                self.prints.append(Copy(job, mark, sheet.complete, at))


def new_store(folder: Path) -> Store:
    """Open a store whose hall has the two printers."""
    return open_store(
        f"sqlite:///{folder / 'hall.db'}",
        hall_id=CATALOGUE.hall.id,
        catalogue=lambda _: CATALOGUE_WITH_PRINTERS,
        key=KEY,
    )
