"""A paper as data: blocks that say what stands there, not how a machine prints it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter, ValidationError


class Align(StrEnum):
    """Where a line stands."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class Box(StrEnum):
    """The box before a row: to tick, ticked, or none."""

    EMPTY = "empty"
    TICKED = "ticked"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Text:
    """Words; `size` is how many times as wide and high as running text, 1 to 4.

    `thermal` words belong to thermal paper only.
    """

    text: str
    size: Annotated[int, Field(ge=1, le=4)] = 1
    bold: bool = False
    align: Align = Align.LEFT
    inverted: bool = False
    thermal: bool = False
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class KeyValue:
    """A label and what it is, the value's further lines under its first."""

    label: str
    value: str
    bold: bool = False
    kind: Literal["key-value"] = "key-value"


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A numbered thing with a box: its counts and its note stand under it."""

    number: int
    text: str
    counts: str = ""
    note: str = ""
    box: Box = Box.EMPTY
    kind: Literal["check-row"] = "check-row"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows in columns; `widths` are shares of the paper's width, the last column takes the rest."""

    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the paper."""

    kind: Literal["rule"] = "rule"


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR code and the sentence that belongs to it."""

    data: str
    caption: str = ""
    kind: Literal["qr"] = "qr"


@dataclass(frozen=True, slots=True)
class Barcode:
    """A Code128 barcode; under it its characters, or a caption that groups them for people."""

    data: str
    caption: str = ""
    kind: Literal["barcode"] = "barcode"


@dataclass(frozen=True, slots=True)
class Feed:
    """Empty lines."""

    lines: Annotated[int, Field(ge=1, le=20)] = 1
    kind: Literal["feed"] = "feed"


@dataclass(frozen=True, slots=True)
class Cut:
    """The end of a slip."""

    kind: Literal["cut"] = "cut"


Block = Annotated[
    Text | KeyValue | CheckRow | Table | Rule | Qr | Barcode | Feed | Cut, Field(discriminator="kind")
]


@dataclass(frozen=True, slots=True)
class Document:
    """One paper: its name for people, its blocks, and the language it speaks.

    `personal` says that it names somebody, masked or not: it is kept sealed, and not for long.
    Its title never does.
    """

    title: str
    blocks: tuple[Block, ...]
    language: str = "zh"
    paper: str = ""
    personal: bool = False


_documents: TypeAdapter[Document] = TypeAdapter(Document)


class NotADocument(ValueError):
    """What was given is not a document that this version can print."""


def to_json(document: Document) -> dict[str, Any]:
    """Write a document as plain values, without loss."""
    written: dict[str, Any] = _documents.dump_python(document, mode="json")
    return written


def from_json(values: Mapping[str, Any]) -> Document:
    """Read a document back.

    Raises:
        NotADocument: a block is unknown or a value is wrong; the message names the place.
    """
    try:
        return _documents.validate_python(dict(values))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise NotADocument(f"不能打印的单据 / not a printable document: {place}: {first['msg']}") from None
