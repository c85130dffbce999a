"""输入: what people and programs may send, checked before anything else happens."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, Literal, Self, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from kiosk.hall.catalogue import Catalogue
from kiosk.hall.errors import BadRequest
from kiosk.operations.intake import Visit
from kiosk.storage.windows import WindowState

MAX_SERVICES = 20
MAX_CHOICES = 100  # ticked papers of one visit; the longest list of the sample hall has 17
FAR = datetime(2100, 1, 1, tzinfo=UTC)  # the last years of the calendar overflow in other offsets
NO_CONTROLS = r"^[^\x00-\x1f\x7f]*$"  # no database or printer can do anything with a control character

Code = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=NO_CONTROLS)]
Sentence = Annotated[str, StringConstraints(max_length=64, pattern=NO_CONTROLS)]
Language = Literal["zh", "en"]
Number = Annotated[int, Field(ge=0, le=2**31 - 1)]


class InvalidInput(BadRequest):
    """A field is missing, unknown, too long or of the wrong type; `fields` names each."""

    zh = "内容有误：{0}。请检查后再提交。"
    en = "The request is not valid: {1}. Please correct it and send it again."

    def __init__(self, zh: str, en: str, fields: tuple[str, ...] = ()) -> None:
        super().__init__(zh, en)
        self.fields = fields


class NotJson(InvalidInput):
    """The body is no JSON at all."""

    status = 400


class Body(BaseModel):
    """What comes in: nothing is guessed, nothing unknown is passed over."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)


class VisitBody(Body):
    """A visit: what somebody has come for, as far as he said. Only `services` is needed, or `not_sure`."""

    services: tuple[Code, ...] = Field((), max_length=MAX_SERVICES, description="codes of the services")
    answers: dict[Code, dict[Code, Code]] = Field(
        {}, max_length=MAX_SERVICES, description="by service and question: the code of the option"
    )
    ticked: tuple[Code, ...] = Field(
        (), max_length=MAX_CHOICES, description="codes of the materials that are there"
    )
    priority: Sentence = Field("", description="code of a priority class")
    needs: tuple[Code, ...] = Field(
        (), max_length=MAX_SERVICES, description="codes of what is needed at the window"
    )
    language: Language = "zh"
    papers_missing: bool = Field(
        default=False, description="somebody wants to ask although papers are missing"
    )
    parts: bool = Field(
        default=False, description="one number, one window after the other, where each of them serves now"
    )
    custody: bool = Field(
        default=False, description="somebody only leaves cash and his phone at the comprehensive window"
    )
    not_sure: bool = Field(default=False, description="somebody does not know which service he needs")

    def visit(self, place: str) -> Visit:
        """Say it in the hall's own terms, with the place it comes from."""
        return Visit(
            services=self.services,
            answers=self.answers,
            ticked=self.ticked,
            priority=self.priority,
            needs=self.needs,
            language=self.language,
            papers_missing=self.papers_missing,
            not_sure=self.not_sure,
            place=place,
            in_parts=self.parts,
            custody=self.custody,
        )

    @classmethod
    def checked(cls, values: dict[str, object]) -> Self:
        """Check the values of a form; lists may come as lists or tuples.

        Raises:
            InvalidInput: see its fields.
        """
        return checked(cls, {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()})


class TicketBody(VisitBody):
    """A visit for which a number is wanted: services, a joint matter by its code, or both."""

    bundle: Sentence = Field("", description="code of a joint matter: all its services come first")

    def of(self, catalogue: Catalogue, place: str) -> Visit:
        """Say it in the hall's own terms, the joint matter as the services that it is made of.

        Raises:
            UnknownBundle: the catalogue has none of this code.
        """
        joint = catalogue.bundle(self.bundle).services if self.bundle else ()
        return replace(self.visit(place), services=tuple(dict.fromkeys((*joint, *self.services))))


class TicksBody(Body):
    """Which papers of his list somebody says he has."""

    ticked: tuple[Code, ...] = Field((), max_length=MAX_CHOICES)


class ChecklistBody(Body):
    """The situation a list is wanted for; `print` puts it on paper, to take home instead of a number."""

    answers: dict[Code, Code | dict[Code, Code]] = Field(
        {}, max_length=MAX_CHOICES, description="by question: the option; or by service and question"
    )
    services: tuple[Code, ...] = Field(
        (), max_length=MAX_SERVICES, description="further services of the same visit"
    )
    language: Language = "zh"
    print: bool = False

    def visit(self, service: str, place: str) -> Visit:
        """Say it in the hall's own terms: the service of the address first."""
        answers = {code: given for code, given in self.answers.items() if isinstance(given, dict)}
        own = {code: given for code, given in self.answers.items() if isinstance(given, str)}
        if own:
            answers[service] = {**answers.get(service, {}), **own}
        services = tuple(dict.fromkeys((service, *self.services)))
        return Visit(services=services, answers=answers, language=self.language, place=place)


class NoVisitBody(Body):
    """In which language the slip for the way without a visit is printed."""

    language: Language = "zh"


class CallBody(Body):
    """Whom to call: one given ticket, or whoever's turn it is."""

    ticket: Code | None = Field(None, description="id of a waiting ticket; whoever's turn it is without it")
    reason: Sentence = Field("", description="why a given ticket is called before its turn; it is kept")


class ActBody(Body):
    """Nothing more to say than which act."""


class MissBody(Body):
    """Whether the clerk has signed in person to somebody who cannot hear a call (已当面示意)."""

    signed: bool = False


class TransferBody(Body):
    """To which window a ticket is sent on."""

    window: Number


class WindowBody(Body):
    """How a window is to stand."""

    state: Annotated[WindowState, Field(strict=False)]
    reason: Sentence = ""


class SuspensionBody(Body):
    """Why a queue takes nobody, and until when."""

    reason: Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=NO_CONTROLS)]
    until: Annotated[AwareDatetime, Field(strict=False, lt=FAR)] | None = None


class NoticeBody(Body):
    """The notice line in both languages; nothing at all shows the hall's own again."""

    zh: Annotated[str, StringConstraints(max_length=200, pattern=NO_CONTROLS)] = ""
    en: Annotated[str, StringConstraints(max_length=400, pattern=NO_CONTROLS)] = ""


class HelpBody(Body):
    """Where somebody needs a member of staff; the asker's own place when it does not say."""

    place: Sentence = ""


M = TypeVar("M", bound=BaseModel)


def checked(model: type[M], values: object) -> M:
    """Check values that are in memory already.

    Raises:
        InvalidInput: see its fields.
    """
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise faults(error) from None


def parsed(model: type[M], body: bytes) -> M:
    """Check a JSON body; no body counts as an empty object.

    Raises:
        NotJson: it is no JSON.
        InvalidInput: see its fields.
    """
    try:
        return model.model_validate_json(body.strip() or b"{}")
    except ValidationError as error:
        raise faults(error) from None


def faults(error: ValidationError) -> InvalidInput:
    """Say in both languages which fields are wrong, and how."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    if found[0]["type"] == "json_invalid":
        return NotJson("不是有效的 JSON", "it is not valid JSON")
    named = [("/" + "/".join(_shown(part) for part in one["loc"]), one) for one in found[:8]]
    return InvalidInput(
        "；".join(f"{field}：{WORDS.get(one['type'], '格式不对')}" for field, one in named),
        "; ".join(f"{field}: {one['msg']}" for field, one in named),
        tuple(field for field, _ in named),
    )


def _shown(part: object) -> str:
    """Keep a key of the sender's short; it comes back in the answer."""
    return "".join(c for c in str(part)[:64] if c.isprintable())


WORDS = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项",
    "string_type": "应为文字",
    "string_too_long": "太长",
    "string_too_short": "不能为空",
    "string_pattern_mismatch": "含有不能使用的字符",
    "tuple_type": "应为列表",
    "too_long": "太多",
    "dict_type": "应为对象",
    "model_type": "应为对象",
    "bool_type": "应为 true 或 false",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "greater_than_equal": "太小",
    "less_than_equal": "太大",
    "less_than": "太大",
    "literal_error": "不是可选的值",
    "enum": "不是可选的值",
    "datetime_parsing": "应为时间，例如 2026-11-23T15:00:00+08:00",
    "datetime_from_date_parsing": "应为时间，例如 2026-11-23T15:00:00+08:00",
    "timezone_aware": "时间缺少时区",
}
