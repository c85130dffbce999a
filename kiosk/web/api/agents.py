"""打印代理 JSON: what print agents ask and are answered, described beside everything else.

The routes themselves are in `web/agents.py`; a test holds this list to them, and every answer to its shape.
"""

from typing import Any

from pydantic import Field

from kiosk.operations.accounts import Role
from kiosk.web.agents import HeldBody, LeaseBody, PairingBody, ReportBody, StatusBody
from kiosk.web.api.routes import Route
from kiosk.web.parts.forms import Body
from kiosk.web.parts.shapes import Shape

AGENT = (Role.AGENT, Role.MANAGER)


class Asking(Shape):
    """A code to show, the token that opens doors once a manager has approved it, and for how many seconds."""

    code: str
    token: str
    lasts: int


class PairingState(Shape):
    """What became of a machine's wish: waiting, approved, refused or expired."""

    state: str


class AgentPrinter(Shape):
    """A printer that an agent serves."""

    name: str
    url: str
    width: int
    profile: str


class AgentPrinters(Shape):
    """The printers of the agent that asks."""

    printers: tuple[AgentPrinter, ...]


class Leased(Shape):
    """One copy of one paper, the agent's until its lease runs out."""

    id: str
    printer: str
    document: dict[str, Any]
    personal: bool
    copy_: int = Field(alias="copy")
    lease: int
    lease_until: str | None


class Leases(Shape):
    """The next job of each printer, as far as there is one."""

    jobs: tuple[Leased, ...]


def _post(
    path: str,
    name: str,
    summary: str,
    body: type[Body],
    status: int,
    answer: type[Shape] | None,
    *roles: Role,
) -> Route:
    answers = {status: answer}
    return Route(
        "POST", f"/agent/v1{path}", f"agent_{name}", summary, roles, body, None, answers, keyed=False
    )


PROTOCOL = (
    _post("/pairings", "pairing", "Ask to be let in.", PairingBody, 201, Asking),
    _post("/pairings/state", "pairing_state", "Ask whether one was let in.", HeldBody, 200, PairingState),
    Route(
        "GET",
        "/agent/v1/printers",
        "agent_printers",
        "List the printers that this agent serves.",
        AGENT,
        None,
        None,
        {200: AgentPrinters},
        keyed=False,
    ),
    _post("/lease", "lease", "Fetch the next jobs; waits for one.", LeaseBody, 200, Leases, *AGENT),
    _post("/jobs/<job>/state", "report", "Say what became of a job.", ReportBody, 204, None, *AGENT),
    _post("/status", "status", "Say how the printers are.", StatusBody, 204, None, *AGENT),
)
