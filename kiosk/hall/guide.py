"""办事指南: a few questions, and the exact list of what to bring for one visit, each paper once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import reduce

from kiosk.hall.questions import (
    Answers,
    Situation,
    Step,
    UnansweredQuestion,
    UnknownAnswer,
    kept,
    next_question,
    once,
    settled,
    situations,
    standing,
    steps,
)
from kiosk.hall.service import Material, OneOfGroup, Service
from kiosk.hall.words import Words

__all__ = [
    "Answers",
    "Checklist",
    "Duty",
    "Line",
    "Situation",
    "Step",
    "UnansweredQuestion",
    "UnknownAnswer",
    "checklist",
    "kept",
    "next_question",
    "settled",
    "situations",
    "steps",
]


class Duty(StrEnum):
    """Whether a paper must come."""

    REQUIRED = "required"
    CONDITIONAL = "conditional"


@dataclass(frozen=True, slots=True)
class Line:
    """One paper of the list: merged over the services that want it.

    `conditions` say when a conditional paper is needed; `group` is the one-of group it belongs to.
    """

    material: Material
    duty: Duty
    services: tuple[str, ...]
    group: OneOfGroup | None = None
    conditions: tuple[Words, ...] = ()
    notes: tuple[Words, ...] = ()

    @property
    def code(self) -> str:
        """The paper's code."""
        return self.material.code

    @property
    def required(self) -> bool:
        """Whether the paper must come, alone or as one of its group."""
        return self.duty is Duty.REQUIRED


@dataclass(frozen=True, slots=True)
class Checklist:
    """The list for one visit: its papers, and the situation it was made for."""

    services: tuple[Service, ...]
    lines: tuple[Line, ...]
    situations: tuple[Situation, ...]
    complete: bool

    @property
    def to_bring(self) -> tuple[Line, ...]:
        """The papers that the citizen must bring, one-of groups included."""
        return tuple(line for line in self.lines if line.required and not line.material.exempt)

    @property
    def exempt(self) -> tuple[Line, ...]:
        """The papers that the hall gets by itself."""
        return tuple(line for line in self.lines if line.required and line.material.exempt)

    @property
    def conditional(self) -> tuple[Line, ...]:
        """The papers that depend on a question without an answer."""
        return tuple(line for line in self.lines if not line.required)

    @property
    def count(self) -> int:
        """How many things to bring; a one-of group is one thing."""
        return len({_thing(line) for line in self.to_bring})

    def brought(self, ticked: Iterable[str]) -> int:
        """How many of these things are ticked."""
        codes = frozenset(ticked)
        return len({_thing(line) for line in self.to_bring if line.code in codes})

    def lacks(self, ticked: Iterable[str]) -> bool:
        """Whether something is still to be ticked."""
        return self.count == 0 or self.brought(ticked) < self.count

    @property
    def is_sample(self) -> bool:
        """Whether any of its services is not confirmed by the hall."""
        return any(service.is_sample for service in self.services)


def checklist(services: Iterable[Service], answers: Answers, *, insist: bool) -> Checklist:
    """Say exactly what to bring for all services of a visit together.

    Without `insist`, papers that depend on a missing answer stand under their condition.

    Raises:
        UnansweredQuestion: `insist`, and a question has no answer.
        UnknownAnswer: an answer names something that is not there.
    """
    visit = once(services)
    missing = next_question(visit, answers)
    if insist and missing:
        text = missing.question.text
        raise UnansweredQuestion(missing.service.code, missing.question.code, text.zh, text.said("en"))
    known = settled(visit, answers)
    lines = [line for service in visit for line in _lines(service, known[service.code])]
    return Checklist(visit, _merged(lines), situations(visit, answers), complete=missing is None)


def _lines(service: Service, given: Mapping[str, str]) -> Iterator[Line]:
    known = standing(service, given)
    groups = {group.code: group for group in service.groups}
    for material in service.materials:
        needed = material.when.holds(known) if material.when else True
        if needed is not False:
            yield Line(
                material,
                Duty.REQUIRED if needed else Duty.CONDITIONAL,
                (service.code,),
                groups.get(material.group),
                () if needed else (material.condition,),
                (material.note,) if material.note else (),
            )


def _merged(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Put each paper once, where it first comes; the members of a group stand together."""
    papers: dict[str, list[Line]] = {}
    for line in _agreed(lines):
        papers.setdefault(line.code, []).append(line)
    once = [reduce(_joined, same) for same in papers.values()]
    first = {_thing(line): index for index, line in reversed(list(enumerate(once)))}
    return tuple(sorted(once, key=lambda line: first[_thing(line)]))


def _agreed(lines: Sequence[Line]) -> Iterator[Line]:
    """Narrow each one-of group to papers that satisfy every service that has it.

    A group of which conditions have left one paper is no choice any more: that paper must come. Nor is it
    where a service needs one of its papers anyway. Where services leave nothing in common, every paper
    that any of them takes must come.
    """
    anyway = {line.code for line in lines if line.required and not line.group and not line.material.exempt}
    taken: dict[str, dict[tuple[str, ...], set[str]]] = {}
    for line in lines:
        if line.group:
            taken.setdefault(line.group.code, {}).setdefault(line.services, set()).add(line.code)
    common = {code: set.intersection(*sets.values()) for code, sets in taken.items()}
    common = {code: both & anyway or both for code, both in common.items()}
    for line in lines:
        choice = common[line.group.code] if line.group else set[str]()
        if not line.group or (line.code in choice and len(choice) > 1 and not choice <= anyway):
            yield line
        elif line.code in choice or not choice:
            yield replace(line, group=None, material=replace(line.material, group=""))


def _thing(line: Line) -> str | tuple[str]:
    """Name what a paper counts as: its one-of group, or itself."""
    return line.material.group or (line.code,)


def _joined(one: Line, other: Line) -> Line:
    required = one.required or other.required
    return replace(
        one,
        material=_larger(one.material, other.material),
        duty=Duty.REQUIRED if required else Duty.CONDITIONAL,
        services=(*one.services, *other.services),
        group=one.group or other.group,
        conditions=() if required else tuple(dict.fromkeys((*one.conditions, *other.conditions))),
        notes=tuple(dict.fromkeys((*one.notes, *other.notes))),
    )


def _larger(one: Material, other: Material) -> Material:
    """Ask for as much as either asks; be lenient only where both are."""
    return replace(
        one,
        originals=max(one.originals, other.originals),
        copies=max(one.copies, other.copies),
        electronic=one.electronic or other.electronic,
        exempt=one.exempt and other.exempt,
        undertaking=one.undertaking and other.undertaking,
        group=one.group or other.group,
        tolerable=one.tolerable and other.tolerable,
        spoken=one.spoken and other.spoken,
    )
