"""Ten thousand requests that a machine made up."""

from pathlib import Path

import pytest

from tests.web.schemathesis_cases import ask

WISHED = 10_700  # some operations have fewer different requests than their share


@pytest.mark.proof
def test_schemathesis_finds_no_fault_in_ten_thousand_requests(tmp_path: Path) -> None:
    asked = ask(tmp_path, WISHED, 1)

    found = f"{asked.requests} requests, {len(asked.answers)} operations, {asked.done} did what was asked"
    print(f"\n| `schemathesis` | {found} |")
    assert asked.requests >= 10_000
    assert (asked.never, asked.only_missed) == ([], [])
    assert asked.done >= len(asked.answers) - 1  # nobody moves the clock of a hall whose clock runs true
