"""办件: one matter of one applicant, from the papers on the counter to the result in his hands.

The five outcomes of receipt, the five days for telling what is missing, and the days of a decision are
those of 行政许可法 art. 32, 42, 44 and 82 (working days).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from kiosk.hall.bills import Bills
from kiosk.hall.errors import HallError
from kiosk.hall.words import NO_WORDS, Words


class CaseState(StrEnum):
    """How far a case has come."""

    RECEIVED = "received"
    SUPPLEMENT = "supplement"  # the applicant was told what is missing
    ACCEPTED = "accepted"
    TOLERANT = "tolerant"  # accepted, with papers that follow by a day
    STOPPED = "stopped"  # a special procedure, during which no time runs
    GRANTED = "granted"
    REFUSED = "refused"
    ISSUED = "issued"
    DELIVERED = "delivered"
    NOT_ACCEPTED = "not_accepted"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"  # the papers that were to follow never came


OVER = frozenset(
    {CaseState.DELIVERED, CaseState.NOT_ACCEPTED, CaseState.WITHDRAWN, CaseState.ENDED, CaseState.REFUSED}
)
UNDER_WAY = frozenset({CaseState.ACCEPTED, CaseState.TOLERANT})
ON_THE_COUNTER = frozenset({CaseState.RECEIVED, CaseState.SUPPLEMENT})
WAITS_FOR_HIM = ON_THE_COUNTER | {CaseState.TOLERANT}  # the applicant brings what is missing


class Mark(StrEnum):
    """What the clerk found of one paper on the list."""

    RECEIVED = "received"
    MISSING = "missing"
    WRONG = "wrong"  # it is there, but not as it must be
    EXEMPT = "exempt"
    UNDERTAKING = "undertaking"
    NOT_NEEDED = "not_needed"  # its condition does not hold, or another of its group is there


ENOUGH = frozenset({Mark.RECEIVED, Mark.EXEMPT, Mark.UNDERTAKING})
LACKING = frozenset({Mark.MISSING, Mark.WRONG})


class Receipt(StrEnum):
    """The outcome of receiving an application; `CORRECTED` was mended on the spot and accepted."""

    NOT_NEEDED = "not_needed"
    NOT_OURS = "not_ours"
    CORRECTED = "corrected"
    INCOMPLETE = "incomplete"
    COMPLETE = "complete"
    TOLERANT = "tolerant"


class Procedure(StrEnum):
    """A special procedure, whose time is not counted."""

    SITE_CHECK = "site_check"
    PUBLIC_NOTICE = "public_notice"
    REVIEW = "review"


class VisitReason(StrEnum):
    """Why somebody came again for the same case."""

    FIRST = "first"
    SUPPLEMENT = "supplement"
    TOLD_INCOMPLETELY = "told_incompletely"  # the hall's fault
    SITE = "site"
    COLLECT = "collect"
    OTHER = "other"


class NothingTold(HallError):
    """The applicant was told nothing in writing yet, or by the system that holds the case."""

    zh = "办件 {0} 还没有本厅出具的通知单可以补打。"
    en = "This hall has given no notice of case {0} that could be printed again."


class Delivery(StrEnum):
    """How the result reached the applicant."""

    COUNTER = "counter"
    POST = "post"


@dataclass(frozen=True, slots=True)
class Checked:
    """One paper as the clerk found it; `fault` and `remedy` are what the applicant is told.

    Of a one-of `group` one paper is enough.
    """

    code: str
    name: str
    mark: Mark
    tolerable: bool = False
    group: str = ""
    fault: str = ""
    remedy: str = ""

    @property
    def lacks(self) -> bool:
        """Whether it is missing or wrong."""
        return self.mark in LACKING


@dataclass(frozen=True, slots=True)
class Told:
    """One notice of what is missing: when, which papers, and which of them a notice before had not named."""

    reference: str
    at: datetime
    papers: tuple[str, ...]
    late_points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseVisit:
    """One coming to the hall for a case."""

    ticket: str
    at: datetime
    reason: VisitReason


@dataclass(frozen=True, slots=True)
class CaseRules:
    """How cases are worked.

    Papers may follow within `tolerance_days` working days, and never later than two before the promised
    day. `follow`: a provincial system holds the cases, so only its number and the outcome are noted.
    `review_body` and `court` stand on a refusal. An applicant is forgotten `keep_years` after the end.
    """

    follow: bool = False
    tolerance_days: int = 5
    review_body: Words = NO_WORDS
    court: Words = NO_WORDS
    keep_years: int = 2


@dataclass(frozen=True, slots=True)
class Case:
    """One case; its applicant is kept beside it, sealed."""

    id: str
    service: str
    state: CaseState
    opened_at: datetime
    window: int | None
    clerk: str
    legal_days: int | None = None
    promised_days: int | None = None
    materials: tuple[Checked, ...] = ()
    receipt: Receipt | None = None
    bills: Bills | None = None  # whose originals the hall keeps
    told: tuple[Told, ...] = ()
    visits: tuple[CaseVisit, ...] = ()
    accepted_on: date | None = None
    promised_on: date | None = None
    legal_on: date | None = None
    papers_until: date | None = None
    procedure: Procedure | None = None
    stopped_on: date | None = None
    decided_on: date | None = None
    issued_at: datetime | None = None
    delivered_at: datetime | None = None
    delivery: Delivery | None = None
    ended_at: datetime | None = None
    deemed: bool = False
    elsewhere: str = ""
    elsewhere_id: str = ""  # its number in the provincial system that holds it
    version: int = 0

    @property
    def lacking(self) -> tuple[Checked, ...]:
        """The papers that are missing or wrong; of a group none of which is there, all in one."""
        met = {one.group for one in self.materials if one.group and one.mark in ENOUGH}
        found: dict[str, list[Checked]] = {}
        for one in self.materials:
            if one.lacks and one.group not in met:
                found.setdefault(one.group or one.code, []).append(one)
        return tuple(_as_one(group) if len(group) > 1 else group[0] for group in found.values())

    def has_notice(self, rules: CaseRules) -> bool:
        """Tell whether this hall has given the applicant something in writing."""
        return self.bills is not None or self.has_outcome_in_writing(rules)

    def has_outcome_in_writing(self, rules: CaseRules) -> bool:
        """Tell whether this hall has told the outcome in writing, and not the system that holds the case."""
        return self.receipt is Receipt.INCOMPLETE if rules.follow else self.receipt is not None

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.state not in OVER

    @property
    def told_incompletely(self) -> bool:
        """Whether a later notice named what the first had not: the hall's fault (告知不全)."""
        return any(one.late_points for one in self.told)


def _as_one(group: Sequence[Checked]) -> Checked:
    """Tell papers of which one would be enough as one, with all that is wrong with any of them."""
    wrong = [one for one in group if one.mark is Mark.WRONG]
    return replace(
        group[0],
        name=" / ".join(one.name for one in group),
        mark=Mark.WRONG if wrong else group[0].mark,
        fault="；".join(f"{one.name}：{one.fault}" for one in wrong if one.fault),
        remedy="；".join(one.remedy for one in wrong if one.remedy),
    )


STATE_WORDS: Mapping[CaseState, Words] = {
    CaseState.RECEIVED: Words("已收件，材料核验中", "received, papers being checked"),
    CaseState.SUPPLEMENT: Words("待补正材料", "waiting for missing papers"),
    CaseState.ACCEPTED: Words("已受理", "accepted"),
    CaseState.TOLERANT: Words("容缺受理，材料后补", "accepted, papers to follow"),
    CaseState.STOPPED: Words("特别程序中，不计时", "special procedure, no time counted"),
    CaseState.GRANTED: Words("已办结，准予许可", "decided: granted"),
    CaseState.REFUSED: Words("已办结，不予许可", "decided: refused"),
    CaseState.ISSUED: Words("已出件，待领取", "result ready"),
    CaseState.DELIVERED: Words("已送达", "delivered"),
    CaseState.NOT_ACCEPTED: Words("不予受理", "not accepted"),
    CaseState.WITHDRAWN: Words("申请人撤回", "withdrawn"),
    CaseState.ENDED: Words("逾期未补，已终止", "ended, the papers never came"),
}


USUAL_CASES = CaseRules()
