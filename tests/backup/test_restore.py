"""A backup brought back: nothing that people hold is given again, nothing due for erasing is served."""

import tarfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.backup.archive import BrokenBackup, manifest_of
from kiosk.backup.making import AlreadyThere
from kiosk.backup.restoring import DataThere, NoKeyFile, OtherDatabase, OtherHall
from kiosk.hall.floor_events import DataRestored
from kiosk.hall.jobs import PaperState
from kiosk.operations import audit, printing
from kiosk.storage.copying import NothingToBackUp
from kiosk.storage.copying_postgres import NotEmpty
from kiosk.storage.migrate import MadeByNewer
from kiosk.storage.seal import WrongKey
from kiosk.storage.sqlite import InUse
from tests.backup.halls import KeptHall, kept_hall
from tests.databases import PostgresServer
from tests.hall.halls import NINE

LATER = NINE + timedelta(hours=2)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def halls(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], KeptHall]:
    """Make halls of one key, each with an empty database."""

    def make(name: str) -> KeptHall:
        if request.param == "sqlite":
            return kept_hall(tmp_path / name)
        server: PostgresServer = request.getfixturevalue("postgres_server")
        opened = server.database()
        url = opened.__enter__()
        request.addfinalizer(lambda: opened.__exit__(None, None, None))
        return kept_hall(tmp_path / name, url=url)

    return make


def number(text: str) -> int:
    return int(text[1:])


def test_nobody_gets_a_number_that_somebody_holds(halls: Callable[[str], KeptHall], tmp_path: Path) -> None:
    hall, fresh = halls("old"), halls("new")
    hall.take(NINE, times=3)
    made = hall.back_up(tmp_path / "b.tar.gz", NINE)
    lost = hall.take(LATER - timedelta(minutes=1), times=40)

    restored = fresh.restore(made.path, LATER)

    given = fresh.take(LATER, times=2)
    assert not set(given) & set(lost)
    assert number(given[0]) == restored.recovered.gap.of_day + 3 + 1
    assert number(fresh.take(LATER, "C01")[0]) > restored.recovered.gap.of_day  # a row that had not begun
    store = fresh.open()
    with store.read() as reading:
        events = [(seq, event) for seq, _, event in reading.events.after(made.manifest.head)]
        assert {ticket.number for ticket in reading.tickets.waiting()} >= {"E001", "E002", "E003"}
    assert audit.verify(store).broken is None  # the log says itself where it was cut, and goes on from there
    store.close()
    assert isinstance(events[0][1], DataRestored)
    assert events[0][1].head == made.manifest.head
    assert events[0][0] > made.manifest.head + 40  # no board took this for the next it waits for


def test_numbers_begin_at_one_again_on_the_next_day(halls: Callable[[str], KeptHall], tmp_path: Path) -> None:
    from kiosk.operations import recovery

    hall, fresh = halls("old"), halls("new")
    hall.take(NINE)
    fresh.restore(hall.back_up(tmp_path / "b.tar.gz", NINE).path, LATER)
    store = fresh.open()
    assert not recovery.begin_day(store, today=NINE.date())
    assert recovery.begin_day(store, today=NINE.date() + timedelta(days=1))
    assert not recovery.begin_day(store, today=NINE.date() + timedelta(days=1))
    store.close()

    assert fresh.take(NINE + timedelta(days=2), "B01") == ["B001"]


def test_an_old_backup_skips_more_and_a_person_may_say_how_much(tmp_path: Path) -> None:
    hall = kept_hall(tmp_path / "old")
    hall.take(NINE, times=2)
    made = hall.back_up(tmp_path / "b.tar.gz", NINE)

    soon = kept_hall(tmp_path / "soon").restore(made.path, NINE + timedelta(minutes=5))
    late = kept_hall(tmp_path / "late").restore(made.path, NINE + timedelta(hours=8))
    said = kept_hall(tmp_path / "said")
    told = said.restore(made.path, NINE + timedelta(hours=8), numbers=7)

    assert 10 <= soon.recovered.gap.of_day < late.recovered.gap.of_day
    assert told.recovered.gap.of_day == 7
    assert said.take(NINE + timedelta(hours=8)) == ["E010"]


def test_a_paper_that_may_be_out_is_asked_about_and_not_printed_twice(tmp_path: Path) -> None:
    hall, fresh = kept_hall(tmp_path / "old"), kept_hall(tmp_path / "new")
    for one in (hall, fresh):
        windows = one.settings.hall / "windows.toml"
        windows.write_text(windows.read_text("utf-8") + PRINTER, "utf-8")
    hall.take(NINE)
    made = hall.back_up(tmp_path / "b.tar.gz", NINE)

    restored = fresh.restore(made.path, LATER)

    store = fresh.open()
    with store.read() as reading:
        (paper,) = reading.papers.recent(5)
    assert paper.state is PaperState.UNKNOWN
    assert printing.lease(store, printers_asked=["front"], owner="agent", at=LATER) == ()
    assert restored.recovered.papers == 1
    store.close()


PRINTER = """
[[printer]]
name = "front"
url = "tcp://192.0.2.50:9100"
"""


def test_the_key_is_compared_before_anything_is_touched(tmp_path: Path) -> None:
    hall = kept_hall(tmp_path / "old")
    hall.take(NINE)
    made = hall.back_up(tmp_path / "b.tar.gz", NINE)
    other = kept_hall(tmp_path / "new", key=b"the key of quite another hall")

    with pytest.raises(WrongKey, match=made.manifest.key):
        other.restore(made.path, LATER)
    (tmp_path / "new" / "hall.key").unlink()
    with pytest.raises(NoKeyFile):
        other.restore(made.path, LATER)

    assert not other.settings.data.exists()
    assert not (tmp_path / "new" / "hall.key").exists()


def test_no_backup_holds_a_key(tmp_path: Path) -> None:
    hall = kept_hall(tmp_path / "hall")
    inside = hall.settings.hall / "hall.key"
    inside.write_bytes((tmp_path / "hall" / "hall.key").read_bytes())
    hall.settings = hall.settings.model_copy(update={"key_file": inside})
    hall.take(NINE)

    made = hall.back_up(tmp_path / "b.tar.gz", NINE)

    with tarfile.open(made.path) as tar:
        assert not [name for name in tar.getnames() if "key" in name or "sign-ins" in name]
    assert (made.path.stat().st_mode & 0o777) == 0o600


def test_data_that_is_there_stays_unless_it_is_to_be_replaced(tmp_path: Path) -> None:
    hall = kept_hall(tmp_path / "old")
    hall.take(NINE)
    made = hall.back_up(tmp_path / "b.tar.gz", NINE)
    hall.take(NINE, times=5)

    with pytest.raises(DataThere):
        hall.restore(made.path, LATER)
    assert hall.take(NINE) == ["E007"]
    restored = hall.restore(made.path, LATER, replace=True)

    assert restored.before
    before = kept_hall(tmp_path / "old")
    before.presses = 100
    before.settings = before.settings.model_copy(
        update={"database_url": f"sqlite:///{restored.before / 'hall.db'}"}
    )
    assert before.take(NINE) == ["E008"]
    assert number(hall.take(LATER)[0]) > 8


def test_a_running_hall_is_not_replaced(tmp_path: Path) -> None:
    from kiosk.storage import sqlite

    hall = kept_hall(tmp_path / "hall")
    hall.take(NINE)
    made = hall.back_up(tmp_path / "b.tar.gz", NINE)

    with sqlite.hold(str(hall.settings.data / "hall.db")), pytest.raises(InUse):
        hall.restore(made.path, LATER, replace=True)


def test_a_broken_backup_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    hall, fresh = kept_hall(tmp_path / "old"), kept_hall(tmp_path / "new")
    hall.take(NINE, times=20)
    whole = hall.back_up(tmp_path / "b.tar.gz", NINE).path.read_bytes()
    broken = tmp_path / "broken.tar.gz"

    for half in (whole[:200], whole[: len(whole) // 2], whole[:-20], b"", b"not a backup", flipped(whole)):
        broken.write_bytes(half)
        with pytest.raises(BrokenBackup):
            fresh.restore(broken, LATER)
    with pytest.raises(BrokenBackup):
        fresh.restore(tmp_path / "nowhere.tar.gz", LATER)

    assert not fresh.settings.data.exists() or not any(
        path.name != "hall.db.lock" for path in fresh.settings.data.iterdir()
    )


def flipped(whole: bytes) -> bytes:
    middle = len(whole) // 2
    return whole[:middle] + bytes([whole[middle] ^ 0xFF]) + whole[middle + 1 :]


def test_a_part_from_elsewhere_is_not_unpacked(tmp_path: Path) -> None:
    import io

    from kiosk.backup import archive

    hall, fresh = kept_hall(tmp_path / "old"), kept_hall(tmp_path / "new")
    hall.take(NINE)
    made = hall.back_up(tmp_path / "b.tar.gz", NINE)
    evil = tmp_path / "evil.tar.gz"
    with tarfile.open(evil, "w:gz") as tar:
        archive._add_list(tar, made.manifest)
        entry = tarfile.TarInfo("../../outside")
        entry.size = 4
        tar.addfile(entry, io.BytesIO(b"evil"))

    with pytest.raises(BrokenBackup, match="outside"):
        fresh.restore(evil, LATER)
    assert not list(tmp_path.rglob("outside"))


def test_a_backup_of_a_newer_program_or_another_hall_is_refused(tmp_path: Path) -> None:
    from kiosk.backup import archive

    hall, fresh = kept_hall(tmp_path / "old"), kept_hall(tmp_path / "new")
    hall.take(NINE)
    made = hall.back_up(tmp_path / "b.tar.gz", NINE)
    newer, other = tmp_path / "newer.tar.gz", tmp_path / "other.tar.gz"
    archive.pack(newer, made.manifest.model_copy(update={"migration": "9999", "parts": {}}), {})
    archive.pack(other, made.manifest.model_copy(update={"database": "postgresql", "parts": {}}), {})

    with pytest.raises(MadeByNewer):
        fresh.restore(newer, LATER)
    with pytest.raises(OtherDatabase):
        fresh.restore(other, LATER)
    toml = fresh.settings.hall / "hall.toml"
    toml.write_text(toml.read_text("utf-8").replace('id = "sample"', 'id = "elsewhere"'), "utf-8")
    with pytest.raises(OtherHall):
        fresh.restore(made.path, LATER)


def test_nothing_is_written_over_and_nothing_empty_is_kept(tmp_path: Path) -> None:
    hall = kept_hall(tmp_path / "hall")

    with pytest.raises(NothingToBackUp):
        hall.back_up(tmp_path / "b.tar.gz", NINE)
    hall.take(NINE)
    hall.back_up(tmp_path / "b.tar.gz", NINE)
    with pytest.raises(AlreadyThere):
        hall.back_up(tmp_path / "b.tar.gz", NINE)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.tar.gz", "hall"]
    assert manifest_of(tmp_path / "b.tar.gz").head == 1


@pytest.mark.postgres
def test_a_database_with_something_in_it_is_left_alone(
    postgres_server: PostgresServer, tmp_path: Path
) -> None:
    with postgres_server.database() as url:
        hall = kept_hall(tmp_path / "hall", url=url)
        hall.take(NINE)
        made = hall.back_up(tmp_path / "b.tar.gz", NINE)

        with pytest.raises(NotEmpty, match="createdb"):
            hall.restore(made.path, LATER)
        assert hall.take(NINE) == ["E002"]
