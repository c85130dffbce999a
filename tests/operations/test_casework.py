"""Cases in the store: one for a service of a visit, one winner of two clerks, and people behind a key."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from threading import Barrier, Thread

import pytest
from sqlalchemy import create_engine, text

from kiosk.config import SAMPLE_HALL
from kiosk.hall.bills import Bills, BillsUncounted
from kiosk.hall.case import Case, CaseState, Delivery, Mark, Receipt, VisitReason
from kiosk.hall.case_events import (
    BillsKept,
    CaseAccepted,
    CaseVisited,
    PersonErased,
    PersonRevealed,
    ResultDelivered,
)
from kiosk.hall.case_visits import ReasonNeeded
from kiosk.hall.casework import PapersLacking
from kiosk.hall.person import NOBODY, Person
from kiosk.loading import load
from kiosk.operations import case_files, case_steps, casework, intake
from kiosk.operations.casework import Found, NoCase
from kiosk.operations.intake import Press, Visit
from kiosk.storage.cases import CaseOvertaken, UnknownCase
from kiosk.storage.store import Store, open_store
from tests.databases import KEY
from tests.hall.halls import NINE

SAMPLE = load(SAMPLE_HALL)
WANG = Person("王小明", "13800002046")
ALL_THERE = {line.code: Found(Mark.RECEIVED) for line in SAMPLE.service("E05").materials}


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = open_store(database_url, hall_id="sample", catalogue=lambda _: SAMPLE, key=KEY)
    yield opened
    opened.close()


def take(store: Store, *services: str, key: str = "1") -> str:
    visit = Visit(services, place="kiosk-1")
    return intake.take_ticket(store, visit=visit, press=Press(key, key), at=NINE).ticket.id


def opened(store: Store, ticket: str = "", service: str = "E05", person: Person = WANG) -> Case:
    return casework.open_case(
        store, service=service, ticket=ticket, applicant=person, window=5, clerk="小李", at=NINE
    )


def accepted(store: Store) -> Case:
    case = opened(store)
    return casework.receive(
        store, case=case.id, version=0, found=ALL_THERE, outcome=Receipt.COMPLETE, at=NINE
    )


def test_a_case_goes_from_the_counter_to_the_signature(store: Store) -> None:
    case = accepted(store)
    assert case.id == "BJ20261123-001"
    assert case.state is CaseState.ACCEPTED

    case = case_steps.decide(store, case=case.id, version=case.version, granted=True, at=NINE)
    case = case_steps.issue(store, case=case.id, version=case.version, at=NINE)
    case = case_steps.deliver(
        store, case=case.id, version=case.version, delivery=Delivery.COUNTER, at=NINE + timedelta(days=3)
    )

    seen, person = case_files.one(store, case=case.id)
    assert seen == case
    assert seen.state is CaseState.DELIVERED
    assert person == WANG
    assert case_files.open_cases(store) == ()
    assert [one.reason for one in seen.visits] == [VisitReason.FIRST, VisitReason.COLLECT]
    with store.read() as reading:
        last = [event for _, _, event in reading.events.after(reading.events.head() - 2)]
    assert last == [CaseVisited(case.id, "", "collect"), ResultDelivered(case.id, "counter")]


def test_a_service_of_a_ticket_has_one_case_however_often_it_is_asked_for(store: Store) -> None:
    ticket = take(store, "E05", "C01")

    first, again = opened(store, ticket), opened(store, ticket)
    other = opened(store, ticket, "C01")

    assert first.id == again.id
    assert [one.id for one in case_files.of_ticket(store, ticket=ticket)] == [first.id, other.id]


@pytest.mark.parametrize("service", ["A00", "B01", "F03"])
def test_paying_asking_and_what_has_no_limit_open_no_case(store: Store, service: str) -> None:
    with pytest.raises(NoCase):
        opened(store, service=service)


def test_the_list_begins_with_what_the_citizen_ticked_and_the_hall_gets_itself(store: Store) -> None:
    visit = Visit(
        ("E05",), answers={"E05": {"kind": "general", "pretreat": "no", "agent": "self"}}, place="k"
    )
    visit = Visit(visit.services, answers=visit.answers, ticked=("drainage-form",), place="k")
    ticket = intake.take_ticket(store, visit=visit, press=Press("1", "1"), at=NINE).ticket.id

    marks = {one.code: one.mark for one in opened(store, ticket).materials}

    assert marks["drainage-form"] is Mark.RECEIVED
    assert marks["business-licence"] is Mark.EXEMPT
    assert Mark.MISSING in marks.values()


def test_a_refused_outcome_leaves_everything_as_it_was(store: Store) -> None:
    case = opened(store)

    with pytest.raises(PapersLacking):
        casework.receive(store, case=case.id, version=0, found={}, outcome=Receipt.COMPLETE, at=NINE)

    assert case_files.one(store, case=case.id)[0] == case


def test_of_two_clerks_one_wins_and_the_other_is_told(store: Store) -> None:
    case, gate, refused = accepted(store), Barrier(2), list[Exception]()

    def press(granted: bool) -> None:
        gate.wait()
        try:
            case_steps.decide(store, case=case.id, version=case.version, granted=granted, at=NINE)
        except CaseOvertaken as error:
            refused.append(error)

    clerks = [Thread(target=press, args=(granted,)) for granted in (True, False)]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join()

    assert len(refused) == 1
    assert case_files.one(store, case=case.id)[0].version == case.version + 1


def test_somebody_is_found_by_number_phone_last_digits_or_name(store: Store) -> None:
    case = opened(store)
    opened(store, person=Person("李四", "0579-85550012"), service="E01")

    for wanted in (case.id, case.id.lower(), "13800002046", "138 0000 2046", "2046", "王小明"):
        found = case_files.search(store, text=wanted, at=NINE)
        assert [one.id for one, _ in found] == [case.id], wanted
    assert [who.name for _, who in case_files.search(store, text="85550012", at=NINE)] == ["李四"]
    for nobody in ("", "  ", "王", "9999", "13800002047", "x" * 60):
        assert case_files.search(store, text=nobody, at=NINE) == ()


def test_nothing_of_a_person_lies_open_in_the_database_or_the_log(store: Store, database_url: str) -> None:
    accepted(store)

    url = database_url.replace("postgresql://", "postgresql+psycopg://")
    with create_engine(url).connect() as connection:
        rows = connection.execute(text('SELECT * FROM "case"')).all()
        events = connection.execute(text("SELECT * FROM event")).all()
    for row in (*rows, *events):
        for secret in ("王小明", "13800002046", "2046"):
            assert secret not in " ".join(map(str, row)).replace(str(row[0]), "")


def test_who_looked_behind_the_mask_is_written_down(store: Store) -> None:
    case = opened(store)

    assert case_files.reveal(store, case=case.id, by="clerk-7", at=NINE) == WANG

    with store.read() as reading:
        last = reading.events.after(reading.events.head() - 1)[-1][2]
    assert last == PersonRevealed(case.id, "clerk-7")


def test_who_is_told_nothing_counts_as_accepted_after_five_working_days(store: Store) -> None:
    case = opened(store)

    case_files.run_clocks(store, at=NINE + timedelta(days=7))
    assert case_files.one(store, case=case.id)[0].state is CaseState.RECEIVED
    case_files.run_clocks(store, at=NINE + timedelta(days=8))

    deemed = case_files.one(store, case=case.id)[0]
    assert (deemed.state, deemed.deemed) == (CaseState.ACCEPTED, True)


def test_papers_that_do_not_follow_end_the_case_on_the_day_after(store: Store) -> None:
    case = opened(store, service="E03")
    there = {line.code: Found(Mark.RECEIVED) for line in SAMPLE.service("E03").materials}
    one_later = {**there, "notice-board-scheme": Found(Mark.MISSING)}
    case = casework.receive(
        store, case=case.id, version=0, found=one_later, outcome=Receipt.TOLERANT, at=NINE
    )
    assert case.papers_until is not None

    case_files.run_clocks(store, at=NINE + timedelta(days=3))
    assert case_files.one(store, case=case.id)[0].state is CaseState.TOLERANT
    case_files.run_clocks(store, at=NINE + timedelta(days=4))

    assert case_files.one(store, case=case.id)[0].state is CaseState.ENDED


def test_a_person_is_forgotten_two_years_after_the_end_and_the_figures_stay(store: Store) -> None:
    case = accepted(store)
    case_steps.withdraw(store, case=case.id, version=case.version, at=NINE)

    assert case_files.forget_people(store, at=NINE + timedelta(days=729)) == 0
    assert case_files.forget_people(store, at=NINE + timedelta(days=735)) == 1

    seen, person = case_files.one(store, case=case.id)
    assert person == NOBODY
    assert seen.receipt is Receipt.COMPLETE
    assert case_files.search(store, text="王小明", at=NINE) == ()
    with store.read() as reading:
        assert reading.events.after(reading.events.head() - 1)[-1][2] == PersonErased(case.id)


def test_a_second_visit_is_counted_with_its_reason(store: Store) -> None:
    first, second = take(store, "E05"), take(store, "E05", key="2")
    case = opened(store, first)

    with pytest.raises(ReasonNeeded):
        casework.come_again(store, case=case.id, ticket=second, reason=VisitReason.FIRST, at=NINE)
    casework.come_again(store, case=case.id, ticket=second, reason=VisitReason.SUPPLEMENT, at=NINE)

    assert [one.id for one in case_files.of_ticket(store, ticket=second)] == [case.id]


def test_a_case_that_is_not_there_is_said_to_be_missing(store: Store) -> None:
    with pytest.raises(UnknownCase, match="BJ1"):
        case_files.one(store, case="BJ1")
    with pytest.raises(UnknownCase):
        case_steps.issue(store, case="BJ1", version=0, at=NINE)


def test_a_case_is_found_by_the_number_on_the_paper(store: Store) -> None:
    case = opened(store, take(store, "E05"))

    for days in (0, 30):
        for typed in ("E001", "e001", " Ｅ００１ "):
            ((found, who),) = case_files.search(store, text=typed, at=NINE + timedelta(days=days))
            assert (found.id, who) == (case.id, WANG)
    for typed in ("SL20261123-001", "sj20261123-001", " ＲＱ20261123-001 "):
        assert [found.id for found, _ in case_files.search(store, text=typed, at=NINE)] == [case.id]
    for nothing, later in (("E002", 0), ("A001", 0), ("E001", 31), ("SJ20261123-002", 0), ("SJ", 0)):
        assert case_files.search(store, text=nothing, at=NINE + timedelta(days=later)) == ()


@pytest.mark.parametrize("outcome", [Receipt.COMPLETE, Receipt.CORRECTED])
def test_bills_stay_with_the_case_once_it_is_accepted(store: Store, outcome: Receipt) -> None:
    case = opened(store, service="D02")
    there = {one.code: Found(Mark.RECEIVED) for one in case.materials}
    tell = partial(casework.receive, store, case=case.id, version=0, at=NINE)

    with pytest.raises(BillsUncounted):
        tell(found=there, outcome=outcome)
    assert case_files.one(store, case=case.id)[0] == case
    accepted = tell(found=there, outcome=outcome, bills=Bills(12, 345_678))

    assert accepted.bills == Bills(12, 345_678)
    assert case_files.one(store, case=case.id)[0] == accepted
    with store.read() as reading:
        events = [event for _, _, event in reading.events.after(0)]
    assert events[-2:] == [
        CaseAccepted(
            case.id, outcome.value, accepted.promised_on.isoformat() if accepted.promised_on else ""
        ),
        BillsKept(case.id, 12, 345_678),
    ]


def test_bills_go_home_with_who_lacks_a_paper(store: Store) -> None:
    case = opened(store, service="D02")

    told = casework.receive(
        store,
        case=case.id,
        version=0,
        found={},
        outcome=Receipt.INCOMPLETE,
        bills=Bills(12, 345_678),
        at=NINE,
    )

    assert told.bills is None
