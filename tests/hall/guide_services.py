"""Made-up services for the guide's rules: random questions, conditions, papers and answers."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from kiosk.hall.condition import Clause, Condition
from kiosk.hall.service import Material, OneOfGroup, Option, Question, Service
from kiosk.hall.words import Words

OPTIONS = ("a", "b", "c")
QUESTIONS = ("q0", "q1", "q2")
PAPERS = tuple(f"paper-{number}" for number in range(6))
GROUPED = {"paper-4": "either", "paper-5": "either"}

Given = Mapping[str, str]
Visit = tuple[tuple[Service, ...], Mapping[str, Given]]


def words(text: str) -> Words:
    """Say the same in both languages."""
    return Words(text, text)


PERSON = Service("X01", words("X01"), words("X01"), "X", 1)


def question(code: str, *options: str) -> Question:
    """Ask for one of these options, each called by its code."""
    return Question(code, words(code), tuple(Option(one, words(one)) for one in options))


CHOICES = tuple(Option(one, words(one)) for one in OPTIONS)


@cache
def conditions(asked: tuple[str, ...]) -> SearchStrategy[Condition | None]:
    """A condition on some of the questions asked before, or none."""
    if not asked:
        return st.none()
    options = st.sampled_from([frozenset("a"), frozenset("bc"), frozenset("ac")])
    clause = st.builds(Clause, st.sampled_from(asked), options)
    way = st.tuples(clause) | st.tuples(clause, clause)
    return st.none() | st.builds(Condition, st.tuples(way) | st.tuples(way, way))


@cache
def papers(code: str) -> SearchStrategy[Material]:
    """One paper with its counts, its leniency and its condition."""
    return st.builds(
        Material,
        code=st.just(code),
        name=st.just(words(code)),
        originals=st.integers(0, 3),
        copies=st.integers(1, 3),
        exempt=st.booleans(),
        undertaking=st.booleans(),
        group=st.just(GROUPED.get(code, "")),
        when=conditions(QUESTIONS),
        condition=st.just(words("as the case may be")),
    )


def _made(
    code: str, conditions: tuple[Condition | None, ...], chosen: tuple[Material | None, ...]
) -> Service:
    return Service(
        code,
        words(code),
        words(code),
        code[0],
        1,
        questions=tuple(
            Question(name, words(name), CHOICES, condition)
            for name, condition in zip(QUESTIONS, conditions, strict=True)
        ),
        materials=tuple(one for one in chosen if one),
        groups=(OneOfGroup("either", words("either")),),
        effective_from=date(2020, 1, 1),
    )


@cache
def services(code: str = "X01") -> SearchStrategy[Service]:
    """A service with three questions, some conditional, and some of six papers."""
    return st.builds(
        _made,
        st.just(code),
        st.tuples(*(conditions(QUESTIONS[:index]) for index in range(len(QUESTIONS)))),
        st.tuples(*(st.none() | papers(one) for one in PAPERS)),
    )


GIVEN: SearchStrategy[Given] = st.dictionaries(st.sampled_from(QUESTIONS), st.sampled_from(OPTIONS))


@cache
def visits(number: int = 1) -> SearchStrategy[Visit]:
    """A visit for some services, partly answered, needed or not."""
    codes = tuple(f"X{index:02d}" for index in range(1, number + 1))
    return st.tuples(
        st.tuples(*(services(code) for code in codes)),
        st.fixed_dictionaries(dict.fromkeys(codes, GIVEN)),
    )
