"""统计: what a month of cases says, each figure with what it counts, out of what, and the cases behind it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kiosk.hall.calendar import after_working_days
from kiosk.hall.case import Case, CaseState, Receipt, VisitReason
from kiosk.hall.casework import working_days_between
from kiosk.hall.floor import DayTable
from kiosk.hall.words import Words

DECIDED = frozenset({CaseState.GRANTED, CaseState.REFUSED, CaseState.ISSUED, CaseState.DELIVERED})
TOP = 10


@dataclass(frozen=True, slots=True)
class Share:
    """So many cases out of so many; none has a percentage out of nothing."""

    code: str
    name: Words
    counts: Words
    of: Words
    cases: tuple[str, ...]
    out_of: int

    @property
    def percent(self) -> int | None:
        """The share in whole percent."""
        return round(100 * len(self.cases) / self.out_of) if self.out_of else None


@dataclass(frozen=True, slots=True)
class Lacking:
    """A paper that was missing or wrong, and in which cases."""

    paper: str
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """What the cases that were opened in one month say so far."""

    opened: int
    shares: tuple[Share, ...]
    lacking: tuple[Lacking, ...]
    reasons: tuple[tuple[VisitReason, tuple[str, ...]], ...]
    days_saved: int
    days_allowed: int
    measured: tuple[str, ...]


def figures(cases: Sequence[Case], days: DayTable) -> Figures:
    """Count the cases of a month."""
    decided = [one for one in cases if one.state in DECIDED]
    received = [one for one in cases if one.receipt is not None]
    measured = [one for one in decided if one.legal_days and one.decided_on and one.accepted_on]
    again = [visit.reason for one in cases for visit in one.visits[1:]]
    return Figures(
        opened=len(cases),
        shares=(
            _share(ONCE, decided, lambda one: len(one.visits) <= 1),
            _share(WHOLE, received, lambda one: not one.told and one.receipt is not Receipt.TOLERANT),
            _share(FAULT, [one for one in cases if one.told], lambda one: one.told_incompletely),
        ),
        lacking=_lacking(cases),
        reasons=tuple(
            (reason, tuple(one.id for one in cases if any(v.reason is reason for v in one.visits[1:])))
            for reason in dict.fromkeys(again)
        ),
        days_saved=sum((one.legal_days or 0) - used_days(one, days) for one in measured),
        days_allowed=sum(one.legal_days or 0 for one in measured),
        measured=tuple(one.id for one in measured),
    )


def used_days(case: Case, days: DayTable) -> int:
    """Count the working days from acceptance to decision; those of a special procedure do not count."""
    if case.accepted_on is None or case.decided_on is None:
        return 0
    counted = working_days_between(days, case.accepted_on, case.decided_on)
    if case.legal_days is None or case.legal_on is None:
        return counted
    paused = working_days_between(
        days, after_working_days(days, case.accepted_on, case.legal_days), case.legal_on
    )
    return max(0, counted - paused)


ONCE = (
    "once",
    Words("一次办结", "done in one visit"),
    Words("只到厅一次（或没有到厅）的办件", "cases with one visit or none"),
    Words("本月立案、已作出决定的办件", "cases opened this month that are decided"),
)
WHOLE = (
    "whole",
    Words("一次收齐", "complete at the first time"),
    Words("没有补正、没有容缺就受理的办件", "cases accepted without a notice of missing papers"),
    Words("本月立案、已给出受理结果的办件", "cases opened this month with an outcome of receipt"),
)
FAULT = (
    "fault",
    Words("告知不全", "told incompletely"),
    Words("后一次告知有前一次没说的材料", "cases in which a later notice named what an earlier had not"),
    Words("本月立案、告知过补正的办件", "cases opened this month with a notice of missing papers"),
)


def _share(
    what: tuple[str, Words, Words, Words], out_of: Sequence[Case], counts: Callable[[Case], bool]
) -> Share:
    return Share(*what, tuple(one.id for one in out_of if counts(one)), len(out_of))


def _lacking(cases: Sequence[Case]) -> tuple[Lacking, ...]:
    found: dict[str, list[str]] = {}
    for case in cases:
        names = {one.code: one.name for one in case.materials}
        for code in dict.fromkeys(code for notice in case.told for code in notice.papers):
            found.setdefault(names.get(code, code), []).append(case.id)
    often = Counter({paper: len(ids) for paper, ids in found.items()})
    return tuple(Lacking(paper, tuple(found[paper])) for paper, _ in often.most_common(TOP))
