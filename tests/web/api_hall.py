"""A sample hall in this process, asked as other programs ask it; answers are held to their description."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from kiosk.app import Program, build
from kiosk.config import Settings
from kiosk.operations import accounts
from kiosk.operations.accounts import Role
from kiosk.web.api.openapi import description
from tests.databases import with_tables

NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # nine o'clock in the hall
DESCRIBED = description()


class StoppedClock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.at = NINE

    def __call__(self) -> datetime:
        """Return the time."""
        return self.at

    def later(self, seconds: float) -> None:
        """Let time pass."""
        self.at += timedelta(seconds=seconds)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status_code: int
    json: Any
    text: str
    headers: Mapping[str, str]
    content_type: str


@dataclass(frozen=True)
class Asker:
    """A program with a token of some role, or with none."""

    hall: "SampleHall"
    token: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: Any = None, *, key: str = "", **more: Any) -> Answer:
        """Send one request; what comes back must fit the description."""
        headers = {**self.headers}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if key:
            headers["Idempotency-Key"] = key
        if body is not None:
            more["json"] = body
        client = self.hall.program.web.test_client()
        came = client.open(f"/api/v1{path}", method=method, headers=headers, **more)
        json = came.json if "json" in (came.mimetype or "") else None
        answer = Answer(came.status_code, json, came.text, dict(came.headers), came.content_type or "")
        fits(method, path, answer)
        return answer

    def get(self, path: str) -> Answer:
        """Look at something."""
        return self.ask("GET", path)

    def post(self, path: str, body: Any = None, *, key: str = "", **more: Any) -> Answer:
        """Do something."""
        return self.ask("POST", path, body, key=key, **more)

    def put(self, path: str, body: Any) -> Answer:
        """Set something."""
        return self.ask("PUT", path, body)

    def take(self, *services: str, **more: Any) -> Any:
        """Take a ticket and return it."""
        answer = self.post("/tickets", {"services": services, **more})
        assert answer.status_code == 201, answer.text
        return answer.json


@dataclass(frozen=True)
class SampleHall:
    """The hall, its clock, and one asker of each role."""

    program: Program
    clock: StoppedClock
    tokens: Mapping[Role, str]

    def as_(self, role: str) -> Asker:
        """Ask as a program of a role; "" has no token."""
        return Asker(self, self.tokens[Role(role)] if role else "")

    @property
    def head(self) -> int:
        """The number of the newest event."""
        with self.program.store.read() as reading:
            return reading.events.head()

    def kinds(self) -> list[str]:
        """The names of all events."""
        with self.program.store.read() as reading:
            return [type(event).__name__ for _, _, event in reading.events.after(0)]


def open_hall(folder: Path, **settings: Any) -> SampleHall:
    """Open a sample hall with fresh data."""
    clock = StoppedClock()
    ours = {"public_url": "", "database_url": "", "printer_url": "", **settings}
    chosen = Settings(data=with_tables(folder), **ours)
    program = build(chosen, clock=clock)
    tokens = {role: accounts.add_token(program.store, role=role, label=role.value, at=NINE) for role in Role}
    return SampleHall(program, clock, tokens)


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[SampleHall]:
    """A sample hall at nine o'clock, with every window open and no printer."""
    opened = open_hall(tmp_path / "data")
    yield opened
    opened.program.store.close()


@pytest.fixture(scope="module")
def still_hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleHall]:
    """A sample hall for a whole file: its tests leave it as they find it."""
    opened = open_hall(tmp_path_factory.mktemp("hall") / "data")
    yield opened
    opened.program.store.close()


@pytest.fixture
def hall_with_printer(tmp_path: Path) -> Iterator[SampleHall]:
    """A sample hall whose papers go to one printer, which no agent serves yet."""
    opened = open_hall(tmp_path / "data", printer_url="tcp://127.0.0.1:9", printer_width=58)
    yield opened
    opened.program.store.close()


def fits(method: str, path: str, answer: Answer) -> None:
    """Hold an answer to what the description says of its route."""
    operation = described(method, path)
    assert str(answer.status_code) in operation["responses"], f"{method} {path}: {answer.status_code}"
    content = operation["responses"][str(answer.status_code)].get("content", {})
    if not content:
        assert answer.text == ""
        return
    (kind, schema), *_ = content.items()
    assert answer.content_type == kind
    Draft202012Validator({**schema["schema"], "components": DESCRIBED["components"]}).validate(answer.json)


def described(method: str, path: str) -> Mapping[str, Any]:
    """Find the description of a route; a fixed path comes before one with a place in it."""
    parts = f"/api/v1{path}".partition("?")[0].split("/")
    for template, operations in sorted(DESCRIBED["paths"].items(), key=lambda pair: pair[0].count("{")):
        wanted = template.split("/")
        if len(wanted) == len(parts) and method.lower() in operations and _same(wanted, parts):
            found: Mapping[str, Any] = operations[method.lower()]
            return found
    raise AssertionError(f"{method} {path} is not described")


def _same(wanted: list[str], parts: list[str]) -> bool:
    return all(want == part or want.startswith("{") for want, part in zip(wanted, parts, strict=True))
