"""分办的内容: what a window or a program says when it hands parts of a visit over, or gives one back."""

from typing import Annotated

from pydantic import Field, StringConstraints

from kiosk.hall.part import Outcome, PartKind
from kiosk.hall.visit import MAX_PARTS, Piece
from kiosk.web.parts.forms import MAX_SERVICES, NO_CONTROLS, Body, Code, Number

Note = Annotated[str, StringConstraints(max_length=200, pattern=NO_CONTROLS)]
DUE_DAYS = 60


class ServicesBody(Body):
    """The services that join a visit."""

    services: tuple[Code, ...] = Field(min_length=1, max_length=MAX_SERVICES)


class PieceBody(Body):
    """One part: services of the visit or new ones, or a question, and who goes: see `kind`."""

    queue: Code
    services: tuple[Code, ...] = Field((), max_length=MAX_SERVICES)
    kind: Annotated[PartKind, Field(strict=False)] = PartKind.WALK
    step: Annotated[int, Field(ge=1, le=MAX_PARTS)] = 1
    due_days: Annotated[int, Field(ge=0, le=DUE_DAYS, description="working days, for the back office")] = 0
    note: Note = Field("", description="what the other window should know; no names")

    def piece(self) -> Piece:
        """Say it in the hall's own terms."""
        return Piece(self.queue, self.services, self.kind, self.step, self.due_days, self.note)


class SplitBody(Body):
    """The parts of a visit that go to other windows."""

    parts: tuple[PieceBody, ...] = Field(min_length=1, max_length=MAX_PARTS)

    def pieces(self) -> tuple[Piece, ...]:
        """Say it in the hall's own terms."""
        return tuple(part.piece() for part in self.parts)


class ReturnBody(Body):
    """With what a part comes back; `window` where the work was done by one that has no hand on it."""

    outcome: Annotated[Outcome, Field(strict=False)]
    words: Note = ""
    window: Number | None = None
