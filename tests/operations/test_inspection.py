"""Inspections in the store: told ahead once, opened again by code, phone or scan, and gone in the end."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import create_engine, text

from kiosk.config import SAMPLE_HALL
from kiosk.hall.case import Mark
from kiosk.hall.inspection import Inspection, NoInspection, NotNow, UnknownInspection
from kiosk.hall.inspection_events import InspectionClosed, InspectionErased, InspectionPassed
from kiosk.hall.inspection_words import CloseReason, State
from kiosk.hall.person import NOBODY, Person, WrongPhone
from kiosk.hall.questions import UnknownAnswer
from kiosk.loading import load
from kiosk.operations import calling, case_files, casework, intake, prepared
from kiosk.operations import inspection as verbs
from kiosk.operations import inspection_views as views
from kiosk.operations.inspection import Found, Place
from kiosk.operations.intake import Press, Visit
from kiosk.operations.prepared import AnotherService
from kiosk.operations.progress import UnknownProgress
from kiosk.storage.inspections import NOWHERE, InspectionOvertaken
from kiosk.storage.store import Store, open_store
from tests.databases import KEY
from tests.hall.halls import NINE

SAMPLE = load(SAMPLE_HALL)
SHOP = Place("样例小吃店", "样例路 8 号 2 幢 101 室", "王小明", "138 0000 2046")
TWO = Found({"kind": "general", "pretreat": "yes"}, "没有隔油池", "加装隔油池\n雨污分流", 15)
NOTHING = Found({"kind": "general"})


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = open_store(database_url, hall_id="sample", catalogue=lambda _: SAMPLE, key=KEY)
    yield opened
    opened.close()


def registered(store: Store, place: Place = SHOP, at: datetime = NINE) -> Inspection:
    return verbs.register(store, service="E05", place=place, by="a1", at=at)


def seen(store: Store, one: Inspection, found: Found = TWO, at: datetime = NINE) -> Inspection:
    return verbs.visit(
        store, number=one.number, version=one.version, found=found, by="a1", place="window 5", at=at
    )


def mended(store: Store, one: Inspection, *places: int) -> Inspection:
    return verbs.visit_again(
        store,
        number=one.number,
        version=one.version,
        mended=places,
        days=7,
        by="a1",
        place="window 5",
        at=NINE + timedelta(days=10),
    )


def told(store: Store) -> Inspection:
    return seen(store, registered(store), NOTHING)


def come(store: Store, one: Inspection, key: str = "press-1") -> intake.Taken:
    return prepared.come(store, number=one.number, press=Press(key, key), place="kiosk-1", at=NINE)


def log(store: Store) -> list[str]:
    with store.read() as reading:
        return [type(event).__name__ for _, _, event in reading.events.after(0)]


def test_from_the_registration_to_the_case_nothing_is_said_twice(store: Store) -> None:
    one = registered(store)
    assert one.number == "PC20261123-001"
    one = mended(store, mended(store, seen(store, one), 0), 1)
    assert one.state is State.TOLD

    ticket = come(store, one).ticket
    case = casework.open_case(
        store, service="E05", ticket=ticket.id, applicant=NOBODY, window=5, clerk="小李", at=NINE
    )

    found, person = case_files.one(store, case=case.id)
    assert person == Person("王小明", "13800002046")
    assert {line.code for line in found.materials if line.mark is Mark.NOT_NEEDED} >= {"power-of-attorney"}
    assert (prepared.one(store, number=one.number, at=NINE).inspection.case) == case.id
    assert log(store) == [
        "InspectionRegistered",
        "RectificationOrdered",
        "RectificationOrdered",
        "InspectionPassed",
        "TicketTaken",
        "PreparedVisitBegun",
        "CaseOpened",
        "InspectionApplied",
    ]


def test_who_typed_another_applicant_is_believed(store: Store) -> None:
    ticket = come(store, told(store)).ticket
    other = Person("李丽", "13900001111")

    case = casework.open_case(
        store, service="E05", ticket=ticket.id, applicant=other, window=5, clerk="小李", at=NINE
    )

    assert case_files.one(store, case=case.id)[1] == other


def test_the_ticket_carries_the_answers_and_the_ticks_of_the_phone(store: Store) -> None:
    one = told(store)
    prepared.tick_papers(store, token=one.token, codes=["drainage-form", "no such paper"], at=NINE)

    ticket = come(store, one).ticket

    assert ticket.answers == {"E05": {"kind": "general"}}
    assert ticket.ticked == ("drainage-form",)


def test_one_press_and_one_code_give_one_number(store: Store) -> None:
    one = told(store)

    first, again, another = come(store, one), come(store, one), come(store, one, "press-2")

    assert first.ticket.id == again.ticket.id == another.ticket.id


def test_two_kiosks_at_once_give_one_number(store: Store) -> None:
    one, together = told(store), Barrier(2)
    numbers: list[str] = []

    def scan(key: str) -> None:
        together.wait()
        numbers.append(come(store, one, key).ticket.number)

    threads = [Thread(target=scan, args=(f"press-{n}",)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert numbers == ["E001", "E001"]


def test_who_gave_up_his_number_may_come_another_day(store: Store) -> None:
    one = told(store)
    first = come(store, one).ticket
    calling.cancel(store, ticket=first.id, at=NINE)

    second = come(store, one, "press-2").ticket

    assert second.number == "E002"
    assert views.of_ticket(store, ticket=second.id) == one.number
    assert views.of_ticket(store, ticket=first.id) == ""


def test_nobody_gets_a_number_before_it_has_passed(store: Store) -> None:
    with pytest.raises(NotNow, match="整改中"):
        come(store, seen(store, registered(store)))

    assert "TicketTaken" not in log(store)


def test_a_number_taken_without_the_code_is_tied_at_the_desk(store: Store) -> None:
    one = told(store)
    visit = Visit(("E05",), place="kiosk-1")
    ticket = intake.take_ticket(store, visit=visit, press=Press("1", "1"), at=NINE).ticket
    other = intake.take_ticket(store, visit=Visit(("F01",)), press=Press("2", "2"), at=NINE).ticket

    with pytest.raises(AnotherService):
        prepared.tie(store, number=one.number, ticket=other.id, at=NINE)
    prepared.tie(store, number=one.number, ticket=ticket.id, at=NINE)

    assert views.of_ticket(store, ticket=ticket.id) == one.number


@pytest.mark.parametrize(
    "wanted", ["{code}", "{half}", "13800002046", "2046", "样例小吃店", "王小明", "pc20261123-001"]
)
def test_it_is_found_by_what_people_say(store: Store, wanted: str) -> None:
    one = told(store)
    registered(store, Place("别家店", "样例路 9 号", "李丽", "13900001111"))
    said = wanted.format(code=one.code, half=f"{one.code[:4]} {one.code[4:]}")

    assert [line.inspection.number for line in views.search(store, text=said, at=NINE)] == [one.number]


@pytest.mark.parametrize("nobody", ["", "  ", "00000000", "0000", "没有这家", "x" * 60, "' OR 1=1 --"])
def test_what_nobody_has_finds_nothing(store: Store, nobody: str) -> None:
    told(store)

    assert views.search(store, text=nobody, at=NINE) == ()


def test_of_two_inspectors_one_is_first(store: Store) -> None:
    one = registered(store)
    seen(store, one)

    with pytest.raises(InspectionOvertaken):
        seen(store, one, NOTHING)

    assert log(store).count("InspectionPassed") == 0


def test_bad_input_leaves_nothing(store: Store) -> None:
    with pytest.raises(NoInspection):
        verbs.register(store, service="E01", place=SHOP, by="a1", at=NINE)
    with pytest.raises(WrongPhone):
        registered(store, Place("店", "路", "王", "12"))
    with pytest.raises(UnknownInspection):
        prepared.one(store, number="PC1", at=NINE)
    with pytest.raises(UnknownProgress):
        prepared.page(store, token="", at=NINE)
    one = registered(store)
    with pytest.raises(UnknownAnswer):
        seen(store, one, Found({"kind": "made up"}))

    assert log(store) == ["InspectionRegistered"]
    assert prepared.one(store, number=one.number, at=NINE).inspection.state is State.REGISTERED


def test_the_round_puts_what_is_overdue_first(store: Store) -> None:
    late = seen(store, registered(store))
    early = seen(store, registered(store), at=NINE + timedelta(days=14))
    fresh, passed = registered(store), told(store)

    now = views.today(store, at=NINE + timedelta(days=16))

    def numbers(lines: tuple[views.Line, ...]) -> list[str]:
        return [line.inspection.number for line in lines]

    assert numbers(now.overdue) == [late.number]
    assert numbers(now.rectifying) == [early.number]
    assert numbers(now.to_visit) == [fresh.number]
    assert numbers(now.told) == [passed.number]


def test_who_and_where_is_gone_when_nothing_was_heard_for_long(store: Store) -> None:
    open_one = seen(store, registered(store))
    closed = registered(store)
    verbs.close(
        store, number=closed.number, version=0, why=CloseReason.GONE, words="搬到外地", by="a1", at=NINE
    )
    days = SAMPLE.hall.inspection.erase_after_days

    assert verbs.erase_old(store, at=NINE + timedelta(days=days)) == 0
    assert verbs.erase_old(store, at=NINE + timedelta(days=days, seconds=1)) == 2
    assert verbs.erase_old(store, at=NINE + timedelta(days=2 * days)) == 0

    for number, why in ((open_one.number, CloseReason.LAPSED), (closed.number, CloseReason.GONE)):
        page = prepared.one(store, number=number, at=NINE)
        assert page.site == NOWHERE
        assert page.inspection.closed_why is why
    assert views.search(store, text="2046", at=NINE) == ()
    with pytest.raises(UnknownProgress):
        prepared.page(store, token=open_one.token, at=NINE)
    with store.read() as reading:
        events = [event for _, _, event in reading.events.after(0)]
    assert InspectionClosed(open_one.number, "lapsed", "") in events
    assert InspectionErased(closed.number) in events


def test_no_row_and_no_event_can_be_read_without_the_key(store: Store, database_url: str) -> None:
    one = seen(store, registered(store))
    mended(store, one, 0, 1)
    engine = create_engine(database_url)

    with engine.connect() as connection:
        rows = str(connection.execute(text("SELECT * FROM inspection")).all())
        rows += str(connection.execute(text("SELECT body FROM event")).all())
    engine.dispose()

    for secret in ("样例小吃店", "样例路", "王小明", "13800002046", "2046", "隔油池"):
        assert secret not in rows


def test_the_event_of_a_pass_says_which_visit_it_was(store: Store) -> None:
    one = mended(store, seen(store, registered(store)), 0, 1)

    with store.read() as reading:
        passed = [event for _, _, event in reading.events.after(0) if isinstance(event, InspectionPassed)]
    assert passed == [InspectionPassed(one.number, 2, "a1", "window 5")]
