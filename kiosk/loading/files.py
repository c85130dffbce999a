"""内容文件: reads a hall's folder, and says of every file that cannot be read why not."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kiosk.hall.words import Words
from kiosk.loading.faults import Fault, shown

HALL, WINDOWS, DAYS, SERVICES = "hall.toml", "windows.toml", "days.toml", "services"
BUNDLES = "bundles.toml"
COURIER = "courier.toml"
NEEDED, OPTIONAL = (HALL, WINDOWS), (DAYS, BUNDLES, COURIER)

Table = Mapping[str, Any]


@dataclass(slots=True)
class Files:
    """The tables of a folder by file name, and the faults of those that could not be read."""

    tables: dict[str, Table] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def services(self) -> Mapping[str, Table]:
        """The tables of the services alone."""
        return {name: table for name, table in self.tables.items() if name.startswith(f"{SERVICES}/")}


def read(folder: Path) -> Files:
    """Read every content file of a folder."""
    files = Files()
    if not folder.is_dir():
        files.faults.append(Fault(folder.name, "", "", _NO_FOLDER))
        return files
    for path in _wanted(folder):
        _read_one(folder, path, files)
    if not any((folder / SERVICES).glob("*.toml")):
        files.faults.append(Fault(f"{SERVICES}/", "", "", _NO_SERVICES))
    return files


def _wanted(folder: Path) -> Iterator[Path]:
    yield from (folder / name for name in NEEDED)
    yield from (folder / name for name in OPTIONAL if (folder / name).exists())
    yield from sorted((folder / SERVICES).glob("*.toml"))


def _read_one(folder: Path, path: Path, files: Files) -> None:
    name = path.relative_to(folder).as_posix()
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        files.faults.append(Fault(name, "", "", _MISSING))
        return
    except OSError as error:
        files.faults.append(Fault(name, "", error.strerror or "", _UNREADABLE))
        return
    try:
        text = raw.decode("utf-8-sig")  # an editor may put a byte order mark in front
        table = tomllib.loads(text)
    except UnicodeDecodeError as error:
        files.faults.append(_undecodable(name, raw, error))
    except tomllib.TOMLDecodeError as error:
        files.faults.append(_broken(name, text, error))
    else:
        if table:
            files.tables[name] = table
        else:
            files.faults.append(Fault(name, "", "", _EMPTY))


def _undecodable(name: str, raw: bytes, error: UnicodeDecodeError) -> Fault:
    line = raw.count(b"\n", 0, error.start) + 1
    return Fault(name, f"line {line}", f"0x{raw[error.start]:02x}", _ENCODING)


def _broken(name: str, text: str, error: tomllib.TOMLDecodeError) -> Fault:
    lines = text.splitlines()
    at_line = re.search(r"at line (\d+)", str(error))
    number = int(at_line[1]) if at_line else len(lines)
    stands = lines[number - 1].strip() if 0 < number <= len(lines) else ""
    reason = re.sub(r" \(at .*\)$", "", str(error))
    return Fault(name, f"line {number}", shown(stands), _syntax(number, reason))


def _syntax(line: int, reason: str) -> Words:
    return Words(
        f"第 {line} 行不符合 TOML 写法（{reason}）。请检查引号、等号、方括号是否成对。",
        f"Line {line} is not valid TOML ({reason}). Check quotes, equal signs and brackets.",
    )


_NO_FOLDER = Words(
    "没有这个文件夹，或不是文件夹。请核对路径，或用 yichuang init 新建。",
    "There is no such folder. Check the path, or make one with yichuang init.",
)
_NO_SERVICES = Words(
    "services 文件夹里没有事项文件。请至少放入一个事项的 .toml 文件。",
    "The services folder holds no file. Put at least one service's .toml file there.",
)
_MISSING = Words(
    "缺少这个文件。请从样例大厅复制一份再改。",
    "This file is missing. Copy it from the sample hall and change it.",
)
_UNREADABLE = Words(
    "文件打不开。请检查它是不是普通文件，以及读取权限。",
    "The file cannot be opened. Check that it is an ordinary file and may be read.",
)
_EMPTY = Words(
    "文件是空的。请从样例大厅复制一份再改，或删除这个文件。",
    "The file is empty. Copy it from the sample hall and change it, or delete it.",
)
_ENCODING = Words(
    "文字编码不是 UTF-8。请在编辑器里选择“另存为 UTF-8”。",
    "The text is not in UTF-8. Save the file again as UTF-8 in your editor.",
)
