"""Villages in the store: one ticket for many, nobody twice, and 5,000 retirees found by an index."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from kiosk.app import Content, open_hall
from kiosk.config import SAMPLE_HALL, Settings
from kiosk.hall.delegation import KEEP_DAYS, BatchReceivedAlready, Commission, NothingToHandIn, NotToDecide
from kiosk.hall.delegation_events import RetireeErased
from kiosk.hall.delegation_terms import BatchState, Certification, Given, Report, Standing, Way
from kiosk.hall.principal import NOBODY, RosterFaults
from kiosk.hall.ticket import TicketState
from kiosk.loading import load
from kiosk.operations import accounts, batches, calling, delegation, intake, villages
from kiosk.operations.accounts import NameTaken, Role, WrongSignIn
from kiosk.operations.intake import Press, Visit
from kiosk.operations.villages import NoAssistant, VillageKnown, WrongCode
from kiosk.storage.retirees import UnknownRetiree
from kiosk.storage.store import Store, open_store
from kiosk.storage.villages import UnknownVillage
from tests.databases import KEY
from tests.hall.halls import NINE
from tests.retirees import HEADS, number_of, rows

SAMPLE = load(SAMPLE_HALL)
TODAY = NINE.date()
BY_PAPER = Commission(Given.PAPER, TODAY)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = open_store(database_url, hall_id="sample", catalogue=lambda _: SAMPLE, key=KEY)
    yield opened
    opened.close()


def village(store: Store, name: str = "样例一村") -> str:
    return villages.add_village(store, name=name, by="li", at=NINE).code


def filled(store: Store, count: int = 3, first: int = 1, name: str = "样例一村") -> str:
    code = village(store, name)
    delegation.import_roster(store, village=code, rows=rows(count, first), by="zhang", at=NINE)
    return code


def note(store: Store, code: str, n: int, what: Way | Report = Way.SEEN) -> str:
    who = delegation.everybody(store, village=code, at=NINE)[n].retiree.id
    delegation.note(store, village=code, retiree=who, what=what, commission=BY_PAPER, by="zhang", at=NINE)
    return who


def hand_in(store: Store, code: str, key: str = "1") -> str:
    return delegation.hand_in(store, village=code, by="zhang", press=Press(key, key), at=NINE).id


def test_thirty_are_handed_in_with_one_ticket_and_the_next_citizen_does_not_wait_for_them(
    store: Store,
) -> None:
    code = filled(store, 30)
    for n in range(30):
        note(store, code, n)
    batch = hand_in(store, code)
    behind = intake.take_ticket(store, visit=Visit(("F01",)), press=Press("b", "b"), at=NINE).ticket
    calling.call_next(store, window=6, at=NINE)

    taken = batches.receive(store, batch=batch, window=6, at=NINE)

    called = calling.call_next(store, window=6, at=NINE)
    assert called is not None
    assert called.id == behind.id
    assert taken.principals == 30
    assert taken.due_at is not None
    assert taken.due_at > NINE
    with store.read() as reading:
        assert reading.tickets.get(taken.ticket).state is TicketState.DONE
        assert reading.tickets.get(taken.part).state is TicketState.BACK_OFFICE
    assert batches.confirm_verified(store, batch=batch, by="li", at=NINE) == 30
    with store.read() as reading:
        assert reading.batches.get(batch).state is BatchState.CHECKED
        assert reading.tickets.get(taken.part).state is TicketState.DONE
    assert delegation.sheet(store, village=code, at=NINE).listed == ()


def test_the_same_press_is_the_same_ticket_and_nothing_new_takes_none(store: Store) -> None:
    code = filled(store)
    note(store, code, 0)

    first, again = hand_in(store, code), hand_in(store, code)

    assert first == again
    with pytest.raises(NothingToHandIn):
        hand_in(store, code, "2")


def test_a_batch_is_received_once_and_without_its_ticket_too(store: Store) -> None:
    code = filled(store)
    note(store, code, 0)
    batch = hand_in(store, code)

    taken = batches.receive(store, batch=batch, window=6, at=NINE)

    assert taken.part == ""
    with pytest.raises(BatchReceivedAlready):
        batches.receive(store, batch=batch, window=6, at=NINE)


def test_nothing_follows_from_a_report_until_it_is_confirmed_and_it_is_put_right(store: Store) -> None:
    code = filled(store)
    who = note(store, code, 0, Report.DIED)
    batch = hand_in(store, code)
    (finding,) = batches.one(store, batch=batch).findings
    with store.read() as reading:
        assert reading.retirees.get(who)[0].standing is Standing.MANAGED

    batches.confirm(store, finding=finding.id, by="li", at=NINE)
    with store.read() as reading:
        assert reading.retirees.get(who)[0].standing is Standing.DIED
    with pytest.raises(NotToDecide):
        batches.confirm(store, finding=finding.id, by="li", at=NINE)
    batches.reverse(store, finding=finding.id, reason="同名", by="li", at=NINE)

    card = delegation.card(store, village=code, retiree=who, at=NINE)
    assert card.listed.certification is Certification.DUE


def test_a_retiree_belongs_to_one_village(store: Store) -> None:
    filled(store, 3)
    other = village(store, "样例二村")

    with pytest.raises(RosterFaults) as refused:
        delegation.import_roster(store, village=other, rows=rows(3, first=3), by="zhao", at=NINE)

    assert [one.line for one in refused.value.faults] == [2]
    assert delegation.everybody(store, village=other, at=NINE) == ()


def test_a_roster_that_comes_again_adds_nobody_twice(store: Store) -> None:
    code = filled(store, 3)

    again = delegation.import_roster(store, village=code, rows=rows(4), by="zhang", at=NINE)

    assert (again.added, again.known) == (1, 3)
    assert len(delegation.everybody(store, village=code, at=NINE)) == 4


def test_a_wrong_line_keeps_the_whole_file_out(store: Store) -> None:
    code = village(store)
    lines = (*rows(3), ("样", "330782195001010010", "", ""))

    with pytest.raises(RosterFaults):
        delegation.import_roster(store, village=code, rows=lines, by="zhang", at=NINE)

    assert delegation.everybody(store, village=code, at=NINE) == ()


def test_another_villages_retiree_is_as_unknown_as_nobody(store: Store) -> None:
    mine, other = filled(store), filled(store, 1, first=50, name="样例二村")
    who = delegation.everybody(store, village=other, at=NINE)[0].retiree.id

    for wrong in (who, "TX999999", ""):
        with pytest.raises(UnknownRetiree):
            delegation.note(
                store, village=mine, retiree=wrong, what=Way.SEEN, commission=BY_PAPER, by="z", at=NINE
            )


def test_an_assistant_gets_in_by_her_code_once(store: Store) -> None:
    code = village(store)
    with pytest.raises(NoAssistant):
        villages.reset_access(store, village=code, by="li", at=NINE)
    assert [one.code for one in villages.without_assistant(store)] == [code]

    once = villages.appoint(store, village=code, sign_in="kuaiji", by="li", at=NINE)

    assert villages.without_assistant(store) == ()
    fresh = accounts.hash_password("long enough")
    with pytest.raises(WrongCode):
        villages.renew(store, sign_in="kuaiji", code="0000000000", password_hash=fresh, at=NINE)
    villages.renew(store, sign_in="kuaiji", code=once, password_hash=fresh, at=NINE)
    with pytest.raises(WrongCode):
        villages.renew(store, sign_in="kuaiji", code=once, password_hash=fresh, at=NINE)
    account = accounts.sign_in(store, name="kuaiji", password="long enough")
    assert delegation.village_of(store, account=account.id).code == code
    second = villages.reset_access(store, village=code, by="li", at=NINE)
    with pytest.raises(WrongSignIn):
        accounts.sign_in(store, name="kuaiji", password="long enough")
    late = NINE + timedelta(hours=25)
    with pytest.raises(WrongCode):
        villages.renew(store, sign_in="kuaiji", code=second, password_hash=fresh, at=late)


def test_a_successor_takes_a_village_over_alone(store: Store) -> None:
    code = village(store)
    villages.appoint(store, village=code, sign_in="first", by="li", at=NINE)
    with pytest.raises(NameTaken):
        villages.appoint(store, village=code, sign_in="first", by="li", at=NINE)

    villages.appoint(store, village=code, sign_in="second", by="li", at=NINE)

    with store.read() as reading:
        first = reading.accounts.by_name("first")
    assert first is not None
    assert first.role == Role.ASSISTANT.value
    with pytest.raises(UnknownVillage):
        delegation.village_of(store, account=first.id)
    with pytest.raises(VillageKnown):
        village(store)


def test_who_is_no_longer_managed_is_erased_and_the_figures_stay(store: Store) -> None:
    code = filled(store)
    who = note(store, code, 0, Report.MOVED)
    batch = hand_in(store, code)
    (finding,) = batches.one(store, batch=batch).findings
    batches.confirm(store, finding=finding.id, by="li", at=NINE)
    assert batches.forget_people(store, at=NINE + timedelta(days=KEEP_DAYS)) == 0

    assert batches.forget_people(store, at=NINE + timedelta(days=KEEP_DAYS + 1)) == 1

    with store.read() as reading:
        retiree, known = reading.retirees.get(who)
        erased = [event for _, _, event in reading.events.after(0) if isinstance(event, RetireeErased)]
    assert (retiree.standing, known) == (Standing.MOVED, NOBODY)
    assert [one.retiree for one in erased] == [who]
    assert batches.forget_people(store, at=NINE + timedelta(days=KEEP_DAYS + 1)) == 0
    with pytest.raises(NotToDecide):
        batches.reverse(store, finding=finding.id, reason="错", by="li", at=NINE)


def test_nobody_is_named_in_tables_or_events(store: Store, database_url: str) -> None:
    code = village(store)
    lines = (HEADS, ("王小明", number_of(1), "13800002046", ""))
    delegation.import_roster(store, village=code, rows=lines, by="zhang", at=NINE)
    note(store, code, 0)
    batch = hand_in(store, code)
    batches.receive(store, batch=batch, window=6, at=NINE)

    engine = create_engine(database_url)
    with engine.connect() as connection:
        kept = [
            str(connection.execute(text(f"SELECT * FROM {table}")).fetchall())
            for table in ("retiree", "finding", "batch", "duty", "event", "press")
        ]
    engine.dispose()
    for secret in ("王小明", number_of(1), number_of(1)[-4:] + "'", "13800002046"):
        assert secret not in "".join(kept)


def test_the_roster_paper_names_the_first_sign_and_the_last_four(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    store = open_hall(settings, Content(settings))
    code = village(store)
    lines = (HEADS, ("王小明", number_of(1), "13800002046", ""))
    delegation.import_roster(store, village=code, rows=lines, by="zhang", at=NINE)
    note(store, code, 0)

    batches.receive(store, batch=hand_in(store, code), window=6, at=NINE)

    with store.read() as reading:
        papers = {one.name: str(one.document) for one in reading.papers.recent(10)}
    store.close()
    assert papers["roster-assistant"] == papers["roster-hall"]  # each side keeps one
    assert "王*" in papers["roster-hall"]
    assert number_of(1)[-4:] in papers["roster-hall"]
    assert "王小明" not in papers["roster-hall"]
    assert number_of(1) not in papers["roster-hall"]
    assert "代办 1 人" in papers["ticket"]


def test_of_five_thousand_in_thirty_villages_each_is_on_his_own_list(sqlite_url: str) -> None:
    store = open_store(sqlite_url, hall_id="sample", catalogue=lambda _: SAMPLE, key=KEY)
    for n in range(30):
        code = village(store, f"样例{n}村")
        lines = rows(167, first=1 + 167 * n, last_time="2025-11-28" if n % 2 else "2026-03-01")
        delegation.import_roster(store, village=code, rows=lines, by="zhang", at=NINE)

    sheet = delegation.sheet(store, village="C02", at=NINE)

    assert (sheet.managed, len(sheet.listed)) == (167, 167)
    assert delegation.sheet(store, village="C01", at=NINE).listed == ()
    store.close()
