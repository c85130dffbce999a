"""打印代理程序: takes papers from the hall's server and brings them to the printers beside it."""

import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx

from printer.devices import status
from printer.devices.address import Device, open_device
from printer.devices.errors import DeviceError
from printer.devices.status import Condition
from printer.document import Document, NotADocument, Text, from_json
from printer.encode import escpos
from printer.profiles import Profile, UnknownProfile, profile_for
from printer.spool import Journal

log = logging.getLogger(__name__)

LEASE_WAIT_S = 20
SERVER_PAUSE_S = (0.5, 1, 2, 5)
BLOCKED_PAUSE_S = 3.0
CONFIRM_S = 10.0
SETTLED = frozenset({"sent", "confirmed"})


@dataclass(frozen=True, slots=True)
class Printer:
    """One printer that this agent serves."""

    name: str
    url: str
    profile: Profile


@dataclass(frozen=True, slots=True)
class Job:
    """One copy of one paper."""

    id: str
    printer: str
    copy: int
    document: Document


class Server:
    """The hall's server, as an agent sees it; it may be away for a while."""

    def __init__(self, url: str, token: str) -> None:
        self._http = httpx.Client(
            base_url=url,
            headers={"Authorization": f"Bearer {token}"},
            timeout=LEASE_WAIT_S + 10,
            trust_env=False,
        )

    def printers(self) -> tuple[Printer, ...]:
        """Ask which printers there are; one with a wrong profile is left out and named in the log."""
        answer = self._http.get("/agent/v1/printers").raise_for_status().json()
        found = []
        for one in answer["printers"]:
            try:
                profile = profile_for(int(one["width"]), one.get("profile", ""))
            except UnknownProfile as error:
                log.error("printer %s left out: %s", one["name"], error)  # noqa: TRY400  no trace for people
                continue
            found.append(Printer(one["name"], one["url"], profile))
        return tuple(found)

    def lease(self, printer: str) -> list[Mapping[str, Any]]:
        """Take the next jobs of a printer, waiting for one."""
        body = {"printers": [printer], "wait": LEASE_WAIT_S}
        answer = self._http.post("/agent/v1/lease", json=body).raise_for_status()
        jobs: list[Mapping[str, Any]] = answer.json()["jobs"]
        return jobs

    def report(self, job: str, copy: int, state: str, detail: str = "") -> bool:
        """Say what became of a copy; tells whether it is still ours."""
        body = {"copy": copy, "state": state, "detail": detail}
        answer = self._http.post(f"/agent/v1/jobs/{job}/state", json=body)
        if answer.status_code in {404, 409}:
            return False
        answer.raise_for_status()
        return True

    def status(self, printer: str, condition: Condition) -> None:
        """Say how a printer is."""
        body = {"printers": [{"name": printer, "state": condition.value}]}
        self._http.post("/agent/v1/status", json=body).raise_for_status()


class Agent:
    """Serves every printer of a server in a thread of its own, one paper after the other."""

    def __init__(self, server: Server, journal: Journal) -> None:
        self._server = server
        self._journal = journal
        self._stopping = threading.Event()
        self._told: dict[str, Condition] = {}

    def stop(self) -> None:
        """End after the paper in hand."""
        self._stopping.set()

    def run(self) -> None:
        """Serve until stopped."""
        printers = self._first_contact()
        threads = [threading.Thread(target=self._serve, args=(one,), name=one.name) for one in printers]
        for thread in threads:
            thread.start()
        self._stopping.wait()
        for thread in threads:
            thread.join(timeout=CONFIRM_S)

    def _first_contact(self) -> tuple[Printer, ...]:
        interrupted = self._journal.interrupted()
        failures = 0
        while not self._stopping.is_set():
            try:
                for job, copy in interrupted:
                    self._server.report(job, copy, "unknown", "打印时中断 / interrupted while printing")
                return self._server.printers()
            except httpx.HTTPError as error:
                self._pause(failures, error)
                failures += 1
        return ()

    def _serve(self, printer: Printer) -> None:
        failures = 0
        while not self._stopping.is_set():
            try:
                for leased in self._server.lease(printer.name):
                    self._handle(leased, printer)
                failures = 0
            except httpx.HTTPError as error:
                self._pause(failures, error)
                failures += 1
            except Exception:
                log.exception("printer %s: a job failed in a way that nobody foresaw", printer.name)
                self._stopping.wait(BLOCKED_PAUSE_S)

    def _handle(self, leased: Mapping[str, Any], printer: Printer) -> None:
        name, copy = str(leased["id"]), int(leased["copy"])
        before = self._journal.state_of(name, copy)
        if before in SETTLED or before == "unknown":
            self._server.report(name, copy, before)  # it left us once: never again in silence
            return
        try:
            job = Job(name, printer.name, copy, from_json(leased["document"]))
        except NotADocument as error:
            self._server.report(name, copy, "failed", str(error))
            return
        state, detail = self._print(job, printer)
        self._server.report(name, copy, state, detail)
        if state == "blocked":
            self._stopping.wait(BLOCKED_PAUSE_S)

    def _print(self, job: Job, printer: Printer) -> tuple[str, str]:
        """Bring one copy to paper; returns its state and what to tell."""
        data = escpos.encode(marked(job), printer.profile)
        begun = False
        try:
            with open_device(printer.url) as device:
                if printer.profile.answers and not self._ready(device, printer):
                    return "blocked", self._told[printer.name].value
                mark = self._journal.next_mark(printer.name)
                if not self._server.report(job.id, job.copy, "sending"):
                    return "queued", ""
                self._journal.begin(job.id, job.copy)
                begun = True
                device.write(data + (status.request_mark(mark) if printer.profile.answers else b""))
                done = printer.profile.answers and status.confirmed(device, mark, CONFIRM_S)
        except DeviceError as error:
            state = "unknown" if begun and error.written else "blocked"
            self._tell(printer, Condition.OFFLINE)
            if begun:
                self._journal.end(job.id, job.copy, state)
            return state, str(error)
        state = "confirmed" if done else "sent"
        self._journal.end(job.id, job.copy, state)
        return state, ""

    def _ready(self, device: Device, printer: Printer) -> bool:
        now = status.ask(device)
        self._tell(printer, now.condition)
        return now.may_print

    def _tell(self, printer: Printer, condition: Condition) -> None:
        if self._told.get(printer.name) is not condition:
            self._told[printer.name] = condition
            self._server.status(printer.name, condition)

    def _pause(self, failures: int, error: Exception) -> None:
        log.warning("the hall's server does not answer (%s); trying again", error)
        self._stopping.wait(SERVER_PAUSE_S[min(failures, len(SERVER_PAUSE_S) - 1)])


def marked(job: Job) -> Document:
    """Put 补打 and the time on every copy but the first."""
    if job.copy < 2:
        return job.document
    mark = Text(f"【补打 {job.copy - 1}】 {datetime.now().astimezone():%H:%M}", bold=True)
    return Document(
        job.document.title, (mark, *job.document.blocks), job.document.language, job.document.paper
    )
