"""手机上的事: what a person does to his own ticket from where he waits."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TicketDelayed:
    """He let others go first, for the nth time."""

    ticket: str
    places: int
    delays: int


@dataclass(frozen=True, slots=True)
class PapersTicked:
    """He said which papers of his list he has, by their codes."""

    ticket: str
    ticked: tuple[str, ...]
