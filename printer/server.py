"""The hall's server, as an agent sees it: where its jobs come from and where it says what became of them."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import httpx

from printer.devices.status import Condition
from printer.profiles import Profile, UnknownProfile, profile_for
from printer.spool import Outcome

log = logging.getLogger(__name__)

LEASE_WAIT_S = 20
ANSWER_S = 10


class ServerAway(Exception):
    """The hall's server does not answer; trying again helps."""


@dataclass(frozen=True, slots=True)
class Printer:
    """One printer that this agent serves."""

    name: str
    url: str
    profile: Profile


@dataclass(frozen=True, slots=True)
class Leased:
    """One copy of one paper, handed to this agent until its lease runs out."""

    id: str
    copy: int
    lease: int
    document: Mapping[str, Any]


class NotLetIn(Exception):
    """Somebody in the hall refused this machine."""


class PairingDesk:
    """Where a machine without a token asks a hall to let it in."""

    def __init__(self, url: str) -> None:
        self._http = httpx.Client(base_url=url, timeout=ANSWER_S, trust_env=False)

    def ask(self, machine: str) -> tuple[str, str]:
        """Return a code to show, and the token that is good once somebody has approved the code.

        Raises:
            ServerAway: the hall does not answer, or has no room for another machine now.
        """
        answer = self._post("/agent/v1/pairings", {"machine": machine[:200]})
        return str(answer["code"]), str(answer["token"])

    def is_let_in(self, token: str) -> bool | None:
        """Tell whether a machine was let in; None when its code ran out.

        Raises:
            NotLetIn: it was refused.
            ServerAway: the hall does not answer.
        """
        state = self._post("/agent/v1/pairings/state", {"token": token})["state"]
        if state == "refused":
            raise NotLetIn
        return None if state == "expired" else bool(state == "approved")

    def _post(self, path: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        try:
            answer = self._http.post(path, json=body)
            answer.raise_for_status()
            found: Mapping[str, Any] = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise ServerAway(str(error)) from error
        return found


class Server(Protocol):
    """What an agent needs of the hall. Every call may raise `ServerAway`."""

    def lease(self, printer: str) -> list[Leased]:
        """Take the next job of a printer, waiting for one."""

    def report(self, outcome: Outcome) -> bool:
        """Say what became of a copy; tells whether it is still the agent's."""

    def status(self, printer: str, condition: Condition) -> None:
        """Say how a printer is."""


class HttpServer:
    """The server of a hall in the network; a connection is opened to it, never from it."""

    def __init__(self, url: str, token: str) -> None:
        self._http = httpx.Client(
            base_url=url,
            headers={"Authorization": f"Bearer {token}"},
            timeout=LEASE_WAIT_S + ANSWER_S,
            trust_env=False,
        )

    def printers(self) -> tuple[Printer, ...]:
        """Ask which printers there are; one with a wrong profile is left out and named in the log."""
        found = []
        for one in self._ask("GET", "/agent/v1/printers").json()["printers"]:
            try:
                profile = profile_for(int(one["width"]), one.get("profile", ""))
            except UnknownProfile as error:
                log.error("printer %s left out: %s", one["name"], error)  # noqa: TRY400  no trace for people
                continue
            found.append(Printer(one["name"], one["url"], profile))
        return tuple(found)

    def lease(self, printer: str) -> list[Leased]:
        """Take the next job of a printer, waiting for one."""
        body = {"printers": [printer], "wait": LEASE_WAIT_S}
        jobs = self._ask("POST", "/agent/v1/lease", body).json()["jobs"]
        return [Leased(one["id"], one["copy"], one["lease"], one["document"]) for one in jobs]

    def report(self, outcome: Outcome) -> bool:
        """Say what became of a copy; tells whether it is still the agent's."""
        body = {
            "copy": outcome.copy,
            "lease": outcome.lease,
            "state": outcome.state,
            "detail": outcome.detail[:200],
        }
        answer = self._ask("POST", f"/agent/v1/jobs/{outcome.job}/state", body, refusals={404, 409})
        return answer.is_success

    def status(self, printer: str, condition: Condition) -> None:
        """Say how a printer is."""
        body = {"printers": [{"name": printer, "state": condition.value}]}
        self._ask("POST", "/agent/v1/status", body)

    def _ask(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        refusals: frozenset[int] | set[int] = frozenset(),
    ) -> httpx.Response:
        try:
            answer = self._http.request(method, path, json=body)
            if answer.status_code not in refusals:
                answer.raise_for_status()
        except httpx.HTTPError as error:
            raise ServerAway(str(error)) from error
        return answer
