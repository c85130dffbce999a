"""一天的人: who comes on a simulated day, what for, and how he behaves; planned from a seed alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from math import log
from random import Random
from typing import TypeVar

from kiosk.simulation import figures as of
from kiosk.simulation.figures import Day, Figures

T = TypeVar("T")
Answers = Mapping[str, Mapping[str, str]]
Way = Mapping[str, frozenset[str]]  # by question: the options of which one must have been chosen


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a service; asked when any of its ways holds, or always where it has none."""

    code: str
    options: tuple[str, ...]
    ways: tuple[Way, ...] = ()

    def applies(self, given: Mapping[str, str]) -> bool:
        """Tell whether the answers given so far lead to it."""
        return not self.ways or any(
            all(given.get(code) in options for code, options in way.items()) for way in self.ways
        )


@dataclass(frozen=True, slots=True)
class Service:
    """What somebody can come for, as far as his behaviour is concerned."""

    code: str
    queue: str
    questions: tuple[Question, ...] = ()
    by_phone: bool = False


@dataclass(frozen=True, slots=True)
class Offered:
    """What a hall offers: its services, its priority classes (the most usual first), its needs."""

    services: tuple[Service, ...]
    priorities: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()

    def service(self, code: str) -> Service | None:
        """Find a service."""
        return next((one for one in self.services if one.code == code), None)


@dataclass(frozen=True, slots=True)
class Visit:
    """One person's day: all that he will do, whatever the hall answers.

    `comes` counts from the opening; `stays` is his time at the window, `stays_there` at the window of
    `sent_on` (the letter of a queue); `draws` decide, call by call, whether he hears it.
    """

    name: int
    comes: timedelta
    services: tuple[str, ...]
    queue: str
    consults: bool = False
    answers: Answers = field(default_factory=dict)
    priority: str = ""
    needs: tuple[str, ...] = ()
    language: str = "zh"
    by_phone: bool = False
    takes_phone_way: bool = False
    reads_list: bool = False
    lacks_papers: bool = False
    goes_home: bool = False
    leaves_crowd: bool = False
    stays: timedelta = timedelta(minutes=3)
    fetches: timedelta | None = None
    sent_on: str = ""
    stays_there: timedelta = timedelta(0)
    walks: timedelta = timedelta(seconds=20)
    draws: tuple[float, ...] = (1.0, 1.0, 1.0)
    returns: timedelta | None = None
    gives_up: timedelta | None = None

    def body(self) -> dict[str, object]:
        """Say at the kiosk what he has come for; somebody whom no service fits is not sure."""
        body: dict[str, object] = {"services": list(self.services), "language": self.language}
        if not self.services:
            body["not_sure"] = True
        if self.reads_list:
            body["answers"] = self.answers
            body["papers_missing"] = self.lacks_papers
        return body | {"priority": self.priority, "needs": list(self.needs)}

    def turns_away(self, ahead: int) -> bool:
        """Tell whether he takes no number when he reads how many go first: he leaves, or phones from home."""
        return self.leaves_crowd and ahead >= of.CROWD

    def hears(self, call: int, waited: timedelta) -> bool:
        """Tell whether he comes at a call (0 is the first) after having waited so long."""
        away = of.MISSES + of.MISSES_PER_MINUTE * waited.total_seconds() / 60
        return self.draws[min(call, len(self.draws) - 1)] >= min(away, of.MISSES_AT_MOST)


def plan(seed: int, day: Day, offered: Offered) -> tuple[Visit, ...]:
    """Plan everybody's day, in the order of coming; the same seed gives the same day."""
    numbers = Random(f"{day.value} {seed}")  # noqa: S311  a play, no secret
    return tuple(_Planner(numbers, of.figures(day), offered).visits())


class _Planner:
    """Draws one person after the other from one stream of random numbers."""

    def __init__(self, numbers: Random, figures: Figures, offered: Offered) -> None:
        self._random = numbers
        self._figures = figures
        self._offered = offered

    def visits(self) -> Iterator[Visit]:
        for name, comes in enumerate(self._arrivals(), 1):
            yield self._visit(name, comes)

    def _arrivals(self) -> Iterator[timedelta]:
        """Draw the times of a Poisson process whose rate changes with the hour."""
        for start, end, percent in of.ARRIVALS:
            last = _after_opening(end)
            gap = (last - _after_opening(start)) / (self._figures.visits * percent / 100)
            at = _after_opening(start) + gap * self._random.expovariate(1)
            while at < last:
                yield at
                at += gap * self._random.expovariate(1)

    def _visit(self, name: int, comes: timedelta) -> Visit:
        queue = self._one_of(self._figures.shares)
        consults = self._happens(of.CONSULTING)
        code = self._case(queue)
        two = self._two_services() if code == of.RECEPTION and not consults else ()
        services = two or self._services(queue, code, consults=consults)
        reads_list = self._happens(of.READS_LIST) and bool(services) and not consults
        lacks = not consults and self._happens(of.LACKS_PAPERS_WITH_LIST if reads_list else of.LACKS_PAPERS)
        timed = of.CONSULT if consults else code
        stays = self._minutes(timed) * (of.SENT_HOME_AFTER if lacks else 1)
        first = self._offered.service(services[0]) if services else None
        by_phone = bool(first and first.by_phone)
        return Visit(
            name=name,
            comes=comes,
            services=services,
            queue=queue,
            consults=consults,
            answers=self._answers(services),
            priority=self._priority(),
            needs=self._need(),
            language="en" if self._happens(of.SPEAKS_ENGLISH) else "zh",
            by_phone=by_phone,
            takes_phone_way=self._happens(of.TAKES_PHONE_WAY) and by_phone,
            reads_list=reads_list,
            lacks_papers=lacks,
            goes_home=self._happens(of.GOES_HOME_WITH_LIST) and reads_list and lacks,
            leaves_crowd=self._happens(self._figures.leaves_crowd),
            stays=stays,
            fetches=self._span(of.FETCHES_PAPER, of.FETCHING_MIN) if lacks else None,
            sent_on=self._queue_of(two[-1]) if two and not lacks else "",
            stays_there=self._minutes(two[-1]) if two else timedelta(0),
            walks=timedelta(seconds=self._random.uniform(*of.WALKING_S)),
            draws=tuple(self._random.random() for _ in range(3)),
            returns=self._span(of.RETURNS_AFTER_MISS, of.RETURNING_MIN),
            gives_up=self._patience(),
        )

    def _case(self, queue: str) -> str:
        known = {
            code: weight
            for code, weight in self._figures.cases[queue].items()
            if code == of.RECEPTION or self._offered.service(code)
        }
        return self._one_of(known) if known else of.CONSULT

    def _services(self, queue: str, code: str, *, consults: bool) -> tuple[str, ...]:
        """Name what he touches at the kiosk: who only asks, at the comprehensive window, may not be sure."""
        if consults and queue == of.COMPREHENSIVE:
            code = of.CONSULT if self._happens(0.5) else ""
        return (code,) if self._offered.service(code) else ()

    def _two_services(self) -> tuple[str, ...]:
        """Choose two services of two windows; the second one's window is where he is sent on to."""
        letters = [letter for letter in self._figures.shares if letter != of.COMPREHENSIVE]
        codes = tuple(self._case(letter) for letter in self._random.sample(letters, 2))
        return codes if all(self._offered.service(code) for code in codes) else ()

    def _queue_of(self, code: str) -> str:
        service = self._offered.service(code)
        return service.queue if service else ""

    def _answers(self, services: tuple[str, ...]) -> Answers:
        """Answer every question that is asked; one that two services share has one answer."""
        shared: dict[str, str] = {}
        answers: dict[str, dict[str, str]] = {}
        for service in filter(None, map(self._offered.service, services)):
            given: dict[str, str] = {}
            for question in service.questions:
                if question.applies(given):
                    answer = shared.get(question.code)
                    known = answer if answer in question.options else None
                    given[question.code] = known or self._random.choice(question.options)
                    shared[question.code] = given[question.code]
            answers[service.code] = given
        return answers

    def _priority(self) -> str:
        if not self._happens(of.PRIORITY) or not self._offered.priorities:
            return ""
        usual, *others = self._offered.priorities
        return usual if self._happens(of.ELDER_AMONG_PRIORITY) or not others else self._random.choice(others)

    def _need(self) -> tuple[str, ...]:
        wanted = self._happens(of.HAS_NEED) and self._offered.needs
        return (self._random.choice(self._offered.needs),) if wanted else ()

    def _patience(self) -> timedelta | None:
        median, sigma = of.PATIENCE_MIN
        patience = timedelta(minutes=self._random.lognormvariate(log(median), sigma))
        return patience if self._happens(of.GIVES_UP) else None

    def _minutes(self, code: str) -> timedelta:
        median, sigma = of.MINUTES.get(code, of.OTHER_MINUTES)
        return timedelta(minutes=self._random.lognormvariate(log(median), sigma) * self._figures.slower)

    def _span(self, probability: float, minutes: tuple[float, float]) -> timedelta | None:
        drawn = timedelta(minutes=self._random.uniform(*minutes))
        return drawn if self._happens(probability) else None

    def _happens(self, probability: float) -> bool:
        return self._random.random() < probability

    def _one_of(self, weights: Mapping[T, float]) -> T:
        return self._random.choices(list(weights), list(weights.values()))[0]


def _after_opening(at: time) -> timedelta:
    return datetime.combine(date.min, at) - datetime.combine(date.min, of.OPENS)
