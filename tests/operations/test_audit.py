"""The log proves itself: whatever somebody does to its past in the database is found, and where."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from kiosk import auditing
from kiosk.hall.floor_events import DataRestored, HelpCalled
from kiosk.operations import audit
from kiosk.operations.audit import Anchor, Broken, Damage
from kiosk.storage.chain import link
from kiosk.storage.store import Store
from tests.databases import open_test_store
from tests.hall.halls import HALL, NINE


@pytest.fixture
def busy(store: Store) -> Store:
    """A hall whose log has nine events."""
    _ring(store, 9)
    return store


def _ring(store: Store, times: int) -> None:
    for n in range(times):
        with store.begin() as work:
            work.record(HelpCalled(n, "kiosk"), NINE)


def _break_off(store: Store) -> None:
    with store.begin() as work:
        work.record(HelpCalled(10, "kiosk"), NINE)
        raise ZeroDivisionError


def _do(url: str, *statements: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def test_a_log_that_nobody_touched_is_whole(busy: Store) -> None:
    found = audit.verify(busy)

    assert (found.events, found.broken) == (9, None)
    assert found.newest == audit.newest(busy)


def test_an_empty_log_is_whole(store: Store) -> None:
    assert audit.verify(store).broken is None
    assert audit.newest(store) == Anchor(0, "")


@pytest.mark.parametrize(
    ("deeds", "broken"),
    [
        (("UPDATE event SET body = '{}' WHERE seq = 4",), Broken(4, Damage.ALTERED)),
        (("UPDATE event SET at = at + 1 WHERE seq = 4",), Broken(4, Damage.ALTERED)),
        (("UPDATE event SET kind = 'HelpAcknowledged' WHERE seq = 9",), Broken(9, Damage.ALTERED)),
        (("UPDATE event SET kind = 'nonsense', body = '' WHERE seq = 1",), Broken(1, Damage.ALTERED)),
        (("DELETE FROM event WHERE seq = 4",), Broken(4, Damage.MISSING)),
        (("DELETE FROM event WHERE seq = 1",), Broken(1, Damage.MISSING)),
        (
            ("DELETE FROM event WHERE seq = 4", "UPDATE event SET seq = 4 WHERE seq = 5"),
            Broken(4, Damage.ALTERED),
        ),
        (
            (
                "UPDATE event SET seq = 100 WHERE seq = 4",
                "UPDATE event SET seq = 4 WHERE seq = 6",
                "UPDATE event SET seq = 6 WHERE seq = 100",
            ),
            Broken(4, Damage.ALTERED),
        ),
        (("DELETE FROM event WHERE seq > 6",), Broken(7, Damage.CUT)),
    ],
)
def test_what_is_done_to_the_past_is_found(
    busy: Store, database_url: str, deeds: tuple[str, ...], broken: Broken
) -> None:
    _do(database_url, *deeds)

    assert audit.verify(busy).broken == broken


def test_a_tail_cut_off_without_a_trace_is_found_by_what_was_noted_outside(
    busy: Store, database_url: str
) -> None:
    noted = audit.newest(busy)
    _do(database_url, "DELETE FROM event WHERE seq > 6", "UPDATE counter SET value = 6 WHERE name = 'events'")

    assert audit.verify(busy).broken is None
    assert audit.verify(busy, [noted]).broken == Broken(7, Damage.CUT)


def test_a_tail_that_a_forged_restoring_covers_is_found_by_what_was_noted_outside(
    busy: Store, database_url: str
) -> None:
    noted = audit.newest(busy)
    _do(
        database_url, "DELETE FROM event WHERE seq > 6", "UPDATE counter SET value = 20 WHERE name = 'events'"
    )
    with busy.begin() as work:
        work.record(DataRestored(NINE.isoformat(), 6, 0, 0), NINE)

    assert audit.verify(busy).broken is None
    assert audit.verify(busy, [noted]).broken == Broken(7, Damage.LEFT_OUT)


def test_a_past_that_was_written_anew_is_found_by_what_was_noted_outside(
    busy: Store, database_url: str
) -> None:
    noted = audit.newest(busy)
    with busy.read() as reading:
        rows, chain = reading.events.stored(0), ""
    deeds = []
    for row in rows:
        kind = "HelpRefused" if row.seq == 3 else row.kind
        chain = link(chain, HALL.id, row.seq, row.at, kind, row.body)
        deeds.append(f"UPDATE event SET kind = '{kind}', chain = '{chain}' WHERE seq = {row.seq}")
    _do(database_url, *deeds)

    assert audit.verify(busy).broken is None
    assert audit.verify(busy, [noted]).broken == Broken(9, Damage.OTHER_PAST)


def test_an_act_that_was_taken_back_leaves_no_gap(busy: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        _break_off(busy)
    with busy.begin() as work:  # two events of one act follow each other
        work.record(HelpCalled(10, "kiosk"), NINE)
        work.record(HelpCalled(11, "kiosk"), NINE)

    assert (audit.verify(busy).events, audit.verify(busy).broken) == (11, None)


def test_each_hall_of_a_database_has_a_chain_of_its_own(busy: Store, database_url: str) -> None:
    other = open_test_store(database_url, hall="other")
    _ring(other, 3)
    _ring(busy, 1)

    assert (audit.verify(other).events, audit.verify(busy).events) == (3, 10)
    assert audit.newest(other).chain != audit.newest(busy).chain
    other.close()


@pytest.mark.parametrize(
    "text", ["", "12", "12:", "x:" + "a" * 64, "12:" + "A" * 64, "-1:" + "a" * 64, "١:" + "a" * 64]
)
def test_what_is_no_anchor_is_refused(text: str) -> None:
    with pytest.raises(audit.NoAnchor):
        audit.anchor_of(text)


def test_a_day_is_noted_once(busy: Store, tmp_path: Path) -> None:
    file = tmp_path / "far" / "anchors.txt"

    auditing.note_day(file, busy, NINE.date())
    _ring(busy, 1)
    auditing.note_day(file, busy, NINE.date())

    assert [str(one) for one in auditing.kept(file)] == [file.read_text("utf-8").split()[1]]
    assert audit.verify(busy, auditing.kept(file)).broken is None
