"""事项文件: the shape of services/<code>.toml."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from kiosk.hall.service import (
    InspectionBefore,
    Limit,
    LimitUnit,
    Material,
    MaterialSource,
    NoVisit,
    NoVisitWay,
    OneOfGroup,
    Option,
    Proxy,
    Question,
    Service,
    ServiceKind,
)
from kiosk.loading.hours_file import QuotaShape
from kiosk.loading.shape import Code, Letter, Said, Shape, Text, When, condition, matching, refuse

ServiceCode = Annotated[
    str,
    matching(
        r"[A-HJ-NPR-Y][0-9]{2,3}",
        "事项代码是一个大写字母加两位数字，如 E05。",
        "A service's code is a capital letter and two digits, like E05.",
    ),
]
TileText = Annotated[str, StringConstraints(min_length=1, max_length=10)]
ProxyCode = Literal["relative", "agent_with_power", "village_assistant", "employer"]


class LimitShape(Shape):
    """[legal] or [promised]."""

    n: Annotated[int, Field(ge=1, le=400)] = 1
    unit: Literal["working_day", "at_once", "season"]
    words: Said = ""
    words_en: Said = ""

    @model_validator(mode="after")
    def _said_fully(self) -> Self:
        if self.unit == "working_day" and "n" not in self.model_fields_set:
            raise refuse(
                "按工作日计的时限要写 n = 天数。", "A limit in working days needs n = the number of days."
            )
        if self.unit == "season" and not self.words:
            raise refuse("按季节办理的要在 words 写明时间。", "A seasonal limit needs words that say when.")
        return self

    def built(self) -> Limit:
        """Make the limit."""
        return Limit(self.n, LimitUnit(self.unit), self.pair("words"))


class OptionShape(Shape):
    """[[question.option]]."""

    code: Code
    label: Text
    label_en: Said = ""
    consequence: Said = ""
    consequence_en: Said = ""

    def built(self) -> Option:
        """Make the option."""
        return Option(self.code, self.pair("label"), self.pair("consequence"))


class QuestionShape(Shape):
    """[[question]]."""

    code: Code
    text: Text
    text_en: Said = ""
    hint: Said = ""
    hint_en: Said = ""
    when: When | None = None
    shared: bool = False
    option: Annotated[list[OptionShape], Field(min_length=2, max_length=8)]

    def built(self) -> Question:
        """Make the question."""
        options = tuple(one.built() for one in self.option)
        return Question(
            self.code, self.pair("text"), options, condition(self.when), self.pair("hint"), shared=self.shared
        )


class GroupShape(Shape):
    """[[group]]: papers of which any one is enough."""

    code: Code
    name: Text
    name_en: Said = ""

    def built(self) -> OneOfGroup:
        """Make the group."""
        return OneOfGroup(self.code, self.pair("name"))


class MaterialShape(Shape):
    """[[material]]."""

    code: Code
    name: Text
    name_en: Said = ""
    originals: Annotated[int, Field(ge=0, le=20)] = 0
    copies: Annotated[int, Field(ge=0, le=20)] = 0
    electronic: bool = False
    source: Literal["applicant", "government", "form", "third_party"]
    exempt: bool = False
    exempt_source: Said = ""
    exempt_source_en: Said = ""
    undertaking: bool = False
    group: Code | None = None
    when: When | None = None
    condition: Said = ""
    condition_en: Said = ""
    note: Said = ""
    note_en: Said = ""
    tolerable: bool = False
    spoken: bool = False

    @model_validator(mode="after")
    def _said_fully(self) -> Self:
        if not (self.originals or self.copies or self.electronic or self.spoken):
            raise refuse(
                "没有写要几份。请写 originals（原件）、copies（复印件）的份数，或 spoken = true。",
                "It does not say how many. Give originals or copies, or spoken = true.",
            )
        if self.exempt and not self.exempt_source:
            raise refuse(
                "免提交的材料要在 exempt_source 写明由哪里共享取得。",
                "A paper that is exempt must name in exempt_source where the hall gets it.",
            )
        if self.when is not None and not self.condition:
            raise refuse(
                "有 when 的材料要在 condition 用一句话写明什么情形需要。",
                "A paper with `when` must say in condition, in words, when it is needed.",
            )
        return self

    def built(self) -> Material:
        """Make the material."""
        return Material(
            code=self.code,
            name=self.pair("name"),
            originals=self.originals,
            copies=self.copies,
            electronic=self.electronic,
            source=MaterialSource(self.source),
            exempt=self.exempt,
            exempt_source=self.pair("exempt_source"),
            undertaking=self.undertaking,
            group=self.group or "",
            when=condition(self.when),
            condition=self.pair("condition"),
            note=self.pair("note"),
            tolerable=self.tolerable,
            spoken=self.spoken,
        )


class WayShape(Shape):
    """[[no_visit.way]]."""

    title: Text
    title_en: Said = ""
    steps: Annotated[list[Text], Field(min_length=1, max_length=8)]
    steps_en: list[Text] = Field(default_factory=list)

    def built(self) -> NoVisitWay:
        """Make the way."""
        return NoVisitWay(self.pair("title"), self.lines("steps"))


class NoVisitShape(Shape):
    """[no_visit]."""

    first: bool = False
    account_line: bool = False
    things: list[Text] = Field(default_factory=list)
    things_en: list[Text] = Field(default_factory=list)
    way: Annotated[list[WayShape], Field(min_length=1, max_length=8)]

    def built(self) -> NoVisit:
        """Make the ways that need no visit."""
        ways = tuple(one.built() for one in self.way)
        return NoVisit(ways, self.lines("things"), account_line=self.account_line, first=self.first)


class InspectionShape(Shape):
    """[inspection]: somebody comes to look before this is applied for."""

    days: Annotated[int, Field(ge=1, le=180)] = 15

    def built(self) -> InspectionBefore:
        """Make what comes before the visit."""
        return InspectionBefore(self.days)


class ServiceShape(Shape):
    """One service file."""

    code: ServiceCode
    name: Text
    name_en: Said = ""
    short: TileText
    short_en: Said = ""
    queue: Letter
    batch: Annotated[int, Field(ge=1, le=9)]
    kind: Literal["handle", "consult", "collect"] = "handle"
    legal: LimitShape | None = None
    promised: LimitShape | None = None
    fee: Text
    fee_en: Said = ""
    fee_basis: Said = ""
    fee_basis_en: Said = ""
    usual_minutes: Annotated[int, Field(ge=1, le=240)]
    question: list[QuestionShape] = Field(default_factory=list)
    material: list[MaterialShape] = Field(default_factory=list)
    group: list[GroupShape] = Field(default_factory=list)
    no_visit: NoVisitShape | None = None
    quota: list[QuotaShape] = Field(default_factory=list)
    inspection: InspectionShape | None = None
    custody_allowed: bool = False
    case: bool = True
    keeps_bills: bool = False
    in_person: bool = False
    postable: bool = False
    proxy: list[ProxyCode] = Field(default_factory=list)
    result: Text
    result_en: Said = ""
    basis: Said = ""
    basis_en: Said = ""
    conditions: Said = ""
    conditions_en: Said = ""
    note: Said = ""
    note_en: Said = ""
    version: Text
    effective_from: date
    effective_until: date | None = None
    confirmed_by: Said = ""
    confirmed_on: date | None = None

    def built(self) -> Service:
        """Make the service."""
        return Service(
            code=self.code,
            name=self.pair("name"),
            short=self.pair("short"),
            queue=self.queue,
            batch=self.batch,
            kind=ServiceKind(self.kind),
            legal=self.legal.built() if self.legal else None,
            promised=self.promised.built() if self.promised else None,
            fee=self.pair("fee"),
            fee_basis=self.pair("fee_basis"),
            usual_minutes=self.usual_minutes,
            questions=tuple(one.built() for one in self.question),
            materials=tuple(one.built() for one in self.material),
            groups=tuple(one.built() for one in self.group),
            no_visit=self.no_visit.built() if self.no_visit else None,
            quotas=tuple(one.built() for one in self.quota),
            inspection=self.inspection.built() if self.inspection else None,
            custody_allowed=self.custody_allowed,
            case=self.case,
            keeps_bills=self.keeps_bills,
            in_person=self.in_person,
            postable=self.postable,
            proxy=tuple(Proxy(one) for one in self.proxy),
            result=self.pair("result"),
            basis=self.pair("basis"),
            conditions=self.pair("conditions"),
            note=self.pair("note"),
            version=self.version,
            effective_from=self.effective_from,
            effective_until=self.effective_until,
            confirmed_by=self.confirmed_by,
            confirmed_on=self.confirmed_on,
        )
