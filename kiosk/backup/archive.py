"""One backup: a tar file with the database, the hall's files, and a list that says what is in it."""

import gzip
import hashlib
import io
import os
import tarfile
import zlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO

from pydantic import BaseModel, ConfigDict, ValidationError

from kiosk.hall.errors import HallError

LIST = "manifest.json"  # first in the file, so that a key is compared before anything is read
DATABASE = "database"
CONTENT = "content"
VOICE = "voice"
SUFFIX = ".tar.gz"
PIECE = 1 << 20
LIST_AT_MOST = 1 << 20
TROUBLE = (OSError, EOFError, ValueError, tarfile.TarError, zlib.error, ValidationError)
QUICK = 3  # gzip's effort: three times as fast as its own choice, a tenth larger


class BrokenBackup(HallError):
    """The file is no whole backup."""

    zh = "备份文件 {0} 不完整或已损坏（{1}），没有恢复。请用另一份备份。"
    en = "The backup {0} is incomplete or damaged ({1}); nothing was restored. Use another one."


class Manifest(BaseModel):
    """What a backup holds; the hall's key is never in it, only the key's fingerprint."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    program: str
    migration: str
    database: str
    hall: str
    halls: tuple[str, ...]
    head: int
    rows: int
    taken_at: datetime
    key: str
    parts: Mapping[str, str]  # sha256 by name


def pack(to: Path, manifest: Manifest, parts: Mapping[str, Path]) -> None:
    """Write a backup whole or not at all: under another name first, synced, then named."""
    unfinished = to.with_name(f".{to.name}.unfinished")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            with (
                gzip.GzipFile(fileobj=file, mode="wb", compresslevel=QUICK, filename="") as squeezed,
                tarfile.open(fileobj=squeezed, mode="w") as tar,
            ):
                _add_list(tar, manifest)
                for name, path in parts.items():
                    tar.add(path, name, recursive=False)
            file.flush()
            os.fsync(file.fileno())
        read_through(unfinished)
        unfinished.rename(to)
        sync_folder(to.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def manifest_of(path: Path) -> Manifest:
    """Read what a backup says of itself, and nothing more.

    Raises:
        BrokenBackup: it is none.
    """
    try:
        with tarfile.open(path, "r:gz") as tar:
            first = tar.next()
            held = tar.extractfile(first) if first and first.name == LIST else None
            if held is None:
                raise BrokenBackup(str(path), LIST)
            return Manifest.model_validate_json(held.read(LIST_AT_MOST))
    except TROUBLE as error:
        raise BrokenBackup(str(path), _said(error)) from error


def read_through(path: Path, into: Path | None = None) -> Manifest:
    """Hold every part to its sum, and write the parts into a folder if one is given.

    Only what the list names is ever written, and only below that folder.

    Raises:
        BrokenBackup: a part is missing, added or altered.
    """
    manifest, seen = manifest_of(path), dict[str, str]()
    try:
        with gzip.open(path) as squeezed, tarfile.open(fileobj=squeezed, mode="r:") as tar:
            for member in tar:
                if member.name == LIST:
                    continue
                held = tar.extractfile(member) if member.isreg() and _is_inside(member.name) else None
                if held is None or member.name not in manifest.parts:
                    raise BrokenBackup(str(path), member.name[:80])
                seen[member.name] = _copied(held, into / member.name if into else None)
            while squeezed.read(PIECE):
                pass  # to the very end: gzip's own sum is there
    except TROUBLE as error:
        raise BrokenBackup(str(path), _said(error)) from error
    if seen != dict(manifest.parts):
        wrong = sorted(name for name in manifest.parts if seen.get(name) != manifest.parts[name])
        raise BrokenBackup(str(path), ", ".join(wrong)[:80])
    return manifest


def _said(error: Exception) -> str:
    """Say why a file cannot be read: the system's own words where it has some."""
    return getattr(error, "strerror", None) or type(error).__name__


def sum_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _add_list(tar: tarfile.TarFile, manifest: Manifest) -> None:
    written = manifest.model_dump_json(indent=1).encode()
    entry = tarfile.TarInfo(LIST)
    entry.size, entry.mtime = len(written), int(manifest.taken_at.timestamp())
    tar.addfile(entry, io.BytesIO(written))


def _copied(held: IO[bytes], to: Path | None) -> str:
    digest, read = hashlib.sha256(), held.read
    if to is None:
        while piece := read(PIECE):
            digest.update(piece)
        return digest.hexdigest()
    to.parent.mkdir(parents=True, exist_ok=True)
    with to.open("wb") as file:
        while piece := read(PIECE):
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts
