"""情形提问: the few questions that settle which papers a visit needs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kiosk.hall.errors import HallError
from kiosk.hall.service import Option, Question, Service
from kiosk.hall.words import Words

Answers = Mapping[str, Mapping[str, str]]

NOT_ASKED = ""  # the settled answer to a question that does not apply: it is no option of any question


class UnansweredQuestion(HallError):
    """The exact list cannot be given before every question is answered."""

    status = 422
    zh = "事项 {0} 还有问题没有回答：{2}（{1}）。请先回答。"
    en = "A question about service {0} has no answer yet: {3} ({1}). Please answer it first."


class UnknownAnswer(HallError):
    """An answer names a service, a question or an option that is not there."""

    status = 422
    zh = "事项 {0} 没有“{1}”这个问题，或没有“{2}”这个选项。请返回重新选择。"
    en = "Service {0} has no question “{1}”, or no option “{2}” of it. Please go back and choose again."


@dataclass(frozen=True, slots=True)
class Step:
    """One question of the visit as it stands: whose it is, and the answer if there is one."""

    service: Service
    question: Question
    answer: Option | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """One answer in words, as screens and papers repeat it."""

    service: str
    question: Words
    answer: Words
    consequence: Words


def steps(services: Iterable[Service], answers: Answers) -> tuple[Step, ...]:
    """List the questions that apply, in order, with the answers given so far.

    A question whose own condition is still open is not listed yet; a shared one is listed once.

    Raises:
        UnknownAnswer: an answer names something that is not there.
    """
    visit = once(services)
    _refuse_unknown(visit, answers)
    return tuple(_steps(visit, _with_shared(visit, answers), answers))


def next_question(services: Iterable[Service], answers: Answers) -> Step | None:
    """Find the next question to ask, with its service, or nothing when all are answered.

    Raises:
        UnknownAnswer: an answer names something that is not there.
    """
    return next((step for step in steps(services, answers) if step.answer is None), None)


def settled(services: Iterable[Service], answers: Answers) -> Mapping[str, Mapping[str, str]]:
    """Keep the answers that count: shared ones for every service, none to a question that does not apply.

    Raises:
        UnknownAnswer: an answer names something that is not there.
    """
    visit = once(services)
    _refuse_unknown(visit, answers)
    given = _with_shared(visit, answers)
    return {
        service.code: {
            question: answer
            for question, answer in standing(service, given[service.code]).items()
            if answer != NOT_ASKED
        }
        for service in visit
    }


def kept(services: Iterable[Service], answers: Answers) -> Mapping[str, Mapping[str, str]]:
    """Drop answers that the visit or the catalogue no longer knows, after a change of either."""
    return {
        service.code: {
            question.code: given
            for question in service.questions
            if question.option(given := answers.get(service.code, {}).get(question.code, NOT_ASKED))
        }
        for service in services
    }


def situations(services: Iterable[Service], answers: Answers) -> tuple[Situation, ...]:
    """Say the answers in words."""
    return tuple(
        Situation(step.service.code, step.question.text, step.answer.label, step.answer.consequence)
        for step in steps(services, answers)
        if step.answer
    )


def once(services: Iterable[Service]) -> tuple[Service, ...]:
    """Keep each service of a visit once, in the order chosen."""
    return tuple({service.code: service for service in services}.values())


def standing(service: Service, given: Mapping[str, str]) -> Mapping[str, str]:
    """Settle what is known of each question of one service: its answer, NOT_ASKED, or nothing yet."""
    known: dict[str, str] = {}
    for question in service.questions:
        applies = question.when.holds(known) if question.when else True
        if applies is False:
            known[question.code] = NOT_ASKED
        elif applies and question.code in given:
            known[question.code] = given[question.code]
    return known


def _with_shared(visit: Sequence[Service], answers: Answers) -> Mapping[str, Mapping[str, str]]:
    """Give every service the answer to a shared question that any of them got, if they agree."""
    heard: dict[str, set[str]] = {}
    for service in visit:
        for question in _shared(service):
            if answer := answers.get(service.code, {}).get(question.code):
                heard.setdefault(question.code, set()).add(answer)
    return {
        service.code: {**_taken_over(service, heard), **answers.get(service.code, {})} for service in visit
    }


def _taken_over(service: Service, heard: Mapping[str, set[str]]) -> Mapping[str, str]:
    agreed = {code: next(iter(found)) for code, found in heard.items() if len(found) == 1}
    return {
        question.code: agreed[question.code]
        for question in _shared(service)
        if question.code in agreed and question.option(agreed[question.code])
    }


def _shared(service: Service) -> Iterator[Question]:
    return (question for question in service.questions if question.shared)


def _steps(visit: Sequence[Service], given: Answers, answers: Answers) -> Iterator[Step]:
    pending: set[str] = set()
    for service in visit:
        known = standing(service, given[service.code])
        for question in service.questions:
            applies = question.when.holds(known) if question.when else True
            own = question.code in answers.get(service.code, {})
            taken_over = question.shared and not own and question.code in known
            if not applies or taken_over or (question.shared and question.code in pending):
                continue
            answer = question.option(known.get(question.code, NOT_ASKED))
            if question.shared and answer is None:
                pending.add(question.code)
            yield Step(service, question, answer)


def _refuse_unknown(visit: Sequence[Service], answers: Answers) -> None:
    chosen = {service.code: service for service in visit}
    for code, given in answers.items():
        questions = {one.code: one for one in chosen[code].questions} if code in chosen else {}
        for asked, answer in given.items():
            if asked not in questions or questions[asked].option(answer) is None:
                raise UnknownAnswer(code, asked, answer)
