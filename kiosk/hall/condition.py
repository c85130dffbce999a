"""情形: when something applies, as a small expression over the answers given so far."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clause:
    """One question answered with any of these options."""

    question: str
    options: frozenset[str]

    def holds(self, answers: Mapping[str, str]) -> bool | None:
        """Tell whether it holds; None while the question has no answer."""
        answer = answers.get(self.question)
        return None if answer is None else answer in self.options


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds when every clause of at least one of its ways holds."""

    ways: tuple[tuple[Clause, ...], ...]

    def holds(self, answers: Mapping[str, str]) -> bool | None:
        """Tell whether it holds; None while the answers given do not settle it."""
        found = [_every([clause.holds(answers) for clause in way]) for way in self.ways]
        if any(found):
            return True
        return None if None in found else False

    def questions(self) -> frozenset[str]:
        """Name the questions it looks at."""
        return frozenset(clause.question for way in self.ways for clause in way)


def when(**clauses: str | tuple[str, ...]) -> Condition:
    """Write a condition all of whose clauses must hold, each naming one option or several."""
    return Condition(
        (
            tuple(
                Clause(question, frozenset((options,) if isinstance(options, str) else options))
                for question, options in clauses.items()
            ),
        )
    )


def _every(found: list[bool | None]) -> bool | None:
    if False in found:
        return False
    return None if None in found else True
