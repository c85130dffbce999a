"""What everybody asked and was answered, with times; one act may have been asked for several times."""

import random
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx

PATIENCE_S = 5.0  # how long one request is waited for
TRY_AGAIN_S = 0.05
GIVES_UP = 0.2  # how often somebody goes away after a failure and never learns what became of his press


@dataclass(slots=True)
class Act:
    """One press: its key, when it was first asked for, when it was answered, and with what."""

    who: str
    verb: str
    key: str
    ticket: str
    window: int
    asked: float
    answered: float | None = None
    status: int | None = None
    answers: list[dict[str, Any]] = field(default_factory=list)

    @property
    def acknowledged(self) -> bool:
        """Tell whether somebody was told that it is done."""
        return self.status in {200, 201}

    @property
    def unknown(self) -> bool:
        """Tell whether nobody ever learnt what became of it."""
        return self.status is None


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
    count: int = 0

    def ask(self, verb: str, path: str, body: dict[str, Any], *, ticket: str = "", window: int = 0) -> Act:
        """Press once; the same key is sent again until an answer comes, or he goes away."""
        self.count += 1
        key = f"{self.name}-{self.count}"
        act = Act(self.name, verb, key, ticket, window, time.monotonic())
        self.history.begin(act)
        while not self._answered(act, path, body):
            if self.stop.is_set() or self.chance.random() < GIVES_UP:
                break
            time.sleep(TRY_AGAIN_S)
        if act.acknowledged and self.chance.random() < 0.1:
            self._answered(act, path, body)  # a double tap
        return act

    def _answered(self, act: Act, path: str, body: dict[str, Any]) -> bool:
        try:
            answer = self.client.post(path, json=body, headers={"Idempotency-Key": act.key})
        except httpx.HTTPError:
            return False
        if answer.status_code >= 500 or answer.status_code == 429:
            return False
        act.answered, act.status = act.answered or time.monotonic(), answer.status_code
        if answer.status_code in {200, 201}:
            act.answers.append(answer.json())
        return True
