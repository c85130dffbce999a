"""What everybody asked and was answered, with times; one act may have been asked for several times."""

import random
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

PATIENCE_S = 8.0  # how long one request is waited for
TRY_AGAIN_S = 0.05
GIVES_UP = 0.2  # how often somebody goes away after a failure and never learns what became of his press
TAPS_TWICE = 0.1
TOO_MANY = 429


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request of a press: when it was sent, when it ended, and how; no status is a lost answer."""

    begun: float
    ended: float
    status: int | None = None
    answer: Mapping[str, Any] | None = None

    @property
    def failed(self) -> bool:
        """Whether it brought no answer that says what became of the press."""
        return self.status is None or self.status >= 500 or self.status == TOO_MANY

    @property
    def refused(self) -> bool:
        """Whether the hall said no."""
        return not self.failed and (self.status or 0) >= 400


@dataclass(slots=True)
class Act:
    """One press: its key, what was wished, and every request that was made of it."""

    who: str
    verb: str
    key: str
    ticket: str
    window: int
    asked: float
    attempts: list[Attempt] = field(default_factory=list)

    @property
    def told(self) -> list[Attempt]:
        """The requests that were answered."""
        return [one for one in self.attempts if not one.failed]

    @property
    def answered(self) -> float | None:
        """When somebody first learnt what became of it."""
        return self.told[0].ended if self.told else None

    @property
    def status(self) -> int | None:
        """What somebody was told first; nothing where he never learnt what became of it."""
        return self.told[0].status if self.told else None

    @property
    def answers(self) -> list[Mapping[str, Any]]:
        """What was told of the ticket, by each request that was answered."""
        return [one.answer for one in self.told if one.answer is not None]

    @property
    def acknowledged(self) -> bool:
        """Whether somebody was told that it is done."""
        return any(one.status in {200, 201} for one in self.attempts)

    @property
    def open(self) -> bool:
        """Whether it may have been done, or be done yet, though nobody was told so: a request was lost."""
        return not self.acknowledged and any(one.failed for one in self.attempts)


class History:
    """All acts of one run; many threads write into it."""

    def __init__(self) -> None:
        self._acts: list[Act] = []
        self._lock = threading.Lock()

    def begin(self, act: Act) -> None:
        """Note an act before it is asked for."""
        with self._lock:
            self._acts.append(act)

    def __iter__(self) -> Iterator[Act]:
        with self._lock:
            return iter(list(self._acts))

    def taken(self) -> list[str]:
        """List the tickets that somebody was given, newest last."""
        return [act.answers[0]["id"] for act in self if act.verb == "take" and act.acknowledged]


@dataclass
class Asker:
    """One person at one screen: asks, and presses again when nothing comes back."""

    name: str
    client: httpx.Client
    history: History
    chance: random.Random
    stop: threading.Event
    heard_at: float = 0.0  # the beginning of the newest request that was answered
    count: int = 0

    def ask(
        self,
        verb: str,
        path: str,
        body: dict[str, Any],
        *,
        ticket: str = "",
        window: int = 0,
        how: str = "POST",
    ) -> Act:
        """Press once; the same key is sent again until an answer comes, or he goes away."""
        self.count += 1
        key = f"{self.name}-{self.count}"
        act = Act(self.name, verb, key, ticket, window, time.monotonic())
        self.history.begin(act)
        while self._sent(act, how, path, body).failed:
            if self.stop.is_set() or self.chance.random() < GIVES_UP:
                break
            time.sleep(TRY_AGAIN_S)
        if act.acknowledged and how == "POST" and self.chance.random() < TAPS_TWICE:
            self._sent(act, how, path, body)
        return act

    def _sent(self, act: Act, how: str, path: str, body: dict[str, Any]) -> Attempt:
        begun = time.monotonic()
        try:
            answer = self.client.request(how, path, json=body, headers={"Idempotency-Key": act.key})
        except httpx.HTTPError:
            attempt = Attempt(begun, time.monotonic())
        else:
            told = answer.json() if answer.status_code in {200, 201} else None
            attempt = Attempt(begun, time.monotonic(), answer.status_code, told)
        act.attempts.append(attempt)
        if not attempt.failed:
            self.heard_at = begun
        return attempt
