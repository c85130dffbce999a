"""A hall in which something of every kind is to be found, whatever has just been done to it."""

from collections.abc import Mapping
from typing import Any

from kiosk.hall.ticket import TicketState
from tests.web.api_hall import SampleHall

DEPOSIT = {
    "service": "B01",
    "name": "王大爷",
    "phone": "13800002046",
    "account": "80012345",
    "counted": 30000,
}
PAID = {"fen": 30000, "arrears": 10000, "balance": 20000, "window": 2}
WHOLE: Mapping[str, Mapping[str, Any]] = {  # by the end of a path: what fits together in a body
    "pay": PAID,
    "custody": DEPOSIT,
    "state": {"copy": 1, "lease": 1, "state": "sent", "detail": ""},
    "status": {"printers": [{"name": "hall", "state": "ready"}]},
}
ACTS = {  # the state in which a ticket can be treated so, and its services
    "miss": (TicketState.CALLED, "E05"),
    "recall": (TicketState.CALLED, "E05"),
    "start": (TicketState.CALLED, "E05"),
    "undo": (TicketState.CALLED, "E05"),
    "finish": (TicketState.SERVING, "E05"),
    "hold": (TicketState.SERVING, "E05"),
    "transfer": (TicketState.SERVING, "E05"),
    "services": (TicketState.SERVING, "E05"),
    "resume": (TicketState.HELD, "E05"),
    "revive": (TicketState.MISSED, "E05"),
}
REAL = {  # by the name of a field: what the sample hall knows
    "services": ["C01"],
    "service": "B01",
    "window": 5,
    "queue": "C",
    "letter": "D",
    "code": "E05",
    "at": "2026-11-23T09:00:00+08:00",
    "place": "kiosk-1",
    "needs": [],
    "ticked": [],
    "answers": {},
    "priority": "",
    "bundle": "",
    "until": None,
    "wait": 0,
    "printers": ["hall"],
}


class BusyHall:
    """The people, cash and papers of a sample hall; what was used up is there again when it is asked for."""

    def __init__(self, hall: SampleHall) -> None:
        self._hall = hall
        self._desk, self._kiosk = hall.as_("desk"), hall.as_("kiosk")

    def make_real(self, case: Any) -> None:
        """Put the names of things that are there into a made-up request."""
        path, act = case.path, case.path.rsplit("/", 1)[-1]
        for name in case.path_parameters or {}:
            case.path_parameters[name] = self._named(name, path, act)
        if isinstance(case.body, dict):
            case.body = {key: self._real(key, value) for key, value in case.body.items()}
            if case.body:
                case.body |= WHOLE.get(act, {})

    def _real(self, key: str, value: Any) -> Any:
        if key == "ticket":
            return self._ticket(TicketState.WAITING, "E05")
        if key == "parts" and isinstance(value, list):
            return [{"queue": "C", "services": ["C01"]}, {"queue": "E", "services": ["E05"]}]
        return REAL.get(key, value)

    def _named(self, name: str, path: str, act: str) -> Any:
        match name:
            case "ticket":
                return self._to_be_treated(act)
            case "token":
                return self._kiosk.take("E05")["token"]
            case "deposit":
                return self._deposit(act)
            case "call":
                return self._desk.post("/help-calls", {"place": "kiosk-1"}).json["id"]
            case "job":
                return self._job(leased=path.startswith("/agent"))
            case "code" if act in {"checklist", "no-visit-guide"}:
                return "B01"  # which asks no question, and can be done from home
            case "window":
                self._desk.put("/windows/5", {"state": "open"})
                return 5
            case _:
                return REAL[name]

    def _to_be_treated(self, act: str) -> str:
        """Find a ticket that an act can be done to."""
        if act == "split":
            return self._visit(split=False)
        if act == "close":
            visit = self._visit(split=True)
            for part in self._of_visit(visit):
                self._desk.post(f"/tickets/{part}/withdraw")
            return visit
        if act in {"return", "withdraw"}:
            part = self._of_visit(self._visit(split=True))[0]
            if act == "return":
                self._desk.post("/windows/3/calls", {"ticket": part})
                self._desk.post(f"/tickets/{part}/start")
            return part
        return self._ticket(*ACTS.get(act, (TicketState.WAITING, "E05")))

    def _ticket(self, state: TicketState, service: str) -> str:
        taken: str = self._kiosk.take(service, priority="elder" if state is TicketState.WAITING else "")["id"]
        if state is TicketState.WAITING:
            return taken
        self._desk.put("/windows/5", {"state": "open"})
        self._desk.post("/windows/5/calls", {"ticket": taken})
        steps: Mapping[TicketState, tuple[str, ...]] = {
            TicketState.CALLED: (),
            TicketState.SERVING: ("start",),
            TicketState.HELD: ("start", "hold"),
            TicketState.MISSED: ("recall", "recall", "miss"),
        }
        for step in steps[state]:
            self._desk.post(f"/tickets/{taken}/{step}")
        return taken

    def _visit(self, *, split: bool) -> str:
        taken: str = self._kiosk.take("C01", "E05")["id"]
        for window in (1, 3):
            self._desk.put(f"/windows/{window}", {"state": "open"})
        self._desk.post("/windows/1/calls", {"ticket": taken})
        self._desk.post(f"/tickets/{taken}/start")
        if split:
            parts = [{"queue": "C", "services": ["C01"]}, {"queue": "E", "services": ["E05"]}]
            self._desk.post(f"/tickets/{taken}/split", {"parts": parts})
        return taken

    def _of_visit(self, visit: str) -> list[str]:
        with self._hall.program.store.read() as reading:
            return [one.id for one in reading.tickets.parts_of(visit)]

    def _deposit(self, act: str) -> str:
        made: str = self._desk.post("/custody", {**DEPOSIT, "window": 2}).json["id"]
        if act == "refund":
            self._desk.post(f"/custody/{made}/fail", {"why": "not_accepted"})
        if act in {"call", "close"}:
            self._desk.post(f"/custody/{made}/pay", PAID)
        if act == "close":
            self._desk.post(f"/custody/{made}/call", {"outcome": "reached"})
        return made

    def _job(self, *, leased: bool) -> str:
        self._kiosk.take("E05")
        if leased:
            client = self._hall.program.web.test_client()
            headers = {"Authorization": f"Bearer {self._hall.as_('agent').token}"}
            body = {"printers": ["hall"], "wait": 0}
            jobs = client.post("/agent/v1/lease", json=body, headers=headers).get_json()["jobs"]
            if jobs:
                return str(jobs[0]["id"])
        with self._hall.program.store.read() as reading:
            return reading.papers.recent(1)[0].id
