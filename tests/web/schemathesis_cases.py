"""Requests that Schemathesis makes up from the API's own description, right and wrong ones."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from kiosk.web.draining import CLOSING
from tests.web.api_hall import SampleHall, open_hall
from tests.web.busy_hall import BusyHall

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
ROLES = ("manager", "manager", "manager", "desk", "kiosk", "board", "agent", "")
NOTHING_THERE = frozenset({401, 403, 404, 429})


@dataclass
class Asked:
    """How often each operation was asked, and with what statuses it answered."""

    every: frozenset[str]
    answers: Mapping[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))

    @property
    def requests(self) -> int:
        """How many requests there were."""
        return sum(each.total() for each in self.answers.values())

    @property
    def never(self) -> list[str]:
        """The operations that were never asked."""
        return sorted(self.every - set(self.answers))

    @property
    def only_missed(self) -> list[str]:
        """The operations that never found what they were asked about, or nobody who may."""
        return sorted(one for one, answers in self.answers.items() if set(answers) <= NOTHING_THERE)

    @property
    def undone(self) -> list[str]:
        """The operations that never did what they were asked."""
        return sorted(one for one, answers in self.answers.items() if min(answers) >= 300)


def ask(folder: Path, cases: int, start: int) -> Asked:
    """Ask a sample hall as many made-up requests, each operation its share of them.

    Every answer must be one that the description names, of its media type and its shape, and none a fault.
    """
    hall = open_hall(folder / "data", printer_url="tcp://127.0.0.1:9")
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", _here(hall.program.web))
    operations = [found.ok() for found in described.get_all_operations() if isinstance(found, Ok)]
    asked = Asked(frozenset(f"{one.method.upper()} {one.path}" for one in operations))
    busy, share = BusyHall(hall), -(-cases // len(operations))
    for n, one in enumerate(operations):
        wished = st.one_of([one.as_strategy(generation_mode=mode) for mode in MODES])
        _ask_one(hall, busy, asked, wished, share, start + n)
    hall.program.store.close()
    return asked


def _ask_one(
    hall: SampleHall, busy: BusyHall, asked: Asked, wished: st.SearchStrategy[Any], share: int, start: int
) -> None:
    @seed(start)
    @settings(
        max_examples=share,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=wished, role=st.sampled_from(ROLES), is_real=st.sampled_from([True, True, True, False]))
    def holds(case: Any, role: str, is_real: bool) -> None:
        if is_real:
            busy.make_real(case)
        headers = {"Authorization": f"Bearer {hall.as_(role).token}"} if role else {}
        answer = case.call(headers=headers)
        asked.answers[f"{case.method} {case.path}"][answer.status_code] += 1
        case.validate_response(answer, checks=CHECKS)

    holds()


def _here(web: Flask) -> Callable[..., Any]:
    """Ask as a program of this machine does, of a hall that keeps no agent waiting for paper.

    What a person's token may do from other machines needs TLS.
    """

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterator[bytes]:
        return web({**environ, "REMOTE_ADDR": "127.0.0.1", CLOSING: lambda: True}, start)  # type: ignore[return-value]  # an iterable

    return answer
