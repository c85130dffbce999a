"""办不成事: what could not be done though it should have been, from its registration to the last word.

Scope, the loop and the 5, 10 or 15 working days are those of published rules for such windows; law-suits,
petitions and missing papers are not for it.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from kiosk.hall.calendar import due_after
from kiosk.hall.catalogue import Catalogue
from kiosk.hall.errors import HallError
from kiosk.hall.escalation_words import (
    ELSEWHERE,
    STATE_WORDS,
    UNANSWERED,
    Grade,
    Result,
    State,
    Trouble,
)
from kiosk.hall.floor import EscalationRules

LONGEST_WORDS = 500  # characters of what somebody says, and of an answer


class NotForThis(HallError):
    """It belongs to another place, and the sentence says to which."""

    status = 422
    zh = "{0}。"
    en = "{1}."


class NoWords(HallError):
    """Nobody can act on nothing, or on a whole book."""

    status = 422
    zh = "请写明情况，不超过 {0} 个字。"
    en = "Please write what it is about, in at most {0} characters."


class UnknownEscalation(HallError):
    """No problem of this hall has this number."""

    status = 404
    zh = "没有编号为 {0} 的反映。请核对回执上的编号。"
    en = "There is no problem with the number {0}. Please check the slip."


class NotNow(HallError):
    """The problem is not so far, or further already."""

    zh = "{0} 现在是“{1}”，不能这样操作。请刷新后再看。"
    en = "{0} is {2}, so this step is not possible. Please look at it again."


class ForNobody(HallError):
    """It was to be passed on to neither a window nor a person, or to both."""

    status = 422
    zh = "请选一个窗口或一位同事。"
    en = "Please choose one window or one colleague."


class NotYours(HallError):
    """It was passed on to somebody else."""

    status = 403
    zh = "{0} 没有转给您，请由承办的窗口或大厅管理员答复。"
    en = "{0} was not passed on to you; whoever has it, or the manager, answers it."


class AboutYou(HallError):
    """Nobody judges what is about himself."""

    status = 403
    zh = "{0} 反映的是您本人，请由另一位管理员办理。"
    en = "{0} is about yourself; another manager must do this."


@dataclass(frozen=True, slots=True)
class Escalation:
    """One problem; who has it and what he said is kept apart, sealed.

    `registered_by` is the first clerk asked, whose name stays with it (首问负责); `about`, `to_person`,
    `answered_by` and `closed_by` are account ids too, "" for nobody.
    """

    number: str
    ticket: str
    service: str
    trouble: Trouble
    registered_at: datetime
    registered_by: str
    window: int | None
    due_at: datetime
    language: str = "zh"
    state: State = State.REGISTERED
    grade: Grade | None = None
    about: str = ""
    to_window: int | None = None
    to_person: str = ""
    answered_at: datetime | None = None
    answered_by: str = ""
    result: Result | None = None
    followed_up_at: datetime | None = None
    closed_at: datetime | None = None
    closed_by: str = ""
    erased_at: datetime | None = None

    def is_overdue(self, at: datetime) -> bool:
        """Tell whether its answer is late."""
        return self.state in UNANSWERED and at >= self.due_at

    def was_late(self) -> bool:
        """Tell whether its answer came late."""
        return self.answered_at is not None and self.answered_at >= self.due_at


def number_of(day: date, nth: int) -> str:
    """Write a number: BC20261123-001."""
    return f"BC{day:%Y%m%d}-{nth:03d}"


def must_be_in_scope(trouble: Trouble) -> None:
    """Send elsewhere what the hall cannot mend.

    Raises:
        NotForThis: it is none of the hall's; the sentence says whose it is.
    """
    if trouble in ELSEWHERE:
        raise NotForThis(ELSEWHERE[trouble].zh, ELSEWHERE[trouble].en)


def words_of(text: str) -> str:
    """Note what somebody says, without loose white space.

    Raises:
        NoWords: it is nothing, or too long.
    """
    said = "\n".join(" ".join(line.split()) for line in text.strip().splitlines())
    if not said or len(said) > LONGEST_WORDS or not said.replace("\n", "").isprintable():
        raise NoWords(LONGEST_WORDS)
    return said


def due(catalogue: Catalogue, grade: Grade | None, registered_at: datetime) -> datetime:
    """Say until when it must be answered: the end of the last working day of its class.

    Before anybody has classified it, the longest clock is promised: the day can only come nearer.
    """
    rules = catalogue.hall.escalation
    days = _days(rules, grade) if grade else max(_days(rules, one) for one in Grade)
    letter = next(queue.letter for queue in catalogue.hall.queues if queue.comprehensive)
    return due_after(catalogue, letter, days, registered_at)


def last_day(catalogue: Catalogue, due_at: datetime) -> date:
    """Name the day that ends when an answer is due; a hall that never closes ends it at midnight."""
    return (due_at - timedelta(microseconds=1)).astimezone(ZoneInfo(catalogue.hall.timezone)).date()


def classify(problem: Escalation, *, grade: Grade, about: str, due_at: datetime, by: str) -> Escalation:
    """Say how hard it is, and whom it is about; it may be said again until somebody has answered.

    Raises:
        NotNow: it was answered already.
        AboutYou: it is about whoever says so.
    """
    _must_be(problem, *UNANSWERED)
    _must_not_be_about(problem, by)
    state = State.CLASSIFIED if problem.state is State.REGISTERED else problem.state
    return replace(problem, state=state, grade=grade, about=about, due_at=due_at)


def assign(problem: Escalation, *, window: int | None, person: str, due_again: datetime) -> Escalation:
    """Pass it on to a window or a person; again if it lies with the wrong one, or the answer did not satisfy.

    After an answer that did not satisfy the clock begins again and ends at `due_again`.

    Raises:
        NotNow: nobody has classified it, or it has a good answer.
        ForNobody: not exactly one of the two is named.
    """
    if (window is None) == (person == ""):
        raise ForNobody
    if problem.state is State.FOLLOWED_UP and problem.result is Result.UNSATISFIED:
        problem = replace(problem, due_at=due_again, answered_at=None, answered_by="")
    else:
        _must_be(problem, State.CLASSIFIED, State.ASSIGNED)
    return replace(problem, state=State.ASSIGNED, to_window=window, to_person=person)


def answer(problem: Escalation, *, by: str, at: datetime) -> Escalation:
    """Answer it; the clock stands still.

    Raises:
        NotNow: nobody has it, or it was answered.
    """
    _must_be(problem, State.ASSIGNED)
    return replace(problem, state=State.ANSWERED, answered_at=at, answered_by=by)


def may_answer(problem: Escalation, *, window: int | None, person: str) -> bool:
    """Tell whether it lies with this person, or with the window where he stands."""
    at_window = window is not None and problem.to_window == window
    is_his = person != "" and problem.to_person == person
    return problem.state is State.ASSIGNED and (at_window or is_his)


def follow_up(problem: Escalation, *, result: Result, by: str, at: datetime) -> Escalation:
    """Note what the citizen says of the answer; whoever could not be reached is asked again.

    Raises:
        NotNow: there is no answer, or he has said already.
        AboutYou: it is about whoever asks.
    """
    if not (problem.state is State.FOLLOWED_UP and problem.result is Result.UNREACHABLE):
        _must_be(problem, State.ANSWERED)
    _must_not_be_about(problem, by)
    return replace(problem, state=State.FOLLOWED_UP, result=result, followed_up_at=at)


def close(problem: Escalation, *, by: str, at: datetime) -> Escalation:
    """End it.

    Raises:
        NotNow: nobody has asked the citizen yet.
        AboutYou: it is about whoever closes it.
    """
    _must_be(problem, State.FOLLOWED_UP)
    _must_not_be_about(problem, by)
    return replace(problem, state=State.CLOSED, closed_at=at, closed_by=by)


def _days(rules: EscalationRules, grade: Grade) -> int:
    return {
        Grade.SIMPLE: rules.simple_days,
        Grade.ORDINARY: rules.ordinary_days,
        Grade.COMPLEX: rules.complex_days,
    }[grade]


def _must_be(problem: Escalation, *states: State) -> None:
    if problem.state not in states:
        words = STATE_WORDS[problem.state]
        raise NotNow(problem.number, words.zh, words.en)


def _must_not_be_about(problem: Escalation, by: str) -> None:
    if by and problem.about == by:
        raise AboutYou(problem.number)
