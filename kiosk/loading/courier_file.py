"""邮政文件: the shape of courier.toml, the mapping between our ledger and the post's bulk files."""

from collections.abc import Iterable
from types import MappingProxyType
from typing import Annotated

from pydantic import AfterValidator, Field

from kiosk.hall.post_file import FIELDS, MEANINGS, SIGNERS, PostColumn, PostFile
from kiosk.loading.shape import Said, Shape, Text, refuse

LONGEST = 60  # columns


def _one_of(known: tuple[str, ...]) -> AfterValidator:
    every = ", ".join(known)

    def check(text: str) -> str:
        if text not in known:
            raise refuse(f"只能写：{every}。", f"Write one of: {every}.")
        return text

    return AfterValidator(check)


def _must_differ(words: Iterable[str], zh: str, en: str) -> None:
    seen: set[str] = set()
    for word in words:
        if word in seen:
            raise refuse(f"“{word}”{zh}", f"'{word}' {en}")
        seen.add(word)


class ColumnShape(Shape):
    """[[column]]."""

    title: Text
    field: Annotated[str, _one_of(FIELDS)]
    always: Said = ""


class StateShape(Shape):
    """[[state]]: the post's words for a parcel's state."""

    means: Annotated[str, _one_of(MEANINGS)]
    words: Annotated[list[Text], Field(min_length=1)]


class SignerShape(Shape):
    """[[signer]]: the post's words for who has signed."""

    means: Annotated[str, _one_of(SIGNERS)]
    words: Annotated[list[Said], Field(min_length=1)]


class ReadingShape(Shape):
    """[reading]: the titles in the file that comes back."""

    reference: Text
    mail_number: Text
    state: Text
    signer: Said = ""


def _columns(columns: list[ColumnShape]) -> list[ColumnShape]:
    _must_differ((one.title for one in columns), "这一列写了两次。", "is a column twice.")
    if not any(one.field == "reference" for one in columns):
        raise refuse(
            '要有一列 field = "reference"（申请单编号），回传时按它对账。',
            'One column needs field = "reference": the file that comes back is matched by it.',
        )
    return columns


def _states(states: list[StateShape]) -> list[StateShape]:
    words = (word for one in states for word in one.words)
    _must_differ(words, "写在两个状态里，只能写一个。", "means two states; keep one.")
    if not any(one.means == "delivered" for one in states):
        raise refuse(
            '要有一个状态 means = "delivered"，否则读不出已签收。',
            'One state needs means = "delivered", or nothing is ever signed for.',
        )
    return states


def _signers(signers: list[SignerShape]) -> list[SignerShape]:
    words = (word for one in signers for word in one.words)
    _must_differ(words, "写在两种签收人里，只能写一种。", "means two signers; keep one.")
    return signers


class CourierShape(Shape):
    """courier.toml."""

    column: Annotated[list[ColumnShape], Field(min_length=1, max_length=LONGEST), AfterValidator(_columns)]
    reading: ReadingShape
    state: Annotated[list[StateShape], Field(min_length=1), AfterValidator(_states)]
    signer: Annotated[list[SignerShape], AfterValidator(_signers)] = Field(default_factory=list)


def post_file(shape: CourierShape | None) -> PostFile:
    """Make the form of the post's files; the usual one where the hall has written none."""
    if shape is None:
        return PostFile()
    return PostFile(
        columns=tuple(PostColumn(one.title, one.field, one.always) for one in shape.column),
        reference=shape.reading.reference,
        mail_number=shape.reading.mail_number,
        state=shape.reading.state,
        signer=shape.reading.signer,
        states=MappingProxyType({word: one.means for one in shape.state for word in one.words}),
        signers=MappingProxyType({word: one.means for one in shape.signer for word in one.words}),
    )
