"""How long the ledger takes to find a parcel among two hundred thousand, by each thing somebody may have."""

import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from kiosk.config import SAMPLE_HALL
from kiosk.hall.case import Case, CaseState, CaseVisit, VisitReason
from kiosk.hall.parcel import Enclosed, Parcel, ParcelState, Recipient
from kiosk.hall.person import NOBODY
from kiosk.hall.ticket import number_of, ticket_id
from kiosk.loading import load
from kiosk.operations import ledger
from kiosk.storage.store import Store, Work, open_store

LINES, AT_ONCE, ROUNDS = 200_000, 2_000, 40
TICKETS_A_DAY = 360  # one every four minutes
ASKED_LATER = timedelta(days=29)
HERE = ZoneInfo("Asia/Shanghai")
START = datetime(2025, 1, 1, tzinfo=UTC)
WAYS = ("phone", "last four", "name", "case", "mail number", "request", "ticket")


def searches(folder: Path, *, lines: int = LINES) -> Iterator[tuple[str, list[float]]]:
    """Fill a ledger and return the seconds of each way to search it, as the page does it."""
    catalogue = load(SAMPLE_HALL)
    url = f"sqlite:///{folder / 'ledger.db'}"
    store = open_store(url, hall_id="sample", catalogue=lambda _: catalogue, key=b"the key of the bench")
    for first in range(0, lines, AT_ONCE):
        with store.begin() as work:
            for n in range(first, min(first + AT_ONCE, lines)):
                _fill(work, n)
    for way in WAYS:
        yield way, [_timed(store, n * 4_999 % lines, way) for n in range(ROUNDS)]
    store.close()


def _timed(store: Store, n: int, way: str) -> float:
    text, at = _asked(n)[way], _at(n) + ASKED_LATER
    begun = time.perf_counter()
    found = ledger.search(store, text=text, at=at)
    taken = time.perf_counter() - begun
    if not found:
        raise SystemExit(f"the ledger did not find {text}")
    return taken


def _asked(n: int) -> Mapping[str, str]:
    parcel, to = _line(n)
    case = parcel.contents[0].case
    values = (to.phone, to.phone[-4:], to.name, case, parcel.mail_number, parcel.id, _number(n))
    return dict(zip(WAYS, values, strict=True))


def _at(n: int) -> datetime:
    return START + timedelta(minutes=4 * n)


def _number(n: int) -> str:
    """Give the ticket's number, which another gets the next day."""
    return number_of("E", n % TICKETS_A_DAY + 1)


def _fill(work: Work, n: int) -> None:
    parcel, to = _line(n)
    (one,) = parcel.contents
    at = parcel.opened_at
    ticket = ticket_id(at.astimezone(HERE).date(), _number(n))
    visits = (CaseVisit(ticket, at, VisitReason.FIRST),)
    case = Case(one.case, one.service, CaseState.DELIVERED, at, 5, "小李", visits=visits, ended_at=at)
    work.cases.add(case, NOBODY, None)
    work.parcels.add(parcel, to)


def _line(n: int) -> tuple[Parcel, Recipient]:
    at = _at(n)
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
