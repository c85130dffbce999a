"""接口: the hall's public JSON API, as a kiosk, a desk and anybody with a ticket ask it."""

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from http.client import HTTPException
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from kiosk.hall.errors import HallError
from kiosk.simulation.line import Line
from kiosk.simulation.people import Offered, Question, Service

Json = dict[str, Any]
PREFIX = "/api/v1"


class NobodyThere(HallError):
    """No hall answers at the address."""

    zh = "{0} 没有大厅应答（{1}）。请先启动：yichuang serve --clock-rate 1000"
    en = "No hall answers at {0} ({1}). Please start one: yichuang serve --clock-rate 1000"


class Refused(Exception):
    """The hall answered a request with a problem."""

    def __init__(self, status: int, code: str, sentence: str, request: str) -> None:
        super().__init__(f"{status} {code} {request}: {sentence}")
        self.status = status
        self.code = code


@dataclass(frozen=True, slots=True)
class Keys:
    """The tokens of a kiosk, of a desk, and of who may put the clock forward."""

    kiosk: str
    desk: str
    manager: str


@dataclass(frozen=True, slots=True)
class About:
    """Which hall it is, its rules, and what time it was there when it answered."""

    id: str
    name: str
    version: str
    sample: bool
    at: datetime
    rate: float
    opens_at: datetime | None
    rules: Mapping[str, Any]
    priorities: Mapping[str, str]
    needs: tuple[str, ...]
    read: float

    def now(self) -> datetime:
        """Tell the hall's time by its own clock, read once and carried on."""
        return self.at + timedelta(seconds=(time.monotonic() - self.read) * self.rate)

    def until(self, moment: datetime) -> float:
        """Say how many real seconds there are until a moment of the hall; none when it is past."""
        return max(0.0, (moment - self.now()).total_seconds() / self.rate)


@dataclass
class Api:
    """A few connections that are kept; every act has a key of its own, so that none is done twice."""

    url: str
    keys: Keys = Keys("", "", "")
    asked: int = 0
    spent_s: float = 0.0
    slowest_s: float = 0.0
    _run: str = field(default_factory=lambda: secrets.token_hex(6))
    _acts: "count[int]" = field(default_factory=count)

    def __post_init__(self) -> None:
        self._line = Line(self.url)

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    async def about(self) -> About:
        """Ask which hall this is and what time it is there."""
        return about_in(await self._ask("GET", "/hall"))

    async def put_clock_forward(self, to: datetime) -> About:
        """Let the hall skip the time until then."""
        body = {"at": to.isoformat()}
        return about_in(await self._ask("PUT", "/hall/clock", body, token=self.keys.manager))

    async def offered(self, about: About) -> Offered:
        """Read what the hall offers."""
        return offered_in(await self._ask("GET", "/services"), about)

    async def windows(self) -> list[Json]:
        """List the windows as they stand."""
        found = await self._ask("GET", "/windows", token=self.keys.desk)
        windows: list[Json] = found["windows"]
        return windows

    async def set_window(self, number: int, state: str, reason: str = "") -> None:
        """Open or close a window."""
        await self._ask("PUT", f"/windows/{number}", {"state": state, "reason": reason}, token=self.keys.desk)

    async def take(self, visit: Json) -> Json:
        """Take a number at the kiosk."""
        return await self._act("/tickets", visit, self.keys.kiosk)

    async def offer(self, visit: Json) -> Json:
        """Ask at the kiosk how many are ahead."""
        return await self._act("/tickets/offer", visit, self.keys.kiosk)

    async def go_home(self, service: str, path: str, body: Json) -> None:
        """Take a printed list, or the slip of the way without a visit, instead of a number."""
        await self._act(f"/services/{service}/{path}", body, self.keys.kiosk)

    async def call(self, window: int) -> Json | None:
        """Call the next one to a window; nobody waits: None."""
        return await self._act(f"/windows/{window}/calls", {}, self.keys.desk) or None

    async def act(self, ticket: str, verb: str, **body: int) -> Json:
        """Do at the desk what is done with a ticket."""
        return await self._act(f"/tickets/{ticket}/{verb}", body, self.keys.desk)

    async def ticket(self, token: str) -> Json:
        """Look at a ticket as its owner's phone does."""
        return await self._ask("GET", f"/tickets/{token}")

    async def _act(self, path: str, body: Json, token: str) -> Json:
        return await self._ask("POST", path, body, token=token, key=f"{self._run}-{next(self._acts)}")

    async def _ask(
        self, method: str, path: str, body: Json | None = None, *, token: str = "", key: str = ""
    ) -> Json:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if key:
            headers["Idempotency-Key"] = key
        began = time.monotonic()
        try:
            answer = await self._line.ask(method, PREFIX + path, body, headers)
        except (OSError, HTTPException, ValueError) as error:
            raise NobodyThere(self.url, str(error)) from None
        self.asked += 1
        took = time.monotonic() - began
        self.spent_s, self.slowest_s = self.spent_s + took, max(self.slowest_s, took)
        found: Json = answer.body if isinstance(answer.body, dict) else {}
        if answer.status < HTTPStatus.BAD_REQUEST:
            return found
        code = str(found.get("type", "")).rpartition(":")[2]
        raise Refused(answer.status, code, str(found.get("title", "")), f"{method} {path}")


def offered_in(found: Json, about: About) -> Offered:
    """Read what a hall offers from its answer."""
    services = tuple(_service(one) for one in found["services"])
    return Offered(services, tuple(about.priorities), about.needs)


def about_in(found: Json) -> About:
    """Read from a hall's answer which it is; its time counts from now on."""
    usual = [*found["priorities"]]
    usual.sort(key=lambda one: one["by_law"])  # classes that the hall itself chose are met most often
    opens = found["opens_at"]
    return About(
        id=found["id"],
        name=found["name"]["zh"],
        version=found["version"],
        sample=found["sample"],
        at=datetime.fromisoformat(found["at"]).astimezone(ZoneInfo(found["timezone"])),
        rate=found["clock_rate"],
        opens_at=datetime.fromisoformat(opens) if opens else None,
        rules=found["calls"],
        priorities={one["code"]: one["name"]["zh"] for one in usual},
        needs=tuple(one["code"] for one in found["needs"]),
        read=time.monotonic(),
    )


def _service(found: Json) -> Service:
    no_visit = found["no_visit"]
    return Service(
        code=found["code"],
        queue=found["queue"],
        questions=tuple(_question(one) for one in found["questions"]),
        by_phone=no_visit is not None,
    )


def _question(found: Json) -> Question:
    return Question(
        code=found["code"],
        options=tuple(one["code"] for one in found["options"]),
        ways=tuple(
            {clause["question"]: frozenset(clause["options"]) for clause in way}
            for way in found["when"] or ()
        ),
    )
