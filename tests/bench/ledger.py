"""How long the ledger takes to find a parcel among two hundred thousand, by each thing somebody may have."""

import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.config import SAMPLE_HALL
from kiosk.hall.parcel import Enclosed, Parcel, ParcelState, Recipient
from kiosk.loading import load
from kiosk.operations import ledger
from kiosk.storage.store import Store, open_store

LINES, AT_ONCE, ROUNDS = 200_000, 2_000, 40
START = datetime(2025, 1, 1, tzinfo=UTC)
WAYS = ("phone", "last four", "name", "case", "mail number", "request")


def searches(folder: Path, *, lines: int = LINES) -> Iterator[tuple[str, list[float]]]:
    """Fill a ledger and return the seconds of each way to search it, as the page does it."""
    catalogue = load(SAMPLE_HALL)
    url = f"sqlite:///{folder / 'ledger.db'}"
    store = open_store(url, hall_id="sample", catalogue=lambda _: catalogue, key=b"the key of the bench")
    for first in range(0, lines, AT_ONCE):
        with store.begin() as work:
            for n in range(first, min(first + AT_ONCE, lines)):
                work.parcels.add(*_line(n))
    for way in WAYS:
        yield way, [_timed(store, _asked(n * 4_999 % lines)[way]) for n in range(ROUNDS)]
    store.close()


def _timed(store: Store, text: str) -> float:
    begun = time.perf_counter()
    found = ledger.search(store, text=text, at=START)
    taken = time.perf_counter() - begun
    if not found:
        raise SystemExit(f"the ledger did not find {text}")
    return taken


def _asked(n: int) -> Mapping[str, str]:
    parcel, to = _line(n)
    values = (to.phone, to.phone[-4:], to.name, parcel.contents[0].case, parcel.mail_number, parcel.id)
    return dict(zip(WAYS, values, strict=True))


def _line(n: int) -> tuple[Parcel, Recipient]:
    at = START + timedelta(minutes=4 * n)
    parcel = Parcel(
        f"YJ{at:%Y%m%d}-{n:06d}",
        ParcelState.DELIVERED,
        at,
        5,
        "小李",
        (Enclosed(f"BJ{at:%Y%m%d}-{n:06d}", "E05"),),
        mail_number=f"{10**12 + n}",
        handed_over_at=at,
        ended_at=at,
    )
    to = Recipient(f"王{n % 5_000}", f"138{n:08d}", "样例省", "样例市", "样例县", "样例路 1 号")
    return parcel, to
