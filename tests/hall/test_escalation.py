"""办不成事: its clocks in working days, whose it is, who may not judge, and no step out of turn."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from kiosk.hall import escalation
from kiosk.hall.calendar import is_working_day
from kiosk.hall.catalogue import Catalogue
from kiosk.hall.escalation import AboutYou, Escalation, ForNobody, NotForThis, NotNow, NoWords
from kiosk.hall.escalation_words import IN_SCOPE, UNANSWERED, Grade, Result, State, Trouble
from kiosk.hall.floor import DayTable, EscalationRules
from tests.hall.halls import CATALOGUE, HALL, NINE, OFFICE_HOURS

DAY = timedelta(days=1)
OFFICE = Catalogue(replace(HALL, always_open=False, hours=(OFFICE_HOURS,)), CATALOGUE.services)
CLERK, MANAGER, OTHER = "clerk", "manager", "other"


def problem(state: State = State.REGISTERED, **facts: object) -> Escalation:
    due_at = escalation.due(OFFICE, None, NINE)
    made = Escalation("BC20261123-001", "", "B01", Trouble.LATE, NINE, CLERK, 2, due_at)
    return replace(made, state=state, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("grade", "last"),
    [
        (Grade.SIMPLE, date(2026, 11, 30)),
        (Grade.ORDINARY, date(2026, 12, 7)),
        (Grade.COMPLEX, date(2026, 12, 14)),
        (None, date(2026, 12, 14)),
    ],
)
def test_an_answer_is_due_when_the_last_working_day_of_its_class_closes(
    grade: Grade | None, last: date
) -> None:
    due_at = escalation.due(OFFICE, grade, NINE)

    assert due_at == datetime(last.year, last.month, last.day, 9, 0, tzinfo=UTC)  # 17:00 in the hall
    assert escalation.last_day(OFFICE, due_at) == last


def test_holidays_do_not_count_and_make_up_days_do() -> None:
    days = DayTable(frozenset({date(2026, 11, 24), date(2026, 11, 25)}), frozenset({date(2026, 11, 28)}))
    hall = Catalogue(replace(OFFICE.hall, days=days), OFFICE.services)

    due_at = escalation.due(hall, Grade.SIMPLE, NINE)  # Thursday, Friday, Saturday, Monday, Tuesday

    assert escalation.last_day(hall, due_at) == date(2026, 12, 1)


def test_a_hall_that_never_closes_answers_by_five_on_its_last_day() -> None:
    due_at = escalation.due(CATALOGUE, Grade.SIMPLE, NINE)

    assert due_at == datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
    assert escalation.last_day(CATALOGUE, due_at) == date(2026, 11, 30)


@given(
    registered=st.integers(0, 4 * 365 * 24 * 60).map(lambda minutes: NINE + timedelta(minutes=minutes)),
    days=st.tuples(*[st.integers(1, 60)] * 3),
)
def test_classifying_never_moves_a_promised_day_away(
    registered: datetime, days: tuple[int, int, int]
) -> None:
    hall = Catalogue(replace(OFFICE.hall, escalation=EscalationRules(*days)), OFFICE.services)
    promised = escalation.due(hall, None, registered)

    for grade in Grade:
        due_at = escalation.due(hall, grade, registered)
        assert registered < due_at <= promised
        assert is_working_day(hall.hall.days, escalation.last_day(hall, due_at))


def test_a_problem_is_overdue_at_the_moment_its_last_day_ends() -> None:
    one = problem()

    assert not one.is_overdue(one.due_at - timedelta(seconds=1))
    assert one.is_overdue(one.due_at)
    assert not replace(one, state=State.ANSWERED).is_overdue(one.due_at + 100 * DAY)


@pytest.mark.parametrize(
    ("trouble", "where"),
    [(Trouble.LAWSUIT, "法院"), (Trouble.PETITION, "信访"), (Trouble.PAPERS, "一次性告知")],
)
def test_what_is_not_for_the_hall_is_sent_elsewhere_with_a_sentence(trouble: Trouble, where: str) -> None:
    with pytest.raises(NotForThis, match=where) as refused:
        escalation.must_be_in_scope(trouble)

    assert refused.value.said("en").endswith(".")
    for one in IN_SCOPE:
        escalation.must_be_in_scope(one)


@pytest.mark.parametrize("text", ["", "  \n ", "长" * 501, "a\x00b", "a\x1bb"])
def test_nothing_and_a_whole_book_are_no_words(text: str) -> None:
    with pytest.raises(NoWords):
        escalation.words_of(text)


def test_words_keep_their_lines_and_lose_their_loose_space() -> None:
    assert escalation.words_of("  等了  一个月\r\n没有 消息 ") == "等了 一个月\n没有 消息"


def test_nobody_judges_what_is_about_himself() -> None:
    about: dict[str, Any] = {"about": MANAGER}

    with pytest.raises(AboutYou):
        escalation.classify(problem(**about), grade=Grade.SIMPLE, about="", due_at=NINE, by=MANAGER)
    with pytest.raises(AboutYou):
        escalation.follow_up(problem(State.ANSWERED, **about), result=Result.SATISFIED, by=MANAGER, at=NINE)
    with pytest.raises(AboutYou):
        escalation.close(problem(State.FOLLOWED_UP, **about), by=MANAGER, at=NINE)
    closed = escalation.close(problem(State.FOLLOWED_UP, **about), by=OTHER, at=NINE)
    assert (closed.state, closed.closed_by) == (State.CLOSED, OTHER)


@pytest.mark.parametrize(("window", "person"), [(None, ""), (2, CLERK)])
def test_a_problem_goes_to_one_window_or_one_person(window: int | None, person: str) -> None:
    with pytest.raises(ForNobody):
        escalation.assign(problem(State.CLASSIFIED), window=window, person=person, due_again=NINE)


def test_only_who_has_it_may_answer() -> None:
    at_window = problem(State.ASSIGNED, to_window=5)
    of_person = problem(State.ASSIGNED, to_person=CLERK)

    assert escalation.may_answer(at_window, window=5, person=OTHER)
    assert not escalation.may_answer(at_window, window=2, person=OTHER)
    assert not escalation.may_answer(at_window, window=None, person="")
    assert escalation.may_answer(of_person, window=None, person=CLERK)
    assert not escalation.may_answer(of_person, window=5, person=OTHER)


def test_an_answer_that_did_not_satisfy_begins_the_clock_again() -> None:
    asked = problem(State.FOLLOWED_UP, result=Result.UNSATISFIED, answered_at=NINE, answered_by=CLERK)

    again = escalation.assign(asked, window=5, person="", due_again=NINE + 7 * DAY)

    assert (again.state, again.due_at, again.answered_at) == (State.ASSIGNED, NINE + 7 * DAY, None)
    assert again.is_overdue(NINE + 7 * DAY)


class ProblemModel(RuleBasedStateMachine):
    """Every step of every person in any order: only the steps that the hall allows change anything."""

    def __init__(self) -> None:
        super().__init__()
        self.now, self.at = problem(), NINE

    def attempt(self, allowed: bool, after: Escalation | None, state: State) -> None:
        """Hold a step that was tried to what is allowed."""
        assert (after is not None) is allowed
        if after is not None:
            assert after.state is state
            self.now = after

    @rule(days=st.integers(0, 20))
    def time_passes(self, days: int) -> None:
        self.at += days * DAY

    @rule(
        grade=st.sampled_from(Grade),
        about=st.sampled_from(["", MANAGER]),
        by=st.sampled_from([MANAGER, OTHER]),
    )
    def classify(self, grade: Grade, about: str, by: str) -> None:
        allowed = self.now.state in UNANSWERED and by != self.now.about
        expected = State.CLASSIFIED if self.now.state is State.REGISTERED else self.now.state
        due_at = escalation.due(OFFICE, grade, self.now.registered_at)
        try:
            after = escalation.classify(self.now, grade=grade, about=about, due_at=due_at, by=by)
        except (NotNow, AboutYou):
            return self.attempt(allowed, None, expected)
        return self.attempt(allowed, after, expected)

    @rule(window=st.sampled_from([1, 5]))
    def assign(self, window: int) -> None:
        again = self.now.state is State.FOLLOWED_UP and self.now.result is Result.UNSATISFIED
        allowed = again or self.now.state in {State.CLASSIFIED, State.ASSIGNED}
        due_again = escalation.due(OFFICE, self.now.grade, self.at)
        try:
            after = escalation.assign(self.now, window=window, person="", due_again=due_again)
        except NotNow:
            return self.attempt(allowed, None, State.ASSIGNED)
        return self.attempt(allowed, after, State.ASSIGNED)

    @rule()
    def answer(self) -> None:
        allowed = self.now.state is State.ASSIGNED
        try:
            after = escalation.answer(self.now, by=CLERK, at=self.at)
        except NotNow:
            return self.attempt(allowed, None, State.ANSWERED)
        return self.attempt(allowed, after, State.ANSWERED)

    @rule(result=st.sampled_from(Result), by=st.sampled_from([MANAGER, OTHER]))
    def follow_up(self, result: Result, by: str) -> None:
        again = self.now.state is State.FOLLOWED_UP and self.now.result is Result.UNREACHABLE
        allowed = (again or self.now.state is State.ANSWERED) and by != self.now.about
        try:
            after = escalation.follow_up(self.now, result=result, by=by, at=self.at)
        except (NotNow, AboutYou):
            return self.attempt(allowed, None, State.FOLLOWED_UP)
        return self.attempt(allowed, after, State.FOLLOWED_UP)

    @rule(by=st.sampled_from([MANAGER, OTHER]))
    def close(self, by: str) -> None:
        allowed = self.now.state is State.FOLLOWED_UP and by != self.now.about
        try:
            after = escalation.close(self.now, by=by, at=self.at)
        except (NotNow, AboutYou):
            return self.attempt(allowed, None, State.CLOSED)
        return self.attempt(allowed, after, State.CLOSED)

    @precondition(lambda self: self.now.state is State.CLOSED)
    @rule()
    def another_one_comes(self) -> None:
        assert self.now.answered_at is not None
        assert self.now.result is not None
        self.now = replace(problem(), registered_at=self.at, due_at=escalation.due(OFFICE, None, self.at))

    @invariant()
    def the_first_clerk_stays_and_late_means_unanswered(self) -> None:
        assert self.now.registered_by == CLERK
        assert (self.now.answered_at is None) is (self.now.state in UNANSWERED)
        assert not self.now.is_overdue(self.at) or self.now.state in UNANSWERED


TestProblemModel = ProblemModel.TestCase


def test_words_keep_their_lines_up_to_the_longest_that_is_taken() -> None:
    longest = "字" * escalation.LONGEST_WORDS

    assert escalation.words_of(longest) == longest
    assert escalation.words_of(" 第一  句 \n 第二句 ") == "第一 句\n第二句"
    with pytest.raises(NoWords):
        escalation.words_of(longest + "字")


def test_an_answer_due_at_midnight_is_due_on_the_day_that_ends_then() -> None:
    midnight = datetime(2026, 11, 30, 16, tzinfo=UTC)  # in the hall the first of December begins

    assert escalation.last_day(OFFICE, midnight) == date(2026, 11, 30)
    assert escalation.last_day(OFFICE, midnight + timedelta(microseconds=1)) == date(2026, 12, 1)


def test_an_answer_that_comes_when_it_is_due_is_late() -> None:
    open_one = problem()

    assert not open_one.was_late()
    assert replace(open_one, answered_at=open_one.due_at).was_late()
    assert not replace(open_one, answered_at=open_one.due_at - timedelta(seconds=1)).was_late()
