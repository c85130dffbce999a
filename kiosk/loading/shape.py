"""文件的样子: what every table of the content files has in common."""

import re
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from kiosk.hall.condition import Clause, Condition
from kiosk.hall.words import Words

ENGLISH = "_en"


def refuse(zh: str, en: str) -> PydanticCustomError:
    """Make the error for a value that has the right type and still cannot be."""
    return PydanticCustomError("remedy", "{en}", {"zh": zh, "en": en})


def matching(pattern: str, zh: str, en: str) -> AfterValidator:
    """Make the check of a text's form, with its remedy in words."""
    form = re.compile(pattern)

    def check(text: str) -> str:
        if not form.fullmatch(text):
            raise refuse(zh, en)
        return text

    return AfterValidator(check)


Code = Annotated[
    str,
    matching(
        r"(?=.{1,40}$)[a-z0-9]+(-[a-z0-9]+)*",
        "代码只用小写字母、数字和连字符，如 power-of-attorney。",
        "A code has only small letters, digits and hyphens, like power-of-attorney.",
    ),
]
Letter = Annotated[
    str,
    matching(
        r"[A-HJ-NPR-Y]",
        "队列用一个大写字母，不用 I、O、Q、Z（会看成 1、0、0、2）。",
        "A queue is one capital letter, not I, O, Q or Z (they look like 1, 0, 0, 2).",
    ),
]
Phone = Annotated[
    str,
    matching(
        r"(\+?[0-9][0-9 -]{2,19})?",
        "电话只写数字和连字符，带区号，如 0579-80000001。",
        "A phone has only digits and hyphens, with its area code, like 0579-80000001.",
    ),
]
Text = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Said = Annotated[str, StringConstraints(max_length=300)]


class Shape(BaseModel):
    """A table of a content file: nothing unknown, nothing guessed."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, str_strip_whitespace=True)

    @model_validator(mode="after")
    def _same_number_of_lines(self) -> Self:
        """Refuse a list whose English has another number of lines."""
        for name in self.english_of():
            said, english = getattr(self, name), getattr(self, name + ENGLISH)
            if isinstance(said, list) and english and len(said) != len(english):
                zh = f"{name} 有 {len(said)} 条，{name}{ENGLISH} 有 {len(english)} 条，条数要相同。"
                en = f"{name} has {len(said)} lines and {name}{ENGLISH} {len(english)}; they must be as many."
                raise refuse(zh, en)
        return self

    @classmethod
    def english_of(cls) -> tuple[str, ...]:
        """Name the keys that have an English twin."""
        return tuple(name for name in cls.model_fields if name + ENGLISH in cls.model_fields)

    def pair(self, name: str) -> Words:
        """Read a text and its English twin."""
        return Words(getattr(self, name), getattr(self, name + ENGLISH))

    def lines(self, name: str) -> tuple[Words, ...]:
        """Read a list of texts and their English twins."""
        said: list[str] = getattr(self, name)
        english: list[str] = getattr(self, name + ENGLISH) or [""] * len(said)
        return tuple(Words(zh, en) for zh, en in zip(said, english, strict=True))


def _as_ways(value: object) -> object:
    return [value] if isinstance(value, dict) else value


Options = Annotated[list[str], Field(min_length=1)]
Way = Annotated[dict[str, Options], Field(min_length=1)]
When = Annotated[list[Way], Field(min_length=1), BeforeValidator(_as_ways)]


def condition(ways: list[dict[str, list[str]]] | None) -> Condition | None:
    """Read `when = {kind = ["key"]}`: every clause of it, or of any one of a list of such tables."""
    if ways is None:
        return None
    return Condition(
        tuple(
            tuple(Clause(question, frozenset(options)) for question, options in way.items()) for way in ways
        )
    )
