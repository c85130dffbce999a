"""`yichuang audit`: whether the hall's log is what was written, and the line that proves it later."""

import argparse
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.config import Settings

if TYPE_CHECKING:
    from kiosk.operations.audit import Anchor
    from kiosk.storage.store import Store

DAMAGES = {
    "altered": ("内容被改动、调换或插入", "was altered, moved or slipped in"),
    "missing": ("缺失", "is missing"),
    "cut": ("起到末尾被删除", "and what followed was cut off"),
    "left out": (
        "起的日志按记载因恢复备份而缺失，但留存过核对码；若当天确曾恢复备份，请把其后的核对码另存",
        "and what followed is gone, as by a restored backup, but was noted; put those lines aside if one was",
    ),
    "other past": (
        "与留存的核对码不符，此前的日志被整段重写",
        "is not what was noted: the log was written anew",
    ),
}


def verify(settings: Settings, given: list[str], file: Path | None) -> int:
    """Walk the log and print what was found; 1 when it is not what was written.

    Raises:
        NoAnchor: an anchor that was given, or a line of the file, is none.
        OSError: the file that was named cannot be read.
    """
    from kiosk.app import Content, open_hall  # the store only when it is opened
    from kiosk.operations import audit

    anchors = [audit.anchor_of(one) for one in given]
    anchors += kept(file or settings.anchors_path, is_there=file is not None)
    store = open_hall(settings, Content(settings))
    found = audit.verify(store, anchors)
    store.close()
    print(f"已核对 {found.events} 条日志，对照 {len(anchors)} 个核对码 / {found.events} events checked")
    if found.broken:
        zh, en = DAMAGES[found.broken.damage.value]
        print(f"第 {found.broken.seq} 条{zh} / event {found.broken.seq} {en}", file=sys.stderr)
        return 1
    print("未见改动 / nothing was changed")
    print(found.newest)
    return 0


def anchor(settings: Settings) -> int:
    """Print the line that proves the log of now, to be kept on paper or on another machine."""
    from kiosk.app import Content, open_hall
    from kiosk.operations import audit

    store = open_hall(settings, Content(settings))
    print(audit.newest(store))
    store.close()
    return 0


def kept(file: Path, *, is_there: bool = False) -> "list[Anchor]":
    """Read the anchors that the serving process noted, one a day.

    Raises:
        OSError: it cannot be read, though somebody says that it `is_there`.
    """
    from kiosk.operations.audit import anchor_of

    lines = file.read_text("utf-8").splitlines() if is_there or file.is_file() else []
    return [anchor_of(line.split()[-1]) for line in lines if line.strip()]


def note_day(file: Path, store: "Store", day: date) -> None:
    """Note once a day the line that proves the log so far."""
    from kiosk.operations.audit import newest

    before = file.read_text("utf-8") if file.is_file() else ""
    if f"\n{day} " in f"\n{before}":
        return
    if (line := newest(store)).seq:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as lines:
            lines.write(f"{day} {line}\n")


def add_to(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    settings: Callable[[argparse.Namespace], Settings],
) -> None:
    """Describe the command; `settings` reads what was typed."""
    own = commands.add_parser("audit", help="whether the hall's log is what was written").add_subparsers(
        required=True
    )
    walk = own.add_parser("verify", help="walk the log and say where it breaks")
    walk.add_argument("--anchor", action="append", default=[], metavar="N:HASH", help="a line noted earlier")
    walk.add_argument("--anchors", type=Path, metavar="FILE", help="lines noted earlier, one a day")
    walk.set_defaults(run=lambda given: verify(settings(given), given.anchor, given.anchors))
    line = own.add_parser("anchor", help="print the line that proves the log of now")
    line.set_defaults(run=lambda given: anchor(settings(given)))
    for command in (walk, line):
        for name in ("data", "hall", "database-url"):
            command.add_argument(f"--{name}")
