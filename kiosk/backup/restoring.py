"""Restoring: all is looked at before anything is touched, and the hall serves when everything is done."""

import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kiosk.app import Content, open_hall
from kiosk.backup import archive
from kiosk.backup.archive import CONTENT, DATABASE, VOICE, Manifest
from kiosk.config import Settings
from kiosk.hall.errors import HallError
from kiosk.operations import recovery
from kiosk.operations.recovery import Recovered
from kiosk.storage import copying, migrate, sqlite
from kiosk.storage.copying import BrokenCopy
from kiosk.storage.seal import Seal, WrongKey

UNDER_WAY = "restoring"  # a folder in the data folder; what is in it is no hall yet


class NoKeyFile(HallError):
    """The key that seals the backup's personal data is not there."""

    zh = "没有密钥文件 {0}，没有恢复。备份里从不带密钥：请把本厅的密钥放到那里，或用 YICHUANG_KEY_FILE 指明。"
    en = (
        "There is no key file {0}; nothing was restored. A backup never holds the key: "
        "put the hall's own there, or name it by YICHUANG_KEY_FILE."
    )


class OtherDatabase(HallError):
    """A backup of one kind of database cannot become one of the other kind."""

    zh = "这份备份是 {0} 的，现在设的是 {1}。请改 YICHUANG_DATABASE_URL（或 --database-url）。"
    en = "This backup is of {0}, the database set is {1}. Change YICHUANG_DATABASE_URL (or --database-url)."


class DataThere(HallError):
    """The place where a backup is to go holds data."""

    zh = "{0} 里已有数据，没有改动。确实要换掉，请加 --replace；旧的会移到旁边的文件夹里。"
    en = "{0} holds data and was not touched. To replace it add --replace; the old data is kept beside."


class OtherHall(HallError):
    """The backup is another hall's."""

    zh = "这份备份是大厅“{0}”的，{1} 里的内容是“{2}”的。请核对 --hall。"
    en = "This backup is of hall {0!r}, the content in {1} is of {2!r}. Check --hall."


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back, and where what was there before is kept."""

    manifest: Manifest
    recovered: Recovered
    hall: Path
    before: Path | None


def restore(
    file: Path, settings: Settings, *, at: datetime, replace: bool = False, numbers: int | None = None
) -> Restored:
    """Put a backup back and make the hall fit to serve; nothing is touched before all of it was checked.

    Raises:
        BrokenBackup, NoKeyFile, WrongKey, MadeByNewer, OtherDatabase, OtherHall: it cannot be used here.
        DataThere, NotEmpty: there is data already.
        InUse: the hall is running.
    """
    manifest = archive.manifest_of(file)
    _check_key(manifest, settings)
    migrate.must_be_known(manifest.migration)
    kind = copying.kind(settings.database)
    if kind != manifest.database:
        raise OtherDatabase(manifest.database, kind)
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    if kind == "sqlite":
        with sqlite.hold(str(copying.file_of(settings.database))):
            return _into_file(file, settings, at=at, replace=replace, numbers=numbers)
    return _into_server(file, settings, at=at, numbers=numbers)


def _into_file(
    file: Path, settings: Settings, *, at: datetime, replace: bool, numbers: int | None
) -> Restored:
    """Prepare the database under another name; it gets its own when all is done."""
    database = copying.file_of(settings.database)
    if database.exists() and not replace:
        raise DataThere(str(database))
    with _unpacked(file, settings) as (folder, manifest):
        hall = _content(settings, folder, manifest)
        prepared = settings.model_copy(
            update={"database_url": f"sqlite:///{folder / DATABASE}", "hall": folder / CONTENT}
        )
        recovered = _go_on(prepared, manifest, at=at, numbers=numbers)
        before = _set_aside(database, settings, at) if database.exists() else None
        copying.settle(folder / DATABASE)
        (folder / DATABASE).replace(database)
        archive.sync_folder(database.parent)
        _files_back(folder, settings, hall)
    return Restored(manifest, recovered, hall, before)


def _into_server(file: Path, settings: Settings, *, at: datetime, numbers: int | None) -> Restored:
    with _unpacked(file, settings) as (folder, manifest):
        hall = _content(settings, folder, manifest)
        copying.copy_in(folder / DATABASE, settings.database)
        prepared = settings.model_copy(update={"hall": folder / CONTENT})
        recovered = _go_on(prepared, manifest, at=at, numbers=numbers)
        _files_back(folder, settings, hall)
    return Restored(manifest, recovered, hall, None)


def _check_key(manifest: Manifest, settings: Settings) -> None:
    """Compare fingerprints first: with another key the data would come back unreadable."""
    if not manifest.key:
        return
    if not settings.key_path.is_file():
        raise NoKeyFile(str(settings.key_path))
    mine = Seal(settings.key_path.read_bytes().strip()).fingerprint
    if mine != manifest.key:
        raise WrongKey(manifest.key, mine)


@contextmanager
def _unpacked(file: Path, settings: Settings) -> Iterator[tuple[Path, Manifest]]:
    """Lay a backup's parts into a folder beside the data, each held to its sum, until the block ends."""
    folder = settings.data / UNDER_WAY
    shutil.rmtree(folder, ignore_errors=True)  # what an interrupted try has left
    folder.mkdir(mode=0o700)
    try:
        yield folder, archive.read_through(file, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _content(settings: Settings, folder: Path, manifest: Manifest) -> Path:
    """Say where the hall's files go: the folder that is set while it is empty, else they are left alone."""
    if settings.hall.is_dir() and any(settings.hall.iterdir()):
        mine = Content(settings).newest.hall.id
        if mine != manifest.hall:
            raise OtherHall(manifest.hall, str(settings.hall), mine)
    (folder / CONTENT).mkdir(exist_ok=True)
    return settings.hall


def _go_on(settings: Settings, manifest: Manifest, *, at: datetime, numbers: int | None) -> Recovered:
    content = Content(settings)
    for hall in manifest.halls:
        if hall != manifest.hall:  # it shares the database, and must not give out again what it gave since
            with closing(open_hall(settings, content, hall=hall)) as other:
                recovery.leave_to_its_start(other, copied_at=manifest.taken_at)
    with closing(open_hall(settings, content)) as store:
        return recovery.go_on(store, copied_at=manifest.taken_at, at=at, numbers=numbers)


def _set_aside(database: Path, settings: Settings, at: datetime) -> Path:
    """Keep what was there; its name stays taken until the new data takes it over."""
    kept = settings.data / f"before-restore-{at:%Y%m%d-%H%M%S}"
    kept.mkdir(mode=0o700)
    try:
        copying.settle(database)
        os.link(database, kept / database.name)
    except (BrokenCopy, OSError):  # damaged, which may be why somebody restores
        for path in (database, *(database.with_name(f"{database.name}{end}") for end in ("-wal", "-shm"))):
            with suppress(FileNotFoundError):
                path.rename(kept / path.name)
    if (voice := settings.data / VOICE).is_dir():
        shutil.copytree(voice, kept / VOICE)
    return kept


def _files_back(folder: Path, settings: Settings, hall: Path) -> None:
    if (folder / VOICE).is_dir():
        shutil.copytree(folder / VOICE, settings.data / VOICE, dirs_exist_ok=True)
    if not hall.is_dir() or not any(hall.iterdir()):
        shutil.copytree(folder / CONTENT, hall, dirs_exist_ok=True)
