"""Every property of the rules and of the papers with many examples: `make test` takes forty of each."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = 1000
OF = ("tests/hall", "tests/display/test_board.py", "tests/printer", "tests/storage/test_event_log.py")
ROOT = Path(__file__).parents[2]


@pytest.mark.proof
def test_every_property_holds_for_many_examples() -> None:
    held = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-m", "hypothesis", "--numprocesses", "logical", *OF],
        cwd=ROOT,
        env={**os.environ, "YICHUANG_EXAMPLES": str(EXAMPLES)},
        capture_output=True,
        text=True,
        check=False,
    )

    print(f"\n| `properties` | {EXAMPLES:,} examples of each | {held.stdout.strip().splitlines()[-1]} |")
    assert held.returncode == 0, held.stdout[-4000:]
