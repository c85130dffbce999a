"""What is in an administrator's way is told in words and with the right way out, by every command."""

import os
import resource
import signal
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from kiosk import running, technician
from kiosk.cli import main
from kiosk.config import Settings
from kiosk.doctor import certificates, examine, machine
from kiosk.doctor.findings import Sign
from kiosk.doorstep import Doorstep, NoSuchDoor, PortTaken
from kiosk.web import site
from tests import nursery
from tests.backup.halls import KeptHall, kept_hall
from tests.doctor.certificates import certificate
from tests.hall.halls import NINE

SMALL = 64 * 1024  # bytes that a file may have on a disk that is all but full


@pytest.fixture
def hall(tmp_path: Path) -> KeptHall:
    """A hall that has given one number and is not running."""
    made = kept_hall(tmp_path / "hall")
    made.take(NINE)
    return made


def typed(hall: KeptHall, *words: str) -> list[str]:
    """Type a command so that it means this hall."""
    return [*words, "--data", str(hall.settings.data), "--hall", str(hall.settings.hall)]


def key_of(hall: KeptHall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YICHUANG_KEY_FILE", str(hall.settings.key_path))


@contextmanager
def all_but_full() -> Iterator[None]:
    """Let no file of this process grow beyond a little, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    heeded = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, heeded)


@pytest.mark.parametrize(
    "words",
    [
        ("backup", "--to", "copy.tar.gz"),
        ("audit", "verify"),
        ("user", "lock", "wang"),
        ("pad", "--queue", "B"),
    ],
)
def test_a_damaged_database_is_told_by_every_command(
    hall: KeptHall,
    words: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    key_of(hall, monkeypatch)
    monkeypatch.chdir(hall.settings.data.parent)
    file = hall.settings.data / "hall.db"
    file.write_bytes(b"x" * 200 + file.read_bytes()[200:])

    assert main(typed(hall, *words)) == 1

    said = capsys.readouterr().err
    assert "yichuang restore" in said
    assert "有损坏" in said
    assert "is damaged" in said


@pytest.mark.parametrize(
    "words", [("audit", "anchor"), ("user", "lock", "wang"), ("doctor",), ("pad", "--queue", "B")]
)
def test_a_data_folder_that_is_none_is_told_by_every_command(
    hall: KeptHall,
    words: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    key_of(hall, monkeypatch)
    file = hall.settings.data.parent / "file"
    file.write_text("")

    code = main([*words, "--data", str(file), "--hall", str(hall.settings.hall)])

    said = "".join(capsys.readouterr())
    assert code == (2 if words == ("doctor",) else 1)
    assert "权限" in said
    assert "permissions" in said
    assert str(file) in said


def test_a_backup_for_which_there_is_no_room_is_told(
    hall: KeptHall, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    key_of(hall, monkeypatch)
    target = hall.settings.data.parent / "backups"

    with all_but_full():
        code = main(typed(hall, "backup", "--to", str(target / "copy.tar.gz")))

    said = capsys.readouterr().err
    assert code == 1
    assert "备份没有写成" in said
    assert str(target) in said
    assert [*target.iterdir()] == []


def test_a_database_that_another_program_keeps_shut_is_not_called_damaged(hall: KeptHall) -> None:
    with closing(sqlite3.connect(hall.settings.data / "hall.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        *_, last = examine(hall.settings, NINE)

    assert last.sign is Sign.FAULT
    assert "读写不了" in last.words.zh
    assert "fuser" in last.remedy.en
    assert "restore" not in last.remedy.en


def test_a_database_for_which_there_is_no_room_is_not_called_damaged(hall: KeptHall) -> None:
    """What says "restore the last backup" of a full disk costs a day's numbers."""
    with closing(sqlite3.connect(hall.settings.data / "hall.db")) as other:  # what it noted is not folded in
        other.execute("PRAGMA wal_autocheckpoint=0")
        other.execute("CREATE TABLE more (n)")
        other.commit()
        (hall.settings.data / "hall.db-shm").unlink()
        with all_but_full():
            found = [str(one) for one in examine(hall.settings, NINE)]

    assert not any("restore" in one for one in found), found


def test_a_folder_without_data_is_no_well_hall_and_stays_empty(hall: KeptHall, tmp_path: Path) -> None:
    elsewhere = hall.settings.model_copy(update={"data": tmp_path / "typing error"})

    *_, last = examine(elsewhere, NINE)

    assert last.sign is Sign.WARNING
    assert "YICHUANG_DATA" in last.remedy.en
    assert [*elsewhere.data.iterdir()] == []


@pytest.mark.parametrize("key", [b"", b"abc", b" \n"])
def test_a_key_that_is_cut_off_is_none(hall: KeptHall, key: bytes) -> None:
    """With an empty one nobody could sign in, and nothing of a person be kept."""
    hall.settings.key_path.write_bytes(key)

    *_, last = examine(hall.settings, NINE)

    assert last.sign is Sign.FAULT
    assert str(hall.settings.key_path) in last.words.zh
    assert hall.settings.key_path.read_bytes() == key


def test_a_key_is_written_whole_and_never_over_another(tmp_path: Path) -> None:
    path = tmp_path / "session.key"

    key = site.key_in(path)
    site.write_secret(path, "of a process that started at the same moment")

    assert path.read_bytes() == key
    assert path.stat().st_mode & 0o777 == 0o600
    assert [*tmp_path.iterdir()] == [path]


@pytest.mark.parametrize("host", ["203.0.113.9", "no such host.example"])
def test_an_address_that_is_not_this_machine_s_is_not_called_a_port_in_use(host: str) -> None:
    with pytest.raises(NoSuchDoor, match="YICHUANG_HOST"):
        Doorstep().open("hall", Settings(host=host, port=0))

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(PortTaken):
            Doorstep().open("hall", Settings(port=other.getsockname()[1]))


def test_the_note_of_a_hall_that_was_killed_names_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """After a crash its number is soon another program's: a signal would end that one."""
    running.note(tmp_path)
    assert running.process(tmp_path) == os.getpid()
    (tmp_path / running.NOTE).write_text(f"{os.getpid()}\n1\n", "ascii")
    heard: list[int] = []
    monkeypatch.setattr(os, "kill", lambda *_: heard.append(1))

    code = technician.tell_running(Settings(data=tmp_path), signal.SIGHUP, "")

    assert (code, heard) == (1, [])
    assert "没有正在运行的大厅" in capsys.readouterr().err
    assert machine.answering(Settings(data=tmp_path)).sign is Sign.WELL


def test_a_backup_that_cannot_be_made_each_night_is_not_answered_by_the_setting_that_is_there(
    tmp_path: Path,
) -> None:
    settings = Settings(data=tmp_path, backup_folder=tmp_path / "backups")

    (never,) = machine.backups(settings, None, NINE)

    assert never.sign is Sign.WARNING
    assert "nightly backup" in never.remedy.en
    assert str(settings.backup_folder) in never.remedy.zh


def test_a_certificate_for_another_name_is_told(tmp_path: Path) -> None:
    file = certificate(tmp_path, 200, "hall.example", "*.county.example")
    names = "hall.example, desk.county.example, 192.0.2.10, wrong.example"

    well, *wrong = certificates.certificate(Settings(certificate_file=file, hosts=names), NINE)

    assert well.sign is Sign.WELL
    assert [("192.0.2.10" in str(one), "wrong.example" in str(one)) for one in wrong] == [
        (True, False),
        (False, True),
    ]
    assert all("own-ca.md" in one.remedy.zh for one in wrong)


def test_fewer_than_no_numbers_are_never_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["restore", "copy.tar.gz", "--skip", "-5"])

    assert "--skip" in capsys.readouterr().err


def test_two_processes_never_serve_one_data_folder(tmp_path: Path) -> None:
    """Each of several has its own: the note of who serves, the print agent's journal, the audit's anchors."""
    running.note(tmp_path)  # as a process that serves it and keeps its tables on PostgreSQL

    done = nursery.run(["serve", "--port", "0", "--data", str(tmp_path)])

    assert done.returncode == 1
    assert "正在使用" in done.stderr
    assert running.process(tmp_path) == os.getpid()
