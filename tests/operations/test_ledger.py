"""The ledger of what was posted: found by whatever somebody has, and naming nobody."""

from datetime import timedelta

import pytest
from sqlalchemy import create_engine, text

from kiosk.hall.parcel import NO_RECIPIENT, ParcelState, SignedBy
from kiosk.hall.person import Person
from kiosk.hall.recipient import recipient
from kiosk.operations import delivery, intake, ledger
from kiosk.operations.intake import Press, Visit
from kiosk.storage.store import Store
from tests.hall.halls import NINE
from tests.hall.test_courier import HOME
from tests.operations import test_delivery
from tests.operations.test_delivery import (
    NUMBER,
    accepted,
    ask,
    away,
    issued,
    pack,
)

store = test_delivery.store


@pytest.mark.parametrize(
    "wanted",
    ["13800002046", "2046", "王小明", NUMBER, "1234 5678 90123", "BJ20261123-001", "yj20261123-001", "E001"],
)
def test_a_parcel_is_found_by_whatever_somebody_has(store: Store, wanted: str) -> None:
    taken = intake.take_ticket(store, visit=Visit(("E05",), place="k"), press=Press("1", "1"), at=NINE).ticket
    case = accepted(store, ticket=taken.id)
    parcel = ask(store, case)
    issued(store, case)
    pack(store, parcel)
    ask(
        store,
        accepted(store, who=Person("李丽", "13900001111")),
        recipient({**HOME, "name": "李丽", "phone": "13900001111"}),
    )

    found = ledger.search(store, text=wanted, at=NINE)

    assert [one.id for one, _ in found] == [parcel.id]


def test_a_parcel_is_found_by_its_ticket_a_month_later_and_beside_those_who_got_the_number_since(
    store: Store,
) -> None:
    parcels = []
    for day, who in enumerate((Person("王小明", "13800002046"), Person("李丽", "13900001111"))):
        at = NINE + timedelta(days=day)
        taken = intake.take_ticket(
            store, visit=Visit(("E05",), place="k"), press=Press(f"{day}", "1"), at=at
        ).ticket
        assert taken.number == "E001"
        case = accepted(store, ticket=taken.id, who=who)
        parcels.append(ask(store, case, recipient({**HOME, "name": who.name, "phone": who.phone})).id)

    def found(text: str, days: int) -> list[str]:
        return [one.id for one, _ in ledger.search(store, text=text, at=NINE + timedelta(days=days))]

    assert found("E001", 30) == found("Ｅ001", 30) == parcels[::-1]
    assert found("E001", 31) == parcels[1:]
    assert found("E001", 40) == []
    assert found("20261123-E001", 40) == parcels[:1]


def test_lines_of_a_state_are_sought_in_the_whole_period_and_not_among_the_newest(store: Store) -> None:
    old, *_ = (ask(store, accepted(store)) for _ in range(3))
    delivery.cancel(store, parcel=old.id, version=0, at=NINE)
    start, end = NINE, NINE + timedelta(days=1)

    of_period = ledger.between(store, start=start, end=end, state="void", limit=1)
    of_text = ledger.search(store, text="2046", state="void", at=NINE, limit=1)

    assert [one.id for one, _ in of_period] == [one.id for one, _ in of_text] == [old.id]
    assert ledger.between(store, start=start, end=end, state="flying", limit=1) == ()


@pytest.mark.parametrize("wanted", ["", " ", "9999", "nobody", "'; DROP TABLE parcel; --", "%", "\x00"])
def test_what_nobody_has_finds_nothing(store: Store, wanted: str) -> None:
    ask(store, accepted(store))

    assert ledger.search(store, text=wanted, at=NINE) == ()


def test_the_database_and_the_events_name_nobody(store: Store, database_url: str) -> None:
    parcel = away(store)
    ledger.reveal(store, parcel=parcel.id, by="c1", at=NINE)
    engine = create_engine(database_url)

    with engine.connect() as connection:
        kept = [
            str(row)
            for table in ("parcel", "parcel_case", "parcel_handover", "event")
            for row in connection.execute(text(f"SELECT * FROM {table}"))
        ]

    engine.dispose()
    assert kept
    for secret in ("王小明", "13800002046", "北街", NUMBER):
        hidden = [row for row in kept if secret in row]
        assert hidden == [] or secret == NUMBER


def test_a_recipient_is_forgotten_two_years_after_the_end_and_the_figures_stay(store: Store) -> None:
    parcel = away(store)
    delivery.deliver(store, parcel=parcel.id, version=parcel.version, signed_by=SignedBy.RECIPIENT, at=NINE)

    assert ledger.forget_recipients(store, at=NINE + timedelta(days=700)) == 0
    assert ledger.forget_recipients(store, at=NINE + timedelta(days=735)) == 1

    seen, to = ledger.one(store, parcel=parcel.id)
    assert (seen.state, to) == (ParcelState.DELIVERED, NO_RECIPIENT)
    assert ledger.search(store, text="2046", at=NINE) == ()
    assert len(ledger.between(store, start=NINE, end=NINE + timedelta(days=1))) == 1


def test_ledger_slip_and_list_are_held_against_each_other(store: Store) -> None:
    away(store)

    (line,) = ledger.compare(store, start=NINE, end=NINE + timedelta(days=1))

    assert line.lists == ("JJ20261123-001",)
    assert [one.zh for one in line.differences] == ["没有打出快递单"]  # this store prints nothing


def test_what_the_liaison_has_before_him(store: Store) -> None:
    parcel = away(store)
    ask(store, accepted(store, "E01"))
    week = ledger.day(store, at=NINE + timedelta(days=8))

    assert [one.id for one, _ in week.away] == [parcel.id]
    assert week.late == {parcel.id}
    assert [one.id for one, _ in week.to_call] == [parcel.id]
    assert week.waiting == 1
