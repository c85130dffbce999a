"""Ten thousand requests that a machine made up."""

from pathlib import Path

import pytest

from tests.web.schemathesis_cases import ask


@pytest.mark.proof
def test_schemathesis_finds_no_fault_in_ten_thousand_requests(tmp_path: Path) -> None:
    asked = ask(tmp_path, 10_000, 1)

    print(f"\n| `schemathesis` | {sum(asked.values())} requests | {len(asked)} operations |")
    assert sum(asked.values()) >= 10_000
