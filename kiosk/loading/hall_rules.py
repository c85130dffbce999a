"""大厅规则: the shapes of those tables of hall.toml that hold rules, from [calls] to [outlet]."""

from typing import Annotated, Literal

from pydantic import Field

from kiosk.hall.case import CaseRules
from kiosk.hall.deposit import CustodyRules
from kiosk.hall.floor import CallRules, EscalationRules, Outlet, Reasons, VoiceRules
from kiosk.hall.personal import PersonalRules
from kiosk.hall.post_file import CourierRules, PostFile
from kiosk.hall.service import InspectionRules
from kiosk.loading.shape import Said, Shape, Text, matching

Count = Annotated[int, Field(ge=0, le=100)]
Seconds = Annotated[int, Field(ge=0, le=3600)]
Minutes = Annotated[int, Field(ge=0, le=600)]
WorkingDays = Annotated[int, Field(ge=1, le=60)]


class CallRulesShape(Shape):
    """[calls]: what is left out keeps its usual value."""

    recalls: Count = 2
    recall_after_s: Seconds = 20
    miss_after_s: Seconds = 60
    revive_within_min: Minutes = 30
    revive_places: Count = 3
    revivals: Count = 2
    delay_places: Annotated[int, Field(ge=1, le=100)] = 3
    delays: Count = 2
    ageing_min: Annotated[int, Field(ge=1, le=600)] = 30
    priority_share: Annotated[int, Field(ge=2, le=20)] = 2
    quick_share: Annotated[int, Field(ge=0, le=20)] = 3
    alarm_after_min: Annotated[int, Field(ge=1, le=600)] = 5
    parts_offer_min: Minutes = 15
    next_finishes: bool = True
    stuck_after_min: Annotated[int, Field(ge=5, le=600)] = 30

    def built(self) -> CallRules:
        """Make the rules of calling."""
        return CallRules(**self.model_dump())


class CaseRulesShape(Shape):
    """[cases]: what is left out keeps its usual value."""

    follow: bool = False
    tolerance_days: Annotated[int, Field(ge=1, le=20)] = 5
    review_body: Said = "本级人民政府"
    review_body_en: Said = "the people's government of this level"
    court: Said = "有管辖权的人民法院"
    court_en: Said = "the people's court that has jurisdiction"
    keep_years: Annotated[int, Field(ge=1, le=30)] = 2

    def built(self) -> CaseRules:
        """Make the rules of casework."""
        return CaseRules(
            follow=self.follow,
            tolerance_days=self.tolerance_days,
            review_body=self.pair("review_body"),
            court=self.pair("court"),
            keep_years=self.keep_years,
        )


class CustodyShape(Shape):
    """[custody]: what is left out keeps its usual value."""

    second_from_fen: Annotated[int, Field(ge=1, le=10**10)] = 100_000
    call_back_min: Annotated[int, Field(ge=5, le=600)] = 60
    attempts: Annotated[int, Field(ge=1, le=20)] = 3
    offer_from_min: Minutes = 30
    kept_years: Annotated[int, Field(ge=1, le=30)] = 3

    def built(self) -> CustodyRules:
        """Make the rules of custody."""
        return CustodyRules(**self.model_dump())


class EscalationShape(Shape):
    """[escalation]: what is left out keeps its usual value."""

    simple_days: WorkingDays = 5
    ordinary_days: WorkingDays = 10
    complex_days: WorkingDays = 15
    erase_after_days: Annotated[int, Field(ge=30, le=3650)] = 365

    def built(self) -> EscalationRules:
        """Make the clocks of what could not be done."""
        return EscalationRules(**self.model_dump())


class InspectionRulesShape(Shape):
    """[inspection]: what is left out keeps its usual value."""

    erase_after_days: Annotated[int, Field(ge=30, le=3650)] = 730

    def built(self) -> InspectionRules:
        """Make the rules of the visits before the visit."""
        return InspectionRules(self.erase_after_days)


class CourierRulesShape(Shape):
    """[courier]: what is left out keeps its usual value."""

    province: Said = ""
    city: Said = ""
    county: Said = ""
    postcode: Annotated[str, Field(pattern=r"^(\d{6})?$")] = ""
    undelivered_days: Annotated[int, Field(ge=1, le=60)] = 7
    sample_every: Annotated[int, Field(ge=0, le=1000)] = 10
    keep_years: Annotated[int, Field(ge=1, le=30)] = 2
    rounds: Said = ""
    rounds_en: Said = ""

    def built(self, post: PostFile) -> CourierRules:
        """Make the rules of posting, with the form of the post's files."""
        plain = self.model_dump(exclude={"rounds", "rounds_en"})
        return CourierRules(**plain, rounds=self.pair("rounds"), post=post)


class PersonalShape(Shape):
    """[personal]: what is left out keeps its usual value."""

    paper_hours: Annotated[int, Field(ge=1, le=72)] = 12
    hold_days: Annotated[int, Field(ge=60, le=3650)] = 183

    def built(self) -> PersonalRules:
        """Make the rules of what is kept of people."""
        return PersonalRules(**self.model_dump())


class ReasonShape(Shape):
    """[[reason]]."""

    when: Literal["jump", "pause", "suspend"]
    text: Annotated[Text, Field(max_length=64)]
    text_en: Said = ""


def reasons(shapes: list[ReasonShape]) -> Reasons:
    """Sort the reasons by what they are given for."""
    return Reasons(
        **{
            when: tuple(one.pair("text") for one in shapes if one.when == when)
            for when in ("jump", "pause", "suspend")
        }
    )


class WordShape(Shape):
    """[[voice.word]]."""

    text: Text
    say: Text


class VoiceShape(Shape):
    """[voice]: what is left out keeps its usual value."""

    engine: Literal["browser", "clips", "onnx", "chime"] = "browser"
    one: Literal["一", "幺"] = "一"
    english: bool = True
    times: Annotated[int, Field(ge=1, le=3)] = 2
    late_s: Annotated[int, Field(ge=10, le=600)] = 90
    queue_words: bool = False
    word: list[WordShape] = Field(default_factory=list)
    model: Said = ""

    def built(self) -> VoiceRules:
        """Make the rules of the voice."""
        plain = self.model_dump(exclude={"word"})
        return VoiceRules(**plain, words=tuple((one.text, one.say) for one in self.word))


OutletUrl = Annotated[
    str,
    matching(
        r"https?://(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+)(:[0-9]{1,5})?(/[!-~]*)?",
        "通知出口写网关的地址，如 https://gateway.example/hall；里面不写用户名、密码和空格。",
        "The outlet is the gateway's address, like https://gateway.example/hall: no name, password or space.",
    ),
]


class OutletShape(Shape):
    """[outlet]: only halls with a gateway of their own have one."""

    url: OutletUrl
    people_ahead: Annotated[int, Field(ge=0, le=20)] = 3

    def built(self) -> Outlet:
        """Make the outlet."""
        return Outlet(self.url, self.people_ahead)


class BoardShape(Shape):
    """[board]."""

    size: Literal["normal", "elder"] = "normal"
