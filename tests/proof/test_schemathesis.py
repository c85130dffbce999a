"""Ten thousand requests that a machine made up."""

from pathlib import Path

import pytest

from tests.web.schemathesis_cases import ask

WISHED = 10_700  # some operations have fewer different requests than their share


@pytest.mark.proof
def test_schemathesis_finds_no_fault_in_ten_thousand_requests(tmp_path: Path) -> None:
    asked = ask(tmp_path, WISHED, 1)

    print(f"\n| `schemathesis` | {asked.requests} requests, {len(asked.answers)} operations |")
    assert asked.requests >= 10_000
    assert (asked.never, asked.only_missed) == ([], [])
    assert asked.undone == ["PUT /api/v1/hall/clock"]  # whose clock runs true
