"""Every behaviour test that asks for a running hall, asked of three processes behind nginx on PostgreSQL."""

import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.sizes.halls import LEFT_OUT

PARTS = {
    "browser": ("tests/browser",),
    "journeys": ("tests/journeys",),
    "web": ("tests/web/test_keypad.py", "tests/web/test_wire.py", "tests/web/test_fuzzed_sockets.py"),
}
LONGEST_S = 3600


@pytest.mark.proof
@pytest.mark.parametrize("part", PARTS)
def test_nobody_notices_how_many_processes_a_hall_has(tmp_path: Path, part: str) -> None:
    report = tmp_path / "report.xml"

    done = subprocess.run(
        [sys.executable, "-m", "pytest", *PARTS[part], "-q", "--tb=short", f"--junit-xml={report}"],
        env={**os.environ, "YICHUANG_SIZE": "many"},
        capture_output=True,
        text=True,
        timeout=LONGEST_S,
        check=False,
    )

    (suite,) = ElementTree.parse(report).getroot().iter("testsuite")
    left_out = [
        f"{case.get('name')}: {skip.get('message')}"
        for case in suite.iter("testcase")
        for skip in case.iter("skipped")
    ]
    asked = int(suite.get("tests", 0)) - len(left_out)
    print(
        f"\n| `sizes` {part} | {asked} | {suite.get('failures')} | {suite.get('errors')} | {len(left_out)} |"
    )
    for one in left_out:
        print(f"  not asked: {one}")
    assert done.returncode == 0, done.stdout[-8000:]
    assert [one for one in left_out if not re.search(LEFT_OUT, one)] == []
