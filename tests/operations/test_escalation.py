"""What could not be done, on both databases: numbers, clocks by time travel, who may, and what is erased."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from kiosk.hall.catalogue import Catalogue
from kiosk.hall.errors import NotAllowed, UnknownService, UnknownTicket, UnknownWindow
from kiosk.hall.escalation import AboutYou, Escalation, NotForThis, NotNow, NotYours, UnknownEscalation
from kiosk.hall.escalation_words import Grade, Result, State, Trouble
from kiosk.hall.events import Event
from kiosk.hall.person import WrongName, WrongPhone
from kiosk.operations import accounts, escalation, intake
from kiosk.operations import escalation_views as views
from kiosk.operations.accounts import Role
from kiosk.operations.escalation import Complaint
from kiosk.operations.intake import Press, Visit
from kiosk.storage.store import Store, open_store
from tests.databases import KEY
from tests.hall.halls import CATALOGUE, HALL, NINE, OFFICE_HOURS

DAY = timedelta(days=1)
OFFICE = Catalogue(replace(HALL, always_open=False, hours=(OFFICE_HOURS,)), CATALOGUE.services)
SAID = Complaint(
    Trouble.LATE, "说五天，一个月了还没有消息", service="E05", name="王喆龘", phone="138 0000 2046"
)


@pytest.fixture
def hall(database_url: str) -> Iterator[Store]:
    """A hall with office hours, on a fresh database of each kind."""
    opened = open_store(database_url, hall_id=HALL.id, catalogue=lambda _: OFFICE, key=KEY)
    yield opened
    opened.close()


def person(store: Store, name: str, role: Role = Role.DESK) -> str:
    return accounts.add_user(store, name=name, password="long enough", role=role, at=NINE).id


def register(store: Store, said: Complaint = SAID, *, by: str = "first", at: datetime = NINE) -> Escalation:
    return escalation.register(store, complaint=said, window=5, place="window 5", by=by, at=at)


def bring(store: Store, state: State, *, window: int = 5) -> str:
    """Bring a problem so far."""
    number, at = register(store).number, NINE
    if state is State.REGISTERED:
        return number
    escalation.classify(store, number=number, grade=Grade.SIMPLE, about="", by="boss", at=at)
    if state is not State.CLASSIFIED:
        escalation.assign(store, number=number, window=window, person="", by="boss", at=at)
    if state in {State.ANSWERED, State.FOLLOWED_UP, State.CLOSED}:
        escalation.answer(store, number=number, words="明天来取", by="clerk", window=window, at=at)
    if state in {State.FOLLOWED_UP, State.CLOSED}:
        result = Result.SATISFIED
        escalation.follow_up(store, number=number, result=result, note="办成了", by="boss", at=at)
    if state is State.CLOSED:
        escalation.close(store, number=number, by="boss", at=at)
    return number


def events(store: Store) -> list[Event]:
    with store.read() as reading:
        return [event for _, _, event in reading.events.after(0)]


def everything_stored(url: str) -> str:
    engine = create_engine(url)
    with engine.connect() as connection:
        found: list[Any] = [
            *connection.execute(text("SELECT * FROM escalation")),
            *connection.execute(text("SELECT * FROM event")),
        ]
    engine.dispose()
    return repr(found)


def test_numbers_run_by_day_without_a_gap(hall: Store) -> None:
    with pytest.raises(UnknownService):
        register(hall, replace(SAID, service="Z99"))

    assert [register(hall).number for _ in range(2)] == ["BC20261123-001", "BC20261123-002"]
    assert register(hall, at=NINE + DAY).number == "BC20261124-001"


def test_a_problem_walks_from_its_registration_to_its_end(hall: Store) -> None:
    number = bring(hall, State.CLOSED)

    with hall.read() as reading:
        closed, told = reading.escalations.get(number), reading.escalations.told(number)
    assert closed.state is State.CLOSED
    assert (closed.registered_by, closed.answered_by, closed.closed_by) == ("first", "clerk", "boss")
    assert (told.person.name, told.person.phone) == ("王喆龘", "13800002046")
    assert (told.words, told.answer, told.note) == (SAID.words, "明天来取", "办成了")
    assert [type(event).__name__.removeprefix("Escalation") for event in events(hall)] == [
        *("Registered", "Classified", "Assigned", "Answered", "FollowedUp", "Closed")
    ]


def test_neither_the_tables_nor_the_log_can_be_read_for_a_name_a_phone_or_a_word(
    hall: Store, database_url: str
) -> None:
    bring(hall, State.CLOSED)

    stored = everything_stored(database_url)

    for secret in ("王喆龘", "13800002046", "2046", "一个月", "明天来取", "办成了"):
        assert secret not in stored


def test_a_problem_is_found_by_number_phone_and_last_four(hall: Store) -> None:
    first = register(hall).number
    register(hall, replace(SAID, phone="0579-85550012", name=""))
    register(hall, replace(SAID, phone="", name=""))

    def found(wanted: str) -> list[str]:
        return [one.problem.number for one in views.search(hall, wanted=wanted, at=NINE).lines]

    assert found(first.lower()) == found(" 138-0000-2046 ") == found("2046") == [first]
    assert found("0012") == found("0579 85550012") == ["BC20261123-002"]
    assert found("2047") == found("") == found("BC20261123-009") == found("王喆龘") == []


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"trouble": Trouble.PETITION}, NotForThis),
        ({"phone": "12"}, WrongPhone),
        ({"name": "长" * 61}, WrongName),
        ({"service": "Z99"}, UnknownService),
        ({"ticket": "20261123-E009"}, UnknownTicket),
    ],
)
def test_what_cannot_be_registered_leaves_nothing(
    hall: Store, given: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        register(hall, replace(SAID, **given))

    assert events(hall) == []
    assert views.overview(hall, at=NINE, closed_too=True).lines == ()


def test_the_longest_clock_is_promised_and_classifying_brings_the_day_nearer(hall: Store) -> None:
    number = register(hall).number
    assert views.sheet(hall, number=number, at=NINE).due_on == date(2026, 12, 14)

    escalation.classify(hall, number=number, grade=Grade.SIMPLE, about="", by="boss", at=NINE + 2 * DAY)

    assert views.sheet(hall, number=number, at=NINE).due_on == date(2026, 11, 30)  # from the registration


def test_what_is_overdue_stands_first_and_is_counted(hall: Store) -> None:
    for grade in (Grade.COMPLEX, Grade.SIMPLE):
        number = register(hall).number
        escalation.classify(hall, number=number, grade=grade, about="", by="boss", at=NINE)
    register(hall, at=NINE + 7 * DAY)
    last_morning, evening = NINE + 7 * DAY, NINE + 7 * DAY + timedelta(hours=8)  # the simple one's last day

    before, after = (views.overview(hall, at=at) for at in (last_morning, evening))

    assert [one.problem.number[-3:] for one in after.lines] == ["002", "001", "001"]
    assert (before.figures.overdue, before.figures.due_today) == (0, 1)
    assert (after.figures.overdue, after.figures.due_today) == (1, 0)
    assert after.figures.open == after.figures.ever == 3
    assert after.figures.by_grade == {Grade.COMPLEX: 1, Grade.SIMPLE: 1, None: 1}
    assert [one.is_overdue for one in after.lines] == [True, False, False]


def test_an_answer_stops_the_clock_and_the_log_says_whether_it_was_late(hall: Store) -> None:
    number = bring(hall, State.ASSIGNED)

    late = NINE + 30 * DAY
    escalation.answer(hall, number=number, words="办好了", by="clerk", window=5, at=late)

    assert views.figures(hall, at=late + DAY).overdue == 0
    assert "is_late=True" in repr(events(hall)[-1])


def test_only_who_has_it_answers_and_the_manager_may(hall: Store) -> None:
    number = bring(hall, State.ASSIGNED, window=5)

    with pytest.raises(NotYours):
        escalation.answer(hall, number=number, words="好了", by="somebody", window=2, at=NINE)
    with pytest.raises(NotYours):
        escalation.answer(hall, number=number, words="好了", by="guide", window=None, at=NINE)
    answered = escalation.answer(hall, number=number, words="好了", by="boss", is_manager=True, at=NINE)

    assert answered.state is State.ANSWERED


def test_the_one_whom_it_is_about_cannot_close_it(hall: Store) -> None:
    chief, deputy = (person(hall, name, Role.MANAGER) for name in ("chief", "deputy"))
    number = register(hall).number
    escalation.classify(hall, number=number, grade=Grade.SIMPLE, about=chief, by=deputy, at=NINE)
    escalation.assign(hall, number=number, window=None, person=chief, by=deputy, at=NINE)
    escalation.answer(hall, number=number, words="已道歉", by=chief, at=NINE)

    with pytest.raises(AboutYou):
        escalation.follow_up(hall, number=number, result=Result.SATISFIED, note="", by=chief, at=NINE)
    escalation.follow_up(hall, number=number, result=Result.SATISFIED, note="", by=deputy, at=NINE)
    with pytest.raises(AboutYou):
        escalation.close(hall, number=number, by=chief, at=NINE)

    assert escalation.close(hall, number=number, by=deputy, at=NINE).state is State.CLOSED


def test_nobody_is_named_who_does_not_work_here(hall: Store) -> None:
    number = bring(hall, State.CLASSIFIED)

    with pytest.raises(NotAllowed):
        escalation.assign(hall, number=number, window=None, person="nobody", by="boss", at=NINE)
    with pytest.raises(NotAllowed):
        escalation.classify(hall, number=number, grade=Grade.SIMPLE, about="nobody", by="boss", at=NINE)
    with pytest.raises(UnknownWindow):
        escalation.assign(hall, number=number, window=99, person="", by="boss", at=NINE)
    with pytest.raises(UnknownEscalation):
        escalation.close(hall, number="BC20261123-099", by="boss", at=NINE)
    with pytest.raises(NotNow):
        escalation.close(hall, number=number, by="boss", at=NINE)


def test_a_desk_lists_what_lies_with_its_window_or_its_clerk_and_what_he_was_told_first(hall: Store) -> None:
    li, wang = person(hall, "li"), person(hall, "wang")
    numbers = [register(hall, by=li).number for _ in range(3)]
    for number, window, whom in zip(numbers, (5, None, None), ("", li, wang), strict=True):
        escalation.classify(hall, number=number, grade=Grade.SIMPLE, about="", by="boss", at=NINE)
        escalation.assign(hall, number=number, window=window, person=whom, by="boss", at=NINE)

    def here(window: int | None, whom: str) -> list[str]:
        return [one.problem.number for one in views.at_desk(hall, window=window, person=whom, at=NINE).here]

    assert here(5, wang) == [numbers[0], numbers[2]]
    assert here(None, li) == [numbers[1]]
    assert here(2, "guide") == []
    assert [one.problem.number for one in views.at_desk(hall, window=2, person=li, at=NINE).mine] == numbers


def test_a_tickets_language_and_id_stay_with_its_problem(hall: Store) -> None:
    visit, press = Visit(("E05",), language="en"), Press("1", "1")
    taken = intake.take_ticket(hall, visit=visit, press=press, at=NINE).ticket

    problem = register(hall, replace(SAID, ticket=taken.id))

    assert (problem.ticket, problem.language) == (taken.id, "en")
    with hall.read() as reading:
        assert [one.number for one in reading.escalations.of_ticket(taken.id)] == [problem.number]
        assert reading.escalations.of_ticket("") == ()


def test_a_year_after_its_end_the_person_is_erased_and_the_figures_stay(
    hall: Store, database_url: str
) -> None:
    closed, still_open = bring(hall, State.CLOSED), register(hall).number
    year = NINE + 365 * DAY

    assert escalation.erase_old(hall, at=year - timedelta(seconds=1)) == 0
    assert escalation.erase_old(hall, at=year) == 1
    assert escalation.erase_old(hall, at=year) == 0

    seen = views.overview(hall, at=year, closed_too=True)
    assert seen.figures.ever == 2
    told = {one.problem.number: one.told for one in seen.lines}
    assert (told[closed].person.phone, told[closed].words, told[closed].answer) == ("", "", "")
    assert told[still_open].words == SAID.words
    assert [one.problem.number for one in views.search(hall, wanted="2046", at=year).lines] == [still_open]
    assert repr(events(hall)[-1]) == f"EscalationErased(escalation='{closed}')"
