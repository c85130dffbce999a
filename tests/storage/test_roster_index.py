"""Whatever an assistant or a clerk looks for, an index finds it among 5,000 retirees in 30 villages."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, create_engine, insert
from sqlalchemy.sql.base import Executable

from kiosk.storage import retirees, schema_delegation
from tests.databases import open_test_store
from tests.storage.plans import counted, plan

RETIREES, VILLAGES = 5_000, 30
FIRST_DUE, TODAY = date(2026, 6, 1), date(2026, 11, 30)
VILLAGE, SOMEBODY = "C07", "TX000007"
WAYS: dict[str, tuple[Executable, dict[str, object]]] = {
    "who is due": (retirees.DUE, {"village": VILLAGE, "until": TODAY}),
    "a village's list": (retirees.OF_THE_VILLAGE, {"village": VILLAGE}),
    "one retiree": (retirees.GET, {"id": SOMEBODY}),
    "a line of a roster": (retirees.BY_NUMBER, {"index": SOMEBODY}),
    "by name": (retirees.BY_NAME, {"name": SOMEBODY, "limit": 100}),
    "by phone": (retirees.BY_PHONE, {"index": SOMEBODY, "limit": 100}),
    "what is to be erased": (retirees.KNOWN_AND_OVER, {"before": FIRST_DUE, "limit": 200}),
}


def row(n: int) -> dict[str, object]:
    name = f"TX{n:06d}"
    over = n % 40 == 0
    return {
        "hall_id": "test",
        "id": name,
        "village": f"C{n % VILLAGES + 1:02d}",
        "standing": "died" if over else "managed",
        "due_on": FIRST_DUE + timedelta(days=n % 365),
        "certified_on": None,
        "ended_on": FIRST_DUE + timedelta(days=n % 365) if over else None,
        "person": "sealed",
        **dict.fromkeys(("id_index", "name_index", "phone_index"), name),
    }


@pytest.fixture
def rosters(database_url: str) -> Iterator[Engine]:
    """Thirty villages' rosters."""
    open_test_store(database_url).close()
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(insert(schema_delegation.retiree), [row(n) for n in range(RETIREES)])
    counted(engine)
    yield engine
    engine.dispose()


def test_nobody_is_looked_for_among_all_retirees(rosters: Engine) -> None:
    for way, (statement, values) in WAYS.items():
        said = plan(rosters, statement, **values)

        assert not re.search(r"Seq Scan on retiree|SCAN retiree", said), (way, said)


def test_a_villages_list_is_read_by_its_own_index_in_the_order_it_is_shown(rosters: Engine) -> None:
    for way in ("who is due", "a village's list"):
        statement, values = WAYS[way]
        assert "ix_retiree_due" in plan(rosters, statement, **values), way
