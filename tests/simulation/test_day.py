"""`yichuang simulate` as it is typed, against a real hall."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from tests.hall.content_sample import CONTENT
from tests.servers import HallServer, free_port, serving
from tests.simulation.typed import LONGEST_S, played, started

OPEN = ("waiting", "called", "serving", "held", "missed")


def left_open(hall: HallServer) -> list[str]:
    """The numbers that have not ended."""
    with hall.api() as api:
        lists = [api.get("/tickets", params={"state": state}).json()["tickets"] for state in OPEN]
    return [ticket["number"] for tickets in lists for ticket in tickets]


def head(hall: HallServer) -> int:
    """The number of the newest event."""
    with hall.api() as api:
        return int(api.get("/events", params={"limit": 1}).json()["head"])


@pytest.fixture(scope="module")
def fast(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HallServer]:
    """A sample hall in which a day takes some twenty seconds; its tests leave no number open."""
    with serving(tmp_path_factory.mktemp("fast"), clock_rate="2000") as hall:
        yield hall


def test_two_hours_of_a_peak_day_are_played_clean_and_leave_the_hall_as_it_was(fast: HallServer) -> None:
    with fast.api() as api:
        api.put("/windows/2", json={"state": "paused", "reason": "开会"})

    status, out, err = played(fast, "--seed", "7", "--day", "peak", "--hours", "2")

    assert status == 0, out + err
    assert out.splitlines()[-1].startswith("高峰日 种子 7：取号 ")
    assert out.splitlines()[-1].endswith("正常 clean")
    assert "revive_within_min=30" in out
    assert "窗口 window" in out
    assert re.search(r"^09:\d\d  来 came [1-9]", err, re.MULTILINE)
    assert left_open(fast) == []
    with fast.api() as api:
        window = api.get("/windows/2").json()
    assert (window["state"], window["reason"]) == ("paused", "开会")
    assert [token["revoked"] for token in tokens(fast) if token["label"] == "simulate"] == [1, 1, 1]
    calls = [one["facts"]["window"] for one in events(fast) if one["kind"] == "TicketCalled"]
    assert set(calls) == {1, 2, 3, 4, 5, 6}


def events(hall: HallServer) -> list[dict[str, Any]]:
    """All that has happened in the hall."""
    found: list[dict[str, Any]] = []
    with hall.api() as api:
        while more := api.get("/events", params={"after": len(found), "limit": 1000}).json()["events"]:
            found += more
    return found


def test_who_stops_it_leaves_no_half_state(fast: HallServer) -> None:
    run = started(fast, "--day", "peak")
    wait_until(lambda: len(left_open(fast)) >= 3)

    run.send_signal(signal.SIGINT)
    out, _ = run.communicate(timeout=LONGEST_S)

    assert run.returncode == 130
    assert out.splitlines()[-1].endswith("中断 interrupted")
    assert left_open(fast) == []


def test_a_hall_that_dies_under_it_is_no_clean_day(tmp_path: Path) -> None:
    with serving(tmp_path, clock_rate="2000") as hall:
        run = started(hall, "--day", "peak")
        wait_until(lambda: bool(left_open(hall)))

        hall.stop(signal.SIGKILL)
        out, _ = run.communicate(timeout=LONGEST_S)

    assert run.returncode == 1
    assert "没有大厅应答" in out
    assert out.splitlines()[-1].endswith("异常 NOT clean")


def test_a_managers_token_is_enough_without_the_data_folder(fast: HallServer) -> None:
    status, out, err = played(fast, "--token", fast.token("manager"), "--hours", "0.2")

    assert status == 0, out + err


def test_a_real_clock_is_refused(shared_hall: HallServer) -> None:
    before = head(shared_hall)

    status, _, err = played(shared_hall, "--token", shared_hall.token("manager"))

    assert status == 2
    assert "yichuang serve --clock-rate 1000" in err
    assert head(shared_hall) == before


def test_a_hall_of_somebodys_own_is_refused(tmp_path: Path) -> None:
    folder = Path(copytree(CONTENT, tmp_path / "own"))
    hall_file = folder / "hall.toml"
    hall_file.write_text(hall_file.read_text("utf-8").replace('id = "sample"', 'id = "town"'), "utf-8")

    with serving(tmp_path, hall=str(folder)) as own:
        before = head(own)
        status, _, err = played(own, "--token", own.token("manager"))

        assert status == 2
        assert "不是样例数据" in err
        assert head(own) == before
    refused = subprocess.run(
        [sys.executable, "-m", "kiosk", "serve", "--hall", folder, "--clock-rate", "1000"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "YICHUANG_DATA": str(tmp_path / "other")},
    )
    assert refused.returncode == 2
    assert "sample data" in refused.stderr


def test_rules_are_compared_on_a_copy_of_the_sample(tmp_path: Path) -> None:
    folder = Path(copytree(CONTENT, tmp_path / "copy"))
    hall_file = folder / "hall.toml"
    hall_file.write_text(hall_file.read_text("utf-8").replace("revivals = 2", "revivals = 0"), "utf-8")

    with serving(tmp_path, hall=str(folder), clock_rate="2000") as hall:
        status, out, err = played(hall, "--hours", "0.5", "--hall", str(folder))

    assert status == 0, out + err
    assert "revivals=0" in out


def test_where_nobody_answers_it_says_how_to_start_a_hall(tmp_path: Path) -> None:
    nowhere = HallServer(tmp_path, free_port())

    for url in (nowhere.url, "127.0.0.1:8000"):
        status, _, err = played(nowhere, "--url", url, "--token", "any")
        assert status == 2
        assert "yichuang serve --clock-rate 1000" in err


def test_a_wrong_token_or_folder_is_refused_before_anything_is_written(
    fast: HallServer, tmp_path: Path
) -> None:
    before = head(fast)

    for words, sentence in (
        (("--token", "yc_desk_wrong"), "不认这个令牌"),
        (("--token", fast.token("kiosk")), "不认这个令牌"),
        (("--data", str(tmp_path / "empty")), "没有正在运行的大厅"),
    ):
        status, _, err = played(fast, *words)
        assert status == 2
        assert sentence in err

    assert head(fast) == before
    assert not (tmp_path / "empty").exists()


def wait_until(it_is_so: Callable[[], bool]) -> None:
    """Look again until something is so."""
    deadline = time.monotonic() + LONGEST_S
    while not it_is_so():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def tokens(hall: HallServer) -> list[dict[str, object]]:
    """The tokens in the hall's data."""
    with sqlite3.connect(hall.data / "hall.db") as data:
        data.row_factory = sqlite3.Row
        return [dict(row) for row in data.execute("SELECT label, revoked FROM token")]
