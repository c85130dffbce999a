"""The halls of the pictures: served from this process, with a clock that stands at 9:41."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from shutil import copytree
from threading import Thread

from werkzeug.serving import make_server

from kiosk.config import SAMPLE_HALL
from kiosk.operations import accounts
from kiosk.operations.accounts import Role
from tests.pictures.morning import let_pass
from tests.servers import free_port
from tests.web.api_hall import NINE, SampleHall, open_hall

PASSWORD = "for the pictures"
PEOPLE = {"王莉": Role.DESK, "导办": Role.DESK, "主任": Role.MANAGER}
EARLY = NINE - timedelta(minutes=80)
HOURS = """
[[hours]]
days = [1, 2, 3, 4, 5]
start = 08:30:00
end = 12:00:00
[[hours]]
days = [1, 2, 3, 4, 5]
start = 13:30:00
end = 17:00:00
"""
PRINTERS = """
[[zone]]
code = "east"
name = "东厅"
name_en = "East hall"
[[zone]]
code = "west"
name = "西厅"
name_en = "West hall"
[[printer]]
name = "kiosk-1"
url = "tcp://192.0.2.10:9100"
label = "1 号取号机"
backup = "desk-1"
[[printer]]
name = "desk-1"
url = "tcp://192.0.2.11:9100"
label = "导办台"
"""


@dataclass(frozen=True)
class OpenHall:
    """A hall whose pages answer."""

    url: str
    hall: SampleHall


@contextmanager
def sample_hall(folder: Path, **settings: str) -> Iterator[OpenHall]:
    """Serve the sample hall as `make run` does, in the middle of a morning."""
    opened = open_hall(folder / "data", **settings)
    let_pass(opened)
    with _serving(opened) as serving:
        yield serving


@contextmanager
def own_hall(folder: Path, *, early: bool = False) -> Iterator[OpenHall]:
    """Serve a hall of its own: hours, two zones, two printers; in the middle of a morning, or early."""
    content = folder / "content"
    copytree(SAMPLE_HALL, content)
    _edit(
        content / "hall.toml",
        {
            "always_open = true": "always_open = false",
            "scanners = true": "scanners = false",
            "[calls]": f"{HOURS}\n[calls]",
        },
    )
    places = {
        f"number = {n}\n": f'number = {n}\nzone = "{"east" if n < 4 else "west"}"\n' for n in range(1, 7)
    }
    _edit(content / "windows.toml", {**places, "# 自助机屏幕": f"{PRINTERS}\n# 自助机屏幕"})
    opened = open_hall(folder / "data", hall=content)
    if early:
        opened.clock.at = EARLY
    else:
        let_pass(opened)
    with _serving(opened) as serving:
        yield serving


@contextmanager
def _serving(hall: SampleHall) -> Iterator[OpenHall]:
    for name, role in PEOPLE.items():
        windows = (5,) if name == "王莉" else ()
        accounts.add_user(
            hall.program.store, name=name, password=PASSWORD, role=role, windows=windows, at=NINE
        )
    port = free_port()
    server = make_server("127.0.0.1", port, hall.program.web, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield OpenHall(f"http://127.0.0.1:{port}", hall)
    server.shutdown()
    thread.join(10)
    hall.program.store.close()


def _edit(file: Path, changes: dict[str, str]) -> None:
    text = file.read_text("utf-8")
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    file.write_text(text, "utf-8")
