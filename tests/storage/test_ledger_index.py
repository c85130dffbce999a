"""Each way to find a parcel or a case looks into an index, on both databases, however long the ledger is."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, create_engine, text

from kiosk.storage import cases, parcels
from kiosk.storage.columns import EPOCH
from tests.databases import open_test_store
from tests.storage.plans import counted, plan

LINES = 20_000
WAYS = {
    **{f"by {name}": statement for name, statement in parcels.BY.items()},
    "by id": parcels.BY_ID,
    "by case": parcels.BY_CASE,
    "by ticket": parcels.BY_TICKET,
    **{f"a case by {name}": statement for name, statement in cases.WAYS.items()},
}
CASE = (
    'INSERT INTO "case" (hall_id, id, version, service, state, opened_at, person, phone_index, last_index, '
    "name_index, elsewhere_id, body) "
    "VALUES ('test', :id, 0, 'E05', 'delivered', :n, '', :id, :last, :id, :id, '{}')"
)
PARCEL = (
    "INSERT INTO parcel (hall_id, id, version, state, opened_at, mail_number, handover, person, "
    "phone_index, last_index, name_index, body) VALUES "
    "('test', :id, 0, 'delivered', :n, :id, '', '', :id, :last, :id, '{}')"
)


@pytest.fixture
def ledger(database_url: str) -> Iterator[Engine]:
    """A long ledger, its lines counted where the database does that."""
    open_test_store(database_url).close()
    engine = create_engine(database_url)
    rows = [{"id": f"YJ{n}", "n": n, "last": f"{n % 10_000}"} for n in range(LINES)]
    with engine.begin() as connection:
        connection.execute(text(PARCEL), rows)
        connection.execute(text(CASE), rows)
        for table, key in (("case_visit", "ticket"), ("parcel_case", "parcel")):
            statement = f"INSERT INTO {table} (hall_id, {key}, \"case\") VALUES ('test', :id, :id)"
            connection.execute(text(statement), rows)
    counted(engine)
    yield engine
    engine.dispose()


def test_no_way_of_finding_a_parcel_or_a_case_reads_them_all(ledger: Engine) -> None:
    for way, statement in WAYS.items():
        said = plan(ledger, statement, wanted="YJ7", limit=200)

        assert not re.search('Seq Scan on "?(parcel|case)|SCAN (parcel|case)', said), (way, said)
        assert "_opened" not in said, (way, said)  # the newest first, and each looked at


def test_the_lines_of_a_time_and_the_days_of_decisions_do_not_read_them_all(ledger: Engine) -> None:
    time = {"start": EPOCH, "end": EPOCH + timedelta(milliseconds=1), "limit": 200}
    some = {f"id_{n}": f"YJ{n}" for n in range(cases.TOGETHER)}

    for statement, values in (
        (parcels.BETWEEN, time),
        (parcels.OF_STATE_BETWEEN, {**time, "state": "delivered"}),
        (cases.BETWEEN, time),
        (cases.OF_IDS, some),
    ):
        said = plan(ledger, statement, **values)

        assert not re.search('Seq Scan on "?(parcel|case)|SCAN (parcel|case)', said), said
