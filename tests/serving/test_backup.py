"""Backups as a newcomer meets them: made by the serving hall itself, and brought back by one command."""

import re
import time
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from kiosk.app import Content, open_hall
from kiosk.backup import making
from kiosk.backup.archive import manifest_of
from kiosk.backup.restoring import restore
from kiosk.cli import main
from kiosk.clock import now
from kiosk.config import Settings
from kiosk.hall.events import TicketTaken
from tests.backup.halls import kept_hall
from tests.backup.test_making import told_and_closed
from tests.servers import HallServer, serving
from tests.serving.test_restart import Crowd

MADE_WITHIN_S = 120.0
YEARS = timedelta(days=2 * 365)


def test_the_nightly_backup_of_a_hall_among_presses_holds_every_ticket_up_to_its_moment(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "backups"
    with serving(tmp_path, backup_folder=str(folder), backup_at="00:00") as hall:  # due: there is none yet
        crowd = Crowd(hall.url, hall.token("kiosk"))
        with crowd.pressing(people=4):
            file = _written(hall, folder)
            crowd.wait_for(5)

    manifest, copy = manifest_of(file), Settings(data=tmp_path / "copy", key_file=hall.chosen().key_path)
    restore(file, copy, at=now())

    held = _given(copy)
    told_before = {number for number, at in crowd.when.items() if at < manifest.taken_at.timestamp()}
    assert told_before <= set(held)
    assert list(held.values()) == sorted(held.values())
    assert held == {number: seq for number, seq in _given(hall.chosen()).items() if seq <= manifest.head}
    assert len(held) < len(crowd.numbers)  # the crowd went on beside it and after it
    assert crowd.refused == []


def test_a_hall_comes_back_by_one_command_and_serves(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    hall, then = kept_hall(tmp_path / "old"), now() - YEARS
    number, last = told_and_closed(hall, then), hall.take(then, times=3)[-1]
    made = making.make(hall.settings, tmp_path / "b.tar.gz", at=then)
    (tmp_path / "new").mkdir()
    monkeypatch.setenv("YICHUANG_KEY_FILE", str(hall.settings.key_path))

    typed = ["restore", str(made.path), "--data", str(tmp_path / "new" / "data")]
    assert main([*typed, "--hall", str(hall.settings.hall)]) == 0

    said = capsys.readouterr().out
    skipped = int(re.search(r"今天每个队列跳过 (\d+) 个号", said)[1])  # type: ignore[index]  # else it fails here
    assert skipped >= 30
    assert "erased: 1" in said
    settings = hall.settings.model_copy(update={"data": tmp_path / "new" / "data"})
    assert _is_erased(settings, number)  # before anybody is served
    chosen = {"hall": str(settings.hall), "key_file": str(settings.key_path)}
    with serving(tmp_path / "new", **chosen) as back:
        with back.api("kiosk") as kiosk:
            given = kiosk.post("/tickets", json={"services": ["E01"]}).raise_for_status().json()["number"]
        with back.api("manager") as manager:
            log = manager.get("/events", params={"after": made.manifest.head, "limit": 1}).json()["events"]
        assert httpx.get(f"{back.url}/healthz").status_code == 200
    assert int(given[1:]) > skipped
    assert given > last
    assert (log[0]["kind"], log[0]["facts"]["head"]) == ("DataRestored", made.manifest.head)
    assert log[0]["facts"]["numbers"] == skipped
    assert log[0]["seq"] > made.manifest.head + 1


def _written(hall: HallServer, folder: Path) -> Path:
    """Wait until the hall has written its backup."""
    until = time.monotonic() + MADE_WITHIN_S
    while not making.kept(folder) and time.monotonic() < until:
        time.sleep(0.02)
    assert making.kept(folder), hall.log()
    return making.kept(folder)[0]


def _given(settings: Settings) -> dict[str, int]:
    """List the numbers that people hold, each with the event that gave it, in the order of the log."""
    store = open_hall(settings, Content(settings))
    with store.read() as reading:
        taken = [
            (event.ticket, seq)
            for seq, _, event in reading.events.after(0, 100_000)
            if isinstance(event, TicketTaken)
        ]
        held = {reading.tickets.get(ticket).number: seq for ticket, seq in taken}
        assert {one.number for one in reading.tickets.waiting()} == set(held)
    store.close()
    return held


def _is_erased(settings: Settings, number: str) -> bool:
    store = open_hall(settings, Content(settings))
    with store.read() as reading:
        erased = reading.escalations.get(number).erased_at is not None
    store.close()
    return erased
