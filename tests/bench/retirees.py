"""How long it takes to list, import and export five thousand retirees in thirty villages."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from kiosk.config import SAMPLE_HALL
from kiosk.loading import load
from kiosk.operations import delegation, villages
from kiosk.storage.store import Store, open_store
from kiosk.web.parts import uploaded
from kiosk.web.parts.sheets import xlsx
from tests.retirees import rows, workbook

RETIREES, VILLAGES, ROUNDS = 5_000, 30, 40
START = datetime(2026, 11, 23, 1, tzinfo=UTC)
LONG_AGO = "2025-11-28"  # so that all are due
BY = "bench"


def looked_after(folder: Path, *, retirees: int = RETIREES) -> Iterator[tuple[str, list[float]]]:
    """Fill thirty villages and return the seconds of each thing that is done with them."""
    catalogue = load(SAMPLE_HALL)
    url = f"sqlite:///{folder / 'retirees.db'}"
    store = open_store(url, hall_id="sample", catalogue=lambda _: catalogue, key=b"the key of the bench")
    codes = [
        villages.add_village(store, name=f"样例{n}村", by=BY, at=START).code for n in range(VILLAGES + 1)
    ]
    each = retirees // VILLAGES
    for n, code in enumerate(codes[:-1]):
        roster = rows(each, first=1 + each * n, last_time=LONG_AGO)
        delegation.import_roster(store, village=code, rows=roster, by=BY, at=START)
    one = codes[VILLAGES // 2]
    yield f"who of {each} is due in one village", _timed(partial(_due, store, one))
    yield "the list of villages", _timed(partial(villages.lines, store, at=START))
    yield f"export of a village of {each}", _timed(partial(_export, store, one))
    sent = workbook(rows(retirees, first=retirees + 1, last_time=LONG_AGO))
    yield f"import of a roster of {retirees:,}", _timed(partial(_import, store, codes[-1], sent), rounds=1)
    yield f"export of a village of {retirees:,}", _timed(partial(_export, store, codes[-1]), rounds=3)
    store.close()


def _timed(act: Callable[[], object], *, rounds: int = ROUNDS) -> list[float]:
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        if not act():
            raise SystemExit("nobody was there")
        times.append(time.perf_counter() - begun)
    return times


def _due(store: Store, village: str) -> object:
    return delegation.sheet(store, village=village, at=START).listed


def _import(store: Store, village: str, sent: bytes) -> object:
    lines = uploaded.read(sent)
    return delegation.import_roster(store, village=village, rows=lines, by=BY, at=START).added


def _export(store: Store, village: str) -> object:
    listed = delegation.export(store, village=village, by=BY, at=START)
    return listed and xlsx({village: [(one.who.name, one.retiree.due_on.isoformat()) for one in listed]})
