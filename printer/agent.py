"""打印代理程序: takes papers from the hall's server and brings them to the printers beside it."""

import logging
import threading
import time
from dataclasses import dataclass

from printer.devices.address import open_device
from printer.server import HttpServer, Printer, ServerAway
from printer.spool import Journal
from printer.station import Station

log = logging.getLogger(__name__)

PAUSES_S = (0.5, 1, 2, 5)  # between tries while the server is away
FAULT_PAUSE_S = 3.0
LOOK_S = 30.0  # how often the list of printers is asked for anew
LAST_PAPER_S = 10.0


@dataclass
class Shift:
    """The thread at one printer."""

    station: Station
    stopping: threading.Event
    thread: threading.Thread


class Agent:
    """Serves every printer of a server in a thread of its own, one paper after the other."""

    def __init__(self, server: HttpServer, journal: Journal) -> None:
        self._server = server
        self._journal = journal
        self._stopping = threading.Event()
        self._shifts: dict[str, Shift] = {}

    def stop(self) -> None:
        """End after the paper in hand."""
        self._stopping.set()

    def run(self) -> None:
        """Serve until stopped; printers that join or leave the hall are noticed within half a minute."""
        self._journal.interrupted()
        failures = 0
        while not self._stopping.is_set():
            try:
                self._staff(self._server.printers())
                failures = 0
                self._stopping.wait(LOOK_S)
            except ServerAway as error:
                self._pause(self._stopping, failures, error)
                failures += 1
        for shift in self._shifts.values():
            shift.stopping.set()
        for shift in self._shifts.values():
            if shift.station.busy:  # who only waits for a job is not waited for
                shift.thread.join(timeout=LAST_PAPER_S)

    def _staff(self, printers: tuple[Printer, ...]) -> None:
        wanted = {one.name: one for one in printers}
        for name, shift in list(self._shifts.items()):
            if wanted.get(name) != shift.station.printer:
                shift.stopping.set()
                del self._shifts[name]
        for name in wanted.keys() - self._shifts.keys():
            self._shifts[name] = self._started(wanted[name])

    def _started(self, printer: Printer) -> Shift:
        stopping = threading.Event()
        station = Station(
            printer,
            self._server,
            self._journal,
            opened=open_device,
            clock=time.monotonic,
            wait=stopping.wait,
        )
        thread = threading.Thread(
            target=self._serve, args=(station, stopping), name=printer.name, daemon=True
        )
        thread.start()
        return Shift(station, stopping, thread)

    def _serve(self, station: Station, stopping: threading.Event) -> None:
        failures = 0
        while not stopping.is_set():
            try:
                station.serve()
                failures = 0
            except ServerAway as error:
                self._pause(stopping, failures, error)
                failures += 1
            except Exception:
                log.exception("printer %s: a job failed in a way that nobody foresaw", station.printer.name)
                stopping.wait(FAULT_PAUSE_S)

    def _pause(self, stopping: threading.Event, failures: int, error: Exception) -> None:
        log.warning("the hall's server does not answer (%s); trying again", error)
        stopping.wait(PAUSES_S[min(failures, len(PAUSES_S) - 1)])
