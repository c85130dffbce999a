"""Requests that Schemathesis makes up from the API's own description, right and wrong ones."""

from collections import Counter
from collections.abc import Callable
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

from tests.web.api_hall import SampleHall, open_hall

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
ROLES = ("manager", "manager", "kiosk", "desk", "board", "")


def ask(folder: Path, cases: int, start: int) -> Counter[str]:
    """Ask a sample hall as many made-up requests; returns how often each operation was asked.

    Every answer must be one that the description names, of its media type and its shape, and none a fault.
    """
    hall, asked = open_hall(folder / "data"), Counter[str]()
    _fill(hall)
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", _here(hall.program.web))
    operations = [found.ok() for found in described.get_all_operations() if isinstance(found, Ok)]
    wished = [one.as_strategy(generation_mode=mode) for one in operations for mode in MODES]

    @seed(start)
    @settings(
        max_examples=cases,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=st.one_of(wished), role=st.sampled_from(ROLES))
    def holds(case: Any, role: str) -> None:
        asked[f"{case.method} {case.path}"] += 1
        headers = {"Authorization": f"Bearer {hall.as_(role).token}"} if role else {}
        case.validate_response(case.call(headers=headers), checks=CHECKS)

    holds()
    hall.program.store.close()
    return asked


def _here(web: Flask) -> Callable[..., Any]:
    """Ask as a program of this machine does: what a person's token may do from others needs TLS."""

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        return web({**environ, "REMOTE_ADDR": "127.0.0.1"}, start)

    return answer


def _fill(hall: SampleHall) -> None:
    """Give the hall some people, so that not every name is unknown."""
    for _ in range(3):
        hall.as_("kiosk").take("E05")
    hall.as_("desk").put("/windows/5", {"state": "open"})
    hall.as_("desk").post("/windows/5/calls", {})
