"""个人信息的事实: who looked for, exported and erased what is kept of somebody, by numbers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonSought:
    """Somebody of the hall looked for all that is kept of a person, and saw it masked."""

    found: tuple[str, ...]
    by: str


@dataclass(frozen=True, slots=True)
class PersonExported:
    """All that is kept of a person left the hall unmasked, as a file for him."""

    items: tuple[str, ...]
    form: str
    asked_by: str
    by: str


@dataclass(frozen=True, slots=True)
class ErasureAsked:
    """A person asked to be forgotten: what was erased at once, and what had to stay."""

    erased: tuple[str, ...]
    left: tuple[str, ...]
    asked_by: str
    by: str


PersonalEvent = PersonSought | PersonExported | ErasureAsked
