"""What the hall keeps of people: found, taken away, erased on request and in time, on both databases."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import create_engine, text

from kiosk.hall.case import Case, Mark, Receipt
from kiosk.hall.jobs import Paper, PaperState
from kiosk.hall.paper_events import PaperReprinted, PapersErased
from kiosk.hall.person import Person, WrongPhone
from kiosk.hall.personal import AskedBy, NotChecked, NothingToErase
from kiosk.hall.personal_events import ErasureAsked, PersonExported, PersonSought
from kiosk.operations import case_files, case_steps, casework, custody, personal, printing
from kiosk.operations.casework import Found
from kiosk.operations.personal import Asked
from kiosk.operations.personal_kinds import KINDS
from kiosk.storage.paper_rows import PaperErased
from kiosk.storage.store import Store, open_store
from tests.databases import KEY
from tests.hall.halls import NINE
from tests.operations.deposits import OLD_MAN, call, clerk, events, open_custody, pay, take
from tests.operations.test_delivery import SAMPLE

WANG = Person("王小明", "13800002046")
SECRETS = ("王小明", "13800002046", "80012345", "王大爷")
SLIP = {"title": "快递单", "blocks": [{"kind": "text", "text": "王小明 13800002046"}], "personal": True}
LATER = NINE + timedelta(days=200)


@pytest.fixture
def hall(database_url: str) -> Iterator[Store]:
    """The sample hall, on a fresh database of each kind."""
    opened = open_store(database_url, hall_id="sample", catalogue=lambda _: SAMPLE, key=KEY)
    yield opened
    opened.close()


def asked(wanted: str = WANG.phone, *, is_checked: bool = True) -> Asked:
    return Asked(wanted, AskedBy.HIMSELF, is_checked, "m1")


def over(store: Store, at: datetime = NINE) -> Case:
    """A case of Wang's that was withdrawn."""
    opened = casework.open_case(
        store, service="E05", ticket="", applicant=WANG, window=5, clerk="小李", at=at
    )
    return case_steps.withdraw(store, case=opened.id, version=opened.version, at=at)


def printed(store: Store, at: datetime = NINE, state: PaperState = PaperState.CONFIRMED) -> str:
    with store.begin() as work:
        seq = work.record(PersonSought((), "m1"), at)
        paper = work.papers.add(Paper("courier-slip", SLIP, "kiosk 1", "YJ20261123-001"), seq, at)
        work.papers.set_state(paper, state, "", at)
    return paper


def stored(url: str) -> str:
    """Read everything that lies in the database."""
    engine = create_engine(url)
    with engine.connect() as connection:
        names = {"sqlite": "SELECT name FROM sqlite_master WHERE type = 'table'"}.get(
            engine.dialect.name, "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
        )
        tables = [row[0] for row in connection.execute(text(names))]
        rows = [str(row) for one in tables for row in connection.execute(text(f'SELECT * FROM "{one}"'))]
    engine.dispose()
    return "\n".join(rows)


def test_a_paper_that_names_somebody_is_sealed_and_opened_for_its_printer(
    hall: Store, database_url: str
) -> None:
    paper = printed(hall, state=PaperState.QUEUED)

    (leased,) = printing.lease(hall, printers_asked=("kiosk 1",), owner="agent", at=NINE)

    assert leased.document == SLIP
    assert leased.is_personal
    everything = stored(database_url)
    assert paper in everything
    assert not any(secret in everything for secret in SECRETS)
    assert not any(secret in repr(leased) for secret in SECRETS)


def test_some_hours_after_it_came_out_only_its_row_is_left(hall: Store) -> None:
    paper = printed(hall)
    hours = timedelta(hours=SAMPLE.hall.personal.paper_hours)

    assert personal.forget_old(hall, at=NINE + hours) == 0
    assert personal.forget_old(hall, at=NINE + hours + timedelta(seconds=1)) == 1

    with hall.read() as reading:
        left = reading.papers.get(paper)
    assert (left.title, left.printer, left.state) == ("快递单", "kiosk 1", PaperState.CONFIRMED)
    assert (left.created_at, left.changed_at) == (NINE, NINE)
    with pytest.raises(PaperErased, match="快递单"):
        _ = left.document
    with pytest.raises(PaperErased, match="快递单"):
        printing.reprint(hall, paper=paper, at=LATER)
    assert isinstance(events(hall)[-1], PapersErased)
    assert not any(isinstance(one, PaperReprinted) for one in events(hall))


def test_a_reprint_in_time_begins_the_hours_anew(hall: Store) -> None:
    paper = printed(hall)
    later = NINE + timedelta(hours=11)
    printing.reprint(hall, paper=paper, at=later)
    with hall.begin() as work:
        work.papers.set_state(paper, PaperState.CONFIRMED, "", later)

    assert personal.forget_old(hall, at=NINE + timedelta(hours=13)) == 0


@pytest.mark.parametrize("state", [PaperState.UNKNOWN, PaperState.BLOCKED, PaperState.QUEUED])
def test_a_paper_that_never_came_out_waits_a_week_and_is_given_up(hall: Store, state: PaperState) -> None:
    paper = printed(hall, state=state)

    assert personal.forget_old(hall, at=NINE + timedelta(days=6)) == 0
    assert personal.forget_old(hall, at=NINE + timedelta(days=8)) == 1

    with hall.read() as reading:
        assert reading.papers.get(paper).state is PaperState.EXPIRED
    assert printing.lease(hall, printers_asked=("kiosk 1",), owner="a", at=NINE + timedelta(days=8)) == ()


def test_a_person_sees_all_that_is_kept_and_why_it_stays(hall: Store) -> None:
    case = over(hall)

    (held,) = personal.seek(hall, wanted="138 0000 2046", by="m1", at=NINE)

    assert (held.kind, held.id) == ("case", case.id)
    assert [fact.value for fact in held.known] == ["王小明", "13800002046"]
    assert held.stay
    assert held.stay.until == (NINE + timedelta(days=183)).date()
    assert personal.seek(hall, wanted=case.id, by="m1", at=NINE) == (held,)
    assert personal.seek(hall, wanted="13900000000", by="m1", at=NINE) == ()
    assert isinstance(events(hall)[-1], PersonSought)


@pytest.mark.parametrize("bad", ["", "  ", "12", "王小明", "138000020461234", "%00", "110101190001011"])
def test_nobody_is_looked_for_by_what_is_no_number(hall: Store, bad: str) -> None:
    with pytest.raises(WrongPhone):
        personal.seek(hall, wanted=bad, by="m1", at=NINE)


def test_what_is_under_way_cannot_be_erased_and_what_is_over_can(hall: Store) -> None:
    first = over(hall)
    casework.open_case(hall, service="E05", ticket="", applicant=WANG, window=5, clerk="小李", at=LATER)
    before = [replace(one, version=0) for one in _counted(hall)]

    with pytest.raises(NothingToErase):
        personal.erase(hall, asked=asked(), at=NINE)
    done = personal.erase(hall, asked=asked(), at=LATER)

    assert done.erased == (first.id,)
    assert len(done.left) == 1
    with hall.read() as reading:
        assert reading.cases.person(first.id) == Person()
    assert [replace(one, version=0) for one in _counted(hall)] == before  # the figures are the same
    with pytest.raises(NothingToErase):
        personal.erase(hall, asked=asked(), at=LATER)


def _counted(store: Store) -> tuple[Case, ...]:
    return case_files.opened_between(store, start=NINE, end=LATER + timedelta(days=1))


def test_nothing_leaves_or_goes_before_the_card_was_seen(hall: Store) -> None:
    over(hall)

    with pytest.raises(NotChecked):
        personal.erase(hall, asked=asked(is_checked=False), at=LATER)
    with pytest.raises(NotChecked):
        personal.export(hall, asked=asked(is_checked=False), form="xlsx", at=LATER)


def test_what_was_asked_is_written_down_without_a_name(hall: Store, database_url: str) -> None:
    case = over(hall)
    personal.export(hall, asked=asked(), form="json", at=LATER)
    personal.erase(hall, asked=asked(), at=LATER)

    (exported,) = (one for one in events(hall) if isinstance(one, PersonExported))
    (erased,) = (one for one in events(hall) if isinstance(one, ErasureAsked))
    assert exported == PersonExported((case.id,), "json", "himself", "m1")
    assert erased == ErasureAsked((case.id,), (), "himself", "m1")
    assert not any(secret in stored(database_url) for secret in SECRETS)


def test_cash_in_custody_keeps_its_payer_until_it_is_settled(database_url: str) -> None:
    store = open_custody(database_url)
    wang = clerk(store, "wang")
    deposit = take(store, wang)
    held = personal.seek(store, wanted=OLD_MAN.person.phone, by=wang, at=LATER)
    pay(store, deposit.id, wang)
    call(store, deposit.id, wang)
    custody.close(store, deposit=deposit.id, by=wang, at=NINE)

    assert [one.stay.until for one in held if one.stay] == [None]
    with pytest.raises(NothingToErase):
        personal.erase(store, asked=asked(OLD_MAN.person.phone), at=NINE + timedelta(days=100))
    assert personal.erase(store, asked=asked(OLD_MAN.person.phone), at=LATER).erased == (deposit.id,)
    with store.read() as reading:
        assert reading.custody.payer(deposit.id).account == ""
        assert reading.custody.get(deposit.id).fen == 30_000
    assert not any(secret in stored(database_url) for secret in SECRETS)
    store.close()


def test_a_whole_case_leaves_nothing_readable_in_the_database(hall: Store, database_url: str) -> None:
    case = casework.open_case(hall, service="E05", ticket="", applicant=WANG, window=5, clerk="小李", at=NINE)
    found = {one.code: Found(Mark.RECEIVED) for one in case.materials}
    casework.receive(hall, case=case.id, version=0, found=found, outcome=Receipt.COMPLETE, at=NINE)

    everything = stored(database_url)

    assert case.id in everything
    assert not any(secret in everything for secret in SECRETS)


def test_each_kind_says_why_and_how_long_in_both_languages() -> None:
    for kind in KINDS:
        for words in (kind.name, kind.why, kind.kept(SAMPLE.hall), kind.seen_by):
            assert words.zh
            assert words.said("en")
            assert words.said("en") != words.zh
    assert len({kind.code for kind in KINDS}) == len(KINDS)
    assert json.dumps([kind.code for kind in KINDS])
