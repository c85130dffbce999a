"""What each step of a problem writes down, and what it leaves as it was."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.hall import escalation
from kiosk.hall.escalation import AboutYou, NotNow
from kiosk.hall.escalation_words import Grade, Result, State
from tests.hall.halls import NINE
from tests.hall.test_escalation import CLERK, MANAGER, OTHER, problem

LATER = NINE + timedelta(days=2)
ASSIGNED = problem(State.ASSIGNED, to_window=5)
ANSWERED = problem(State.ANSWERED, answered_at=NINE, answered_by=CLERK)
UNSATISFIED = problem(
    State.FOLLOWED_UP, result=Result.UNSATISFIED, answered_at=NINE, answered_by=CLERK, to_window=5
)


def test_a_problem_is_classified_with_its_grade_whom_it_is_about_and_its_day() -> None:
    def classified(state: State) -> escalation.Escalation:
        return escalation.classify(problem(state), grade=Grade.SIMPLE, about=OTHER, due_at=LATER, by=MANAGER)

    facts = {"grade": Grade.SIMPLE, "about": OTHER, "due_at": LATER}

    assert classified(State.REGISTERED) == problem(State.CLASSIFIED, **facts)
    assert classified(State.ASSIGNED) == problem(State.ASSIGNED, **facts)


def test_a_problem_lies_with_a_window_or_a_person_and_never_with_both() -> None:
    before = problem(State.CLASSIFIED)
    person = escalation.assign(before, window=None, person=OTHER, due_again=LATER)

    assert person == replace(before, state=State.ASSIGNED, to_person=OTHER)
    window = escalation.assign(person, window=5, person="", due_again=LATER)
    assert window == replace(before, state=State.ASSIGNED, to_window=5)
    assert escalation.assign(window, window=None, person=OTHER, due_again=LATER) == person


def test_after_an_answer_that_did_not_satisfy_the_clock_begins_again() -> None:
    again = escalation.assign(UNSATISFIED, window=6, person="", due_again=LATER)

    assert again == replace(
        UNSATISFIED, state=State.ASSIGNED, to_window=6, due_at=LATER, answered_at=None, answered_by=""
    )
    for result in (Result.UNREACHABLE, None):
        with pytest.raises(NotNow, match="BC20261123-001"):
            escalation.assign(replace(UNSATISFIED, result=result), window=6, person="", due_again=LATER)


def test_an_answer_a_call_and_the_end_are_noted_with_who_and_when() -> None:
    answered = escalation.answer(ASSIGNED, by=CLERK, at=LATER)
    called = escalation.follow_up(answered, result=Result.UNREACHABLE, by=MANAGER, at=LATER)

    assert answered == replace(ASSIGNED, state=State.ANSWERED, answered_at=LATER, answered_by=CLERK)
    assert called == replace(
        answered, state=State.FOLLOWED_UP, result=Result.UNREACHABLE, followed_up_at=LATER
    )
    assert escalation.follow_up(called, result=Result.UNSATISFIED, by=MANAGER, at=NINE) == replace(
        called, result=Result.UNSATISFIED, followed_up_at=NINE
    )
    with pytest.raises(NotNow):
        escalation.follow_up(UNSATISFIED, result=Result.UNSATISFIED, by=MANAGER, at=NINE)
    assert escalation.close(called, by=MANAGER, at=LATER) == replace(
        called, state=State.CLOSED, closed_at=LATER, closed_by=MANAGER
    )


def test_a_problem_is_answered_by_whom_it_lies_with() -> None:
    person = problem(State.ASSIGNED, to_person=OTHER)

    assert escalation.may_answer(ASSIGNED, window=5, person="")
    assert escalation.may_answer(person, window=None, person=OTHER)
    assert escalation.may_answer(person, window=5, person=OTHER)
    assert not escalation.may_answer(ASSIGNED, window=6, person=OTHER)
    assert not escalation.may_answer(ASSIGNED, window=None, person="")
    assert not escalation.may_answer(person, window=None, person="")
    assert not escalation.may_answer(ANSWERED, window=5, person=OTHER)


def test_whom_it_is_about_neither_asks_nor_ends_it() -> None:
    about = replace(ANSWERED, about=OTHER)

    with pytest.raises(AboutYou, match="BC20261123-001"):
        escalation.follow_up(about, result=Result.UNSATISFIED, by=OTHER, at=NINE)
    with pytest.raises(AboutYou):
        escalation.close(replace(UNSATISFIED, about=OTHER), by=OTHER, at=NINE)
    escalation.close(replace(UNSATISFIED, about=OTHER), by="", at=NINE)
