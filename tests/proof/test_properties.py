"""What `make test` takes a part of, whole: properties with many examples, screens in every look."""

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


@pytest.mark.proof
def test_every_screen_of_the_kiosk_is_right_in_all_its_looks() -> None:
    screens = "tests/browser/test_kiosk_screens.py"
    held = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--numprocesses", "logical", screens],
        cwd=ROOT,
        env={**os.environ, "YICHUANG_EVERY_LOOK": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    print(f"\n| `looks` | every screen, both shapes | {held.stdout.strip().splitlines()[-1]} |")
    assert held.returncode == 0, held.stdout[-4000:]
