"""Making backups: by hand, or every night beside the serving hall."""

import fcntl
import os
import tempfile
from collections.abc import Set
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from zoneinfo import ZoneInfo

from kiosk.app import Content, open_hall
from kiosk.backup import archive
from kiosk.backup.archive import CONTENT, DATABASE, SUFFIX, VOICE, Manifest
from kiosk.config import Settings
from kiosk.hall.errors import HallError
from kiosk.storage import copying, migrate
from kiosk.storage.settings import BACKUP_MADE


class AlreadyThere(HallError):
    """A file of this name is there."""

    zh = "{0} 已经存在，没有覆盖。请换一个文件名。"
    en = "{0} is there already and was not overwritten. Choose another name."


class NotWritten(HallError):
    """The file could not be written."""

    zh = "备份没有写成：{0}。请检查那里的空间和权限。"
    en = "The backup was not written: {0}. Check space and permissions there."


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was written and read back."""

    path: Path
    manifest: Manifest
    size: int


def make(settings: Settings, to: Path, *, at: datetime) -> Made:
    """Write a backup of a hall, which may be serving meanwhile, and read it back.

    Raises:
        AlreadyThere, NotWritten: the file cannot be made.
        NothingToBackUp, BrokenCopy, ToolMissing, ToolFailed: see `storage.copying`.
    """
    if to.exists():
        raise AlreadyThere(str(to))
    content = Content(settings)
    hall = content.newest.hall.id
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=to.parent, prefix=".yichuang-") as folder:
            copy, voice = Path(folder) / DATABASE, settings.data / VOICE
            secret = {settings.key_path.resolve(), settings.outlet_key_path.resolve()}
            held = copying.copy_out(settings.database, copy, hall=hall)
            parts = {
                DATABASE: copy,
                **_files(settings.hall, CONTENT, but=secret),
                **_files(voice, VOICE, but=secret),
            }
            manifest = Manifest(
                program=version("yichuang"),
                migration=held.migration,
                database=copying.kind(settings.database),
                hall=hall,
                halls=held.halls,
                head=held.head,
                rows=held.rows,
                taken_at=at,
                key=held.fingerprint,
                parts={name: archive.sum_of(path) for name, path in parts.items()},
            )
            archive.pack(to, manifest, parts)
    except OSError as error:
        raise NotWritten(str(error)) from error
    if held.migration == migrate.head():  # opening it would change older tables under who still serves them
        _note(settings, content, at)
    return Made(to, manifest, to.stat().st_size)


def make_scheduled(settings: Settings, *, at: datetime) -> Made | None:
    """Make the backup that is due in the hall's backup folder, and take away the oldest; none when none is.

    Several processes of one hall may ask at once: one makes it.
    """
    folder = settings.backup_folder
    local = at.astimezone(ZoneInfo(Content(settings).newest.hall.timezone))
    if folder is None or not is_due(settings, local):
        return None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        turn = os.open(folder / ".turn", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise NotWritten(str(error)) from error
    try:
        fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not is_due(settings, local):
            return None
        made = make(settings, folder / f"yichuang-{local:%Y%m%d-%H%M%S}{SUFFIX}", at=at)
    except BlockingIOError:
        return None
    finally:
        os.close(turn)
    for old in kept(folder)[: -settings.backup_keep]:
        with suppress(OSError):
            old.unlink()
    return made


def is_due(settings: Settings, local: datetime) -> bool:
    """Tell whether a night's backup is still to be made, by the hall's local time."""
    if settings.backup_folder is None:
        return False
    begins = datetime.combine(local.date(), settings.backup_at, local.tzinfo)
    last_due = begins if begins <= local else begins - timedelta(days=1)
    made = made_at(settings.backup_folder)
    return made is None or made < last_due


def made_at(folder: Path) -> datetime | None:
    """Tell when the newest backup of a folder was written."""
    return max((datetime.fromtimestamp(one.stat().st_mtime, UTC) for one in kept(folder)), default=None)


def kept(folder: Path) -> list[Path]:
    """List the backups that a hall has made in a folder, the oldest first."""
    return sorted(folder.glob(f"yichuang-*{SUFFIX}")) if folder.is_dir() else []


def _files(folder: Path, name: str, *, but: Set[Path]) -> dict[str, Path]:
    if not folder.is_dir():
        return {}
    found = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return {
        f"{name}/{path.relative_to(folder).as_posix()}": path for path in found if path.resolve() not in but
    }


def _note(settings: Settings, content: Content, at: datetime) -> None:
    """Leave word in the hall, so that every process can tell how old the last backup is."""
    store = open_hall(settings, content)
    try:
        with store.begin() as work:
            work.settings.put(BACKUP_MADE, at.isoformat())
    finally:
        store.close()
