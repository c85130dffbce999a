"""Whole days of people and clerks, played on a fast clock against a real hall."""

import re
from pathlib import Path

import pytest

from tests.servers import serving
from tests.simulation.typed import played

RATE = "1000"
SEEDS = (1, 2, 3)
REAL_S = 45.0
LAST = re.compile(
    r"取号 (\d+)，办毕 (\d+)，过号未回 (\d+)，取消 (\d+)，.*平均等候 ([\d.]+) 分；用时 ([\d.]+) 秒"
)
KEPT = re.compile(r"within (\d+%)")


@pytest.mark.proof
@pytest.mark.parametrize("day", ["normal", "peak"])
def test_whole_days_are_clean(tmp_path: Path, day: str, capsys: pytest.CaptureFixture[str]) -> None:
    rows = []
    with serving(tmp_path, clock_rate=RATE) as hall:
        for seed in SEEDS:
            status, out, err = played(hall, "--day", day, "--seed", str(seed))
            assert status == 0, out + err
            found = LAST.search(out)
            kept = KEPT.search(out)
            assert found
            assert kept
            rows.append((day, seed, *found.groups(), kept[1]))
        log = hall.log()

    with capsys.disabled():
        print(
            "\n| day | seed | numbers | served | missed | left | mean wait, min | real s | waits in range |"
        )
        for row in rows:
            print("| " + " | ".join(str(one) for one in row) + " |")
    assert "Traceback" not in log
    assert all(float(row[7]) < REAL_S for row in rows)
