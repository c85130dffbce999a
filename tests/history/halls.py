"""Halls of one and of two processes for the people of a history."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from kiosk.serving import SIGN_INS
from tests.servers import HallServer, free_port, serving


@contextmanager
def preloaded(folder: Path, settings: Mapping[str, str]) -> Iterator[Sequence[HallServer]]:
    """Serve a hall of one process on SQLite with more in its environment."""
    with serving(folder) as hall:
        hall.stop()
        hall.settings = {**hall.settings, **settings}
        hall.start()
        assert hall.process
        loaded = Path(f"/proc/{hall.process.pid}/maps").read_text("utf-8")
        assert settings["LD_PRELOAD"] in loaded, "the hall runs on the machine's own disk and clock"
        yield [hall]


@contextmanager
def two_processes(folder: Path, *urls: str) -> Iterator[Sequence[HallServer]]:
    """Serve one hall by two processes; each may reach the database by an address of its own."""
    key = folder / "hall.key"
    key.write_text("the key of two processes", "ascii")
    halls = []
    for n, url in enumerate((urls * 2)[:2]):
        data = folder / f"data{n}"
        data.mkdir()
        settings = {"YICHUANG_DATABASE_URL": url, "YICHUANG_KEY_FILE": str(key)}
        halls.append(HallServer(data, free_port(), settings))
    try:
        halls[0].start()
        shutil.copy(halls[0].data / SIGN_INS, halls[1].data)  # the hall's people are made once
        halls[1].start()
        yield halls
    finally:
        for hall in halls:
            hall.stop()
