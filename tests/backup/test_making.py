"""Backups made by hand and by night, while the hall serves; what was due for erasing does not come back."""

import os
import shutil
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kiosk.backup import making
from kiosk.cli import main
from kiosk.doctor.findings import Sign
from kiosk.doctor.machine import backups
from kiosk.hall.escalation_words import Grade, Result, Trouble
from kiosk.operations import escalation
from kiosk.operations.escalation import Complaint
from kiosk.storage import copying, migrate
from kiosk.storage.settings import BACKUP_MADE
from tests.backup.halls import KeptHall, kept_hall
from tests.databases import go_back
from tests.hall.halls import NINE
from tests.one_hall import free_port

NIGHT = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)  # half past two in Shanghai
YEARS = timedelta(days=2 * 365)


def test_a_backup_among_presses_holds_whole_acts_only(tmp_path: Path) -> None:
    hall = kept_hall(tmp_path / "hall")
    hall.take(NINE)
    stop = threading.Event()

    def press() -> None:
        while not stop.is_set():
            hall.take(NINE, times=5)

    crowd = threading.Thread(target=press)
    crowd.start()
    copies = []
    for n in range(4):
        made = copying.copy_out(hall.settings.database, tmp_path / f"{n}.db", hall="sample")
        copies.append(made)
        time.sleep(0.05)
    stop.set()
    crowd.join(30)

    for n, made in enumerate(copies):
        other = kept_hall(tmp_path / f"copy{n}")
        other.settings.data.mkdir()
        shutil.copy(tmp_path / f"{n}.db", other.settings.data / "hall.db")
        store = other.open()
        with store.read() as reading:
            assert reading.events.head() == made.head == len(reading.tickets.waiting())
        store.close()


def test_what_was_due_for_erasing_is_erased_before_anybody_is_served(tmp_path: Path) -> None:
    hall, fresh = kept_hall(tmp_path / "old"), kept_hall(tmp_path / "new")
    number = told_and_closed(hall)
    made = hall.back_up(tmp_path / "b.tar.gz", NINE)

    restored = fresh.restore(made.path, NINE + YEARS)

    store = fresh.open()
    with store.read() as reading:
        assert reading.escalations.get(number).erased_at
    store.close()
    assert restored.recovered.erased == 1


def told_and_closed(hall: KeptHall, at: datetime = NINE) -> str:
    """Note what somebody could not get done, and answer him."""
    said = Complaint(Trouble.LATE, "说五天，一个月了", service="E05", name="王喆龘", phone="138 0000 2046")
    store = hall.open()
    number = escalation.register(store, complaint=said, window=5, place="window 5", by="first", at=at).number
    escalation.classify(store, number=number, grade=Grade.SIMPLE, about="", by="boss", at=at)
    escalation.assign(store, number=number, window=5, person="", by="boss", at=at)
    escalation.answer(store, number=number, words="明天来取", by="clerk", window=5, at=at)
    escalation.follow_up(store, number=number, result=Result.SATISFIED, note="", by="boss", at=at)
    escalation.close(store, number=number, by="boss", at=at)
    store.close()
    return number


def test_a_backup_is_made_each_night_once_and_the_oldest_go(tmp_path: Path) -> None:
    hall = kept_hall(tmp_path / "hall")
    hall.settings = hall.settings.model_copy(update={"backup_folder": tmp_path / "backups", "backup_keep": 2})
    hall.take(NINE)
    folder = tmp_path / "backups"
    folder.mkdir()
    for day in ("01", "02", "03"):
        old = folder / f"yichuang-202611{day}-023000.tar.gz"
        old.write_bytes(b"old")
        touch(old, NINE - timedelta(days=5))

    made = making.make_scheduled(hall.settings, at=NIGHT)

    assert made
    touch(made.path, NIGHT)
    assert making.make_scheduled(hall.settings, at=NIGHT + timedelta(hours=20)) is None
    assert [one.name for one in making.kept(folder)] == [
        "yichuang-20261103-023000.tar.gz",
        "yichuang-20261124-023000.tar.gz",
    ]
    assert making.make_scheduled(hall.settings, at=NIGHT + timedelta(days=1))
    store = hall.open()
    with store.read() as reading:
        noted = datetime.fromisoformat(reading.settings.get(BACKUP_MADE))
    store.close()
    assert noted == NIGHT + timedelta(days=1)


def test_a_backup_by_a_newer_program_leaves_the_tables_to_who_serves_them(tmp_path: Path) -> None:
    hall = kept_hall(tmp_path / "hall")
    hall.take(NINE)
    go_back(hall.settings.database, "-1")
    before = migrate.standing(hall.settings.database)

    made = hall.back_up(tmp_path / "copy.tar.gz", NINE)

    assert made.manifest.migration == before != migrate.head()
    assert migrate.standing(hall.settings.database) == before


def test_a_database_that_is_away_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("YICHUANG_DATABASE_URL", f"postgresql://hall@127.0.0.1:{free_port()}/hall")

    assert main(["backup", "--to", str(tmp_path / "copy.tar.gz"), "--data", str(tmp_path)]) == 1

    assert "PostgreSQL 没有做成" in capsys.readouterr().err


def test_nothing_is_due_before_its_hour(tmp_path: Path) -> None:
    hall = kept_hall(tmp_path / "hall")
    assert not making.is_due(hall.settings, NIGHT)
    there = hall.settings.model_copy(update={"backup_folder": tmp_path / "backups"})
    (tmp_path / "backups").mkdir()
    newest = tmp_path / "backups" / "yichuang-1.tar.gz"
    newest.write_bytes(b"")
    touch(newest, NIGHT - timedelta(hours=23))

    local = NIGHT.astimezone(ZoneInfo("Asia/Shanghai"))
    assert making.is_due(there, local)
    assert not making.is_due(there, local - timedelta(minutes=1))


def test_an_old_backup_and_one_on_the_same_disk_are_named(tmp_path: Path) -> None:
    hall = kept_hall(tmp_path / "hall")
    folder = tmp_path / "backups"
    for one in (folder, hall.settings.data):
        one.mkdir()
    settings = hall.settings.model_copy(update={"backup_folder": folder})

    said = [*backups(settings, NINE - timedelta(days=3), NINE)]
    never = [*backups(settings, None, NINE)]
    fresh = [*backups(hall.settings, NINE - timedelta(hours=7), NINE)]

    assert ["3 天前" in str(said[0]), "同一块磁盘" in str(said[1])] == [True, True]
    assert "从没有备份过" in str(never[0])
    assert [one.sign for one in fresh] == [Sign.WELL]
    assert all(one.remedy for one in said)


def touch(path: Path, at: datetime) -> None:
    os.utime(path, (at.timestamp(), at.timestamp()))


@pytest.mark.parametrize("words", [["backup"], ["restore"]])
def test_a_command_without_its_file_is_not_run(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    from kiosk.cli import main

    try:
        status = main(words)
    except SystemExit as ended:
        status = int(str(ended.code))
    assert status == 2
    assert "FILE" in "".join(capsys.readouterr())
