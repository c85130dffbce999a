"""What is kept of a person beside his cases: problems, parcels and his place on a roster, and how it goes."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from kiosk.hall.delegation import KEEP_DAYS
from kiosk.hall.delegation_terms import Report
from kiosk.hall.errors import HallError
from kiosk.hall.escalation_words import State
from kiosk.hall.personal import AskedBy, NothingToErase
from kiosk.operations import batches, delivery, personal
from kiosk.operations.personal import Asked
from kiosk.storage.store import Store, open_store
from tests.databases import KEY
from tests.hall.halls import NINE
from tests.operations.test_delegation import filled, hand_in, note
from tests.operations.test_delivery import SAMPLE, accepted, ask
from tests.operations.test_escalation import bring
from tests.retirees import number_of

PHONE = "13800002046"
YEARS = timedelta(days=3660)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = open_store(database_url, hall_id="sample", catalogue=lambda _: SAMPLE, key=KEY)
    yield opened
    opened.close()


def kept(store: Store, wanted: str) -> list[tuple[str, str, bool]]:
    """Say of each matter of a person its kind, its number, and whether it must stay."""
    found = personal.seek(store, wanted=wanted, by="m1", at=NINE)
    return [(one.kind, one.id, one.stay is not None) for one in found]


def erase(store: Store, wanted: str, *, after: timedelta = timedelta(0)) -> tuple[str, ...]:
    return personal.erase(store, asked=Asked(wanted, AskedBy.HIMSELF, True, "m1"), at=NINE + after).erased


def test_a_problem_is_found_by_phone_or_number_and_erased_when_it_is_closed(store: Store) -> None:
    number = bring(store, State.FOLLOWED_UP)

    assert ("problem", number, True) in kept(store, PHONE)
    assert kept(store, number) == [("problem", number, True)]
    assert kept(store, "BC20261123-999") == []
    closed = bring(store, State.CLOSED)
    assert erase(store, closed) == (closed,)
    assert kept(store, closed) == []


def test_a_parcel_is_found_by_phone_or_number_and_stays_while_it_is_under_way(store: Store) -> None:
    parcel = ask(store, accepted(store)).id

    assert ("parcel", parcel, True) in kept(store, PHONE)
    assert kept(store, parcel) == [("parcel", parcel, True)]
    assert kept(store, "YJ20261123-999") == []
    with pytest.raises(NothingToErase):
        erase(store, parcel)
    delivery.cancel(store, parcel=parcel, version=0, at=NINE)
    assert erase(store, parcel, after=YEARS) == (parcel,)
    assert kept(store, parcel) == []


def test_a_retiree_stays_on_his_roster_while_he_is_managed_and_some_days_after(store: Store) -> None:
    code = filled(store)
    retiree = note(store, code, 0, Report.DIED)
    assert kept(store, number_of(1)) == [("retiree", retiree, True)]
    assert kept(store, "13800000001") == [("retiree", retiree, True)]
    assert kept(store, number_of(99)) == []
    batch = hand_in(store, code)
    batches.receive(store, batch=batch, window=6, at=NINE)
    (finding,) = delegation_findings(store, batch)
    batches.confirm(store, finding=finding, by="li", at=NINE)

    with pytest.raises(HallError):
        erase(store, number_of(1), after=timedelta(days=KEEP_DAYS))
    assert erase(store, number_of(1), after=timedelta(days=KEEP_DAYS + 1)) == (retiree,)
    assert kept(store, number_of(1)) == []


def delegation_findings(store: Store, batch: str) -> tuple[str, ...]:
    with store.read() as reading:
        return tuple(one.id for one in reading.findings.of_batch(batch))
