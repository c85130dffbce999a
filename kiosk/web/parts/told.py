"""先告诉他: what personal data is asked for and how long it stays, for the forms and for whoever asks."""

from dataclasses import dataclass

from kiosk.operations.personal_kinds import BY_CODE, KINDS
from kiosk.web import language
from kiosk.web.context import hall


@dataclass(frozen=True, slots=True)
class Purpose:
    """What is asked of people in one kind of matter, in the reader's words."""

    name: str
    why: str
    kept: str
    seen_by: str


def purpose(kind: str) -> Purpose:
    """Say it of one kind."""
    said, of = language.chosen(), BY_CODE[kind]
    kept = of.kept(hall().catalogue().hall)
    return Purpose(of.name.said(said), of.why.said(said), kept.said(said), of.seen_by.said(said))


def every_purpose() -> tuple[Purpose, ...]:
    """Say it of all kinds."""
    return tuple(purpose(one.code) for one in KINDS)
