"""A hall with files of its own, whose data is kept and brought back."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from shutil import copytree
from typing import Any

from kiosk.app import Content, open_hall
from kiosk.backup import making, restoring
from kiosk.backup.making import Made
from kiosk.backup.restoring import Restored
from kiosk.config import SAMPLE_HALL, Settings
from kiosk.operations.intake import Press, Visit, take_ticket
from kiosk.storage.store import Store


@dataclass
class KeptHall:
    """A hall in a folder: `settings` say where its data is."""

    settings: Settings
    presses: int = 0

    def open(self) -> Store:
        """Open its store."""
        return open_hall(self.settings, _content(self.settings.hall))

    def take(self, at: datetime, service: str = "E01", times: int = 1) -> list[str]:
        """Give some people numbers."""
        store, given = self.open(), []
        for _ in range(times):
            self.presses += 1
            press = Press(f"press {at} {self.presses}", "")
            given.append(take_ticket(store, visit=Visit((service,)), press=press, at=at).ticket.number)
        store.close()
        return given

    def back_up(self, to: Path, at: datetime) -> Made:
        """Keep a copy."""
        return making.make(self.settings, to, at=at)

    def restore(self, file: Path, at: datetime, **more: Any) -> Restored:
        """Bring a copy back."""
        return restoring.restore(file, self.settings, at=at, **more)


@cache
def _content(folder: Path) -> Content:
    return Content(Settings(hall=folder))


def kept_hall(
    folder: Path, *, key: bytes = b"a key of this very hall, long enough", url: str = ""
) -> KeptHall:
    """Make a hall of its own in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "content").exists():
        copytree(SAMPLE_HALL, folder / "content")
    (folder / "hall.key").write_bytes(key)
    return KeptHall(
        Settings(
            data=folder / "data", hall=folder / "content", key_file=folder / "hall.key", database_url=url
        )
    )
