"""事项: one service with its questions, its papers and its limits."""

import re
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from kiosk.hall.condition import Condition
from kiosk.hall.words import NO_WORDS, Words


class LimitUnit(StrEnum):
    """How a time limit is counted."""

    WORKING_DAY = "working_day"
    AT_ONCE = "at_once"
    SEASON = "season"


@dataclass(frozen=True, slots=True)
class Limit:
    """How long the hall may take from acceptance to decision; `words` says a season."""

    n: int
    unit: LimitUnit
    words: Words = NO_WORDS

    @property
    def working_days(self) -> int | None:
        """How many working days that is; none for a season."""
        return None if self.unit is LimitUnit.SEASON else self.n if self.unit is LimitUnit.WORKING_DAY else 0

    def said(self, language: str) -> str:
        """Say the limit as it stands on screens and papers."""
        return self._words().said(language)

    def _words(self) -> Words:
        match self.unit:
            case LimitUnit.WORKING_DAY:
                return Words(f"{self.n} 个工作日", f"{self.n} working day{'s' if self.n > 1 else ''}")
            case LimitUnit.AT_ONCE:
                return Words("即办", "on the spot")
            case LimitUnit.SEASON:
                return self.words


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a question; `consequence` is what choosing it brings, beside the materials."""

    code: str
    label: Words
    consequence: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class Question:
    """One question about the citizen's situation, asked only when its condition holds.

    A shared question is asked once for all services of a visit that share it.
    """

    code: str
    text: Words
    options: tuple[Option, ...]
    when: Condition | None = None
    hint: Words = NO_WORDS
    shared: bool = False

    def option(self, code: str) -> Option | None:
        """Find an option by its code."""
        return next((option for option in self.options if option.code == code), None)


class MaterialSource(StrEnum):
    """Where a paper comes from."""

    APPLICANT = "applicant"
    GOVERNMENT = "government"
    FORM = "form"
    THIRD_PARTY = "third_party"


@dataclass(frozen=True, slots=True)
class Material:
    """One paper of an application.

    The same code in several services is the same paper: a visit brings it once. `exempt` means that
    the hall gets it by data sharing (免提交), from `exempt_source`; `undertaking` that a written promise
    may stand for it (告知承诺); `tolerable` that it may follow later (容缺); `spoken` that saying it is
    enough, so it has no counts. `group` is the code of a one-of group, or nothing.
    """

    code: str
    name: Words
    originals: int = 0
    copies: int = 0
    electronic: bool = False
    source: MaterialSource = MaterialSource.APPLICANT
    exempt: bool = False
    exempt_source: Words = NO_WORDS
    undertaking: bool = False
    group: str = ""
    when: Condition | None = None
    condition: Words = NO_WORDS
    note: Words = NO_WORDS
    tolerable: bool = False
    spoken: bool = False


@dataclass(frozen=True, slots=True)
class OneOfGroup:
    """Papers of which any one is enough."""

    code: str
    name: Words


@dataclass(frozen=True, slots=True)
class NoVisitWay:
    """One way to get a service done without coming, step by step."""

    title: Words
    steps: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class NoVisit:
    """How a service is done from home; `first` offers it beside the ticket in two equal tiles."""

    ways: tuple[NoVisitWay, ...]
    things_needing_no_visit: tuple[Words, ...] = ()
    account_line: bool = False
    first: bool = False


class ServiceKind(StrEnum):
    """What a visit for a service is."""

    HANDLE = "handle"
    CONSULT = "consult"
    COLLECT = "collect"


class Proxy(StrEnum):
    """Who else may come for the applicant."""

    RELATIVE = "relative"
    AGENT_WITH_POWER = "agent_with_power"
    VILLAGE_ASSISTANT = "village_assistant"
    EMPLOYER = "employer"


@dataclass(frozen=True, slots=True)
class InspectionBefore:
    """Somebody comes to look before a service is applied for (上门排查), and usually gives `days` to mend."""

    days: int = 15


@dataclass(frozen=True, slots=True)
class InspectionRules:
    """When who and where was looked at is erased: so many days after the last that was done."""

    erase_after_days: int = 730


USUAL_INSPECTIONS = InspectionRules()


MIDNIGHT, NOON = time(0), time(12)


@dataclass(frozen=True, slots=True)
class Quota:
    """At most so many numbers of a service (限号) between two times of a day; midnight is also its end."""

    count: int
    start: time = MIDNIGHT
    end: time = MIDNIGHT

    def __contains__(self, moment: time) -> bool:
        return self.start <= moment and (self.end == MIDNIGHT or moment < self.end)

    @property
    def period(self) -> Words:
        """The part of today in words."""
        named = {
            (MIDNIGHT, MIDNIGHT): Words("今天", "today"),
            (MIDNIGHT, NOON): Words("今天上午", "this morning"),
            (NOON, MIDNIGHT): Words("今天下午", "this afternoon"),
        }
        hours = f"{self.start:%H:%M}–{self.end:%H:%M}"
        return named.get((self.start, self.end), Words(f"今天 {hours}", f"today {hours}"))


@dataclass(frozen=True, slots=True)
class Service:
    """One service (事项) with everything that must be told about it at once."""

    code: str
    name: Words
    short: Words
    queue: str
    batch: int
    kind: ServiceKind = ServiceKind.HANDLE
    legal: Limit | None = None
    promised: Limit | None = None
    fee: Words = NO_WORDS
    fee_basis: Words = NO_WORDS
    usual_minutes: int = 5
    questions: tuple[Question, ...] = ()
    materials: tuple[Material, ...] = ()
    groups: tuple[OneOfGroup, ...] = ()
    no_visit: NoVisit | None = None
    quotas: tuple[Quota, ...] = ()
    inspection: InspectionBefore | None = None
    custody_allowed: bool = False
    case: bool = True
    keeps_bills: bool = False
    in_person: bool = False
    postable: bool = False
    proxy: tuple[Proxy, ...] = ()
    result: Words = NO_WORDS
    basis: Words = NO_WORDS
    conditions: Words = NO_WORDS
    note: Words = NO_WORDS
    version: str = ""
    effective_from: date = date.min
    effective_until: date | None = None
    confirmed_by: str = ""
    confirmed_on: date | None = None

    @property
    def is_sample(self) -> bool:
        """Whether nobody of the hall has confirmed this text yet."""
        return not (self.confirmed_by and self.confirmed_on)

    @property
    def opens_case(self) -> bool:
        """Whether handling it is a case: paying, asking and collecting are none, nor what has no limit."""
        has_limit = self.legal is not None or self.promised is not None
        return self.case and has_limit and self.kind is ServiceKind.HANDLE

    @property
    def result_name(self) -> str:
        """The name of what is handed out, without what its text says about it."""
        return re.split("[，；。（]", self.result.zh)[0] or self.name.zh

    def in_force(self, day: date) -> bool:
        """Tell whether the text applies on a day."""
        return self.effective_from <= day and (self.effective_until is None or day <= self.effective_until)
